"""The working week that the demo plays: everything that can happen to a case happens, and the record is whole."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from django.test import TestCase

from tests.opened import opened
from wolaiban.clockwork.models import PutOff
from wolaiban.lib import clock
from wolaiban.promises.models import Case, Event, Promise
from wolaiban.promises.verifying import verify

CLOSES = "2024-09-24T17:00:00"


@pytest.mark.full
class TestWeek(TestCase):
    """Played once for all: the past until the demo opens, and the five working days after it."""

    @classmethod
    def setUpTestData(cls) -> None:
        play = opened(cls)
        cls.opens, closes = play.opens, datetime.fromisoformat(CLOSES).replace(tzinfo=play.opens.tzinfo)
        clock.move_to(closes, speed=0)
        play.on_to(closes)
        cls.played = len(play.numbers)

    def test_a_week_shows_every_way_a_case_can_go_at_least_five_times(self) -> None:
        opens = self.opens
        in_the_week = Case.objects.filter(registered_at__gt=opens)
        verbs = Counter(Event.objects.filter(at__gt=opens).values_list("verb", flat=True))
        broken = Promise.objects.filter(broken_at__gt=opens, case__service="pingfu365").values("case").distinct()
        unanswered = Counter(
            event.case_id for event in Event.objects.filter(verb="call_back") if event.fields.get("reached") == "no"
        )
        bad = Event.objects.filter(verb="rate", fields__rating__in=["dissatisfied", "very_dissatisfied"])
        redone = Case.objects.filter(pk__in=bad.values("case"), handling__gte=2)
        counted = {
            "cases": in_the_week.count() // 12,  # at least sixty
            "broken": broken.count(),
            "extended": verbs["grant_extension"],
            "returned": verbs["return_back"],
            "reopened": verbs["reopen"],
            "supervised": verbs["supervise"],
            "merged": verbs["merge"],
            "paused": verbs["pause"],
            "called back on three days": sum(1 for tries in unanswered.values() if tries >= 3),
            "redone after a bad rating": redone.count(),
            "signed by a leader": verbs["sign_result"],
            "filed by somebody in the hall": in_the_week.filter(channel="online").count() // 12,
        }
        assert not {what: n for what, n in counted.items() if n < 5}, counted
        assert {"talk", "say", "resume", "opinion", "assign", "refuse_extension", "decline", "withdraw", "meet"} <= set(
            verbs
        )
        assert not PutOff.objects.exists()

    def test_the_record_of_the_week_is_whole_and_a_breach_stands_at_its_due_instant(self) -> None:
        found = verify()
        assert found.clean, (found.differences[:3], found.broken[:3])
        assert found.cases == self.played >= 100
        for promise in Promise.objects.exclude(broken_at=None):
            assert promise.broken_at == promise.due_at
