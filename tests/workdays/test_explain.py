"""The working day by day, as it is shown to anybody."""

from __future__ import annotations

from datetime import date, timedelta

from tests.workdays._town import OFFICE, at, pauses
from wolaiban.workdays import Due, Period, due, due_on

FRIDAY = at("2024-09-13 16:50")


def told(period: str, start: str, *spans: str, **more: int | str) -> Due:
    return due(Period.parse(period), at(start), OFFICE, pauses=pauses(*spans), **more)  # type: ignore[arg-type]


def test_working_days_with_a_pause_and_an_extension_in_chinese() -> None:
    answer = told("2 working days", "2024-09-13 16:50", "2024-09-18 09:00/2024-09-18 17:00:01", extra_days=1)
    assert answer.steps() == [
        "2024-09-13 周五 16:50 起算：2 个工作日（起算当日不计）",
        "延期增加 1 个工作日，共 3 个工作日",
        "2024-09-14 周六：第 1 个工作日（调休上班）",
        "2024-09-15 周日：不计（中秋节）",
        "2024-09-16 周一：不计（中秋节）",
        "2024-09-17 周二：不计（中秋节）",
        "暂停：2024-09-18 周三 09:00 至 2024-09-18 周三 17:00:01",
        "2024-09-18 周三：不计（17:00 时处于暂停）",
        "2024-09-19 周四：第 2 个工作日（工作日）",
        "2024-09-20 周五：第 3 个工作日（工作日）",
        "到期：2024-09-20 周五 17:00（下班时）",
    ]


def test_working_days_in_english() -> None:
    answer = told("1 working day", "2024-09-14 10:00", extra_days=1)
    assert answer.steps("en") == [
        "Starts Sat 2024-09-14 10:00: 1 working day (the start day is not counted)",
        "Extension adds 1 working day, 2 working days in all",
        "Sun 2024-09-15: not counted (Mid-Autumn Festival)",
        "Mon 2024-09-16: not counted (Mid-Autumn Festival)",
        "Tue 2024-09-17: not counted (Mid-Autumn Festival)",
        "Wed 2024-09-18: working day 1 (working day)",
        "Thu 2024-09-19: working day 2 (working day)",
        "Due: Thu 2024-09-19 17:00 (closing time)",
    ]
    assert answer.steps("fr") == answer.steps("en")


def test_an_open_pause_tells_what_is_left() -> None:
    answer = told("3 working days", "2024-09-13 16:50", "2024-09-18 17:00/")
    assert answer.steps("zh")[-4:] == [
        "2024-09-17 周二：不计（中秋节）",
        "暂停：2024-09-18 周三 17:00 起，尚未恢复",
        "2024-09-18 周三：不计（处于暂停）",
        "暂停中，尚余 2 个工作日，恢复后继续计时",
    ]
    assert answer.steps("en")[-3:] == [
        "Paused: since Wed 2024-09-18 17:00, not yet resumed",
        "Wed 2024-09-18: not counted (paused)",
        "Paused, 2 working days left, running on when resumed",
    ]
    last_day = told("2 days", "2024-09-13 16:50", "2024-09-15 10:00/")
    assert last_day.steps("en")[-1] == "Paused, 1 day left, running on when resumed"
    assert last_day.steps("zh")[-1] == "暂停中，尚余 1 天，恢复后继续计时"


def test_days_in_chinese() -> None:
    assert told("3 days", "2024-09-13 16:50").steps() == [
        "2024-09-13 周五 16:50 起算：3 天（起算当日不计）",
        "2024-09-14 周六：第 1 天（调休上班）",
        "2024-09-15 周日：第 2 天（中秋节）",
        "2024-09-16 周一：第 3 天（中秋节）",
        "2024-09-17 周二：期满遇休息日（中秋节），顺延",
        "2024-09-18 周三：顺延至此（工作日）",
        "到期：2024-09-18 周三 17:00（下班时）",
    ]
    assert told("1 day", "2024-09-15 16:50").steps("en")[1:] == [
        "Mon 2024-09-16: day 1 (Mid-Autumn Festival)",
        "Tue 2024-09-17: the end falls on a day off (Mid-Autumn Festival) and moves on",
        "Wed 2024-09-18: the end moves on to this day (working day)",
        "Due: Wed 2024-09-18 17:00 (closing time)",
    ]
    stopped = told("1 day", "2024-09-15 16:50", "2024-09-18 10:00/")
    assert stopped.steps("en")[-3:] == [
        "Paused: since Wed 2024-09-18 10:00, not yet resumed",
        "Wed 2024-09-18: not counted (paused)",
        "Paused, 0 days left, running on when resumed",
    ]


