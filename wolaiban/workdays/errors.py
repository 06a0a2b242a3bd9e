"""Errors of the room: what is wrong, why, and what to do now, in two languages. 「工作日历的错误」"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class WorkdaysError(ValueError):
    """Anything this room refuses; `words(lang)` is the sentence for people, `str()` gives both languages. 「错误」"""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} | {en}")
        self.zh = zh
        self.en = en

    def words(self, lang: str = "zh") -> str:
        """The sentence in "zh" or "en"."""
        return self.en if lang == "en" else self.zh


class PeriodError(WorkdaysError):
    """A period that cannot be read; `nearest` is the closest form that can. 「期限写法错误」"""

    def __init__(self, zh: str, en: str, nearest: str = "") -> None:
        super().__init__(zh, en)
        self.nearest = nearest


class CalendarError(WorkdaysError):
    """A calendar, version or calendar file that is missing or wrong. 「日历错误」"""

    @classmethod
    def in_file(cls, file: Path, key: str, zh: str, en: str) -> CalendarError:
        """An error that names the file, the key and what was expected there."""
        return cls(f"{file}：{key}：{zh}", f"{file}: {key}: {en}")


class HoursError(WorkdaysError):
    """Service hours that cannot be read. 「服务时间错误」"""


class DueError(WorkdaysError):
    """A due instant that cannot be computed from what was given. 「到期时间错误」"""


class ExtensionError(WorkdaysError):
    """An extension that the period or the day does not allow. 「延期错误」"""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, to say what was probably meant."""
    return get_close_matches(word, list(known), n=1, cutoff=0.0)[0]
