"""One version of one named calendar: which dates are worked, and why. 「工作日历」"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType

from .errors import CalendarError

DAY = timedelta(days=1)
SATURDAY_SUNDAY = frozenset({5, 6})
EVERY_DAY_NAME = "every day"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a notice says of one date: worked or off, and for which holiday. 「日期标记」"""

    worked: bool
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True, eq=False)
class Calendar:
    """One version of one named calendar, immutable. 「工作日历」

    `marks` are the dates that differ from the rule of the week, `weekend` the weekdays off (Monday is 0), `years` the
    years whose notice is in this version. Source for China: the State Council's yearly notice on holidays.
    """

    name: str
    version: str
    marks: Mapping[date, Mark] = field(default_factory=dict, repr=False)
    years: frozenset[int] = field(default=frozenset(), repr=False)
    weekend: frozenset[int] = SATURDAY_SUNDAY

    def __post_init__(self) -> None:
        if len(self.weekend) > 6 or not self.weekend <= set(range(7)):
            raise CalendarError(
                f"日历“{self.name}”的周末应为星期一至星期日（0 至 6）中的至多六天。",
                f"calendar “{self.name}”: the weekend is at most six of the weekdays 0 (Monday) to 6 (Sunday).",
            )
        object.__setattr__(self, "marks", MappingProxyType(dict(self.marks)))

    def is_working(self, day: date) -> bool:
        """Whether people work on this date."""
        mark = self.marks.get(_only_date(day))
        return day.weekday() not in self.weekend if mark is None else mark.worked

    def is_provisional(self, year: int) -> bool:
        """Whether the notice for this year is unknown, so that only the plain rule of the week is counted."""
        return self.name != EVERY_DAY_NAME and year not in self.years

    def why(self, day: date, lang: str = "zh") -> str:
        """Short reason for `is_working`: the holiday's name, make-up working day, weekend, working day."""
        mark = self.marks.get(_only_date(day))
        en = lang == "en"
        if mark is None:
            if day.weekday() in self.weekend:
                return "weekend" if en else "周末"
            return "working day" if en else "工作日"
        if mark.worked:
            return "make-up working day" if en else "调休上班"
        return (mark.name_en or mark.name or "day off") if en else (mark.name or "放假")

    def next_working(self, day: date) -> date:
        """The first working day after `day`."""
        return self.on_or_after(_step(day))

    def on_or_after(self, day: date) -> date:
        """`day` itself if it is worked, else the next working day (《民法典》 §203: the day after the holiday)."""
        while not self.is_working(day):
            day = _step(day)
        return day

    def working_days(self, first: date, last: date) -> int:
        """How many working days lie from `first` to `last`, both included."""
        return sum(self.is_working(day) for day in days_between(first, last))

    @classmethod
    def plain(cls, name: str, weekend: Iterable[int] = SATURDAY_SUNDAY) -> Calendar:
        """A calendar of which no notice is known: weekends off, every year provisional."""
        return cls(name, f"{name}@weekends", weekend=frozenset(weekend))


EVERY_DAY = Calendar(EVERY_DAY_NAME, EVERY_DAY_NAME, weekend=frozenset())


def days_between(first: date, last: date) -> Iterator[date]:
    """Every date from `first` to `last`, both included."""
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(number)


def _only_date(day: date) -> date:
    # A datetime is a date to Python but never equals one: it would silently miss every holiday.
    if isinstance(day, datetime):
        raise CalendarError(
            f"这里应为日期，得到的是时刻 {day!r}，请先按当地时区取日期。",
            f"expected a date, got the instant {day!r}; take its date in the local zone first.",
        )
    return day


def _step(day: date) -> date:
    try:
        return day + DAY
    except OverflowError:
        raise CalendarError(
            "直到 9999 年也没有下一个工作日。", "there is no next working day up to the year 9999."
        ) from None
