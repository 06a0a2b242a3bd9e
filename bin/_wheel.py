"""Build the wheel as a stranger would get it, install it outside the repository, and use it there.

    .venv/bin/python bin/_wheel.py [--data FOLDER]

The wheel is made from the source archive, so that what that one lacks is found too. Then a new town is made, checked
and served; with real records at hand (WOLAIBAN_DATA, default ../shared/data) they are replayed into it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from _bare import free_port
from _demo import healthy, stop

ROOT = Path(__file__).resolve().parent.parent
MESSAGES = "zh_messages_replies.csv.gz"
LEAN_MEGABYTES = 300
# Counted from the file by hand, with the calendar as finally amended: messages answered by the Nth working day.
ANSWERED = {"answered_within:3wd": 568, "answered_within:7wd": 1101, "answered_within:15wd": 1683}
RECEIVED = 2251


def run(*command: str | Path, cwd: Path = ROOT, quiet: bool = False) -> str:
    """Run a command and answer what it prints; its failure ends the check."""
    print("$", " ".join(str(part) for part in command), flush=True)
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, text=True, env=environment())
    if not quiet or done.returncode:
        print(done.stdout.rstrip()[-3000:], flush=True)
    done.check_returncode()
    return done.stdout


def environment() -> dict[str, str]:
    """Nothing of this checkout or of a town reaches the installed product."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("WOLAIBAN_") and name not in ("PYTHONPATH", "DJANGO_SETTINGS_MODULE")
    }


def install(folder: Path) -> Path:
    """Build source archive and wheel, and install the locked runtime with it; answers the command `wolaiban`."""
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder / "dist")
    source = next((folder / "dist").glob("*.tar.gz"))
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder / "dist", source)
    wheel = next((folder / "dist").glob("*.whl"))
    home = folder / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    into = (*pip, "--python", home / "bin" / "python", "install", "--no-compile", "--no-deps")
    run(*into, "--require-hashes", "--requirement", ROOT / "locks" / "runtime.txt")
    run(*into, wheel)
    megabytes = sum(file.stat().st_size for file in home.rglob("*") if file.is_file() and not file.is_symlink()) / 1e6
    print(f"wheel: {wheel.stat().st_size / 1e6:.1f} MB; with all it needs installed: {megabytes:.0f} MB")
    if megabytes > LEAN_MEGABYTES:
        raise SystemExit(f"a lean install may take {LEAN_MEGABYTES} MB")
    return home / "bin" / "wolaiban"


def serve(wolaiban: Path, town: Path) -> None:
    """Serve the town until it says that it is well."""
    port = free_port()
    command = [wolaiban, "serve", "--town", town, "--port", str(port)]
    print("$", " ".join(map(str, command)), flush=True)
    server = subprocess.Popen(command, cwd=town.parent, env=environment(), start_new_session=True)
    try:
        started = time.monotonic()
        while server.poll() is None and time.monotonic() - started < 60:
            if healthy(f"http://127.0.0.1:{port}"):
                print(f"wheel: the new town answers healthz {time.monotonic() - started:.1f} s after the start")
                return
            time.sleep(0.2)
        raise SystemExit("wheel: the new town does not answer /api/v1/healthz")
    finally:
        stop(server)


def replay(wolaiban: Path, town: Path, messages: Path) -> None:
    """Replay the real messages and hold the figures against an independent count."""
    started = time.monotonic()
    run(wolaiban, "import", messages, "--service", "mailbox", "--town", town, cwd=town.parent)
    print(f"data: replayed in {time.monotonic() - started:.0f} s")
    text = run(wolaiban, "figures", "--service", "mailbox", "--town", town, "--json", cwd=town.parent, quiet=True)
    figures = {figure["code"]: figure for figure in json.loads(text)["figures"] if not figure.get("by")}
    counted = {code: figures[code]["numerator"] for code in ANSWERED}
    print(f"data: received {figures['received']['value']}, answered {counted}")
    if figures["received"]["value"] != RECEIVED or counted != ANSWERED:
        raise SystemExit(f"data: expected {RECEIVED} received and {ANSWERED}")
    verified = json.loads(run(wolaiban, "verify", "--town", town, "--json", cwd=town.parent, quiet=True))
    print(
        f"data: verify read {verified['events']} events of {verified['cases']} cases: "
        f"{len(verified['differences'])} differences, {len(verified['broken'])} broken"
    )
    if verified["differences"] or verified["broken"]:
        raise SystemExit("data: the replayed record does not verify")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bin/_wheel.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = Path(os.environ.get("WOLAIBAN_DATA", ROOT.parent / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=default, help="folder with real records")
    messages = parser.parse_args().data.resolve() / MESSAGES
    with tempfile.TemporaryDirectory(prefix="wolaiban-wheel-") as name:
        folder = Path(name)
        try:
            wolaiban = install(folder)
            town = folder / "town"
            run(wolaiban, "new", town, cwd=folder)
            run(wolaiban, "check", "--town", town, cwd=folder)
            serve(wolaiban, town)
            if messages.is_file():
                replay(wolaiban, town, messages)
            else:
                print(f"data: SKIPPED, no real records at {messages} (WOLAIBAN_DATA names the folder)")
        except subprocess.CalledProcessError as error:
            print(
                f"wheel: this failed with exit code {error.returncode}: {' '.join(map(str, error.cmd))}",
                file=sys.stderr,
            )
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
