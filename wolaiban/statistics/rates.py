"""What the askers say: reached, resolved, satisfied. Three rates, never joined into one. 「三率」"""

from __future__ import annotations

from .results import Count, Ratio, Satisfaction
from .table import figure
from .tally import Tally


@figure(
    "reached_rate", "percent", ("回访率", "Reached"),
    ("最近一次回访联系上诉求人的 ÷ 曾经办结的（含其后重办的）。",
     "Reached at the latest call back / finished at least once, those done again since included."),
)  # fmt: skip
def reached_rate(tally: Tally) -> Ratio:
    return Ratio(tally["reached"], tally["answered"])


@figure(
    "resolved_rate", "percent", ("解决率", "Resolved"),
    ("诉求人认为已解决的 ÷ 回访联系上或自行表态的；联系上而未表态的，留在分母中。",
     "The asker says resolved / reached or told us; who was reached and said nothing stays below the line."),
    excluded=("诉求人接受解释的，另列", "matters that the asker accepts as explained, a figure of their own"),
)  # fmt: skip
def resolved_rate(tally: Tally) -> Ratio:
    return Ratio(tally["resolved"], tally["asked_resolved"])


@figure(
    "explained", "cases", ("接受解释", "Explained"),
    ("确实无法解决、诉求人接受解释的。", "What cannot be solved, and the asker accepts the explanation."),
)  # fmt: skip
def explained(tally: Tally) -> Count:
    return Count(tally["explained"])


@figure(
    "satisfied_rate", "percent", ("满意率", "Satisfied"),
    ("最近一次评价为“非常满意、满意、基本满意”的 ÷ 已评价的；未评价的不算满意，已评价的占比见评价率。",
     "Latest rating very satisfied, satisfied or basically satisfied / rated; who did not rate is not counted as "
     "satisfied, and the share that rated is the figure rated_rate."),
    excluded=("未联系上、未评价的", "askers not reached and those who gave no rating"),
)  # fmt: skip
def satisfied_rate(tally: Tally) -> Satisfaction:
    return Satisfaction(tally["satisfied"], tally["rated"], tally["answered"])


@figure(
    "rated_rate", "percent", ("评价率", "Rated"),
    ("已评价的 ÷ 曾经办结的（含其后重办的）。", "Rated / finished at least once, those done again since included."),
)  # fmt: skip
def rated_rate(tally: Tally) -> Ratio:
    return Ratio(tally["rated"], tally["answered"])
