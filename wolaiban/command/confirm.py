"""Let this machine, folder and database send messages  确认本实例可以发送消息"""

from __future__ import annotations

import click

from wolaiban.clockwork.instance import confirm, hold, may_send, place
from wolaiban.clockwork.outbox import standing
from wolaiban.lib import clock

from ._town import bring_up_to_date, json_option, show


@click.command()
@click.option("--send-waiting", is_flag=True, help="send what waits instead of dropping it  等待的照发")
@click.option("--hold", "holding", is_flag=True, help="let nothing go out until confirmed again  暂停一切发送")
@json_option
def command(send_waiting: bool, holding: bool, as_json: bool) -> None:
    """Say what waits, and let this instance send; a restored backup drops what waits.  确认后才发送"""
    bring_up_to_date()
    now = clock.now()
    if holding:
        hold(now)
        show({"place": place(), "may_send": False}, as_json, "已暂停发送。运行 wolaiban confirm 恢复。\n"
             "Nothing is sent until wolaiban confirm.")  # fmt: skip
        return
    was, waits = may_send(), standing()
    dropped = 0 if was else confirm(now, send_waiting=send_waiting)
    lines = [f"{place()}"]
    if was:
        lines.append("本实例早已确认，未作改动。 This instance was confirmed already; nothing was changed.")
    else:
        lines += [f"等待 waiting {name}: {count}" for name, count in waits.by_template.items()]
        lines.append(f"已确认，丢弃 {dropped} 条，发送其余。 Confirmed; {dropped} dropped, the rest is sent.")
    data = {"place": place(), "may_send": True, "waited": waits.by_template, "dropped": dropped}
    show(data, as_json, "\n".join(lines))
