"""What pages show equals what the events say: two ways of counting that share no query."""

from __future__ import annotations

import pytest

from tests.cast import City
from tests.statistics.crowd import Story, store, store_lives
from tests.statistics.wandering import wander
from wolaiban.promises.models import Case, Promise
from wolaiban.promises.verifying import verify
from wolaiban.statistics.figures import Account, figures
from wolaiban.statistics.replay import figures_from_events

SEED = 20240702


def table(account: Account) -> dict[tuple, tuple]:
    return {(one.code, *sorted(one.by.items())): (one.value, one.numerator, one.denominator) for one in account.shown}


@pytest.mark.parametrize(("service", "cases"), [("pingfu365", 40), ("mailbox", 20)])
def test_figures_from_stored_rows_equal_those_from_events(city: City, service: str, cases: int):
    """Random cases, seed 20240702, every figure, broken down and not, with and without small cells."""
    end = "2024-08-30 18:00"
    store_lives(wander(service, cases, SEED, "2024-07-01 00:00", end), city.t(end))
    city.clock(end)
    for by, limit in (((), 0), (("month", "unit"), 0), (("month", "unit"), 10), (("channel",), 10)):
        stored, replayed = figures(service, by=by, limit=limit), figures_from_events(service, by=by, limit=limit)
        assert table(stored) == table(replayed)
    assert not verify().differences
    if service == "pingfu365":
        worth_counting(figures(service))


def worth_counting(account: Account) -> None:
    """The comparison would be idle if the walk never paused, returned, reclassified, redid or was late."""
    for code in ("finished", "in_hand", "withdrawn", "declined", "missed:done", "kept:done", "paused:done",
                 "released:done", "not_yet_due:done", "reclassified", "lost_bells", "explained"):  # fmt: skip
        assert account.figure(code).value, code
    for code in ("reached_rate", "resolved_rate", "satisfied_rate", "first_dispatch_hit_rate", "return_rate"):
        assert 0 < account.figure(code).value < 100, code
    assert Case.objects.filter(handling__gt=1).exists()
    assert len(set(Promise.objects.values_list("state", flat=True))) == 6


def test_the_events_also_answer_for_the_past(city: City):
    store([Story("pingfu365", "2024-06-03 09:00").does("close", "2024-06-05 09:00", words="answer")])
    then = figures_from_events("pingfu365", cut_off=city.t("2024-06-04 12:00"))
    assert (then.figure("received").value, then.figure("finished").value, then.figure("in_hand").value) == (1, 0, 1)
    assert figures_from_events("pingfu365", cut_off=city.t("2024-06-03 08:59")).figure("received").value == 0
    assert figures_from_events("pingfu365").figure("finished").value == 1
