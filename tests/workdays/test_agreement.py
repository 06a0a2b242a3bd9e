"""One start, many starts and a plain walk give the same due instants.

Starts and pauses lie often exactly on a bell, a second beside it, or at an opening. WOLAIBAN_PROPERTY_STARTS sets the
number of starts; the full number runs under the mark `full`.
"""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from tests.workdays._town import CN, OFFICE
from tests.workdays._walk import DAY, EPOCH, FRAMES, Span, minute_by_minute, walk
from wolaiban.workdays import EVERY_DAY, Hours, Period, Timetable, due, due_at, due_many, to_local, to_utc

PERIODS = (
    "30 minutes", "2 hours", "30 working minutes", "16 working hours", "3 working days", "7 working days", "10 days",
    "3 months",
)  # fmt: skip
FEW = int(os.environ.get("WOLAIBAN_PROPERTY_STARTS", "1000"))
ALL = int(os.environ.get("WOLAIBAN_PROPERTY_STARTS", "100000"))
EDGES = np.array([0, FRAMES[0][0], FRAMES[0][1], FRAMES[1][0], FRAMES[1][1], DAY])
SHANGHAI = 8 * 3600  # seconds; no change of clocks since 1991


def instants(rng: np.random.Generator, days: np.ndarray) -> np.ndarray:
    """Local seconds on the given days: half of them on an edge of the day, some a second beside it."""
    edge = EDGES[rng.integers(0, len(EDGES), len(days))] + rng.choice([-1, 0, 0, 0, 0, 1], len(days))
    return days * DAY + np.where(rng.random(len(days)) < 0.6, edge, rng.integers(0, DAY, len(days)))


def cases(seed: int, count: int) -> tuple[np.ndarray, dict[int, list[Span]]]:
    """Starts (local seconds, 2011 to 2026) and their pauses; a third has none, one pause in twelve is open."""
    rng = np.random.default_rng(seed)
    first, last = ((day - EPOCH).days for day in (date(2011, 1, 1), date(2026, 12, 31)))
    days = rng.integers(first, last, count)
    starts = instants(rng, days)
    spans: dict[int, list[Span]] = defaultdict(list)
    for _ in range(3):
        some = np.flatnonzero(rng.random(count) < 0.4)
        near = days[some] + rng.choice([-1, 0, 0, 1, 1, 2, 3, 5, 9, 20, 60], len(some))
        begin = instants(rng, near)
        end = np.maximum(begin, instants(rng, near + rng.choice([0, 0, 1, 2, 4, 12], len(some))))
        is_open = rng.random(len(some)) < 1 / 12
        for case, since, until, never in zip(some.tolist(), begin.tolist(), end.tolist(), is_open, strict=True):
            spans[case].append((since, None if never else until))
    return starts, spans


def agree(seed: int, count: int, periods: tuple[str, ...], ends: str = "close") -> None:
    print(f"seed {seed}, {count} starts, {len(periods)} periods, ends {ends}")
    starts, spans = cases(seed, count)
    utc = (starts - SHANGHAI).astype("datetime64[s]")
    flat = [(case, since, until) for case, some in spans.items() for since, until in some]
    arrays = (
        np.array([case for case, _, _ in flat], np.int64),
        np.array([since - SHANGHAI for _, since, _ in flat]).astype("datetime64[s]"),
        np.array([np.iinfo(np.int64).min if u is None else u - SHANGHAI for _, _, u in flat]).astype("datetime64[s]"),
    )
    moments = [datetime.fromtimestamp(start - SHANGHAI, UTC) for start in starts.tolist()]
    aware = {case: [(moment(since), until and moment(until)) for since, until in some] for case, some in spans.items()}
    for text in periods:
        period = Period.parse(text)
        at_once = due_many(period, utc, OFFICE, pauses=arrays, ends=ends).astype(object)
        for case, (start, begun) in enumerate(zip(starts.tolist(), moments, strict=True)):
            one = due(period, begun, OFFICE, pauses=aware.get(case, ()), ends=ends).due_at
            plain = walk(period.count, period.unit, start, spans.get(case, ()), ends)
            single = None if one is None else round(one.timestamp()) + SHANGHAI
            many = None if at_once[case] is None else round(at_once[case].replace(tzinfo=UTC).timestamp()) + SHANGHAI
            if case not in spans:
                assert one == due_at(period, begun, OFFICE, ends)
            assert single == plain == many, (seed, case, text, ends, begun, aware.get(case), single, plain, many)


def moment(local: int) -> datetime:
    return datetime.fromtimestamp(local - SHANGHAI, UTC)


def test_one_many_and_the_walk_agree() -> None:
    agree(20240913, FEW, PERIODS)


