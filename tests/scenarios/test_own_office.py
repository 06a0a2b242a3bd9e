"""A service whose asker is an office: officers file for their own office, and nobody outside can."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from tests.cast import SHIPPED, playing
from tests.folders import copied, write_service
from wolaiban.catalogue import check
from wolaiban.people.actor import Actor
from wolaiban.promises.reading import said_at_first
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import register

SERVICE = """
[service]
code = "shelf"
name = "台账"
valid_from = 2024-01-01
number = "TZ{year}-{random}"
asker = "office"
policy = "policy.md"

[states]
registered = "registered"
closed = "closed"

[fields]
subject = { personal = true }

[tasks]

[[promise]]
code = "done"
within = "10 working days"
kept_by = ["close"]
held_by = "desk"

[verbs]
register = { by = ["any_officer"], to = "registered", needs = ["subject"] }
close = { by = ["desk"], from = ["registered"], to = "closed" }
"""
WORDS = """
[service.name]
zh = "台账"
en = "Ledger"
[service.promise]
zh = "10 个工作日办结"
en = "Done within 10 working days"
[service.purpose]
zh = "记下本单位要办的事"
en = "What our office has to do"
"""
POLICY = "# 台账\n\n| 数字 | 来源 |\n|---|---|\n| 10 个工作日 | 本地决定 |\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = copied(SHIPPED, tmp_path / "town", "mailbox")
    write_service(folder / "services" / "shelf", SERVICE, WORDS, POLICY)
    return folder


@pytest.mark.django_db
def test_the_officer_is_the_one_who_asks_and_nobody_else_is_asked_for(folder: Path) -> None:
    assert [str(one) for one in check(folder)] == []
    with playing(folder) as city:
        city.clock("2024-07-02 09:00")
        case = register("shelf", by=city.lin.actor, requester={}, subject="换门牌")
        assert said_at_first(case)["requester"]["name"] == "林一帆"
        assert said_at_first(case)["requester"]["organisation"] == "企服中心"
        assert case.asker_key is None
        assert city.due(case, "done") == "2024-07-16 17:00"


@pytest.mark.django_db
def test_nobody_outside_can_ask(folder: Path) -> None:
    with playing(folder) as city:
        city.clock("2024-07-02 09:00")
        with pytest.raises(Refused):
            register("shelf", by=Actor.asker(), requester={"name": "王", "phone": "13800001234"}, subject="换门牌")
        assert Client().get("/ask/shelf/").status_code == 404
        assert "台账" not in Client().get("/ask/").content.decode()


@pytest.mark.django_db
def test_its_form_asks_for_the_matter_alone(folder: Path) -> None:
    with playing(folder) as city:
        city.clock("2024-07-02 09:00")
        client = Client()
        client.force_login(city.lin.officer)
        assert "台账" in client.get("/desk/file/").content.decode()
        page = client.get("/desk/file/shelf/").content.decode()
        assert "requester." not in page and "asked_at" not in page
        secret = page.partition('name="once" value="')[2].partition('"')[0]
        answer = client.post("/desk/file/shelf/", {"subject": "换门牌", "once": secret})
        assert answer.status_code == 302 and answer["Location"].startswith("/desk/case/")


@pytest.mark.parametrize("old, new, what", [
    ('asker = "office"', 'asker = "desk"', "asker_of_staff"),
    ('close = { by = ["desk"]', 'close = { by = ["desk", "office"]', "office_does_nothing"),
])  # fmt: skip
def test_a_role_of_staff_is_nobodys_by_asking(folder: Path, old: str, new: str, what: str) -> None:
    path = folder / "services" / "shelf" / "service.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert what in [one.what for one in check(folder)]
