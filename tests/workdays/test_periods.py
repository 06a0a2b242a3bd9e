"""Periods as people write them."""

from __future__ import annotations

import pytest

from wolaiban.workdays import Period, PeriodError

FORMS = [
    ("30 minutes", 30, "minutes", "30 分钟", "30 minutes"),
    ("2 hours", 120, "minutes", "2 小时", "2 hours"),
    ("30 working minutes", 30, "working minutes", "30 个工作分钟", "30 working minutes"),
    ("16 working hours", 960, "working minutes", "16 个工作小时", "16 working hours"),
    ("3 working days", 3, "working days", "3 个工作日", "3 working days"),
    ("1 working day", 1, "working days", "1 个工作日", "1 working day"),
    ("10 days", 10, "days", "10 天", "10 days"),
    ("2 weeks", 14, "days", "2 周", "2 weeks"),
    ("3 months", 3, "months", "3 个月", "3 months"),
    ("1 year", 12, "months", "1 年", "1 year"),
    ("30分钟", 30, "minutes", "30 分钟", "30 minutes"),
    ("2小时", 120, "minutes", "2 小时", "2 hours"),
    ("2个小时", 120, "minutes", "2 小时", "2 hours"),
    ("30个工作分钟", 30, "working minutes", "30 个工作分钟", "30 working minutes"),
    ("30工作分钟", 30, "working minutes", "30 个工作分钟", "30 working minutes"),
    ("16个工作小时", 960, "working minutes", "16 个工作小时", "16 working hours"),
    ("3个工作日", 3, "working days", "3 个工作日", "3 working days"),
    ("3 个工作日", 3, "working days", "3 个工作日", "3 working days"),
    ("3工作日", 3, "working days", "3 个工作日", "3 working days"),
    ("10日", 10, "days", "10 天", "10 days"),
    ("10天", 10, "days", "10 天", "10 days"),
    ("2周", 14, "days", "2 周", "2 weeks"),
    ("2个星期", 14, "days", "2 周", "2 weeks"),
    ("3个月", 3, "months", "3 个月", "3 months"),
    ("1年", 12, "months", "1 年", "1 year"),
    ("３个工作日", 3, "working days", "3 个工作日", "3 working days"),
    ("１０　天", 10, "days", "10 天", "10 days"),
    ("  3   Working  DAYS ", 3, "working days", "3 个工作日", "3 working days"),
]


@pytest.mark.parametrize(("text", "count", "unit", "zh", "en"), FORMS, ids=[form[0] for form in FORMS])
def test_forms(text: str, count: int, unit: str, zh: str, en: str) -> None:
    period = Period.parse(text)
    assert (period.count, period.unit) == (count, unit)
    assert (period.words("zh"), period.words(), period.words("en"), str(period)) == (zh, zh, en, en)
    assert Period.parse(period.words("zh")) == Period.parse(period.words("en")) == period
    assert Period.parse(period.words("zh")).words("en") == en


def test_equal_when_they_count_the_same() -> None:
    assert Period.parse("2 hours") == Period.parse("120分钟") == Period(120, "minutes")
    assert hash(Period.parse("1 year")) == hash(Period(12, "months"))
    assert Period.parse("2 hours").words("en") == "2 hours"
    assert Period(120, "minutes").words("en") == "120 minutes"
    assert Period.parse("3 days") != Period.parse("3 working days")


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("3 work days", "3 working days"),
        ("5 workingdays", "5 working days"),
        ("3月", "3个月"),
        ("2 monts", "2 months"),
        ("", "3 working days"),
        ("三个工作日", "3个工作日"),
        ("尽快", "3个工作日"),
        ("3.5 days", "3 days"),
        ("-3 days", "3 days"),
        ("3 working months", "3 working minutes"),
    ],
)
def test_what_cannot_be_read_names_the_nearest_form(text: str, nearest: str) -> None:
    with pytest.raises(PeriodError) as refused:
        Period.parse(text)
    assert Period.parse(refused.value.nearest)
    assert refused.value.nearest == nearest
    assert f"“{text}”" in refused.value.words("zh")
    assert f"for example “{nearest}”" in refused.value.words("en")
    assert "例如" in refused.value.words() and "Expected" in str(refused.value)


@pytest.mark.parametrize("text", ["0 days", "0个工作日", "0 hours"])
def test_a_period_counts_at_least_one(text: str) -> None:
    with pytest.raises(PeriodError, match="at least 1"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("most", "more"),
    [
        ("52596000 minutes", "52596001 minutes"),
        ("10000000 working minutes", "10000001 working minutes"),
        ("36525 days", "5218 weeks"),
        ("36525 working days", "36526 working days"),
        ("100 years", "1201 months"),
    ],
)
def test_a_period_lasts_a_hundred_years_at_most(most: str, more: str) -> None:
    assert Period.parse(most)
    with pytest.raises(PeriodError, match="about 100 years at most"):
        Period.parse(more)


def test_made_by_hand() -> None:
    with pytest.raises(PeriodError, match="unknown unit “hours”"):
        Period(3, "hours")
    for count in (0, -1, 2.0, True):
        with pytest.raises(PeriodError, match="whole numbers"):
            Period(count, "days")  # type: ignore[arg-type]
    assert [Period(1, unit).is_minutes for unit in ("minutes", "working minutes", "days")] == [True, True, False]
    assert [Period(1, unit).needs_calendar for unit in ("minutes", "working minutes", "working days", "months")] == [
        False, True, True, False,
    ]  # fmt: skip
