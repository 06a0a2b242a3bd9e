"""Find the browser for the tests, or install it where this user may."""

from __future__ import annotations

import os
import shutil
import subprocess

from _setup import HOME

PACKAGES = ["chromium", "fontconfig", "fonts-noto-cjk", "libatomic1"]
NAMES = ("chromium", "chromium-browser", "google-chrome")
BY_HAND = "sudo apt-get update && sudo apt-get install --no-install-recommends " + " ".join(PACKAGES)


def find() -> str | None:
    """Path of a Chromium, if there is one."""
    named = os.environ.get("WOLAIBAN_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def has_chinese_font() -> bool:
    """Whether pages would show Chinese and not boxes."""
    try:
        return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True).stdout.strip())
    except OSError:
        return False


def driver_runs() -> bool:
    """Whether Playwright's driver starts: its Node wants libatomic, which a bare Debian lacks."""
    return not subprocess.run(
        [HOME / "bin" / "python", "-m", "playwright", "--version"], capture_output=True
    ).returncode


def find_or_install() -> str | None:
    """The browser, installed from the system's packages when root asks and it or what it needs is missing."""
    if find() and has_chinese_font() and driver_runs():
        return find()
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"test: installing {', '.join(PACKAGES)} from the system's packages ...", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "-qq", "update"],
            ["apt-get", "-qq", "install", "--yes", "--no-install-recommends", *PACKAGES],
        ):
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if done.returncode:
                print(done.stdout)
                print(f"test: this failed: {' '.join(command)}", flush=True)
                break
    return find() if driver_runs() else None
