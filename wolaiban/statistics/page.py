"""The table of every figure in `docs/figures.md`, made from the table in the code. 「指标说明页」"""

from __future__ import annotations

from . import figures as _figures
from .table import UNITS

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
KEYS = {
    "promise": ("承诺名称", "name of the promise"),
    "window": ("N", "N"),
    "channel": ("渠道", "channel"),
}


def table() -> str:
    """One row a figure: code, unit, name and definition in both languages, in the order of the account."""
    lines = ["| code | unit | 指标与定义 | Figure and definition |", "| --- | --- | --- | --- |"]
    for figure in _figures.ordered():
        key = KEYS.get(figure.per, ("", ""))
        code = f"`{figure.code}:<{figure.per}>`" if figure.per else f"`{figure.code}`"
        said = [f"**{figure.name(lang, key[i])}** {figure.words(lang, key[i])}" for i, lang in enumerate(("zh", "en"))]
        lines.append(f"| {code} | {UNITS[figure.unit][1]} | {said[0]} | {said[1]} |")
    return "\n".join(lines)


def with_table(text: str) -> str:
    """The page with its table between the two marks made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"
