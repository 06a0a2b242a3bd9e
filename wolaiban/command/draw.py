"""Draw cases for inspection so that nobody can choose them, and keep the draw  随机抽查"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation

import click

from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.people.actor import Actor
from wolaiban.people.models import Officer
from wolaiban.statistics.drawing import draw_finished
from wolaiban.statistics.inspecting import WAYS, numbers_of
from wolaiban.statistics.models import Draw

from ._town import bring_up_to_date, json_option, show

DAY = click.DateTime(["%Y-%m-%d"])
_WAYS = {"key": "重点件 key", "overdue": "逾期 overdue", "drawn": "抽中 drawn"}


class Share(click.ParamType):
    """A percentage with or without its sign: 10, 10%, 2.5％."""

    name = "share"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            return Decimal(str(value).strip().rstrip("%％").strip())
        except InvalidOperation:
            self.fail(f"{value!r}：比例应如 10% 。 A share is written as 10%.", param, ctx)


@click.command()
@click.option("--service", required=True, metavar="CODE", help="service  服务代码")
@click.option("--share", required=True, type=Share(), metavar="10%", help="of the finished cases  占已办结件的比例")
@click.option("--seed", default="", metavar="WORDS", help="default: the hash of the latest daily head  种子")
@click.option("--from", "first", type=DAY, metavar="D", help="first day of registration  登记日期自")
@click.option("--to", "last", type=DAY, metavar="D", help="last day of registration, included  登记日期至（含）")
@click.option("--by", "login", default="", help="login of who draws  抽查人")
@json_option
def command(
    service: str, share: Decimal, seed: str, first: datetime | None, last: datetime | None, login: str, as_json: bool
) -> None:
    """Draw a random share of the finished cases; key cases and overdue ones are looked at as well.

    The same seed, share and cases give the same draw, and every draw stays on record with its rule and seed.
    """
    bring_up_to_date()
    record = draw_finished(
        service, by=_by(login), seed=seed, share=share, first=first and first.date(), last=last and last.date()
    )
    show(_table(record), as_json, _text(record))


def _by(login: str) -> Actor:
    if not login:
        return Actor.importer("command")
    officer = Officer.objects.filter(login=login, is_active=True).first()
    if officer is None:
        raise Refusal(f"没有登录名为 {login} 的在职人员。", f"Nobody signs in as {login}.")
    return Actor.of(officer, clock.now())


def _table(record: Draw) -> dict[str, object]:
    return {
        "draw": record.pk, "service": record.service, "at": record.at.isoformat(), "by": record.by,
        "seed": record.seed, "share": str(record.share), "size": record.size, "pool": record.pool,
        "drawn": record.numbers, "rule": record.rule,
    }  # fmt: skip


def _text(record: Draw) -> str:
    ways = numbers_of(record)
    lines = [
        f"抽查 draw {record.pk}：{record.size} 件中抽取 {record.share}%，{len(record.numbers)} 件 "
        f"({len(record.numbers)} of {record.size} finished cases)",
        f"种子 seed：{record.seed}",
    ]
    for way in WAYS:
        lines += [f"{_WAYS[way]}  {number}" for number, why in ways.items() if why == way]
    return "\n".join(lines)
