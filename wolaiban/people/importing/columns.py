"""Which sheets and columns an import knows, in English and in Chinese. 「导入表的栏目」"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from wolaiban.lib.words import Refusal


class Problem(NamedTuple):
    """What is wrong with a cell: where it stands, and what to do now in both languages. 「问题」"""

    sheet: str
    row: int
    column: str
    zh: str
    en: str


class CellRefusal(Refusal):
    """A cell that cannot be taken over. 「不合规的单元格」"""

    def __init__(self, column: str, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.column = column


@dataclass(frozen=True)
class Sheet:
    """A kind of sheet: its names, its columns with their Chinese heads, and those without which it says nothing."""

    names: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    required: tuple[str, ...]


AREAS = Sheet(
    ("areas", "区域"),
    {
        "code": ("代码", "区域代码"),
        "name": ("名称", "区域名称"),
        "name_en": ("英文名称",),
        "kind": ("级别", "类别"),
        "parent": ("上级", "上级代码"),
        "has_centre": ("设有企服中心", "有中心"),
    },
    ("code", "name", "kind"),
)
ORGANISATIONS = Sheet(
    ("organisations", "organizations", "单位"),
    {
        "code": ("代码", "单位代码"),
        "name": ("名称", "单位名称"),
        "name_en": ("英文名称",),
        "kind": ("类别",),
        "area": ("区域", "区域代码"),
        "parent": ("上级", "上级单位"),
        "hours": ("服务时间",),
        "partner": ("邻城", "所属邻城"),
    },
    ("code", "name", "kind"),
)
OFFICERS = Sheet(
    ("officers", "posts", "人员", "岗位"),
    {
        "login": ("登录名",),
        "name": ("姓名",),
        "phone": ("电话",),
        "email": ("邮箱", "电子邮箱"),
        "language": ("语言",),
        "unit": ("单位", "单位代码"),
        "role": ("角色",),
        "area": ("区域", "区域代码"),
        "from": ("到任日期", "开始日期"),
        "to": ("离任日期", "结束日期"),
        "deputy_for": ("代理", "代理谁"),
    },
    ("login", "name", "unit", "role"),
)
SHEETS = (AREAS, ORGANISATIONS, OFFICERS)


def kind_of(name: str, heads: Iterable[str]) -> Sheet:
    """The kind of a sheet by its name, else by its columns. Raises Refusal if it is none."""
    for sheet in SHEETS:
        if name.lower() in sheet.names:
            return sheet
    heads = list(heads)
    for sheet in reversed(SHEETS):
        if set(sheet.required) <= {english(sheet, head) for head in heads}:
            # Areas and units share the columns that they cannot do without.
            return AREAS if sheet is ORGANISATIONS and "has_centre" in {english(AREAS, h) for h in heads} else sheet
    raise Refusal(
        f"看不出“{name}”是哪一种表。请将工作表（或文件）命名为 areas、organisations 或 officers。",
        f"{name} is no sheet of people. Name the sheet (or file) areas, organisations or officers.",
    )


def english(sheet: Sheet, head: str) -> str:
    """The column's own name for a head as it was written; "" if it is none of this sheet's."""
    wanted = head.strip().lower()
    return next((column for column, others in sheet.columns.items() if wanted == column or wanted in others), "")


def rename(sheet: Sheet, name: str, heads: Iterable[str]) -> tuple[dict[str, str], list[Problem]]:
    """Own names of the columns by the heads written, and what is wrong with the heads."""
    names = {head: english(sheet, head) for head in heads}
    known = [*sheet.columns, *(word for others in sheet.columns.values() for word in others)]
    problems = []
    for head in (head for head, column in names.items() if not column):
        near = get_close_matches(head.lower(), known, n=1, cutoff=0.5)
        zh = f"没有“{head}”这一栏" + (f"，是不是“{near[0]}”？" if near else f"。可用：{'、'.join(sheet.columns)}。")
        en = f"there is no column {head}" + (f"; perhaps {near[0]}?" if near else f". Use: {', '.join(sheet.columns)}.")
        problems.append(Problem(name, 1, head, zh, en))
    for column in sheet.required:
        if column not in names.values():
            zh, en = f"缺少“{column}”一栏，请补上。", f"the column {column} is missing: add it."
            problems.append(Problem(name, 1, column, zh, en))
    return names, problems
