"""Open data: what leaves the town, and what never does."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.cast import FIRM, Asker, City
from tests.scenarios.test_11_6 import handled
from tests.statistics.crowd import store
from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.people.models import Area
from wolaiban.promises.models import Case, Event, Promise
from wolaiban.statistics.freezing import freeze
from wolaiban.statistics.opendata import export
from wolaiban.statistics.opendata.columns import datasets


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def case(city: City) -> Case:
    """One case with everything a person can leave in it."""
    city.clock("2024-06-03 09:00")
    Area.objects.create(code="330482001001000", name="一社区", kind="community")
    said = {"text": "联系我 13800001234", "board": "policy", "confidential": "yes", "about_unit": "ecology"}
    case = city.lin.files("pingfu365", "发票如何补开", area="330482001001000", **said)
    city.later(minutes=12)
    city.lin.does("close", case, answer="可在电子税务局自助补开")
    city.firm.does("rate", case, rating="dissatisfied", text="没有解决")
    city.later(days=45)
    freeze(clock.now())
    return case


def test_nothing_personal_leaves(city: City, case: Case, tmp_path: Path):
    export("pingfu365", tmp_path)
    everything = "".join(path.read_text(encoding="utf-8-sig") for path in tmp_path.iterdir())
    officer = city.lin.officer
    secrets = [
        *FIRM.values(), case.tracking_code, case.number, str(case.pk), case.asker_key, officer.name,
        f'"{officer.login}"',
        f"officer:{officer.pk}", "发票", "电子税务局", "没有解决", "confidential", "about_unit", "dissatisfied",
        "330482001001000",
    ]  # fmt: skip
    assert case.asker_key
    assert [secret for secret in secrets if secret in everything] == []
    assert rows(tmp_path / "cases.csv")[0]["area"] == "330482001001"


def test_the_tables_say_what_the_records_say(city: City, case: Case, tmp_path: Path):
    done = export("pingfu365", tmp_path)
    found = rows(tmp_path / "cases.csv")[0]
    assert (found["state"], found["board"], found["by_officer"], found["handling"]) == (
        "handling",
        "policy",
        "yes",
        "2",
    )
    assert datetime.fromisoformat(found["registered_at"]) == case.registered_at
    events = rows(tmp_path / "events.csv")
    assert [event["verb"] for event in events] == list(Event.objects.values_list("verb", flat=True))
    assert {event["case"] for event in events} == {found["case"]}
    promises = rows(tmp_path / "promises.csv")
    assert {promise["code"] for promise in promises} == {"respond", "done"}, "only what the file publishes"
    assert len(promises) == Promise.objects.filter(code__in=("respond", "done")).count()
    assert done.rows["cases"] == 1
    assert json.loads((tmp_path / "cases.json").read_text())[0]["board"] == "policy"


def test_the_dictionary_names_every_column_and_the_checksums_hold(city: City, case: Case, tmp_path: Path):
    done = export("pingfu365", tmp_path)
    listed = {(row["file"], row["name"]) for row in rows(tmp_path / "columns.csv")}
    for name in datasets(city.town.service("pingfu365")):
        header = (tmp_path / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        assert {(name, column) for column in header} == {pair for pair in listed if pair[0] == name}
        first = json.loads((tmp_path / f"{name}.json").read_text())[0]
        assert set(first) == set(header)
    assert all(row["zh"] and row["en"] for row in rows(tmp_path / "columns.csv"))
    sums = [line.split("  ") for line in (tmp_path / "SHA256SUMS").read_text().splitlines()]
    assert {name for _, name in sums} == set(done.files) - {"SHA256SUMS"}
    assert all(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest for digest, name in sums)
    assert not list(tmp_path.glob("*.part"))


def test_a_frozen_month_leaves_with_the_text_that_its_digest_is_of(city: City, case: Case, tmp_path: Path):
    export("pingfu365", tmp_path)
    (month,) = rows(tmp_path / "frozen.csv")
    assert (month["month"], month["cut_off"][:10]) == ("2024-06", "2024-07-18")
    assert hashlib.sha256(month["text"].encode()).hexdigest() == month["sha256"]


def test_figures_leave_as_the_public_sees_them(city: City, tmp_path: Path):
    """Counts by whole month; by unit, a unit with few stands only in the sum of its month and of its year."""
    stories = []
    for day, counts in {"2024-05-06": (4, 20), "2024-06-03": (5, 25)}.items():
        for unit, number in zip(("water", "planning"), counts, strict=True):
            stories += handled(unit, day, number)
    store(stories)
    city.clock("2024-08-01 09:00")
    export("pingfu365", tmp_path)
    received = [row for row in rows(tmp_path / "figures.csv") if row["code"] == "received"]
    assert {(row["month"], row["lead_unit"]): row["value"] for row in received} == {
        ("", ""): "54", ("2024-05", ""): "24", ("2024-06", ""): "30",
        ("2024", "others"): "54", ("2024-05", "others"): "24", ("2024-06", "others"): "30",
    }  # fmt: skip
    codes = {row["code"] for row in rows(tmp_path / "figures.csv")}
    assert codes == set(city.town.service("pingfu365").publish.figures)


def test_an_export_again_gives_the_same_keys(city: City, case: Case, tmp_path: Path):
    export("pingfu365", tmp_path / "a", formats=["csv"])
    export("pingfu365", tmp_path / "b", formats=["csv"])
    assert (tmp_path / "a/cases.csv").read_bytes() == (tmp_path / "b/cases.csv").read_bytes()


def test_parquet_says_what_it_needs(city: City, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Refusal, match=r"wolaiban\[stats\]"):
        export("pingfu365", tmp_path, formats=["parquet"])
    with pytest.raises(Refusal, match="parquet"):
        export("pingfu365", tmp_path, formats=["xls"])


@pytest.mark.full
def test_parquet_holds_the_same_with_types(city: City, case: Case, tmp_path: Path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra stats is not installed")
    export("pingfu365", tmp_path, formats=["csv", "parquet"])
    for name in ("cases", "events", "promises", "figures"):
        table = parquet.read_table(tmp_path / f"{name}.parquet")
        assert table.num_rows == len(rows(tmp_path / f"{name}.csv"))
    found = parquet.read_table(tmp_path / "cases.parquet").to_pylist()[0]
    assert (found["board"], found["by_officer"], found["handling"]) == ("policy", True, 2)


@pytest.mark.parametrize("service", ["staff_voice", "integrity", "rectification", "leader_visit"])
def test_a_service_that_publishes_no_cases_leaves_in_no_rows_of_its_own(city: City, tmp_path: Path, service: str):
    city.adds("branch_fast", "快运公司党支部")
    secretary = city.joins("kuai", "匡听声", "branch_fast", "unit")
    fields = {
        "staff_voice": {"branch": "branch_fast", "requester": {"name": "司职工", "phone": "13700000003"}},
        "integrity": {"owner": "planning"},
        "rectification": {"owner": "planning", "due_on": "2024-10-31", "source": "firms"},
        "leader_visit": {"visit_on": "2024-08-01", "requester": FIRM},
    }[service]
    case = city.chen.files(service, "某事", **fields)
    if service == "staff_voice":
        secretary.does("listen", case, task=1, text="在班组里说的话")
    done = export(service, tmp_path, formats=("csv",))
    assert [done.rows[table] for table in ("cases", "events", "promises")] == [0, 0, 0]


def test_what_was_told_while_a_case_was_hidden_leaves_in_no_event(city: City, tmp_path: Path, monkeypatch):
    service = city.town.services["staff_voice"][-1]
    publish = replace(service.publish, fields=("category",), promises=("listen", "respond"))
    monkeypatch.setitem(vars(service), "publish", publish)
    city.adds("branch_fast", "快运公司党支部")
    secretary = city.joins("kuai", "匡听声", "branch_fast", "unit")
    worker = Asker({"name": "司职工", "phone": "13700000003"})
    case = worker.asks("staff_voice", "加班", branch="branch_fast")
    secretary.does("listen", case, task=1, text="在班组里说的话")
    worker.does("pass_on", case)
    export("staff_voice", tmp_path, formats=("csv",))
    assert [row["verb"] for row in rows(tmp_path / "events.csv")] == ["pass_on"]
    assert [row["code"] for row in rows(tmp_path / "promises.csv")] == ["respond"]
    assert "branch_fast" not in "".join(path.read_text(encoding="utf-8-sig") for path in tmp_path.iterdir())
