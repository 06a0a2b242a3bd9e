"""Sentences, dates and lengths of the explanation, in Chinese and English. 「说明用语」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .calendars import DAY

_ZH = {
    "start_days": "{at} 起算：{period}（起算当日不计）",
    "start_minutes": "{at} 起算：{period}",
    "start_named": "{at} 起算：至指定日期 {day}，共 {n}（起算当日不计）",
    "months": "对应日为 {day}，折合 {n}",
    "extended": "延期增加 {n}，共 {all}",
    "counted_working": "{day}：第 {n} 个工作日（{why}）",
    "counted": "{day}：第 {n} 天（{why}）",
    "run": "{first} 至 {last}：第 {a} 至 {b} 天",
    "skipped": "{day}：不计（{why}）",
    "lost": "{day}：不计（{bell} 时处于暂停）",
    "still_paused": "{day}：不计（处于暂停）",
    "moved_on": "{day}：期满遇休息日（{why}），顺延",
    "ends_here": "{day}：顺延至此（{why}）",
    "used": "{begin} 至 {end}：计 {n}，余 {left}",
    "pause": "暂停：{begin} 至 {end}",
    "pause_open": "暂停：{begin} 起，尚未恢复",
    "due": "到期：{at}",
    "due_closing": "到期：{at}（下班时）",
    "stopped": "暂停中，尚余 {left}，恢复后继续计时",
    "provisional": "暂定：{year} 年放假通知尚未载入，该年按普通周末计算",
    "shut": "当日不对外服务",
    "no_hours": "不在服务时间内",
}
_EN = {
    "start_days": "Starts {at}: {period} (the start day is not counted)",
    "start_minutes": "Starts {at}: {period}",
    "start_named": "Starts {at}: by the named day {day}, {n} (the start day is not counted)",
    "months": "The corresponding day is {day}, which makes {n}",
    "extended": "Extension adds {n}, {all} in all",
    "counted_working": "{day}: working day {n} ({why})",
    "counted": "{day}: day {n} ({why})",
    "run": "{first} to {last}: days {a} to {b}",
    "skipped": "{day}: not counted ({why})",
    "lost": "{day}: not counted (paused at {bell})",
    "still_paused": "{day}: not counted (paused)",
    "moved_on": "{day}: the end falls on a day off ({why}) and moves on",
    "ends_here": "{day}: the end moves on to this day ({why})",
    "used": "{begin} to {end}: {n} used, {left} left",
    "pause": "Paused: {begin} to {end}",
    "pause_open": "Paused: since {begin}, not yet resumed",
    "due": "Due: {at}",
    "due_closing": "Due: {at} (closing time)",
    "stopped": "Paused, {left} left, running on when resumed",
    "provisional": "Provisional: the holiday notice for {year} is not loaded; plain weekends were counted",
    "shut": "no service that day",
    "no_hours": "outside service hours",
}
_WEEKDAYS = {"zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
             "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """One language's way of saying things; calling it fills a sentence. 「用语」"""

    lang: str
    sentences: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        return self.sentences[key].format(**values)

    def day(self, day: date) -> str:
        """2024-09-14 周六, Sat 2024-09-14."""
        name = _WEEKDAYS[self.lang][day.weekday()]
        return f"{day} {name}" if self.lang == "zh" else f"{name} {day}"

    def clock(self, at: datetime, day: date | None = None) -> str:
        """17:00, with seconds only where there are any; midnight at the end of `day` is 24:00."""
        if day is not None and at.date() == day + DAY and (at.hour, at.minute, at.second) == (0, 0, 0):
            return "24:00"
        return at.strftime("%H:%M:%S" if at.second else "%H:%M")

    def instant(self, at: datetime, day: date | None = None) -> str:
        """Date and clock of a local instant; `day` is the day it belongs to when it is that day's midnight."""
        clock = self.clock(at, day)
        return f"{self.day(day if day is not None and clock == '24:00' else at.date())} {clock}"

    def until(self, begin: datetime, end: datetime) -> str:
        """The end of a stretch: only the clock on the day it began."""
        clock = self.clock(end, begin.date())
        return clock if end.date() == begin.date() or clock == "24:00" else self.instant(end)

    def count(self, number: int, unit: str) -> str:
        """3 个工作日, 3 working days, 1 day."""
        if self.lang == "zh":
            return f"{number} {'个工作日' if unit == 'working days' else '天'}"
        return f"{number} {unit.removesuffix('s') if number == 1 else unit}"

    def length(self, length: timedelta) -> str:
        """90 分钟, 90 minutes; seconds only where there are any."""
        minutes, seconds = divmod(int(length.total_seconds()), 60)
        if self.lang == "zh":
            return f"{minutes} 分钟" + (f" {seconds} 秒" if seconds else "")
        text = "1 minute" if minutes == 1 else f"{minutes} minutes"
        return text + (f" {seconds} s" if seconds else "")


_LANGUAGES = {"zh": Words("zh", _ZH), "en": Words("en", _EN)}


def words(lang: str) -> Words:
    """The words of "zh" or "en"; any other language is answered in English."""
    return _LANGUAGES.get(lang, _LANGUAGES["en"])
