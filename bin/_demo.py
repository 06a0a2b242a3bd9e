"""Open the shipped town with a moving clock; no root rights, nothing else to install first.

bin/demo [--port N] [...]   the demo; everything given is passed on to `wolaiban demo`
bin/demo --once [...]       start it, look at its first page as a visitor would, stop it, say how long it took
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from _setup import HOME, ROOT
from _setup import main as setup_main

PATIENCE_SECONDS = 180
COMMAND = [str(HOME / "bin" / "wolaiban"), "demo"]


def port_of(arguments: list[str]) -> int:
    """The port the demo will answer on."""
    for position, word in enumerate(arguments):
        if word == "--port" and position + 1 < len(arguments):
            return int(arguments[position + 1])
        if word.startswith("--port="):
            return int(word.partition("=")[2])
    return 8000


def answer(url: str) -> tuple[int, str]:
    """Status and text of a page, or 0 while nobody answers. Never through a proxy: it is this machine."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=10) as page:
            return page.status, page.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace")
    except OSError:
        return 0, ""


def healthy(address: str) -> bool:
    """Whether the town at an address says that it is well."""
    return answer(f"{address}/api/v1/healthz")[0] == 200


def once(arguments: list[str], started: float) -> int:
    """Start the demo, check its health and its first page, stop it."""
    address = f"http://127.0.0.1:{port_of(arguments)}"
    if answer(address + "/")[0]:
        print(
            f"demo: something answers on {address} already, so nothing would be shown by looking there. "
            "Give another port: bin/demo --once --port 8123",
            file=sys.stderr,
        )
        return 1
    # Its own session, so that its servers end with it.
    demo = subprocess.Popen([*COMMAND, *arguments], cwd=ROOT, start_new_session=True)
    try:
        return look(demo, address, started)
    finally:
        stop(demo)


def look(demo: subprocess.Popen[bytes], address: str, started: float) -> int:
    """Wait until the demo answers, then read its first page."""
    while time.monotonic() - started < PATIENCE_SECONDS:
        if demo.poll() is not None:
            print(f"demo: it ended by itself with exit code {demo.returncode}; its words stand above", file=sys.stderr)
            return 1
        if healthy(address):
            status, text = answer(f"{address}/")
            asking, _ = answer(f"{address}/ask/")
            seconds = time.monotonic() - started
            if status == 200 and "我来办" in text and asking == 200:
                print(f"demo: the town answers at {address}/ with its first page, {seconds:.0f} s after the start")
                return 0
            print(f"demo: {address}/ answered {status} and /ask/ {asking}: not the pages of the town", file=sys.stderr)
            return 1
        time.sleep(0.3)
    print(f"demo: no answer at {address}/api/v1/healthz within {PATIENCE_SECONDS} s", file=sys.stderr)
    return 1


def stop(demo: subprocess.Popen[bytes]) -> None:
    """End the demo and everything it started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(demo.pid, sign)
        except ProcessLookupError:
            return
        try:
            demo.wait(timeout=10)
        except subprocess.TimeoutExpired:
            continue


def main() -> int:
    started = time.monotonic()
    given = sys.argv[1:]
    if failed := setup_main(["--runtime", "--quiet"]):
        return failed
    if "--once" in given:
        return once([word for word in given if word != "--once"], started)
    os.chdir(ROOT)
    os.execv(COMMAND[0], [*COMMAND, *given])


if __name__ == "__main__":
    raise SystemExit(main())
