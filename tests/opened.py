"""The demo as it opens: the shipped town with its people and the past that its stories tell."""

from __future__ import annotations

from datetime import datetime

from django.test import TestCase

from tests.cast import SHIPPED, shipped
from wolaiban.clockwork.playing import Play
from wolaiban.command.demo import OPENS
from wolaiban.lib import clock
from wolaiban.people.importing import import_people
from wolaiban.promises.town import serve


def opened(tests: type[TestCase]) -> Play:
    """Play its past, once for all tests of a class; the clock is real again after them."""
    tests.addClassCleanup(clock.run_real)
    town = shipped()
    serve(town)
    opens = datetime.fromisoformat(OPENS).replace(tzinfo=town.zone)
    clock.move_to(opens, speed=0)
    outcome = import_people(*sorted((SHIPPED / "people").glob("*.csv")), on=opens.date())
    assert outcome.saved, outcome.problems
    play = Play(opens, strict=True)
    play.on_to(opens)
    return play
