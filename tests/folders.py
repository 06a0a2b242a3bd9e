"""Folders of towns and of services, made at run time."""

from __future__ import annotations

import shutil
from pathlib import Path

BEYOND = """
calendar = "beyond"
year = 2024
notice = "test"
published_on = 2023-10-25
source = "https://example.com/test"
off = [{ name = "示例", en = "Example day", days = "2024-09-16..2024-09-18" }]
worked = []
"""
"""A neighbouring town's own calendar: no make-up Saturday on 14 September 2024, and the 18th off besides."""


def copied(town: Path, folder: Path) -> Path:
    """A copy of a town in a folder that does not exist yet, without what a served town keeps there."""
    return Path(shutil.copytree(town, folder, ignore=shutil.ignore_patterns("*.sqlite3*", ".*")))


def write_service(folder: Path, service: str, words: str = "", policy: str = "") -> Path:
    """The files of a service in a folder of its own; one without text is not written."""
    folder.mkdir(exist_ok=True)
    for name, text in (("service.toml", service), ("words.toml", words), ("policy.md", policy)):
        if text:
            (folder / name).write_text(text, encoding="utf-8")
    return folder
