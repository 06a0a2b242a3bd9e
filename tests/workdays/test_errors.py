"""Every error says what, why and what to do now: the sentences, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from tests.workdays._town import CN, OFFICE, SHELF, at, pauses
from wolaiban.workdays import (
    EVERY_DAY,
    Calendar,
    Hours,
    Mark,
    Period,
    Shelf,
    Timetable,
    WorkdaysError,
    due,
    due_many,
    due_on,
    extension_days,
    read_notices,
    working_days_between,
)
from wolaiban.workdays.errors import PeriodError, nearest

FRIDAY = at("2024-09-13 16:50")
DAYS, MINUTES = Period.parse("3 working days"), Period.parse("30 minutes")
SPAN = np.array(["2024-09-13T17:00"], "datetime64[s]")

SENTENCES: dict[str, tuple[Callable[[], object], str, str]] = {
    "unit": (
        lambda: Period(3, "hours"),
        "期限单位“hours”无法识别，可用：minutes、working minutes、days、working days、months。",
        "unknown unit “hours” of a period; use one of: minutes, working minutes, days, working days, months.",
    ),
    "count": (
        lambda: Period(0, "days"),
        "期限必须是不小于 1 的整数，现为 0。",
        "a period counts at least 1, in whole numbers; this one has 0.",
    ),
    "too long": (
        lambda: Period(1201, "months"),
        "期限过长，最多约 100 年（months 不超过 1200），现为 1201。",
        "a period lasts about 100 years at most (1200 months); this one has 1201.",
    ),
    "unreadable": (
        lambda: Period.parse("3 work days"),
        "期限“3 work days”无法识别。应为整数加单位：分钟、小时、工作分钟、工作小时、天、周、工作日、个月、年，"
        "例如“3 working days”。",
        "cannot read the period “3 work days”. Expected a whole number and minutes, hours, working minutes, "
        "working hours, days, weeks, working days, months or years, for example “3 working days”.",
    ),
    "weekend": (
        lambda: Calendar("x", "x@1", weekend=frozenset(range(7))),
        "日历“x”的周末应为星期一至星期日（0 至 6）中的至多六天。",
        "calendar “x”: the weekend is at most six of the weekdays 0 (Monday) to 6 (Sunday).",
    ),
    "instant for a date": (
        lambda: CN.is_working(datetime(2024, 9, 16)),
        "这里应为日期，得到的是时刻 datetime.datetime(2024, 9, 16, 0, 0)，请先按当地时区取日期。",
        "expected a date, got the instant datetime.datetime(2024, 9, 16, 0, 0); take its date in the local zone first.",
    ),
    "no next working day": (
        lambda: Calendar("x", "x@1", {date(9999, 12, 31): Mark(False)}).next_working(date(9999, 12, 30)),
        "直到 9999 年也没有下一个工作日。",
        "there is no next working day up to the year 9999.",
    ),
    "hours never open": (
        lambda: Hours.read("x", {"frames": []}),
        "服务时间“x”一周没有任何开放时段。",
        "service hours “x” never open in a week.",
    ),
    "hours key": (
        lambda: Hours.read("x", {"frame": []}),
        "服务时间“x”：frame：没有这一项，可能是“frames”。",
        "service hours “x”: frame: no such key; perhaps “frames”.",
    ),
    "hours calendar": (
        lambda: Hours.read("x", {"calendar": ""}),
        "服务时间“x”：calendar：应为日历的名字，如 \"cn\"。",
        "service hours “x”: calendar: expected the name of a calendar, such as \"cn\".",
    ),
    "hours list": (
        lambda: Hours.read("x", {"frames": 1}),
        "服务时间“x”：frames：应为时段的列表。",
        "service hours “x”: frames: expected a list of frames.",
    ),
    "hours frame": (
        lambda: Hours.read("x", {"frames": ["8-12"]}),
        "服务时间“x”：frames：时段 '8-12' 应写作“08:30-12:00”，止晚于起，不过 24:00（跨夜分两段写）。",
        "service hours “x”: frames: the frame '8-12' should read “08:30-12:00”, end after it begins, "
        "at 24:00 at the latest (write a night as two frames).",
    ),
    "hours order": (
        lambda: Hours.read("x", {"frames": ["13:00-14:00", "08:00-09:00"]}),
        "服务时间“x”：frames：时段“08:00-09:00”应在前一时段之后。",
        "service hours “x”: frames: the frame “08:00-09:00” must follow the one before it.",
    ),
    "timetable calendar": (
        lambda: Timetable(EVERY_DAY, Hours("x")),
        "服务时间“x”依据日历“cn”，给出的却是“every day”。",
        "service hours “x” follow calendar “cn”, not “every day”.",
    ),
    "timetable shut": (
        lambda: Timetable(CN, Hours("x", (), weekdays={6: ((0, 60),)})),
        "服务时间“x”在日历“cn”的每个工作日都不开放。",
        "service hours “x” open on no working day of the calendar “cn”.",
    ),
    "zone": (
        lambda: Timetable(CN, zone="Pinghu"),
        "没有时区“Pinghu”，应为“Asia/Shanghai”一类的名称。",
        "no zone “Pinghu”; expected a name such as “Asia/Shanghai”.",
    ),
    "offset": (
        lambda: due(DAYS, datetime(2024, 9, 13), OFFICE),
        "start 应为带时区的时刻，得到的是 datetime.datetime(2024, 9, 13, 0, 0)。",
        "start must be an instant with its offset, not datetime.datetime(2024, 9, 13, 0, 0).",
    ),
    "pause backwards": (
        lambda: due(DAYS, FRIDAY, OFFICE, pauses=pauses("2024-09-14 10:00/2024-09-14 09:00")),
        "暂停止于开始之前：2024-09-14T02:00:00+00:00 至 2024-09-14T01:00:00+00:00。",
        "a pause ends before it begins: 2024-09-14T02:00:00+00:00 to 2024-09-14T01:00:00+00:00.",
    ),
    "pause too long": (
        lambda: due(DAYS, FRIDAY, OFFICE, pauses=pauses("1924-09-14 08:00/2024-09-16 08:00")),
        "暂停超过 100 年：1924-09-14T00:00:00+00:00 至 2024-09-16T00:00:00+00:00；尚未恢复的暂停请不写结束时刻。",
        "a pause of over 100 years, 1924-09-14T00:00:00+00:00 to 2024-09-16T00:00:00+00:00; an open one has no end.",
    ),
    "ends": (
        lambda: due(DAYS, FRIDAY, OFFICE, ends="noon"),
        "ends 应为 close、midnight 或 daybreak，得到的是 'noon'。",
        "ends must be “close”, “midnight” or “daybreak”, not 'noon'.",
    ),
    "extra days": (
        lambda: due(MINUTES, FRIDAY, OFFICE, extra_days=1),
        "extra_days=1 不可用：延期只能增加天数，且分钟、小时不能延期。",
        "extra_days=1 is not possible: extensions only add days, and minutes or hours have none.",
    ),
    "extra days of a named day": (
        lambda: due_on(date(2024, 9, 14), FRIDAY, OFFICE, extra_days=-1),
        "extra_days 不能为负数。",
        "extra_days cannot be negative.",
    ),
    "named day over": (
        lambda: due_on(date(2024, 9, 12), FRIDAY, OFFICE),
        "指定的日期 2024-09-12 早于起算日 2024-09-13，请指定当日或以后的日期。",
        "the named day 2024-09-12 lies before the start, 2024-09-13; name that day or a later one.",
    ),
    "too far": (
        lambda: due(Period(1200, "months"), at("9990-09-13"), OFFICE),
        "期限超出 9999 年，无法计算。",
        "the period reaches beyond the year 9999.",
    ),
    "extend minutes": (
        lambda: extension_days(due(MINUTES, FRIDAY, OFFICE), date(2024, 9, 20)),
        "以分钟或小时计的期限不能延期。",
        "a promise in minutes or hours cannot be extended.",
    ),
    "extend paused": (
        lambda: extension_days(due(DAYS, FRIDAY, OFFICE, pauses=[(FRIDAY, None)]), date(2024, 9, 20)),
        "暂停期间不能延期，请先恢复计时。",
        "a paused promise cannot be extended; resume it first.",
    ),
    "extend to an earlier day": (
        lambda: extension_days(due(DAYS, FRIDAY, OFFICE), date(2024, 9, 19)),
        "延期应晚于现到期日 2024-09-19，得到的是 2024-09-19。",
        "an extension must reach past the present due day 2024-09-19; 2024-09-19 does not.",
    ),
    "extend to a day off": (
        lambda: extension_days(due(DAYS, FRIDAY, OFFICE), date(2024, 9, 21)),
        "2024-09-21 不是工作日（周末）。按工作日计的期限只能延至工作日，例如 2024-09-23。",
        "2024-09-21 is no working day (weekend); a promise in working days is extended to a working day, "
        "for example 2024-09-23.",
    ),
    "version": (
        lambda: SHELF.get("cn@2024-11-13"),
        "没有日历版本“cn@2024-11-13”，最接近的是“cn@2024-11-12”。",
        "no calendar version “cn@2024-11-13”; nearest is “cn@2024-11-12”.",
    ),
    "calendar": (
        lambda: SHELF.latest("cnn"), "没有日历“cnn”，最接近的是“cn”。", "no calendar “cnn”; nearest is “cn”.",
    ),
    "known at": (
        lambda: SHELF.known_at(datetime(2024, 9, 13)),
        "datetime.datetime(2024, 9, 13, 0, 0) 缺少时区。",
        "datetime.datetime(2024, 9, 13, 0, 0) has no offset; give an aware instant.",
    ),
    "dates": (
        lambda: working_days_between(np.array(["NaT"], "datetime64[D]"), date(2024, 9, 13), CN),
        "日期数组中有空值或超出范围的日期。",
        "the dates hold NaT or dates beyond the calendar.",
    ),
    "many: arrays": (
        lambda: due_many(DAYS, SPAN, OFFICE, pauses=([0, 0], SPAN, SPAN)),
        "暂停的三个数组应等长且为一维。",
        "the three arrays of pauses must be flat and of equal length.",
    ),
    "many: position": (
        lambda: due_many(DAYS, SPAN, OFFICE, pauses=([1], SPAN, SPAN)),
        "暂停所属的序号超出起算时刻的个数。",
        "a pause names a position that is not among the starts.",
    ),
    "many: begin": (
        lambda: due_many(DAYS, SPAN, OFFICE, pauses=([0], np.array(["NaT"], "datetime64[s]"), SPAN)),
        "暂停缺少开始时刻。",
        "a pause has no begin.",
    ),
    "many: backwards": (
        lambda: due_many(DAYS, SPAN, OFFICE, pauses=([0], SPAN, SPAN - np.timedelta64(1, "s"))),
        "暂停止于开始之前。",
        "a pause ends before it begins.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("refuse", "zh", "en"), SENTENCES.values(), ids=SENTENCES.keys())
def test_the_sentences(refuse: Callable[[], object], zh: str, en: str) -> None:
    with pytest.raises(WorkdaysError) as refused:
        refuse()
    assert (refused.value.zh, refused.value.en) == (zh, en)
    assert (refused.value.words(), refused.value.words("zh"), refused.value.words("en")) == (zh, zh, en)
    assert str(refused.value) == f"{zh} | {en}"
    assert isinstance(refused.value, ValueError)


YEAR = "year = 2024\npublished_on = 2023-10-25\n"
FILES = {
    "year = 1": ("year", "应为年份，如 2024。", "expected a year such as 2024."),
    "year = 1899": ("year", "应为年份，如 2024。", "expected a year such as 2024."),
    "year = 9001": ("year", "应为年份，如 2024。", "expected a year such as 2024."),
    YEAR + "wroked = 1": ("wroked", "没有这一项，可能是“worked”。", "no such key; perhaps “worked”."),
    YEAR + 'kind = "x"': ("kind", "应为 notice 或 change。", "expected “notice” or “change”."),
    YEAR + "source = 1": ("source", "应为文字。", "expected text."),
    YEAR + "off = 1": ("off", "应为表的列表。", "expected a list of tables."),
    YEAR + "worked = 1": ("worked", "应为日期的列表。", "expected a list of dates."),
    YEAR + "worked = [1]": (
        "worked", "1 应为日期，如 2024-02-10。", "1 should be a date such as 2024-02-10.",
    ),
    YEAR + "worked = [2026-02-01]": (
        "2026-02-01", "不在 2024 年及其前后一年之内。", "lies outside 2024 and the years beside it.",
    ),
    YEAR + "worked = [2024-02-04]\nplain = [2024-02-04]": (
        "2024-02-04", "同一天写了两种安排。", "is given two different meanings.",
    ),
    YEAR + 'off = [{ name = "x", days = "2024-02-04..2024-02-03" }]': (
        "off[1].days", "“2024-02-04..2024-02-03” 应从早到晚，且不超过 62 天。",
        "“2024-02-04..2024-02-03” should run from the earlier to the later day, over at most 62 days.",
    ),
    YEAR + "known_from = 1": (
        "known_from", "应为时刻，如 2024-01-05T09:00:00。", "expected such as 2024-01-05T09:00:00.",
    ),
    YEAR + "known_from = 2023-10-24": (
        "known_from", "不能早于 published_on。", "cannot be earlier than published_on.",
    ),
    YEAR + "weekend = 1": (
        "weekend", "应为至多六个星期名的列表，如 [\"saturday\", \"sunday\"]。",
        "expected a list of at most six weekdays such as [\"saturday\", \"sunday\"].",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), FILES.items(), ids=[key for key, _, _ in FILES.values()])
def test_the_sentences_about_a_file(tmp_path: Path, text: str, said: tuple[str, str, str]) -> None:
    file, (key, zh, en) = tmp_path / "cn-2024.toml", said
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WorkdaysError) as refused:
        read_notices(file, SHELF.zone)
    assert refused.value.words("zh") == f"{file}：{key}：{zh}"
    assert refused.value.words("en") == f"{file}: {key}: {en}"


def test_the_sentences_about_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()

    def said(**files: str) -> tuple[str, str]:
        for name, text in files.items():
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        with pytest.raises(WorkdaysError) as refused:
            Shelf.read(tmp_path)
        return refused.value.zh, refused.value.en

    assert said() == (
        f"{folder} 中没有日历文件（*.toml），请放入当年的放假通知。",
        f"no calendar file (*.toml) in {folder}; put the year's notice there.",
    )
    assert said(a=YEAR, b=YEAR) == (
        f'{folder / "b.toml"}：year：2024 年的通知已在 a.toml 中；后来的变更请写 kind = "change"。',
        f'{folder / "b.toml"}: year: the notice of 2024 is in a.toml already; mark a later change kind = "change".',
    )
    assert said(a=YEAR + 'weekend = ["monday"]', b=YEAR.replace("2024", "2025") + 'weekend = ["sunday"]') == (
        "日历“cn”各文件的 weekend 不一致。",
        "the files of calendar “cn” disagree on weekend.",
    )
    assert said(a=YEAR + "worked = [2024-02-05]", b=YEAR.replace("2024", "2025")) == (
        "日历“cn” 2024 年：worked 中的 2024-02-05 本来就是工作日，请核对日期。",
        "calendar “cn”, 2024: 2024-02-05 in worked is a working day anyway; check the date.",
    )
    zh, en = said(a="year = = 1")
    assert zh.startswith(f"{folder / 'a.toml'}：TOML：无法读取：") and en.startswith(
        f"{folder / 'a.toml'}: TOML: cannot be read: "
    )


def test_the_nearest_word_is_always_given() -> None:
    assert nearest("zzz", ["frames", "calendar"]) in ("frames", "calendar")
    assert nearest("calendr", iter(["frames", "calendar"])) == "calendar"
    assert PeriodError("一", "one").nearest == ""
