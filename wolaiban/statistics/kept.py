"""Promises kept and missed, each judged by the earlier of its two due instants. 「承诺兑现」"""

from __future__ import annotations

from .measures import WINDOWS
from .results import Count, Ratio
from .table import figure
from .tally import Tally

_APART = (
    "统计时刻暂停计时的、到期前撤回或并案而解除的，各自另列；尚未到期的",
    "promises paused at the cut-off and those released before they were due (withdrawn, merged), each a figure of its "
    "own; and those not yet due",
)


@figure(
    "on_time_rate", "percent", ("按期率：{key}", "On time: {key}"),
    ("承诺“{key}”：到期时刻不晚于统计时刻的承诺中，按期兑现的占比；以两个到期时刻中较早的一个为准，延期、改等级不起作用。",
     "Promise “{key}”: kept in time / due by the cut-off, by the earlier of the two due instants, so that neither an "
     "extension nor a change of grade helps."),
    excluded=_APART, per="promise", of_reply=True,
)  # fmt: skip
def on_time_rate(tally: Tally, promise: str) -> Ratio:
    return Ratio(tally[f"kept:{promise}"], tally[f"due:{promise}"])


@figure(
    "on_time_rate_extended", "percent", ("含延期按期率：{key}", "On time with extensions: {key}"),
    ("承诺“{key}”：同上，但以延期、改等级之后的到期时刻为准，仅供对照。",
     "Promise “{key}”: the same by the due instant with extensions and changes of grade, shown beside the other."),
    excluded=_APART, per="promise", of_reply=True,
)  # fmt: skip
def on_time_rate_extended(tally: Tally, promise: str) -> Ratio:
    return Ratio(tally[f"kept_extended:{promise}"], tally[f"due_extended:{promise}"])


@figure(
    "kept", "promises", ("按期兑现：{key}", "Kept in time: {key}"),
    ("承诺“{key}”：已到期且按期兑现的。", "Promise “{key}”: due by the cut-off and kept in time."), per="promise",
)  # fmt: skip
def kept(tally: Tally, promise: str) -> Count:
    return Count(tally[f"kept:{promise}"])


@figure(
    "missed", "promises", ("逾期：{key}", "Missed: {key}"),
    ("承诺“{key}”：已到期而未按期兑现的，迟到兑现的也在内。",
     "Promise “{key}”: due by the cut-off and not kept in time; kept late is missed."), per="promise",
)  # fmt: skip
def missed(tally: Tally, promise: str) -> Count:
    return Count(tally[f"due:{promise}"] - tally[f"kept:{promise}"])


@figure(
    "not_yet_due", "promises", ("尚未到期：{key}", "Not yet due: {key}"),
    ("承诺“{key}”：到期时刻晚于统计时刻的，已提前兑现的也在内。",
     "Promise “{key}”: due after the cut-off, those kept early included."), per="promise",
)  # fmt: skip
def not_yet_due(tally: Tally, promise: str) -> Count:
    return Count(tally[f"not_yet_due:{promise}"])


@figure(
    "paused", "promises", ("暂停计时：{key}", "Paused: {key}"),
    ("承诺“{key}”：统计时刻暂停计时、没有到期时刻的，暂停中兑现的也在内。",
     "Promise “{key}”: without a due instant at the cut-off because it is paused, or was when it was kept."),
    per="promise",
)  # fmt: skip
def paused(tally: Tally, promise: str) -> Count:
    return Count(tally[f"stopped:{promise}"])


@figure(
    "released", "promises", ("解除：{key}", "Released: {key}"),
    ("承诺“{key}”：到期前因撤回、不予受理、并案或服务规则而解除的。",
     "Promise “{key}”: released before it was due: withdrawn, declined, merged, or by the file of the service."),
    per="promise",
)  # fmt: skip
def released(tally: Tally, promise: str) -> Count:
    return Count(tally[f"released:{promise}"])


@figure(
    "answered_within", "percent", ("{key} 个工作日内答复", "Answered within {key} working days"),
    ("首次答复的日期不晚于登记后第 {key} 个工作日的 ÷ 受理量；登记当日不计，工作日按最终调整后的日历计算。",
     "First answered on a date no later than that of working day number {key} after registration / received; the day "
     "of registration is not counted, working days are those of the calendar as finally amended."),
    per="window",
)  # fmt: skip
def answered_within(tally: Tally, window: str) -> Ratio:
    return Ratio(tally[f"within:{window.removesuffix('wd')}"], tally["received"])


WINDOW_KEYS = tuple(f"{window}wd" for window in WINDOWS)


@figure(
    "reclassified", "cases", ("改变等级", "Reclassified"),
    ("分类之后又改变等级、因而期限改变的办件。",
     "Cases whose grade was changed after it was set, and with it a period."),
)  # fmt: skip
def reclassified(tally: Tally) -> Count:
    return Count(tally["reclassified"])


@figure(
    "lost_bells", "bells", ("暂停损失日", "Bells lost to pauses"),
    ("因暂停计时而未计入的日数，按承诺累计：一次暂停停了几项承诺，就计几次。",
     "Days that did not count because their bell found a promise paused, summed over promises: a pause that stops two "
     "promises counts twice."),
)  # fmt: skip
def lost_bells(tally: Tally) -> Count:
    return Count(tally["lost_bells"])
