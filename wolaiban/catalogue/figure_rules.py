"""The `[[figure]]` tables of a service file, from TOML to objects. 「自定指标的读取」

Such as `code = "completion"`, `of = "period"`, `sum = "actual"`, `over = { sum = "plan", first = true }`. Without `of`
it is of cases, without `over` a plain count or sum; `count = {}` counts all of them. Names and definitions stand in
`words.toml`.
"""

from __future__ import annotations

from .patterns import pattern_at
from .service import Amount, FigureRule, Pattern
from .shape import Table

ALL = Pattern()


def read_figure(table: Table) -> FigureRule:
    """One figure; what cannot be read is noted and left out."""
    rule = FigureRule(
        code=table.text("code", required=True),
        top=_amount(table),
        over=_amount(table.table("over"), closes=True) if "over" in table else None,
        of=table.maybe("of"),
        people=table.flag("people"),
        each=table.flag("each"),
    )
    table.get("over")
    table.close()
    return rule


def _amount(table: Table, *, closes: bool = False) -> Amount:
    if ("count" in table) == ("sum" in table):
        table.findings.add("count_or_sum", table.key)
    counted = _pattern(table, "count")
    found = Amount(counted or _pattern(table, "when") or ALL, table.maybe("sum"), table.flag("first"))
    if closes:
        table.close()
    return found


def _pattern(table: Table, name: str) -> Pattern | None:
    return None if table.get(name) == {} else pattern_at(table, name)
