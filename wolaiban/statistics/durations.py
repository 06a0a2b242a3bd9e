"""How long it took, and how well it was passed on: medians, percentiles, dispatch. 「时长与派单」"""

from __future__ import annotations

from .results import Quantile, Ratio
from .table import figure
from .tally import Tally

_HANDLING = (
    "从登记日（不计）到办结日（是工作日则计）的工作日数，日历为最终调整后的；只计已办结的。",
    "Working days from the day of registration (not counted) to that of finishing (counted if worked), on the calendar "
    "as finally amended; of the finished.",
)
_RESPONSE = (
    "从受理到首次有人回应的分钟数，昼夜连计；自动回执不算回应。",
    "Elapsed minutes from registration to the first response of a person; an automatic receipt is none.",
)
_QUANTILE = ("取实际出现过的值，不插值。", " A value that occurred; nothing is interpolated.")
_NOT_YET = ("尚未回应的", "cases not responded to yet")
_NOT_DONE = ("尚未办结的", "cases not finished yet")
_MEDIAN, _P90 = 0.5, 0.9


def _with_quantile(words: tuple[str, str]) -> tuple[str, str]:
    return words[0] + _QUANTILE[0], words[1] + _QUANTILE[1]


@figure(
    "handling_working_days_median", "working_days", ("办理工作日中位数", "Handling time, median"),
    _with_quantile(_HANDLING), excluded=_NOT_DONE,
)  # fmt: skip
def handling_working_days_median(tally: Tally) -> Quantile:
    return Quantile.of(tally.durations_of("handling_days"), _MEDIAN)


@figure(
    "handling_working_days_p90", "working_days", ("办理工作日 90 分位数", "Handling time, 90th percentile"),
    _with_quantile(_HANDLING), excluded=_NOT_DONE,
)  # fmt: skip
def handling_working_days_p90(tally: Tally) -> Quantile:
    return Quantile.of(tally.durations_of("handling_days"), _P90)


@figure(
    "response_minutes_median", "minutes", ("回应分钟中位数", "Response time, median"),
    _with_quantile(_RESPONSE), excluded=_NOT_YET, of_reply=True,
)  # fmt: skip
def response_minutes_median(tally: Tally) -> Quantile:
    return Quantile.of(tally.durations_of("response_minutes"), _MEDIAN)


@figure(
    "response_minutes_p90", "minutes", ("回应分钟 90 分位数", "Response time, 90th percentile"),
    _with_quantile(_RESPONSE), excluded=_NOT_YET, of_reply=True,
)  # fmt: skip
def response_minutes_p90(tally: Tally) -> Quantile:
    return Quantile.of(tally.durations_of("response_minutes"), _P90)


@figure(
    "sign_minutes_median", "minutes", ("签收分钟中位数", "Time to sign, median"),
    _with_quantile((
        "从派单到承办单位签收的分钟数，昼夜连计；按单位分组时，单位是签收的单位。",
        "Elapsed minutes from dispatch to the unit's signature; broken down by unit this is the unit that signed.",
    )),
    excluded=("未签收的", "tasks not signed for"), of="tasks",
)  # fmt: skip
def sign_minutes_median(tally: Tally) -> Quantile:
    return Quantile.of(tally.durations_of("sign_minutes"), _MEDIAN)


@figure(
    "first_dispatch_hit_rate", "percent", ("首派命中率", "Right at the first dispatch"),
    ("派单后从未被退回的 ÷ 派过单的。", "Dispatched and never returned / dispatched."),
)  # fmt: skip
def first_dispatch_hit_rate(tally: Tally) -> Ratio:
    return Ratio(tally["never_returned"], tally["dispatched"])


@figure(
    "return_rate", "percent", ("退单率", "Return rate"),
    ("退单次数 ÷ 派单次数（含改派）。", "Returns / dispatches, those after a return included."),
)  # fmt: skip
def return_rate(tally: Tally) -> Ratio:
    return Ratio(min(tally["return_sum"], tally["dispatch_sum"]), tally["dispatch_sum"])