def test_an_end_that_is_not_moved() -> None:
    midnight = told("2 days", "2024-09-13 16:50", ends="midnight")
    assert midnight.steps()[-1] == "到期：2024-09-15 周日 24:00"
    assert told("1 day", "2024-09-13 16:50", ends="daybreak").steps("en")[-1] == "Due: Sat 2024-09-14 00:00"
    assert told("2 working days", "2024-09-13 16:50", ends="midnight").steps()[-1] == "到期：2024-09-18 周三 24:00"


def test_months_run_together_where_nothing_happens() -> None:
    answer = told("3 months", "2023-03-23 10:00", "2023-04-10 10:00/2023-04-11 10:00")
    assert answer.steps() == [
        "2023-03-23 周四 10:00 起算：3 个月（起算当日不计）",
        "对应日为 2023-06-23 周五，折合 92 天",
        "2023-03-24 周五 至 2023-04-09 周日：第 1 至 17 天",
        "暂停：2023-04-10 周一 10:00 至 2023-04-11 周二 10:00",
        "2023-04-10 周一：不计（17:00 时处于暂停）",
        "2023-04-11 周二 至 2023-06-24 周六：第 18 至 92 天",
        "2023-06-25 周日：顺延至此（调休上班）",
        "到期：2023-06-25 周日 17:00（下班时）",
    ]
    assert answer.steps("en")[1:3] == [
        "The corresponding day is Fri 2023-06-23, which makes 92 days",
        "Fri 2023-03-24 to Sun 2023-04-09: days 1 to 17",
    ]


def test_up_to_a_month_every_day_has_its_line() -> None:
    assert len([step for step in told("31 days", "2024-07-01 10:00").steps() if "第" in step]) == 31
    assert len([step for step in told("32 days", "2024-07-01 10:00").steps() if "第" in step]) == 1
    assert len([step for step in told("40 working days", "2024-07-01 10:00").steps() if "个工作日（" in step]) == 41


def test_minutes() -> None:
    assert told("30 working minutes", "2024-09-13 16:50:30", "2024-09-13 16:55/2024-09-14 09:00").steps() == [
        "2024-09-13 周五 16:50:30 起算：30 个工作分钟",
        "2024-09-13 周五 16:50:30 至 16:55：计 4 分钟 30 秒，余 25 分钟 30 秒",
        "暂停：2024-09-13 周五 16:55 至 2024-09-14 周六 09:00",
        "2024-09-14 周六 09:00 至 09:25:30：计 25 分钟 30 秒，余 0 分钟",
        "到期：2024-09-14 周六 09:25:30",
    ]
    assert told("8 hours", "2024-09-13 16:50:30").steps("en") == [
        "Starts Fri 2024-09-13 16:50:30: 8 hours",
        "Fri 2024-09-13 16:50:30 to Sat 2024-09-14 00:50:30: 480 minutes used, 0 minutes left",
        "Due: Sat 2024-09-14 00:50:30",
    ]
    assert told("1 minute", "2024-09-13 23:59").steps("en")[1] == (
        "Fri 2024-09-13 23:59 to 24:00: 1 minute used, 0 minutes left"
    )
    assert told("1 minute", "2024-09-13 10:00", "2024-09-13 10:00:20/2024-09-13 10:01").steps("en")[1] == (
        "Fri 2024-09-13 10:00 to 10:00:20: 0 minutes 20 s used, 0 minutes 40 s left"
    )


def test_minutes_say_why_a_day_gave_none() -> None:
    assert told("30 working minutes", "2024-09-14 17:30").steps() == [
        "2024-09-14 周六 17:30 起算：30 个工作分钟",
        "2024-09-14 周六：不计（不在服务时间内）",
        "2024-09-15 周日：不计（中秋节）",
        "2024-09-16 周一：不计（中秋节）",
        "2024-09-17 周二：不计（中秋节）",
        "2024-09-18 周三 08:30 至 09:00：计 30 分钟，余 0 分钟",
        "到期：2024-09-18 周三 09:00",
    ]
    assert told("30 working minutes", "2024-09-14 17:30").steps("en")[1:3] == [
        "Sat 2024-09-14: not counted (outside service hours)",
        "Sun 2024-09-15: not counted (Mid-Autumn Festival)",
    ]
    stopped = told("30 working minutes", "2024-09-14 16:50", "2024-09-14 16:55/")
    assert stopped.left == timedelta(minutes=25)
    assert stopped.steps("en")[1] == "Sat 2024-09-14 16:50 to 16:55: 5 minutes used, 25 minutes left"
    assert stopped.steps("en")[-1] == "Paused, 25 minutes left, running on when resumed"


