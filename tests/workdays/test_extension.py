"""What an extension to a named day adds."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workdays._town import OFFICE, at, pauses, stamp
from wolaiban.workdays import ExtensionError, Period, due, due_on, extension_days

FRIDAY = at("2024-09-13 16:50")


def test_a_pause_across_a_holiday_is_no_calendar_distance() -> None:
    """Three working days, paused over two bells: 14, 20, 23. To the 26th come 24, 25, 26: three more."""
    paused = pauses("2024-09-18 09:00/2024-09-20 10:00")
    given = due(Period.parse("3 working days"), FRIDAY, OFFICE, pauses=paused)
    assert extension_days(given, date(2024, 9, 26)) == 3
    again = due(Period.parse("3 working days"), FRIDAY, OFFICE, pauses=paused, extra_days=3)
    assert again.due_on == date(2024, 9, 26)
    assert extension_days(again, date(2024, 9, 27)) == 1


def test_days_count_from_the_last_counted_day_not_from_the_day_moved_on_to() -> None:
    given = due(Period.parse("3 months"), at("2023-03-23 10:00"), OFFICE)
    assert (given.last_counted, given.due_on) == (date(2023, 6, 23), date(2023, 6, 25))
    extra = extension_days(given, date(2023, 6, 30))
    assert extra == 7
    assert due(Period.parse("3 months"), at("2023-03-23 10:00"), OFFICE, extra_days=extra).due_on == date(2023, 6, 30)


def test_to_a_day_off_the_next_working_day_ends_it() -> None:
    given = due(Period.parse("10 days"), FRIDAY, OFFICE)
    extra = extension_days(given, date(2024, 9, 28))
    assert extra == 5
    assert due(Period.parse("10 days"), FRIDAY, OFFICE, extra_days=extra).due_on == date(2024, 9, 29)


def test_bells_already_lost_before_the_end_are_not_added() -> None:
    """Moved on across a paused bell: the 15th counted, the 18th was lost, so to the 20th come 16, 17, 19, 20."""
    paused = pauses("2024-09-18 17:00/2024-09-18 17:01")
    given = due(Period.parse("1 day"), at("2024-09-14 10:00"), OFFICE, pauses=paused)
    assert given.due_on == date(2024, 9, 19)
    assert extension_days(given, date(2024, 9, 20)) == 4
    again = due(Period.parse("1 day"), at("2024-09-14 10:00"), OFFICE, pauses=paused, extra_days=4)
    assert again.due_on == date(2024, 9, 20)


def test_a_named_day_is_extended_to_another() -> None:
    given = due_on(date(2024, 5, 31), at("2024-04-01 10:00"), OFFICE)
    extra = extension_days(given, date(2024, 6, 30))
    assert extra == 30
    assert (
        stamp(due_on(date(2024, 5, 31), at("2024-04-01 10:00"), OFFICE, extra_days=extra).due_at) == "2024-07-01 00:00"
    )


def test_the_bells_are_those_of_the_promise_itself() -> None:
    """A pause over closing time takes no bell of a promise that ends at midnight."""
    paused = pauses("2024-09-18 16:59/2024-09-18 17:01")
    given = due_on(date(2024, 9, 14), FRIDAY, OFFICE, pauses=paused)
    assert extension_days(given, date(2024, 9, 18)) == 4
    closing = due(Period.parse("1 day"), FRIDAY, OFFICE, pauses=paused)
    assert extension_days(closing, date(2024, 9, 19)) == 4


@pytest.mark.parametrize(
    ("period", "until", "span", "says"),
    [
        ("30 minutes", date(2024, 9, 20), "", "minutes or hours cannot be extended"),
        ("30 working minutes", date(2024, 9, 20), "", "minutes or hours cannot be extended"),
        ("3 working days", date(2024, 9, 20), "2024-09-18 10:00/", "resume it first"),
        ("3 working days", date(2024, 9, 19), "", "must reach past the present due day 2024-09-19"),
        ("3 working days", date(2024, 9, 18), "", "2024-09-18 does not"),
        (
            "3 working days", date(2024, 10, 1), "",
            "2024-10-01 is no working day (National Day); a promise in working days is extended to a working day, "
            "for example 2024-10-08",
        ),
    ],
)  # fmt: skip
def test_refused(period: str, until: date, span: str, says: str) -> None:
    given = due(Period.parse(period), FRIDAY, OFFICE, pauses=pauses(span) if span else [])
    with pytest.raises(ExtensionError) as refused:
        extension_days(given, until)
    assert says in refused.value.words("en")
    if "National" in says:
        assert "（国庆节）" in refused.value.words("zh") and "2024-10-08" in refused.value.words("zh")
