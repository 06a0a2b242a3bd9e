"""Programs send files ahead, name them to a filing or a verb, and read them through the case's door."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import ASKED, Program
from tests.cast import City
from wolaiban.promises.files import LARGEST
from wolaiban.promises.models import Case, File

PDF = b"%PDF-1.7\n1 0 obj\n"


def send(program: Program, name: str = "管线图.pdf", content: bytes = PDF, **more: Any) -> Any:
    file = SimpleUploadedFile(name, content, "application/octet-stream")
    return program.client.post("/api/v1/files", {"file": file, **more}, headers=program.headers)


def filed_with(program: Program, *files: str) -> Any:
    return program.post("/cases", {**ASKED, "answers": {"attachment": list(files)}})


@pytest.fixture
def case(anybody: Program) -> dict[str, Any]:
    """A case that was filed with a file."""
    return filed_with(anybody, send(anybody).json()["file"]).json()


def test_what_was_sent_is_told_and_comes_with_the_filing(city: City, anybody: Program):
    answer = send(anybody)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["name"], told["type"], told["size"]) == ("管线图.pdf", "application/pdf", len(PDF))
    assert filed_with(anybody, told["file"]).status_code == 201
    assert Case.objects.get().files.get().uploaded_by == "asker"


def test_the_history_tells_it_and_hands_it_out(city: City, anybody: Program, program_of: Any, case: dict[str, Any]):
    code = case["tracking_code"]
    (step,) = anybody.get(f"/cases/{case['number']}", tracking_code=code).json()["history"]
    (file,) = step["files"]
    assert (file["name"], file["size"]) == ("管线图.pdf", len(PDF)) and "attachment" not in step["words"]
    path = file["url"].removeprefix("/api/v1")
    for answer in (anybody.get(path, tracking_code=code), program_of(city.lin).get(path)):
        assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, PDF, "application/pdf")
    assert anybody.get(path).status_code == 404
    assert program_of(city.stranger).get(path).status_code == 404
    assert anybody.get(path[:-4] + "0000", tracking_code=code).status_code == 404


def test_a_verb_carries_files_of_the_officers_program(city: City, program_of: Any, case: dict[str, Any]):
    lin = program_of(city.lin)
    file = send(lin).json()["file"]
    done = lin.post(f"/cases/{case['number']}/respond", {"text": "明早回话", "attachment": [file]})
    assert done.status_code == 200
    assert File.objects.get(seq=2).uploaded_by == f"officer:{city.lin.officer.pk}"
    again = lin.post(f"/cases/{case['number']}/note", {"text": "再用", "attachment": [file]})
    assert (again.status_code, [e["field"] for e in again.json()["errors"]]) == (422, ["attachment"])


def test_the_asker_sends_one_for_their_case_a_stranger_does_not(city: City, anybody: Program, case: dict[str, Any]):
    sent = send(anybody, number=case["number"], tracking_code=case["tracking_code"])
    assert sent.status_code == 201
    assert File.objects.get(case=None).uploaded_by == f"asker:{Case.objects.get().pk}"
    assert send(anybody, number=case["number"], tracking_code="0").status_code == 404


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [
        (b"MZ\x90\x00\x03", 415, "unsupported-type"),
        (b"", 415, "unsupported-type"),
        (b"x" * (LARGEST + 1), 413, "too-large"),
    ],
    ids=["program", "empty", "too large"],
)
def test_what_is_not_taken_is_refused_by_its_kind(city: City, anybody: Program, content: bytes, status: int, kind: str):
    answer = send(anybody, content=content)
    assert answer.status_code == status
    problem = answer.json()
    assert problem["type"] == f"urn:wolaiban:problem:{kind}" and problem["errors"][0]["field"] == "file"


def test_without_a_file_there_is_nothing_to_take(city: City, anybody: Program):
    answer = anybody.client.post("/api/v1/files", {})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file")


def test_many_files_have_to_wait_but_not_an_officers(city: City, anybody: Program, program_of: Any, settings: Any):
    settings.LIMITS_AN_HOUR = {"filing": {}, "upload": {"address": 1}}
    assert send(anybody).status_code == 201
    answer = send(anybody)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert [send(program_of(city.lin)).status_code for _ in range(2)] == [201, 201]


def test_many_bytes_have_to_wait_but_not_an_officers(city: City, anybody: Program, program_of: Any, settings: Any):
    settings.LIMITS_AN_HOUR, settings.FILES_MB_WAITING = {"filing": {}, "upload": {"megabytes": 2}}, 0
    large = PDF + bytes(2 * 1024 * 1024 - len(PDF))
    assert send(anybody, content=large).status_code == 201
    answer = send(anybody)
    assert (answer.status_code, answer["Retry-After"], answer.json()["type"]) == (
        429, "3600", "urn:wolaiban:problem:too-often"
    )  # fmt: skip
    assert "2 MB" in answer.json()["detail"]
    assert [send(program_of(city.lin), content=large).status_code for _ in range(2)] == [201, 201]


def test_a_town_that_holds_enough_untaken_files_takes_no_more_but_an_officers(
    city: City, anybody: Program, program_of: Any, settings: Any
):
    settings.FILES_MB_WAITING = 1
    assert send(anybody, content=PDF + bytes(1024 * 1024)).status_code == 201
    city.later(minutes=30)
    answer = send(anybody)
    assert (answer.status_code, answer["Retry-After"]) == (429, "5400")
    assert send(program_of(city.lin)).status_code == 201
    city.later(minutes=90, seconds=1)
    assert send(anybody).status_code == 201


@pytest.mark.parametrize("value", ["text", True, [1], [["x"]], {"file": "x"}, ["管线图.pdf"]], ids=str)
def test_what_names_no_files_is_refused_at_its_field(
    city: City, anybody: Program, program_of: Callable[..., Program], value: Any
):
    answer = anybody.post("/cases", {**ASKED, "answers": {"attachment": value}})
    assert answer.status_code == 422
    assert all(error["field"].startswith("answers.attachment") for error in answer.json()["errors"])
    case = city.firm.asks("pingfu365", "用水")
    done = program_of(city.lin).post(f"/cases/{case.number}/respond", {"text": "明早", "attachment": value})
    assert (done.status_code, [e["field"] for e in done.json()["errors"]]) == (422, ["attachment"])


def test_other_fields_take_no_list(city: City, anybody: Program, program_of: Callable[..., Program]):
    answer = anybody.post("/cases", {**ASKED, "answers": {"matter": ["a", "b"]}})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "answers.matter")


def test_a_form_is_told_that_verbs_take_json(city: City, anybody: Program):
    answer = anybody.client.post("/api/v1/cases", {"subject": "x"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 415 and "application/json" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/cases", "/due"])
def test_too_much_json_is_told_so(city: City, anybody: Program, path: str):
    answer = anybody.post(path, json.dumps({"text": "x" * 3_000_000}))
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:wolaiban:problem:too-large")


def test_a_torn_form_is_told_so(city: City, anybody: Program):
    answer = anybody.client.post("/api/v1/files", b"--b\r\nContent", content_type="multipart/form-data")
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:wolaiban:problem:malformed")
