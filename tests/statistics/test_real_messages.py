"""The real messages counted twice: here in ten lines of the test's own, and by the figures after the import."""

from __future__ import annotations

import csv
import gzip
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cast import ROOT, SHIPPED, playing
from wolaiban.promises.importing import heads, read_map, replay, rows, sheet_of
from wolaiban.statistics.figures import figures
from wolaiban.statistics.measures import registered_days, within
from wolaiban.workdays import Shelf

FILE = Path(os.environ.get("WOLAIBAN_DATA", ROOT.parent / "shared" / "data")) / "zh_messages_replies.csv.gz"
CALENDAR = Shelf.read(SHIPPED).as_finally_amended()
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(
        not FILE.is_file(), reason=f"no real records: {FILE} is absent; name the folder in WOLAIBAN_DATA"
    ),
]


def pairs() -> list[tuple[date, date]]:
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        return [
            (date.fromisoformat(r["created_at"][:10]), date.fromisoformat(r["replied_at"][:10]))
            for r in csv.DictReader(file)
        ]


def nth_working_day(start: date, number: int) -> date:
    """Day by day on the calendar as finally amended."""
    day = start
    while number:
        day += timedelta(days=1)
        number -= CALENDAR.is_working(day)
    return day


def test_ten_lines_of_our_own_and_the_figures_count_the_same():
    """Of 2,251: 568 on a date no later than that of the 3rd working day after registration, 1,101, 1,683."""
    found = pairs()
    by_hand = dict.fromkeys((3, 7, 15), 0)
    for asked, answered in found:
        for number in by_hand:
            by_hand[number] += answered <= nth_working_day(asked, number)
    asked_on, answered_on = (registered_days(column) for column in zip(*found, strict=True))
    assert {number: int(flags.sum()) for number, flags in within(asked_on, answered_on, CALENDAR).items()} == by_hand
    if len(found) == 2251:
        assert by_hand == {3: 568, 7: 1101, 15: 1683}


@pytest.mark.full
@pytest.mark.django_db
def test_the_figures_after_the_import_are_those_of_the_file():
    """Every message replayed through the verbs; the counts of the file stand in the account."""
    found = pairs()
    with playing() as city:
        service = city.town.service("mailbox")
        path = Path(service.folder) / "import.toml"
        sheet = sheet_of(path)
        meaning = read_map(path, service, heads(FILE, sheet), zone=city.town.zone, source="messages")
        outcome = replay(rows(FILE, sheet), meaning, rejected=lambda *row: pytest.fail(f"rejected: {row}"))
        account = figures("mailbox")
    assert outcome.new == account.figure("received").value == len(found)
    for number in (3, 7, 15):
        shown = account.figure(f"answered_within:{number}wd")
        by_hand = sum(answered <= nth_working_day(asked, number) for asked, answered in found)
        assert (shown.numerator, shown.denominator) == (by_hand, len(found))
    assert "一条答复同时计为回应和答复" in account.figure("on_time_rate:respond").definition()
