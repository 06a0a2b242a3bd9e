"""Towns copied to a folder of their own, records written by us, and files brought in."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.cast import shipped
from tests.folders import copied
from wolaiban.catalogue import Town, read_town
from wolaiban.promises.town import serve

OWN = Path(__file__).parent / "towns"
LETTERS = ("message_id", "user_id", "subject", "created_at", "body", "reply", "replied_at")


@cache
def of_ours(name: str) -> Town:
    """One of our own towns, read once for all tests: a copy is the same but for its folder."""
    return read_town(OWN / name)


@pytest.fixture
def in_town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Serve a copy of a town for one test: the shipped one, or one of ours."""
    monkeypatch.setattr("wolaiban.promises.town._given", [])

    def use(name: str) -> Path:
        town = shipped() if name == "pinghu" else of_ours(name)
        folder = copied(town.folder, tmp_path / name)
        monkeypatch.setenv("WOLAIBAN_TOWN", str(folder))
        serve(replace(town, folder=folder))
        return folder

    return use


@pytest.fixture
def pinghu(db: None, in_town: Callable[[str], Path]) -> Path:
    """The shipped town."""
    return in_town("pinghu")


@pytest.fixture
def importing(line: Callable[..., tuple[int, str, str]]) -> Callable[..., dict[str, Any]]:
    """Import a file into a service and give the summary."""

    def run(file: Path, service: str = "mailbox", *more: object) -> dict[str, Any]:
        _, out, err = line("import", file, "--service", service, "--json", *more)
        assert out, err
        return json.loads(out)

    return run


def letter(number: object, asked: str = "2019-04-25T09:32:09", answered: str = "", **other: str) -> dict[str, str]:
    """One row of a letters' record, in our own words."""
    row = {
        "message_id": str(number), "user_id": f"U{number}", "subject": "路灯不亮", "created_at": asked,
        "body": "村口第三盏路灯已有一周不亮。", "reply": "已更换灯泡。" if answered else "", "replied_at": answered,
    }  # fmt: skip
    return {**row, **other}


def record(path: Path, *rows: dict[str, str], columns: tuple[str, ...] = ()) -> Path:
    """A CSV file of these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or tuple(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def rejected(summary: dict[str, Any]) -> list[dict[str, str]]:
    """The rows of the file of rejections."""
    with open(summary["rejects"], encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
