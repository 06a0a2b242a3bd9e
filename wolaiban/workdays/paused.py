"""Pauses of many cases at once: united, then laid over the tables one after another. 「批量暂停」"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import DueError
from .offsets import Seconds
from .periods import Period
from .tables import Days, Table
from .timetables import Ends

NEVER = int(np.iinfo(np.int64).max)  # later than any instant: the end of an open pause, and "beyond the table"
STOPPED = int(np.iinfo(np.int64).min)  # what datetime64 calls NaT


@dataclass(frozen=True, slots=True)
class Spans:
    """United pauses, sorted by case and begin; `turn` numbers those of one case from 0. 「批量暂停时段」"""

    cases: NDArray[np.int64]
    begins: Seconds
    ends: Seconds
    turn: NDArray[np.int64]

    def rounds(self) -> Iterator[tuple[NDArray[np.int64], Seconds, Seconds]]:
        """First the first pause of every case that has one, then the second ones, and so on.

        Cases come as positions among the sorted cases that have pauses.
        """
        _, position = np.unique(self.cases, return_inverse=True)
        for turn in range(int(self.turn.max()) + 1 if len(self.turn) else 0):
            now = self.turn == turn
            yield position[now], self.begins[now], self.ends[now]


def unite(pauses: tuple[ArrayLike, ArrayLike, ArrayLike] | None, count: int) -> Spans:
    """Read and unite pauses of `count` cases; raises DueError for arrays that do not fit."""
    if pauses is None:
        none = np.zeros(0, np.int64)
        return Spans(none, none, none, none)
    cases, begin, end = _read(pauses, count)
    keep = end > begin
    order = np.lexsort((begin[keep], cases[keep]))
    cases, begin, end = cases[keep][order], begin[keep][order], end[keep][order]
    new_case = np.append(True, cases[1:] != cases[:-1])[: len(cases)]
    starts = np.flatnonzero(new_case | (begin > _reached(cases, new_case, end)))
    ends = np.maximum.reduceat(end, starts) if len(starts) else end
    cases, begin = cases[starts], begin[starts]
    first = np.flatnonzero(np.append(True, cases[1:] != cases[:-1])[: len(cases)])
    turn = np.arange(len(cases)) - np.repeat(first, np.diff(np.append(first, len(cases))))
    return Spans(cases, begin, ends, turn)


def paused_days(
    count: Days, position: Days, spans: Spans, table: Table, ends: Ends, working: bool
) -> Seconds:  # fmt: skip
    """Due instants of promises in days for the cases that have pauses; STOPPED, or NEVER beyond the table."""
    bells = table.bells(ends)
    counting = table.open_days if working else np.arange(table.days)
    rung = bells[counting]
    first = table.opened[position] if working else position + 1
    last = first + count - 1
    stopped = np.zeros(len(count), bool)
    for cases, begin, end in spans.rounds():
        lost_from = np.maximum(np.searchsorted(rung, begin, "left"), first[cases])
        lost = np.maximum(np.searchsorted(rung, end, "left") - lost_from, 0)
        hit = (lost_from <= last[cases]) & (lost > 0)
        stopped[cases] |= hit & (end == NEVER)
        last[cases] += np.where(hit, lost, 0)
    beyond = ~stopped & (last >= len(counting))
    day = counting[np.minimum(last, len(counting) - 1)]
    day[beyond] = table.days
    if ends == "close" and not working:
        day, held = _move_on(day, spans, table)
        stopped |= held
    result = np.append(bells, NEVER)[np.minimum(day, table.days)]
    result[stopped] = STOPPED
    return result


def paused_minutes(period: Period, starts: Seconds, spans: Spans, table: Table) -> Seconds:
    """Due instants of promises in minutes for the cases that have pauses; STOPPED, or NEVER beyond the table."""
    due = starts + period.count * 60
    if period.needs_calendar:
        target = table.worked_before(starts) + period.count * 60
        due = table.instant_after(target)
    stopped = np.zeros(len(starts), bool)
    for cases, begin, end in spans.rounds():
        begin = np.maximum(begin, starts[cases])
        hit = (end > starts[cases]) & (begin <= due[cases]) & ~stopped[cases]
        stopped[cases] |= hit & (end == NEVER)
        cases, begin, end = (array[hit & (end != NEVER)] for array in (cases, begin, end))
        if not period.needs_calendar:
            due[cases] += end - begin
            continue
        exact = begin == due[cases]  # all is used up, and the pause begins just then
        target[cases] += table.worked_before(end) - table.worked_before(begin)
        due[cases] = np.where(exact, end, table.instant_after(target[cases]))
    due[stopped] = STOPPED
    return due


def _move_on(day: Days, spans: Spans, table: Table) -> tuple[Days, NDArray[np.bool_]]:
    """From the last counted day to the first open day whose bell finds the promise running."""
    bells = np.append(table.bells("close"), NEVER)
    open_days = np.append(table.open_days, table.days)
    open_bells = bells[table.open_days]
    day = np.append(table.next_open, table.days)[np.minimum(day, table.days)]
    stopped = np.zeros(len(day), bool)
    for cases, begin, end in spans.rounds():
        bell = bells[day[cases]]
        held = (begin <= bell) & (bell < end) & (bell != NEVER)
        stopped[cases] |= held & (end == NEVER)
        after = open_days[np.searchsorted(open_bells, end, "left")]
        day[cases] = np.where(held, after, day[cases])
    return day, stopped


def _read(pauses: tuple[ArrayLike, ArrayLike, ArrayLike], count: int) -> tuple[NDArray[np.int64], Seconds, Seconds]:
    cases = np.asarray(pauses[0], np.int64)
    begins, ends = (np.asarray(array, "datetime64[s]") for array in pauses[1:])
    if not cases.shape == begins.shape == ends.shape or cases.ndim != 1:
        raise DueError("暂停的三个数组应等长且为一维。", "the three arrays of pauses must be flat and of equal length.")
    if len(cases) and not 0 <= int(cases.min()) <= int(cases.max()) < count:
        raise DueError("暂停所属的序号超出起算时刻的个数。", "a pause names a position that is not among the starts.")
    if np.isnat(begins).any():
        raise DueError("暂停缺少开始时刻。", "a pause has no begin.")
    end = np.where(np.isnat(ends), NEVER, ends.astype(np.int64))
    begin = begins.astype(np.int64)
    if (end < begin).any():
        raise DueError("暂停止于开始之前。", "a pause ends before it begins.")
    return cases, begin, end


def _reached(cases: NDArray[np.int64], new_case: NDArray[np.bool_], end: Seconds) -> Seconds:
    """For each pause the latest end of those before it in its case (any number where it is the first)."""
    known = end[end != NEVER]
    low, high = (int(known.min()), int(known.max())) if len(known) else (0, 0)
    # One running maximum for all cases: each case is lifted above everything of the case before it.
    lift = (np.cumsum(new_case) - 1) * (high - low + 2)
    height = np.where(end == NEVER, high - low + 1, end - low) + lift
    latest = np.append(-1, np.maximum.accumulate(height)[:-1])[: len(end)] - lift
    return np.where(latest == high - low + 1, NEVER, latest + low)
