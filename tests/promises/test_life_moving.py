"""Pauses, extensions, classes and calendars: what moves a due instant, what is told of it, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.promises.kernel import ZONE, Story, t
from tests.promises.small import by_grade, clock_of, small
from tests.promises.strategies import TOWN
from wolaiban.catalogue.service import Extendable, Pattern
from wolaiban.promises.life import Move, Opening, Span
from wolaiban.workdays import Period

FILED = "2024-09-13 16:50"
STOPS = {"stops_for": ("asker", "inspection")}
DONE = clock_of("done", "3 working days", **STOPS)


def filed(*rules, **said) -> Story:
    return Story(small(*rules), TOWN).does("register", FILED, **said)


def moves(told: Story, code: str, task: int = 0) -> list[tuple[int, str, str]]:
    shown = lambda at: at.astimezone(ZONE).strftime("%m-%d %H:%M") if at else "none"  # noqa: E731
    return [(move.seq, move.why, shown(move.due_at)) for move in told.life.promise(code, task).moves]


def test_every_due_instant_that_was_told_stays_on_record():
    told = filed(clock_of("done", extendable=Extendable(times=2), **STOPS))
    told.does("pause", "2024-09-18 10:00", reason="asker").does("resume", "2024-09-20 10:00")
    told.extends("2024-09-20 10:05", "2024-09-26")
    assert moves(told, "done") == [
        (1, "given", "09-19 17:00"),
        (2, "pause", "none"),
        (3, "resume", "09-23 17:00"),
        (5, "extension", "09-26 17:00"),
    ]
    given = told.life.promise("done")
    assert given.moves[1] == Move(2, t("2024-09-18 10:00"), "pause", None)
    assert (given.lost_bells, given.extensions, given.extra_days) == (2, 1, 3)
    assert told.due("done", first=True) == "2024-09-23 17:00"
    assert given.rate_due_at == t("2024-09-23 17:00")
    assert told.life.spans == [Span(0, "asker", t("2024-09-18 10:00"), t("2024-09-20 10:00"))]


def test_a_pause_stops_only_what_lists_its_reason_and_tells_nothing_of_the_rest():
    told = filed(DONE, clock_of("other", stops_for=("asker",)), clock_of("never"))
    told.does("pause", "2024-09-13 16:55", reason="inspection")
    assert [told.state(code) for code in ("done", "other", "never")] == ["paused", "running", "running"]
    assert [told.due(code) for code in ("done", "other", "never")] == ["none", "2024-09-19 17:00", "2024-09-19 17:00"]
    assert told.life.promise("done").rate_due_at is None
    told.does("pause", "2024-09-13 16:56", reason="inspection")
    assert [wrong.code for wrong in told.life.wrong] == ["already_paused"]
    assert len(moves(told, "other")) == len(moves(told, "never")) == 1


def test_a_resume_with_a_reason_ends_that_pause_only_and_one_without_ends_all():
    told = (
        filed(DONE)
        .does("pause", "2024-09-13 16:55", reason="asker")
        .does("pause", "2024-09-13 16:56", reason="inspection")
    )
    told.does("resume", "2024-09-13 16:57", reason="asker")
    assert (told.state("done"), told.due("done")) == ("paused", "none")
    told.does("resume", "2024-09-13 16:57", reason="asker")
    assert [wrong.code for wrong in told.life.wrong] == ["not_paused"]
    told = (
        filed(DONE)
        .does("pause", "2024-09-13 16:55", reason="asker")
        .does("pause", "2024-09-13 16:56", reason="inspection")
    )
    told.does("resume", "2024-09-13 16:57")
    assert (told.state("done"), told.due("done")) == ("running", "2024-09-19 17:00")
    assert [span.until for span in told.life.spans] == [t("2024-09-13 16:57")] * 2


def test_a_pause_of_a_task_stops_that_task_and_one_of_the_case_stops_all():
    part = clock_of("part", "3 working days", of="measure", given_by=(), **STOPS)
    told = filed(DONE, part)
    told.does("open_more", FILED, tasks=(Opening("lead"), Opening("measure"), Opening("measure")))
    told.does("pause", "2024-09-13 16:55", task=2, reason="asker")
    assert (told.state("done"), told.state("part", 2), told.state("part", 3)) == ("running", "paused", "running")
    assert (len(moves(told, "part", 2)), len(moves(told, "part", 3))) == (2, 1)
    told.does("pause", "2024-09-13 16:56", reason="asker")
    assert (told.state("done"), told.state("part", 2), told.state("part", 3)) == ("paused",) * 3
    told.does("resume", "2024-09-13 16:57")
    assert (told.state("done"), told.state("part", 2), told.state("part", 3)) == ("running", "paused", "running")
    told.does("resume", "2024-09-13 16:58", task=2)
    assert told.due("part", 2) == "2024-09-19 17:00"
    assert not told.life.wrong


def test_a_promise_given_during_a_pause_is_paused_from_the_start():
    later = clock_of("later", given_by=(Pattern(do=("work",)),), **STOPS)
    told = filed(later).does("pause", "2024-09-13 16:55", reason="asker").does("work", "2024-09-14 10:00")
    assert (told.state("later"), moves(told, "later")) == ("paused", [(3, "given", "none")])
    told.does("resume", "2024-09-18 17:01")
    assert told.due("later") == "2024-09-23 17:00"


def test_a_broken_promise_is_moved_by_nothing():
    told = filed(
        clock_of(
            "done", by_grade("30 minutes", "30 minutes", "7 working days"), extendable=Extendable(times=1), **STOPS
        )
    )
    told.does("pause", "2024-09-14 10:00", reason="asker").does("set", "2024-09-14 10:01", grade="complex")
    told.does("resume", "2024-09-14 10:02").does("recount", "2024-09-14 10:03")
    told.does("grant_extension", "2024-09-14 10:04", promise="done", until="2024-09-30")
    assert (told.state("done"), moves(told, "done")) == ("broken", [(1, "given", "09-13 17:20")])
    assert told.life.promise("done").broken_at == t("2024-09-13 17:20")
    assert [wrong.code for wrong in told.life.wrong] == ["not_running"]


@pytest.mark.parametrize(
    ("extendable", "right", "wrong", "last"),
    [
        (Extendable(by=Period.parse("2 working days")), "2024-09-23", "2024-09-24", "2024-09-23"),
        (Extendable(by=Period.parse("5 days")), "2024-09-24", "2024-09-25", "2024-09-24"),
        (Extendable(to=Period.parse("1 month")), "2024-10-12", "2024-10-14", "2024-10-14"),
    ],
)
def test_a_ceiling_is_reached_and_not_passed(extendable: Extendable, right: str, wrong: str, last: str):
    rule = clock_of("done", extendable=extendable)
    told = filed(rule).extends("2024-09-14 10:00", right)
    assert (told.due("done"), told.life.wrong) == (f"{right} 17:00", [])
    if wrong == last:
        wrong = "2024-10-15"
    told = filed(rule).extends("2024-09-14 10:00", wrong, asked=right)
    found = told.life.wrong[0]
    assert (found.code, found.about["last"], found.field) == ("beyond_ceiling", last, "until")


def test_how_often_a_promise_is_extended_and_when_not():
    rule = clock_of("done", extendable=Extendable(times=2), **STOPS)
    told = filed(rule, clock_of("firm"))
    for day in ("20", "23", "24"):
        told.extends("2024-09-14 10:00", f"2024-09-{day}")
    assert [(one.code, one.about.get("times")) for one in told.life.wrong] == [("extended_already", "2")] * 2
    told.does("grant_extension", "2024-09-14 10:00", promise="firm", until="2024-09-24")
    told.does("pause", "2024-09-14 10:01", reason="asker")
    told.does("grant_extension", "2024-09-14 10:02", promise="done", until="2024-09-26")
    assert [one.code for one in told.life.wrong[2:]] == ["not_extendable", "paused_now"]


def test_an_extension_granted_at_the_due_instant_is_in_time_and_a_second_later_is_not():
    rule = clock_of("done", extendable=Extendable(times=1))
    told = filed(rule).extends("2024-09-19 17:00:00", "2024-09-26")
    assert (told.due("done"), told.life.wrong) == ("2024-09-26 17:00", [])
    told = filed(rule).does("extend", "2024-09-19 16:59", promise="done", until="2024-09-26")
    told.does("grant_extension", "2024-09-19 17:00:01", promise="done", until="2024-09-26")
    assert (told.state("done"), [one.code for one in told.life.wrong]) == ("broken", ["not_running"])


def test_a_new_class_after_an_extension_is_recorded_and_moves_nothing():
    rule = clock_of(
        "done", by_grade("1 working day", "3 working days", "7 working days"), extendable=Extendable(times=1)
    )
    told = filed(rule).extends("2024-09-14 10:00", "2024-09-20")
    told.does("set", "2024-09-14 10:01", grade="complex")
    given = told.life.promise("done")
    assert (told.due("done"), given.regraded, given.period) == (
        "2024-09-20 17:00",
        True,
        Period.parse("3 working days"),
    )
    assert told.life.fields["grade"] == "complex"


def test_a_new_class_is_marked_only_where_it_is_another():
    rule = clock_of("done", by_grade("1 working day", "3 working days", "7 working days"))
    told = filed(rule).does("set", "2024-09-13 16:55", grade="ordinary")
    assert (told.life.promise("done").regraded, len(moves(told, "done"))) == (False, 1)
    told.does("set", "2024-09-13 16:56", grade="complex").does("set", "2024-09-13 16:57", grade="ordinary")
    assert told.life.promise("done").regraded, "that it was changed once stays on record"
    assert [why for _, why, _ in moves(told, "done")] == ["given", "grade", "grade"]


def test_the_class_of_a_task_changes_the_promises_of_that_task():
    grades = by_grade("1 working day", "3 working days", "7 working days")
    told = filed(clock_of("done", grades), clock_of("part", grades, of="measure", given_by=()))
    told.does("open_more", FILED, tasks=(Opening("lead"), Opening("measure"), Opening("measure")))
    told.does("set", "2024-09-13 16:55", task=0, grade="complex")
    assert (told.due("done"), told.due("part", 2)) == ("2024-09-25 17:00",) * 2
    told = filed(clock_of("done", grades), clock_of("part", grades, of="measure", given_by=(), kept_by=()))
    told.does("open_more", FILED, tasks=(Opening("lead"), Opening("measure"), Opening("measure")))
    told.does("finish", "2024-09-13 16:55", task=2, grade="simple")
    assert (told.due("done"), told.due("part", 2), told.due("part", 3)) == (
        "2024-09-19 17:00",
        "2024-09-14 17:00",
        "2024-09-19 17:00",
    )


def test_a_change_of_class_needs_its_ground_where_somebody_was_promised_something_firm():
    graded = by_grade("30 minutes", "3 working days", "7 working days", "respond")
    told = filed(clock_of("respond", "30 minutes"), clock_of("done", graded), grade="ordinary")
    told.does("set", "2024-09-13 16:55", grade="ordinary")
    assert not told.life.wrong
    told.does("set", "2024-09-13 16:55", grade="complex")
    assert [(one.code, one.field) for one in told.life.wrong] == [("ground_for_grade", "ground")]


def test_the_clock_recounts_only_what_was_provisional():
    told = Story(small(clock_of("done", "7 working days"), clock_of("short", "2 working days")), TOWN).does(
        "register", "2026-12-28 10:00"
    )
    assert (told.life.promise("done").provisional, told.life.promise("short").provisional) == (True, False)
    calendars = {code: told.life.promise(code).calendar for code in ("done", "short")}
    act = replace(told.life.acts[0], seq=2, verb="recount", role="clock", calendar="cn@2023-10-25", fields={})
    told.life.step(act)
    assert told.life.promise("done").calendar == "cn@2023-10-25"
    assert told.life.promise("short").calendar == calendars["short"]
    told.life.step(replace(act, seq=3, role="desk"))
    assert told.life.promise("short").calendar == "cn@2023-10-25"
    assert not told.life.wrong


def test_a_recount_that_moves_is_told_as_one_of_the_calendar():
    """Given when the days off of 2025 were not announced, counted again when they were: 1 January is one."""
    told = filed(clock_of("done", "3 working days"))
    old = replace(told.life.acts[0], at=t("2024-12-30 10:00"), calendar="cn@2023-10-25")
    told = Story(small(clock_of("done", "3 working days")), TOWN)
    told.life.step(old)
    assert (told.due("done"), told.life.promise("done").provisional) == ("2025-01-02 17:00", True)
    told.does("recount", "2024-12-31 10:00", role="clock")
    assert moves(told, "done") == [(1, "given", "01-02 17:00"), (2, "calendar", "01-03 17:00")]
    assert told.due("done", first=True) == "2025-01-03 17:00" and not told.life.promise("done").provisional


@pytest.mark.parametrize(
    ("ends", "right", "wrong"), [("midnight", "2024-09-29", "2024-09-30"), ("daybreak", "2024-09-29", "2024-09-30")]
)
def test_the_ceiling_of_what_ends_at_midnight_or_daybreak_counts_from_its_last_day(ends: str, right: str, wrong: str):
    """Due by the end, or the beginning, of Thursday the 19th: ten days on is the 29th, a working day."""
    rule = clock_of("done", ends=ends, extendable=Extendable(by=Period.parse("10 days")))
    told = filed(rule).extends("2024-09-14 10:00", wrong, asked=right)
    found = told.life.wrong
    assert [(one.code, one.about.get("last")) for one in found] == [("beyond_ceiling", right)]
