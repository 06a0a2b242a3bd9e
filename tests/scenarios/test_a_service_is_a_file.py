"""A service written at run time, with verbs, grades, periods and roles of its own, runs without a line of code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.cast import FIRM, SHIPPED, Person, playing
from tests.folders import copied, write_service
from wolaiban.catalogue import check
from wolaiban.people.actor import Actor
from wolaiban.people.models import Officer, Organisation, Post
from wolaiban.promises.access import possible
from wolaiban.promises.life import Opening
from wolaiban.promises.refused import Refused
from wolaiban.promises.town import reread
from wolaiban.promises.verbs import perform, register
from wolaiban.promises.verifying import verify

SERVICE = """
[service]
code = "lamps"
name = "路灯报修"
valid_from = 2024-01-01
number = "LD{year}-{random}"
asker = "passer_by"
policy = "policy.md"

[states]
registered = "registered"
inspected = "handling"
mended = "closed"
withdrawn = "withdrawn"

[fields]
lamp = {}
hurry = { kind = "choice", choices = ["dark", "flickering"], default = "flickering" }

[tasks]
ladder = {}

[[promise]]
code = "mend"
within = { by = "hurry", dark = "2 hours", flickering = "12 working days" }
kept_by = ["mend_it"]
held_by = "electrician"

[[promise]]
code = "bring"
of = "ladder"
within = "16 working hours"
kept_by = ["bring_it"]
held_by = "task"

[verbs]
register = { by = ["passer_by"], to = "registered", needs = ["lamp"], may = ["hurry"] }
look_at = { by = ["electrician"], from = ["registered"], to = "inspected", may = ["tasks"], opens = ["ladder"] }
bring_it = { by = ["unit"], from = ["inspected"], on = ["ladder"], finishes = true }
mend_it = { by = ["electrician"], from = ["inspected"], to = "mended", after = [{ all = "ladder" }] }
withdraw = { by = ["asker"], from = ["registered"], to = "withdrawn" }
"""
WORDS = """
[service.name]
zh = "路灯报修"
en = "Broken street lamps"
[states]
inspected = { zh = "已查看", en = "Inspected" }
mended = { zh = "已修好", en = "Mended" }
[fields]
lamp = { zh = "灯杆号", en = "Lamp" }
hurry = { zh = "急不急", en = "Hurry" }
[choices.hurry]
dark = { zh = "不亮", en = "Dark" }
flickering = { zh = "闪", en = "Flickering" }
[tasks]
ladder = { zh = "登高车", en = "Ladder" }
[promises]
mend = { zh = "修好", en = "Mending" }
bring = { zh = "登高车到场", en = "Bringing the ladder" }
[verbs]
look_at = { zh = "查看", en = "Look at it" }
bring_it = { zh = "到场", en = "Bring it" }
mend_it = { zh = "修好", en = "Mend it" }
[roles]
passer_by = { zh = "路人", en = "Passer-by" }
electrician = { zh = "电工", en = "Electrician" }
"""
POLICY = """
| Number | For | Source |
|---|---|---|
| 2 hours, 12 working days, 16 working hours, 50%, 80% | all | local decision |
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    town = copied(SHIPPED, tmp_path / "town", "mailbox")
    write_service(town / "services" / "lamps", SERVICE, WORDS, POLICY)
    return town


def test_a_new_service_runs_from_its_file_alone(db: None, folder: Path):
    assert [str(mistake) for mistake in check(folder)] == []
    with playing(folder) as city:
        city.clock("2024-09-13 16:50")
        officer = Officer.objects.add("dian", "电工")
        works = Organisation.objects.create(code="works", name="路灯所")
        Post.objects.create(officer=officer, organisation=works, role="electrician", from_on=date(2024, 1, 1))
        electrician = Person(city, officer)
        case = register("lamps", by=Actor.asker(), requester=FIRM, lamp="东门 7 号", hurry="dark")
        assert case.number.startswith("LD2024-")
        assert city.due(case, "mend") == "2024-09-13 18:50"
        with pytest.raises(Refused):
            city.lin.does("look_at", case)
        electrician.does("look_at", case, tasks=[Opening("ladder", "water")])
        assert city.due(case, "bring", 1) == "2024-09-19 10:20"
        with pytest.raises(Refused):
            electrician.does("mend_it", case)
        assert possible(case, city.water_handler.actor) == [("bring_it", 1)]
        city.water_handler.does("bring_it", case, task=1)
        city.later(minutes=30)
        electrician.does("mend_it", case)
        assert (case.state, case.contract_state, city.promise(case, "mend").state) == ("mended", "closed", "kept")
        assert verify().clean


def test_a_new_version_speaks_to_new_cases_only(db: None, folder: Path):
    with playing(folder) as city:
        city.clock("2024-09-13 16:50")
        old = register("lamps", by=Actor.asker(), requester=FIRM, lamp="东门 7 号")
        newer = SERVICE.replace("2024-01-01", "2024-09-14").replace("12 working days", "5 working days")
        path = folder / "services" / "lamps"
        (path / "service.2024-09-14.toml").write_text(newer, encoding="utf-8")
        (path / "policy.md").write_text(POLICY.replace("12 working", "12 working days, 5 working"), encoding="utf-8")
        reread()
        city.clock("2024-09-14 09:00")
        young = register("lamps", by=Actor.asker(), requester=FIRM, lamp="东门 8 号")
        assert (old.version, young.version) == (date(2024, 1, 1), date(2024, 9, 14))
        assert (city.due(old, "mend"), city.due(young, "mend")) == ("2024-10-08 17:00", "2024-09-24 17:00")
        perform(old, "withdraw", by=Actor.asker(old), own=True)
        assert verify().clean


def test_every_placeholder_of_a_number_gives_one(db: None, folder: Path):
    path = folder / "services" / "lamps" / "service.toml"
    path.write_text(SERVICE.replace("LD{year}-{random}", "L{year}{month}{day}-{random}-{seq}"), encoding="utf-8")
    with playing(folder) as city:
        city.clock("2024-09-13 16:50")
        case = register("lamps", by=Actor.asker(), requester=FIRM, lamp="东门 7 号")
        assert case.number.startswith("L20240913-")
