"""Folders of towns and of services, made at run time."""

from __future__ import annotations

import re
import shutil
import tomllib
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


def copied(town: Path, folder: Path, *services: str) -> Path:
    """A copy of a town in a folder that does not exist yet, without what a served town keeps there.

    With services named it has these alone, and the rules that look back on no other: a whole town takes longer to read.
    """
    shutil.copytree(town, folder, ignore=shutil.ignore_patterns("*.sqlite3*", ".*", *(["demo"] if services else [])))
    if services:
        _only(folder, set(services))
    return folder


def _only(town: Path, services: set[str]) -> None:
    for place in (town / "services").iterdir():
        if place.is_dir() and place.name not in services:
            shutil.rmtree(place)
    for path in (town / "rules").glob("*.toml"):
        asked = tomllib.loads(path.read_text(encoding="utf-8")).get("look_back", {}).get("services", [])
        if not services.issuperset(asked):
            path.unlink()
    file = town / "town.toml"
    text = file.read_text(encoding="utf-8")
    order = [code for code in tomllib.loads(text)["town"].get("order", []) if code in services]
    file.write_text(re.sub(r"(?m)^order = \[[^\]]*\]", f"order = {order}", text), encoding="utf-8")


def write_service(folder: Path, service: str, words: str = "", policy: str = "") -> Path:
    """The files of a service in a folder of its own; one without text is not written."""
    folder.mkdir(exist_ok=True)
    for name, text in (("service.toml", service), ("words.toml", words), ("policy.md", policy)):
        if text:
            (folder / name).write_text(text, encoding="utf-8")
    return folder
