"""Promises kept and missed: what counts as due, by which instant, and what is left out but counted apart."""

from __future__ import annotations

from tests.cast import City
from tests.statistics.crowd import Story, store
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Promise
from wolaiban.statistics.figures import figures
from wolaiban.statistics.replay import figures_from_events

LEAD = [Opening("lead", "water")]


def taken(grade: str = "ordinary") -> Story:
    """Registered Mon 2024-06-03 09:00 and in the hands of a unit: ordinary is due Thu 6, complex Wed 12 at 17:00."""
    story = Story("pingfu365", "2024-06-03 09:00", {"grade": grade})
    story.does("respond", "2024-06-03 09:20", words="text").does("dispatch", "2024-06-03 10:00", tasks=LEAD)
    return story.does("sign", "2024-06-03 11:00", task=1)


def seen(code: str = "done") -> dict[str, int]:
    account, again = figures("pingfu365"), figures_from_events("pingfu365")
    names = ("kept", "missed", "not_yet_due", "paused", "released")
    found = {name: account.figure(f"{name}:{code}").value for name in names}
    assert found == {name: again.figure(f"{name}:{code}").value for name in names}
    return {name: number for name, number in found.items() if number}


def test_each_promise_is_counted_once_by_what_became_of_it(city: City):
    store([
        taken().does("answer", "2024-06-06 17:00", words="answer"),
        taken().does("answer", "2024-06-06 17:01", words="answer"),
        taken(),
        taken("complex"),
        taken().does("withdraw", "2024-06-04 10:00"),
        taken().does("withdraw", "2024-06-07 10:00"),
        taken().does("pause", "2024-06-04 10:00", reason="asker"),
    ])  # fmt: skip
    city.clock("2024-06-10 09:00")
    assert seen() == {"kept": 1, "missed": 3, "not_yet_due": 1, "paused": 1, "released": 1}
    assert figures("pingfu365").figure("on_time_rate:done").text("en") == "25.0% (1 of 4)"


def test_a_change_of_grade_and_an_extension_help_only_the_rate_beside(city: City):
    regraded = taken().does("classify", "2024-06-04 10:00", grade="complex", words="ground")
    extended = taken().does("extend", "2024-06-05 09:00", promise="done", until="2024-06-12", words="ground")
    extended.does("grant_extension", "2024-06-05 10:00", promise="done", until="2024-06-12")
    store([story.does("answer", "2024-06-11 16:00", words="answer") for story in (regraded, extended)])
    city.clock("2024-07-02 09:00")
    account = figures("pingfu365")
    assert account.figure("on_time_rate:done").text("en") == "0.0% (0 of 2)"
    assert account.figure("on_time_rate_extended:done").text("en") == "100.0% (2 of 2)"
    assert account.figure("reclassified").value == 1
    assert seen() == {"missed": 2}


def test_an_announced_shortening_binds(city: City):
    shortened = taken("complex").does("classify", "2024-06-04 10:00", grade="ordinary", words="ground")
    store([shortened.does("answer", "2024-06-07 10:00", words="answer")])
    city.clock("2024-07-02 09:00")
    assert figures("pingfu365").figure("on_time_rate:done").text("en") == "0.0% (0 of 1)"


def test_a_clock_that_stood_still_makes_nothing_look_kept(city: City):
    """The rows still say running; the figures go by the instants."""
    store([taken()])
    assert set(Promise.objects.filter(code="done").values_list("state", flat=True)) == {"running"}
    city.clock("2024-06-06 16:59")
    assert seen() == {"not_yet_due": 1}
    city.clock("2024-06-07 09:00")
    assert seen() == {"missed": 1}


def test_bells_lost_to_pauses_are_counted(city: City):
    paused = taken().does("pause", "2024-06-04 10:00", reason="asker").does("resume", "2024-06-06 10:00")
    store([paused])
    city.clock("2024-07-02 09:00")
    assert figures("pingfu365").figure("lost_bells").value == 2


def test_waits_of_the_clock_are_promises_to_nobody(city: City):
    store([taken()])
    codes = {shown.code for shown in figures("pingfu365").shown}
    assert "on_time_rate:done" in codes
    assert not codes & {"on_time_rate:archive", "on_time_rate:return_window"}
