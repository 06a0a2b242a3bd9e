"""Make .venv with exactly the locked packages, and the product in it. Run again, it does only what has changed.

bin/setup              everything to develop and test
bin/setup --runtime    only what the product needs to run
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from _fetch import CannotFetch, fetch_pip

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / "bin" / "python"
# A set that holds another one: who has installed everything has the runtime too.
HOLDS = {"runtime": ("runtime", "test"), "test": ("test",)}


def stamp(packages: str) -> str:
    """A digest of all that decides what stands in .venv."""
    digest = hashlib.sha256(sys.version.encode())
    for name in (f"locks/{packages}.txt", "pyproject.toml", "bin/_setup.py"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_current(packages: str) -> bool:
    """Whether .venv already holds this set, or a larger one, as locked."""
    if not runs(PYTHON):
        return False
    marks = [(HOME / f".wolaiban-{name}", name) for name in HOLDS[packages]]
    return any(mark.is_file() and mark.read_text() == stamp(name) for mark, name in marks)


def runs(python: Path) -> bool:
    """Whether an interpreter is there and of this very version (a system upgrade leaves a dead .venv behind)."""
    version = "{}.{}".format(*sys.version_info)
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        return subprocess.run([python, "-c", ask], capture_output=True, text=True).stdout.strip() == version
    except OSError:
        return False


def make_environment() -> None:
    """An environment with pip, without asking for python3-venv or ensurepip."""
    if not runs(PYTHON):
        shutil.rmtree(HOME, ignore_errors=True)
        venv.create(HOME, with_pip=False, symlinks=True)
    if subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode:
        with tempfile.TemporaryDirectory() as folder:
            wheel = fetch_pip(Path(folder))
            # A wheel of pip can run itself from its own archive.
            command = [PYTHON, f"{wheel}/pip", "install", "--quiet", "--no-index", "--no-compile", "--no-deps", wheel]
            subprocess.run(command, check=True)


def pip(*arguments: str) -> None:
    """Run pip inside .venv."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", *arguments], check=True, cwd=ROOT, env=environment)


def install(packages: str) -> None:
    """Install one locked set, each file checked against its digest, then the product as a link to this folder."""
    pip("--no-compile", "--no-deps", "--require-hashes", "--requirement", f"locks/{packages}.txt")
    pip("--no-deps", "--no-build-isolation", "--editable", ".")
    (HOME / f".wolaiban-{packages}").write_text(stamp(packages))


def setup(packages: str = "test", *, quiet: bool = False) -> None:
    """Bring .venv to the locked set; translations are compiled each time, they are the product's own."""
    with open(ROOT / ".venv.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        started = time.monotonic()
        if not is_current(packages):
            print(f"setup: installing the {packages} packages of locks/{packages}.txt into .venv ...", flush=True)
            make_environment()
            install(packages)
            print(f"setup: done in {time.monotonic() - started:.0f} s", flush=True)
        elif not quiet:
            print("setup: .venv is as locked, nothing to do")
        subprocess.run([PYTHON, "bin/build_hook.py"], check=True, cwd=ROOT)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bin/setup", description="Make .venv with exactly the locked packages.")
    parser.add_argument("--runtime", action="store_true", help="only what the product needs to run")
    parser.add_argument("--quiet", action="store_true", help="say nothing when there is nothing to do")
    given = parser.parse_args(arguments)
    try:
        setup("runtime" if given.runtime else "test", quiet=given.quiet)
    except CannotFetch as error:
        print(
            f"setup: cannot fetch pip, so nothing can be installed. Tried:\n{error}\n"
            "What to do now: see that this machine reaches PyPI, or name a mirror: "
            "PIP_INDEX_URL=https://mirror/simple bin/setup",
            file=sys.stderr,
        )
        return 1
    except subprocess.CalledProcessError as error:
        print(
            f"setup: this step failed (its own words stand above): {' '.join(map(str, error.cmd))}\n"
            "What to do now: if a package could not be reached, run it again or name a mirror: "
            "PIP_INDEX_URL=https://mirror/simple bin/setup; else remove .venv and run it again.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
