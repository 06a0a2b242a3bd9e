"""`serve` gathers static files when they changed, and does not make everybody wait when they did not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from wolaiban.command._gathering import gather

SHEET = Path(__file__).resolve().parents[2] / "wolaiban/web/shared/static/wolaiban/wolaiban.css"


@pytest.mark.full
def test_what_did_not_change_is_gathered_once(tmp_path: Path, settings: Any):
    settings.STATIC_ROOT = tmp_path / "static"
    assert gather()
    assert list((tmp_path / "static" / "wolaiban").glob("wolaiban.*.css"))
    assert not gather()
    about = SHEET.stat()
    try:
        os.utime(SHEET, ns=(about.st_atime_ns, about.st_mtime_ns + 1))
        assert gather()
    finally:
        os.utime(SHEET, ns=(about.st_atime_ns, about.st_mtime_ns))
