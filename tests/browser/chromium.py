"""The browser as the tests and the pictures use it: Debian's Chromium, this machine only."""

from __future__ import annotations

import os
import shutil
from typing import Any

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # Whatever a page asks for elsewhere is noticed by the tests, and does not leave the machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


def path() -> str | None:
    """Where Chromium is, or None."""
    named = os.environ.get("WOLAIBAN_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def launch(engine: Any) -> Any:
    """A browser without a head."""
    return engine.chromium.launch(executable_path=path(), args=FLAGS)


def context(
    browser: Any, *, narrow: bool = False, dark: bool = False, english: bool = False, script: bool = True
) -> Any:
    """A fresh visitor."""
    return browser.new_context(
        viewport=NARROW if narrow else WIDE,
        is_mobile=narrow,
        has_touch=narrow,
        color_scheme="dark" if dark else "light",
        locale="en-GB" if english else "zh-CN",
        java_script_enabled=script,
        device_scale_factor=1,
    )
