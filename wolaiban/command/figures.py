"""Published figures of a service, with counts, definitions and cut-off  公示数据"""

from __future__ import annotations

from datetime import datetime

import click
from rich.console import Console
from rich.table import Table

from wolaiban.statistics.figures import Account, figures
from wolaiban.statistics.labels import namer, part_name

from ._town import bring_up_to_date, json_option, show

DAY = click.DateTime(["%Y-%m-%d"])
_TITLES = {"zh": ("指标", "数值", "定义"), "en": ("Figure", "Value", "Definition")}


@click.command()
@click.option("--service", required=True, metavar="CODE", help="service  服务代码")
@click.option("--from", "first", type=DAY, metavar="D", help="first day of registration  登记日期自")
@click.option("--to", "last", type=DAY, metavar="D", help="last day of registration, included  登记日期至（含）")
@click.option("--by", default="", metavar="PARTS", help="break down, such as month,board,unit  分组，以逗号分隔")
@click.option("--published", is_flag=True, help="only what the service's file publishes  只列公示的指标")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="language  语言")
@json_option
def command(
    service: str, first: datetime | None, last: datetime | None, by: str, published: bool, lang: str, as_json: bool
) -> None:
    """Figures of the cases registered in a span of days; groups too small are merged.  公示数据"""
    bring_up_to_date()
    parts = tuple(part.strip() for part in by.split(",") if part.strip())
    account = figures(service, first=first and first.date(), last=last and last.date(), by=parts)
    if published:
        account = account.published()
    if as_json:
        show(account.as_json(lang), True, "")
        return
    _print(account, lang)


def _print(account: Account, lang: str) -> None:
    console, scope = Console(), account.scope
    whole = Table(title=scope.service.word("service", "name", lang), show_lines=True)
    for title in _TITLES[lang]:
        whole.add_column(title, overflow="fold")
    for shown in account.shown:
        if not shown.by:
            whole.add_row(shown.title(lang), shown.text(lang), shown.definition(lang))
    console.print(whole)
    if scope.by:
        console.print(_broken_down(account, lang))
    until = f"{account.cut_off:%Y-%m-%d %H:%M}"
    console.print(f"统计截至 {until}。" if lang == "zh" else f"Cut-off: {until}.")


def _broken_down(account: Account, lang: str) -> Table:
    scope, name = account.scope, namer(account.scope, lang)
    table = Table(*(part_name(scope, part, lang) for part in scope.by), *_TITLES[lang][:2])
    for cell in account.cells():
        for shown in account.shown:
            if shown.by == cell:
                table.add_row(*(name(part, value) for part, value in cell.items()), shown.title(lang), shown.text(lang))
    return table
