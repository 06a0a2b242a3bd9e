"""How many: received, finished, in hand, and what left another way. 「办件量」"""

from __future__ import annotations

from .results import Count, Ratio
from .table import figure
from .tally import Tally


@figure(
    "received", "cases", ("受理量", "Received"),
    ("登记日期在统计期内的全部办件。", "All cases registered on the days counted."),
)  # fmt: skip
def received(tally: Tally) -> Count:
    return Count(tally["received"])


@figure(
    "finished", "cases", ("已办结", "Finished"),
    ("受理的办件中，截至统计时刻处于“已答复”或“已办结”的；评价不满意而重办的，重新办结前不算。",
     "Of those received, answered or closed at the cut-off; one being done again is not, until it is answered again."),
)  # fmt: skip
def finished(tally: Tally) -> Count:
    return Count(tally["finished"])


@figure(
    "in_hand", "cases", ("在办", "In hand"),
    ("受理的办件中，截至统计时刻仍在办理的。", "Of those received, still being dealt with at the cut-off."),
)  # fmt: skip
def in_hand(tally: Tally) -> Count:
    return Count(tally["in_hand"])


@figure(
    "withdrawn", "cases", ("撤回", "Withdrawn"),
    ("受理的办件中，诉求人撤回的。", "Of those received, taken back by the asker."),
)  # fmt: skip
def withdrawn(tally: Tally) -> Count:
    return Count(tally["withdrawn"])


@figure(
    "declined", "cases", ("不予受理", "Declined"),
    ("登记后说明理由不予受理的。", "Registered, then declined with a ground."),
)  # fmt: skip
def declined(tally: Tally) -> Count:
    return Count(tally["declined"])


@figure(
    "merged", "cases", ("并案", "Merged"),
    ("并入另一件的重复办件；所并入的那一件照常计数。", "Repeats merged into another case, which is itself counted."),
)  # fmt: skip
def merged(tally: Tally) -> Count:
    return Count(tally["merged"])


@figure(
    "completion_rate", "percent", ("办结率", "Completion rate"),
    ("已办结 ÷（已办结 + 在办）；尚未到期的在办件也在分母中。",
     "Finished / (finished + in hand); cases in hand count below the line even while they are not yet due."),
    excluded=("撤回、不予受理、并案的办件，另列", "cases withdrawn, declined or merged, each a figure of its own"),
)  # fmt: skip
def completion_rate(tally: Tally) -> Ratio:
    return Ratio(tally["finished"], tally["finished"] + tally["in_hand"])


@figure(
    "on_the_spot_rate", "percent", ("当场办结率", "Closed on the spot"),
    ("首次答复前没有派单的 ÷ 曾经办结的（含其后重办的）。",
     "Answered before any unit was given a task / finished at least once, those done again since included."),
)  # fmt: skip
def on_the_spot_rate(tally: Tally) -> Ratio:
    return Ratio(tally["on_the_spot"], tally["answered"])


@figure(
    "channel_share", "percent", ("渠道占比：{key}", "Channel: {key}"),
    ("经此渠道（{key}）登记的 ÷ 受理量。", "Registered by this channel ({key}) / received."),
    per="channel",
)  # fmt: skip
def channel_share(tally: Tally, channel: str) -> Ratio:
    return Ratio(tally[f"channel:{channel}"], tally["received"])


@figure(
    "collector_share", "percent", ("工作人员代为登记占比", "Written down by an officer"),
    ("由工作人员代诉求人登记的 ÷ 受理量。", "Registered by an officer for the asker / received."),
)  # fmt: skip
def collector_share(tally: Tally) -> Ratio:
    return Ratio(tally["collected"], tally["received"])
