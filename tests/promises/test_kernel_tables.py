"""The worked tables of the kernel: pauses, extension, grade, calendar (kernel §5 and §6), told through life."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.promises.kernel import ROOT, Calendars, Story, service
from wolaiban.catalogue import read_service
from wolaiban.promises.life import Opening
from wolaiban.workdays import Shelf

CALENDARS = Calendars()
PINGFU = read_service(ROOT / "towns/pinghu/services/pingfu365")
FILED = "2024-09-13 16:50"
EARLY_ORDINARY, EARLY_COMPLEX = ("2024-09-13 16:55", "ordinary"), ("2024-09-13 16:55", "complex")


def story() -> Story:
    return Story(PINGFU, CALENDARS).does("register", FILED, words="subject")


@pytest.mark.parametrize(
    ("classed", "due", "first", "provisional"),
    [
        ((), "2024-09-19 17:00", "2024-09-19 17:00", True),
        ((EARLY_COMPLEX,), "2024-09-25 17:00", "2024-09-25 17:00", False),
        ((EARLY_ORDINARY, ("2024-09-14 10:00", "complex")), "2024-09-25 17:00", "2024-09-19 17:00", False),
        ((("2024-09-14 10:00", "complex"),), "2024-09-25 17:00", "2024-09-19 17:00", False),
        ((EARLY_COMPLEX, ("2024-09-18 10:00", "ordinary")), "2024-09-19 17:00", "2024-09-25 17:00", False),
        ((EARLY_COMPLEX, ("2024-09-23 10:00", "ordinary")), "2024-09-25 17:00", "2024-09-25 17:00", False),
        ((("2024-09-13 17:20", "complex"),), "2024-09-25 17:00", "2024-09-25 17:00", False),
    ],
    ids=["not yet", "first class", "up", "unclassed counts as ordinary", "down", "never past", "on the bell"],
)
def test_grade(classed: tuple, due: str, first: str, provisional: bool):
    told = story()
    for at, grade in classed:
        told.does("classify", at, grade=grade, words="ground")
    given = told.life.promise("done")
    assert given is not None
    assert (told.due("done"), told.due("done", first=True), given.provisional) == (due, first, provisional)
    assert not told.life.wrong


def test_a_grade_that_is_open_becomes_final_when_the_response_falls_due():
    told = story()
    given = told.life.promise("done")
    assert given is not None
    told.life.look(told.life.acts[0].at.replace(hour=17, minute=20))
    assert given.provisional
    told.life.look(told.life.acts[0].at.replace(hour=17, minute=20, second=1))
    assert not given.provisional


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], "2024-09-19 17:00"),
        ([("09-18 09:00", "09-18 16:59")], "2024-09-19 17:00"),
        ([("09-18 16:59", "09-18 17:00")], "2024-09-19 17:00"),
        ([("09-18 17:00", "09-18 17:01")], "2024-09-20 17:00"),
        ([("09-18 09:00", "09-20 10:00")], "2024-09-23 17:00"),
    ],
)
def test_pauses_of_days(pauses: list[tuple[str, str]], due: str):
    told = story().does("classify", "2024-09-13 16:55", grade="ordinary")
    told.does("respond", "2024-09-13 17:00", words="text").does(
        "dispatch", "2024-09-13 17:05", tasks=(Opening("lead", "water"),)
    )
    for since, until in pauses:
        told.does("pause", f"2024-{since}", reason="inspection").does("resume", f"2024-{until}")
    assert told.due("done") == told.due("done", first=True) == due
    assert not told.life.wrong


def test_two_reasons_overlap_and_are_united():
    told = story().does("respond", "2024-09-13 17:00", words="text")
    told.does("pause", "2024-09-18 10:00", reason="asker").does("pause", "2024-09-19 10:00", reason="inspection")
    told.does("resume", "2024-09-20 10:00", reason="asker")
    assert told.due("done") == "none"
    told.does("resume", "2024-09-23 10:00", reason="inspection")
    assert told.due("done") == "2024-09-24 17:00"


def test_an_extension_and_a_later_pause():
    told = (
        story()
        .does("respond", "2024-09-13 17:00", words="text")
        .does("dispatch", "2024-09-13 17:05", tasks=(Opening("lead", "water"),))
    )
    told.extends("2024-09-18 10:00", "2024-09-26")
    assert told.due("done") == "2024-09-26 17:00"
    told.does("pause", "2024-09-23 10:00", reason="inspection").does("resume", "2024-09-25 10:00")
    assert (told.due("done"), told.due("done", first=True)) == ("2024-09-29 17:00", "2024-09-19 17:00")


PROPOSAL = """
[service]
code = "probe"
name = "Probe"
valid_from = 2020-01-01
number = "P{year}-{random}"
asker = "resident"
policy = "policy.md"

[states]
registered = "registered"
closed = "closed"

[fields]
reason = { kind = "choice", choices = ["inspection"] }
due_on = { kind = "date" }
done_on = { kind = "date" }

[tasks]
measure = {}

[[promise]]
code = "reply"
within = "3 months"
kept_by = ["close"]
held_by = "desk"
stops_for = ["inspection"]
extendable = { to = "6 months" }

[[promise]]
code = "contact"
within = "7 working days"
kept_by = ["talk", "close"]
held_by = "desk"

