"""Run the clock alone, apart from the web  只运行时钟"""

from __future__ import annotations

import signal
import threading

import click

from wolaiban.clockwork.loop import run_loop, tick

from ._town import bring_up_to_date


@click.command()
@click.option("--once", is_flag=True, help="one tick, then stop  只走一次")
def command(once: bool) -> None:
    """Settle what falls due until stopped; several clocks may run at once."""
    bring_up_to_date()
    if once:
        click.echo(" ".join(f"{name}={count}" for name, count in tick().items()))
        return
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    click.echo("时钟已启动 The clock is running.")
    run_loop(stop)
