"""Periods as people write them: 30 minutes, 3 working days, 3个月. 「期限」"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches

from .errors import PeriodError

# What is counted, and the most of it: about a hundred years. Longer ones are slips, and would be walked day by day.
UNITS = {
    "minutes": 52_596_000,
    "working minutes": 10_000_000,
    "days": 36_525,
    "working days": 36_525,
    "months": 1_200,
}

# as written -> (unit that is counted, how many of it, words in Chinese)
_WRITTEN: dict[str, tuple[str, int, str]] = {
    "minutes": ("minutes", 1, "分钟"),
    "hours": ("minutes", 60, "小时"),
    "working minutes": ("working minutes", 1, "个工作分钟"),
    "working hours": ("working minutes", 60, "个工作小时"),
    "days": ("days", 1, "天"),
    "weeks": ("days", 7, "周"),
    "working days": ("working days", 1, "个工作日"),
    "months": ("months", 1, "个月"),
    "years": ("months", 12, "年"),
}
_ENGLISH = re.compile(r"([0-9]+) ?((?:working )?(?:minute|hour|day)|week|month|year)s?", re.IGNORECASE)
_CHINESE = re.compile(r"([0-9]+) ?(个?工作分钟|个?工作小时|个?工作日|分钟|个?小时|日|天|周|个?星期|个月|年)")
_CHINESE_UNITS = {
    "工作分钟": "working minutes", "工作小时": "working hours", "工作日": "working days", "分钟": "minutes",
    "小时": "hours", "日": "days", "天": "days", "周": "weeks", "星期": "weeks", "月": "months", "年": "years",
}  # fmt: skip
_EXAMPLES = (
    "30 minutes", "2 hours", "30 working minutes", "16 working hours", "3 working days", "10 days", "2 weeks",
    "3 months", "1 year", "30分钟", "2小时", "30个工作分钟", "16个工作小时", "3个工作日", "10天", "2周", "3个月", "1年",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """So many of one unit, after hours became minutes, weeks days and years months. 「期限」

    `count` is at least 1 and at most a hundred years; `unit` is one of "minutes" (elapsed), "working minutes" (inside
    service hours), "days" (calendar days), "working days" and "months". Equal when they count the same:
    "2 hours" == "120 minutes".
    `written` keeps count and unit as they were written, for display only.
    """

    count: int
    unit: str
    written: tuple[int, str] | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise PeriodError(
                f"期限单位“{self.unit}”无法识别，可用：{'、'.join(UNITS)}。",
                f"unknown unit “{self.unit}” of a period; use one of: {', '.join(UNITS)}.",
            )
        if type(self.count) is not int or self.count < 1:
            raise PeriodError(
                f"期限必须是不小于 1 的整数，现为 {self.count!r}。",
                f"a period counts at least 1, in whole numbers; this one has {self.count!r}.",
            )
        if self.count > UNITS[self.unit]:
            raise PeriodError(
                f"期限过长，最多约 100 年（{self.unit} 不超过 {UNITS[self.unit]}），现为 {self.count}。",
                f"a period lasts about 100 years at most ({UNITS[self.unit]} {self.unit}); this one has {self.count}.",
            )

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read "3 working days", "2 hours", "3个工作日", "１年"; raises PeriodError with the nearest right form."""
        plain = " ".join(unicodedata.normalize("NFKC", text).split())
        if found := _ENGLISH.fullmatch(plain):
            shown = found[2].lower() + "s"
        elif found := _CHINESE.fullmatch(plain):
            shown = _CHINESE_UNITS[found[2].removeprefix("个")]
        else:
            raise _unreadable(text, plain)
        unit, size, _ = _WRITTEN[shown]
        return cls(int(found[1]) * size, unit, (int(found[1]), shown))

    @property
    def is_minutes(self) -> bool:
        """Whether time runs by the minute (elapsed or working) rather than by the day's bell."""
        return self.unit in ("minutes", "working minutes")

    @property
    def needs_calendar(self) -> bool:
        """Whether only working time counts."""
        return self.unit.startswith("working")

    def words(self, lang: str = "zh") -> str:
        """The period as it was written, in "zh" or "en": "3 个工作日", "3 working days"."""
        count, shown = self.written or (self.count, self.unit)
        if lang == "en":
            return f"{count} {shown.removesuffix('s') if count == 1 else shown}"
        return f"{count} {_WRITTEN[shown][2]}"

    def __str__(self) -> str:
        return self.words("en")


def _unreadable(text: str, plain: str) -> PeriodError:
    number = re.search(r"[0-9]+", plain)
    forms: tuple[str, ...] = _EXAMPLES
    if number:
        forms = tuple(re.sub(r"[0-9]+", number[0], form, count=1) for form in _EXAMPLES)
    fallback = "3 working days" if plain.isascii() else "3个工作日"
    near = get_close_matches(plain.lower(), forms, n=1, cutoff=0.3) or [fallback]
    return PeriodError(
        f"期限“{text}”无法识别。应为整数加单位：分钟、小时、工作分钟、工作小时、天、周、工作日、个月、年，例如“{near[0]}”。",
        f"cannot read the period “{text}”. Expected a whole number and minutes, hours, working minutes, working hours, "
        f"days, weeks, working days, months or years, for example “{near[0]}”.",
        near[0],
    )
