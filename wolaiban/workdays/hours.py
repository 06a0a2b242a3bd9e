"""Service hours: the frames of a day in which an office is open. 「服务时间」"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from .errors import HoursError, nearest

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_SECONDS = 86_400
Frames = tuple[tuple[int, int], ...]  # seconds after midnight, half-open, in order
_FRAME = re.compile(r"([0-9]{2}):([0-9]{2}) ?- ?([0-9]{2}):([0-9]{2})")
_KEYS = ("calendar", "frames", *WEEKDAYS)


@dataclass(frozen=True, eq=False)
class Hours:
    """A named set of service hours. 「服务时间」

    `frames` are (from, until) in seconds after local midnight, half-open; `weekdays` replaces them on single weekdays
    (Monday is 0; an empty tuple shuts the office on that weekday); `calendar` names the calendar it follows.
    """

    name: str = "day and night"
    frames: Frames = ((0, DAY_SECONDS),)
    calendar: str = "cn"
    weekdays: Mapping[int, Frames] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "weekdays", MappingProxyType(dict(self.weekdays)))
        if not any(self.on(weekday) for weekday in range(7)):
            raise HoursError(
                f"服务时间“{self.name}”一周没有任何开放时段。", f"service hours “{self.name}” never open in a week."
            )

    def on(self, weekday: int) -> Frames:
        """The frames of a working day that falls on this weekday (Monday is 0)."""
        return self.weekdays.get(weekday, self.frames)

    @classmethod
    def read(cls, name: str, table: Mapping[str, Any]) -> Hours:
        """Hours from a plain table: `calendar`, `frames = ["08:30-12:00", ...]`, and other frames by weekday."""
        for key in table:
            if key not in _KEYS:
                near = nearest(str(key), _KEYS)
                raise _wrong(name, str(key), f"没有这一项，可能是“{near}”", f"no such key; perhaps “{near}”")
        calendar = table.get("calendar", "cn")
        if not isinstance(calendar, str) or not calendar:
            raise _wrong(name, "calendar", '应为日历的名字，如 "cn"', 'expected the name of a calendar, such as "cn"')
        frames = read_frames(name, "frames", table.get("frames", ["00:00-24:00"]))
        other = {n: read_frames(name, day, table[day]) for n, day in enumerate(WEEKDAYS) if day in table}
        return cls(name, frames, calendar, other)


def read_hours(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Hours]:
    """All named sets of a town: the table `hours` of town.toml, name to table."""
    return {name: Hours.read(name, table) for name, table in tables.items()}


def read_frames(name: str, key: str, texts: object) -> Frames:
    """["08:30-12:00", "13:30-17:00"] as seconds after midnight; frames in order, apart, within one day."""
    if not isinstance(texts, Sequence) or isinstance(texts, str):
        raise _wrong(name, key, "应为时段的列表", "expected a list of frames")
    frames: list[tuple[int, int]] = []
    for text in texts:
        begin, end = _read_frame(name, key, text)
        if frames and begin < frames[-1][1]:
            raise _wrong(
                name, key, f"时段“{text}”应在前一时段之后", f"the frame “{text}” must follow the one before it"
            )
        if frames and begin == frames[-1][1]:
            begin = frames.pop()[0]
        frames.append((begin, end))
    return tuple(frames)


def _read_frame(name: str, key: str, text: object) -> tuple[int, int]:
    found = _FRAME.fullmatch(text) if isinstance(text, str) else None
    if found:
        h1, m1, h2, m2 = (int(part) for part in found.groups())
        begin, end = h1 * 3600 + m1 * 60, h2 * 3600 + m2 * 60
        if m1 < 60 and m2 < 60 and begin < end <= DAY_SECONDS:
            return begin, end
    raise _wrong(
        name, key,
        f"时段 {text!r} 应写作“08:30-12:00”，止晚于起，不过 24:00（跨夜分两段写）",
        f"the frame {text!r} should read “08:30-12:00”, end after it begins, at 24:00 at the latest "
        "(write a night as two frames)",
    )  # fmt: skip


def _wrong(name: str, key: str, zh: str, en: str) -> HoursError:
    return HoursError(f"服务时间“{name}”：{key}：{zh}。", f"service hours “{name}”: {key}: {en}.")
