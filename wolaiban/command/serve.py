"""Serve the town on the web, with its clock  启动网站和时钟"""

from __future__ import annotations

import logging
import multiprocessing
import os
import socket
import threading
import time
import urllib.request
from urllib.error import HTTPError

import click
from django.conf import settings
from django.db import connection, connections
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from wolaiban.lib import clock
from wolaiban.lib.words import Refusal

from ._gathering import gather
from ._town import bring_up_to_date

APPLICATION = "wolaiban.config.wsgi:application"
LOG = logging.getLogger(__name__)
WORKERS_MAY_TAKE_SECONDS = 15
"""A worker that has not ended by then is killed: without a limit the server would wait for it for ever."""


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口")
@click.option("--host", default="127.0.0.1", show_default=True, help="address to listen on  监听地址")
@click.option("--workers", default=0, help="processes; default: one, with PostgreSQL one a core  进程数")
def command(port: int, host: str, workers: int) -> None:
    """Bring the database up to date, gather static files, serve pages and run the clock.  启动"""
    _must_be_free(host, port)
    bring_up_to_date()
    gather()
    connections.close_all()
    stop = threading.Event()
    threads = [threading.Thread(target=_announce, args=(host, port, stop), daemon=True), *_clockwork(stop)]
    server = _server(host, port, workers)
    server.on_startup(lambda: [thread.start() for thread in threads])
    try:
        server.serve()
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=10)


def _server(host: str, port: int, workers: int) -> Granian:
    """The web server: one process on SQLite, where a second one would only wait for the first one's writes."""
    one_writer = connection.vendor == "sqlite"
    if one_writer and workers > 1:
        raise Refusal(
            "SQLite 只用一个进程。要用多个进程，请改用 PostgreSQL（WOLAIBAN_DATABASE_URL）。",
            "SQLite is served by one process. For several use PostgreSQL: set WOLAIBAN_DATABASE_URL.",
        )
    if clock.is_moved() and not clock.is_followed():
        # All processes show the same time, and a worker that starts again does not begin the day anew.
        os.environ["WOLAIBAN_NOW"], os.environ["WOLAIBAN_NOW_SINCE"] = clock.now().isoformat(), str(time.time())
    # A forked worker would inherit the threads' locks and open connections.
    multiprocessing.set_start_method("spawn", force=True)
    return Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or (1 if one_writer else os.cpu_count() or 1),
        blocking_threads=4,
        respawn_failed_workers=True,
        workers_kill_timeout=WORKERS_MAY_TAKE_SECONDS,
        log_level=LogLevels.warning,
        process_name="wolaiban",
    )


def _must_be_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(
                f"不能在 {host}:{port} 上监听（{error.strerror}）。请换一个端口：--port {port + 1}",
                f"Cannot listen on {host}:{port} ({error.strerror}). Name another port: --port {port + 1}",
            ) from error


def _clockwork(stop: threading.Event) -> list[threading.Thread]:
    """The clock's thread, once a room says which function it is."""
    if not settings.CLOCKWORK:
        return []
    return [threading.Thread(target=import_string(settings.CLOCKWORK), args=(stop,), name="clockwork")]


def _announce(host: str, port: int, stop: threading.Event) -> None:
    """Print one line when the first answer comes, whatever it is."""
    seen = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
    address = f"http://[{seen}]:{port}/" if ":" in seen else f"http://{seen}:{port}/"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while not stop.wait(0.1):
        try:
            opener.open(address, timeout=10).close()
        except HTTPError:
            pass
        except OSError:
            continue
        click.echo(f"我来办已就绪 Wolaiban is ready: {address}")
        return