@pytest.mark.parametrize("ends", ["midnight", "daybreak"])
def test_they_agree_on_promises_that_end_unmoved(ends: str) -> None:
    agree(20260410, FEW // 4, ("3 working days", "10 days", "3 months", "1 year"), ends)


@pytest.mark.full
@pytest.mark.long(50)
def test_one_many_and_the_walk_agree_in_full() -> None:
    agree(20110101, ALL, PERIODS)


WINTER = Hours.read("winter", {"calendar": "cn", "frames": ["08:30-12:00", "13:30-17:00"], "friday": ["09:00-16:00"]})
ZONES = {
    "Amsterdam": Timetable(CN, WINTER, "Europe/Amsterdam"),
    "New York, day and night": Timetable(CN, Hours(), "America/New_York"),
    "Amsterdam, every day": Timetable(EVERY_DAY, Hours(calendar="every day"), "Europe/Amsterdam"),
    "Shanghai": OFFICE,
}
CHANGES = [date(2024, 3, 29), date(2024, 10, 25), date(2024, 3, 8), date(2024, 11, 1), date(2024, 9, 13)]


@pytest.mark.full
@pytest.mark.parametrize("timetable", ZONES.values(), ids=ZONES.keys())
@pytest.mark.parametrize("text", ["90 minutes", "100 working minutes", "20 working hours", "2 working days", "4 days"])
def test_every_minute_of_a_zone_that_changes_its_clocks(timetable: Timetable, text: str) -> None:
    rng, period = np.random.default_rng(19), Period.parse(text)
    starts, found, walked, flat = [], [], [], []
    for case in range(10):
        day = CHANGES[case % len(CHANGES)] + timedelta(days=int(rng.integers(0, 4)))
        start = timetable.instant(day, int(rng.integers(0, 24)) * 3600 + 60 * int(rng.integers(0, 60)))
        if case % 3 == 0:
            start = timetable.bell(day, "close")
        spans = []
        for _ in range(case % 3):
            begin = timetable.bell(day + timedelta(days=int(rng.integers(0, 3))), "close")
            begin += timedelta(minutes=int(rng.choice([-90, -1, 0, 1, 600])))
            spans.append((begin, begin + timedelta(minutes=int(rng.choice([1, 90, 600, 2000])))))
        starts.append(start)
        flat += [(case, *span) for span in spans]
        one = due(period, start, timetable, pauses=spans, ends="close").due_at
        assert one is not None
        found.append(one.astimezone(UTC))  # in a repeated hour an instant equals no other but in UTC (PEP 495)
        walked.append(by_minutes(period, start, spans, timetable))
    assert found == walked
    naive = np.array([start.replace(tzinfo=None) for start in starts], "datetime64[s]")
    columns = [[row[0] for row in flat], *([row[n].replace(tzinfo=None) for row in flat] for n in (1, 2))]
    many = due_many(period, naive, timetable, pauses=tuple(columns))  # type: ignore[arg-type]
    assert [moment.replace(tzinfo=UTC) for moment in many.astype(object)] == walked


def by_minutes(
    period: Period, start: datetime, spans: list[tuple[datetime, datetime]], timetable: Timetable
) -> datetime | None:
    """The plain walk for a timetable: its calendar and hours are read here by their bare rules."""

    def is_open(local: datetime) -> bool:
        second = local.hour * 3600 + local.minute * 60
        frames = timetable.hours.weekdays.get(local.weekday(), timetable.hours.frames)
        return timetable.calendar.is_working(local.date()) and any(a <= second < b for a, b in frames)

    def rings(local: datetime, begun: datetime) -> bool:
        just_before = local - timedelta(minutes=1)
        day = just_before.date()
        if day <= begun.date() or (period.needs_calendar and not timetable.calendar.is_working(day)):
            return False
        frames = timetable.hours.weekdays.get(day.weekday(), timetable.hours.frames)
        closing = frames[-1][1] if timetable.calendar.is_working(day) else DAY
        return just_before.hour * 3600 + just_before.minute * 60 + 60 == closing

    if period.is_minutes:
        return minute_by_minute(
            period.count, start, spans, timetable.zone, is_open if period.needs_calendar else None, None
        )
    end = minute_by_minute(period.count, start, spans, timetable.zone, None, rings)
    # A promise in days goes on to a working day whose bell finds it running.
    extra = 0
    while end is not None:
        day = (end - timedelta(minutes=1)).astimezone(timetable.zone).date()
        if timetable.calendar.is_working(day):
            break
        extra += 1
        end = minute_by_minute(period.count + extra, start, spans, timetable.zone, None, rings)
    return end


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/New_York", "Asia/Shanghai", "America/Sao_Paulo"])
def test_local_time_and_utc_as_datetime_has_them(zone: str) -> None:
    timetable = Timetable(CN, zone=zone)
    rng = np.random.default_rng(7)
    utc = np.sort(rng.integers(0, 1_800_000_000, 3000)).astype("datetime64[s]")
    local = to_local(utc, zone)
    aware = [moment.replace(tzinfo=UTC).astimezone(timetable.zone) for moment in utc.astype(object)]
    expected = [moment.replace(tzinfo=None, fold=0) for moment in aware]
    assert local.astype(object).tolist() == expected
    back = [moment.replace(tzinfo=timetable.zone).astimezone(UTC).replace(tzinfo=None) for moment in expected]
    assert to_utc(local, timetable.zone).astype(object).tolist() == back