def test_minutes_of_a_day_paused_throughout() -> None:
    answer = told("30 working minutes", "2024-09-13 17:00", "2024-09-14 08:00/2024-09-18 09:00")
    assert answer.steps() == [
        "2024-09-13 周五 17:00 起算：30 个工作分钟",
        "2024-09-13 周五：不计（不在服务时间内）",
        "2024-09-14 周六：不计（处于暂停）",
        "暂停：2024-09-14 周六 08:00 至 2024-09-18 周三 09:00",
        "2024-09-15 周日：不计（中秋节）",
        "2024-09-16 周一：不计（中秋节）",
        "2024-09-17 周二：不计（中秋节）",
        "2024-09-18 周三 09:00 至 09:30：计 30 分钟，余 0 分钟",
        "到期：2024-09-18 周三 09:30",
    ]


def test_a_named_day() -> None:
    assert due_on(date(2024, 9, 14), FRIDAY, OFFICE).steps() == [
        "2024-09-13 周五 16:50 起算：至指定日期 2024-09-14 周六，共 1 天（起算当日不计）",
        "2024-09-14 周六：第 1 天（调休上班）",
        "到期：2024-09-14 周六 24:00",
    ]
    assert due_on(date(2024, 9, 14), FRIDAY, OFFICE, extra_days=2).steps("en")[:2] == [
        "Starts Fri 2024-09-13 16:50: by the named day Sat 2024-09-14, 1 day (the start day is not counted)",
        "Extension adds 2 days, 3 days in all",
    ]


def test_lines_stand_in_the_order_of_their_bells() -> None:
    answer = told("2 working days", "2024-09-13 16:50", "2024-09-14 18:00/2024-09-14 20:00", ends="midnight")
    assert answer.steps()[1:3] == [
        "暂停：2024-09-14 周六 18:00 至 2024-09-14 周六 20:00",
        "2024-09-14 周六：第 1 个工作日（调休上班）",
    ]
    closing = told("2 working days", "2024-09-13 16:50", "2024-09-14 18:00/2024-09-14 20:00")
    assert closing.steps()[1].startswith("2024-09-14") and closing.steps()[2].startswith("暂停")
    long = told("40 days", "2024-07-01 10:00", "2024-07-02 18:00/2024-07-02 20:00", ends="midnight")
    assert [step[:2] for step in long.steps()] == ["20", "暂停", "20", "到期"]
    close = told("40 days", "2024-07-01 10:00", "2024-07-02 18:00/2024-07-03 18:00")
    assert [step.partition("：")[0] for step in close.steps()[1:5]] == [
        "2024-07-02 周二 至 2024-07-02 周二", "暂停", "2024-07-03 周三", "2024-07-04 周四 至 2024-08-11 周日",
    ]  # fmt: skip
    lost = told("40 days", "2024-07-01 10:00", "2024-07-02 18:00/2024-07-03 00:30", ends="midnight")
    assert lost.steps()[1:4] == [
        "暂停：2024-07-02 周二 18:00 至 2024-07-03 周三 00:30",
        "2024-07-02 周二：不计（24:00 时处于暂停）",
        "2024-07-03 周三 至 2024-08-11 周日：第 1 至 40 天",
    ]


def test_months_extended() -> None:
    assert told("1 month", "2024-07-01 10:00", extra_days=10).steps()[1:3] == [
        "对应日为 2024-08-01 周四，折合 31 天",
        "延期增加 10 天，共 41 天",
    ]


def test_only_pauses_that_matter_are_told() -> None:
    answer = told(
        "1 working day", "2024-09-13 16:50", "2024-09-13 10:00/2024-09-13 16:50", "2024-09-14 17:30/2024-09-15 10:00",
        "2024-09-14 09:00/2024-09-14 10:00",
    )  # fmt: skip
    assert [step for step in answer.steps() if step.startswith("暂停")] == [
        "暂停：2024-09-14 周六 09:00 至 2024-09-14 周六 10:00"
    ]