[[promise]]
code = "measure"
of = "measure"
due = { field = "due_on" }
kept_by = ["report_done"]
released_by = [{ to = "closed" }]
held_by = "task"
extendable = { times = 2 }

[verbs]
register = { by = ["resident"], to = "registered" }
promise_it = { by = ["desk"], from = ["registered"], opens = ["measure"] }
report_done = { by = ["unit"], from = ["registered"], on = ["measure"], finishes = true, may = ["done_on"] }
pause = { by = ["desk"], from = ["registered"], needs = ["reason"] }
resume = { by = ["desk"], from = ["registered"] }
talk = { by = ["desk"], from = ["registered"] }
extend = { by = ["desk"], from = ["registered"], needs = ["promise", "until"] }
grant_extension = { by = ["centre"], from = ["registered"], needs = ["promise", "until"] }
recount = { by = ["clock", "operator"], from = ["registered"] }
close = { by = ["desk"], from = ["registered"], to = "closed" }
"""
WORDS = """
[service.name]
zh = "试验"
en = "Probe"
[verbs]
promise_it = { zh = "承诺", en = "Promise it" }
report_done = { zh = "报完成", en = "Report it done" }
[promises]
reply = { zh = "答复", en = "Reply" }
"""
POLICY = """
| Number | For | Source |
|---|---|---|
| 3 months, 6 months, 7 working days, 2 times, 50%, 80% | all of it | local decision |
"""


@pytest.fixture
def proposal(tmp_path: Path):
    return service(tmp_path, PROPOSAL, WORDS, POLICY)


def test_months_are_paused_by_bells_and_extended_to_a_ceiling(proposal):
    told = Story(proposal, CALENDARS).does("register", "2023-03-20 10:00")
    assert told.due("reply") == "2023-06-20 17:00"
    told.extends("2023-05-01 10:00", "2023-09-21", "reply", asked="2023-09-20")
    assert [wrong.code for wrong in told.life.wrong] == ["beyond_ceiling"]
    told.life.wrong.clear()
    told = Story(proposal, CALENDARS).does("register", "2023-03-20 10:00")
    told.extends("2023-05-01 10:00", "2023-09-20", "reply")
    assert (told.due("reply"), told.life.wrong) == ("2023-09-20 17:00", [])
    told = Story(proposal, CALENDARS).does("register", "2023-03-20 10:00")
    told.does("pause", "2023-04-10 10:00", reason="inspection").does("resume", "2023-04-20 10:00")
    assert told.due("reply") == "2023-06-30 17:00"


def test_measures_promised_in_an_answer_are_promises_of_their_own(proposal):
    told = Story(proposal, CALENDARS).does("register", "2023-03-20 10:00")
    told.does(
        "promise_it",
        "2023-04-01 10:00",
        tasks=(
            Opening("measure", "water", fields={"due_on": "2023-05-31"}),
            Opening("measure", "power", fields={"due_on": "2023-12-31"}),
        ),
    )
    assert told.due("measure", 1) == "2023-06-01 00:00", "24:00 of the day named"
    assert told.due("measure", 2) == "2024-01-01 00:00"
    told.does("report_done", "2023-05-04 10:00", task=1, done_on="2023-04-30")
    assert (told.state("measure", 1), told.state("measure", 2)) == ("kept", "running")
    assert told.life.tasks[1].state == "done"


def test_a_year_without_notice_is_provisional_and_counted_again_when_the_notice_comes(proposal):
    told = Story(proposal, CALENDARS).does("register", "2026-12-28 10:00")
    given = told.life.promise("contact")
    assert given is not None
    assert given.provisional
    assert told.due("contact") == "2027-01-06 17:00"


def test_a_stop_work_notice_moves_what_runs_as_an_explicit_act(tmp_path: Path):
    folder = tmp_path / "calendars"
    folder.mkdir()
    shipped = (ROOT / "towns/pinghu/calendars/cn-2024.toml").read_text(encoding="utf-8")
    typhoon = """
[[change]]
published_on = 2024-07-24
source = "a stop-work notice made up for this test"
off = [{ name = "台风", days = "2024-07-25..2024-07-26" }]
"""
    (folder / "cn-2024.toml").write_text(shipped + typhoon, encoding="utf-8")
    calendars = Calendars(Shelf.read(folder))
    three = PROPOSAL.replace("7 working days", "3 working days")
    proposal = service(tmp_path, three, WORDS, POLICY.replace("7 working", "3 working"))
    told = Story(proposal, calendars).does("register", "2024-07-22 10:00")
    assert told.due("contact") == "2024-07-25 17:00"
    told.does("recount", "2024-07-24 09:00", role="clock")
    assert told.due("contact") == "2024-07-25 17:00", "what was not provisional is not moved by new data"
    told.does("recount", "2024-07-24 10:00", role="operator")
    assert told.due("contact") == told.due("contact", first=True) == "2024-07-29 17:00"


def test_a_promise_in_a_state_that_ends_is_released_or_stands_in_the_way(proposal):
    told = Story(proposal, CALENDARS).does("register", "2023-03-20 10:00").does("close", "2023-03-21 10:00")
    assert (told.state("reply"), told.state("contact"), told.life.is_over) == ("kept", "kept", True)
    told = Story(PINGFU, CALENDARS).does("register", FILED, words="subject").does("withdraw", "2024-09-13 17:00")
    assert {given.state for given in told.life.promises} == {"released"}
