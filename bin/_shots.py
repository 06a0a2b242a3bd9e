"""Make the pictures of the docs from the demo, through a real browser.

bin/shots              the few that the docs show, into docs/img/
bin/shots --all        every page, wide and narrow, light and dark, in both languages, into /tmp/wolaiban-shots
bin/shots --out DIR    elsewhere
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from _browser import BY_HAND, find_or_install
from _demo import answer
from _setup import HOME, ROOT
from _setup import main as setup_main

PORT = 8791
ADDRESS = f"http://127.0.0.1:{PORT}"
PATIENCE_SECONDS = 120


def in_environment() -> int:
    """Run this file again with the Python of .venv, where the browser's library is."""
    return subprocess.run([str(HOME / "bin" / "python"), str(Path(__file__)), "--inside", *sys.argv[1:]]).returncode


def start_demo() -> subprocess.Popen[bytes]:
    """The demo in a process of its own, once it answers."""
    # The pictures take more filings from one address, and for one telephone, than anybody may send.
    unlimited = {f"WOLAIBAN_FILINGS_PER_{by}": "0" for by in ("ADDRESS", "PHONE")}
    command = [str(HOME / "bin" / "wolaiban"), "demo", "--port", str(PORT), "--speed", "1"]
    demo = subprocess.Popen(command, cwd=ROOT, env=os.environ | unlimited)
    started = time.monotonic()
    while answer(f"{ADDRESS}/")[0] != 200:
        if demo.poll() is not None or time.monotonic() - started > PATIENCE_SECONDS:
            raise SystemExit("shots: the demo does not answer; its words stand above")
        time.sleep(0.3)
    return demo


def take(out: Path, *, every: bool) -> None:
    """Walk through the pages and write a picture of each."""
    sys.path.insert(0, str(ROOT))
    from playwright.sync_api import sync_playwright

    from tests.browser.album import Album
    from tests.browser.shots import DOCS, EVERY

    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as engine:
        album = Album(engine, ADDRESS)
        for shot in EVERY if every else DOCS:
            path = album.take(shot, out)
            print(f"shots: {path} ({path.stat().st_size // 1024} KB)", flush=True)
        album.close()


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bin/shots", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--all", action="store_true", dest="every")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if not given.inside:
        return setup_main(["--quiet"]) or in_environment()
    browser = find_or_install()
    if browser is None:
        print(f"shots: no Chromium. Install it: {BY_HAND}", file=sys.stderr)
        return 1
    os.environ["WOLAIBAN_CHROMIUM"] = browser
    demo = start_demo()
    try:
        take(given.out or (Path("/tmp/wolaiban-shots") if given.every else ROOT / "docs" / "img"), every=given.every)
    finally:
        demo.terminate()
        demo.wait(timeout=20)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
