"""What a wheel takes from a checkout."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from tests.walls._source import ROOT


def town_files(root: Path) -> dict[str, str]:
    """The build hook's own choice of files."""
    spec = importlib.util.spec_from_file_location("build_hook", ROOT / "bin" / "build_hook.py")
    assert spec and spec.loader
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    return hook.town_files(root)  # type: ignore[no-any-return]


def test_every_file_that_people_wrote_for_the_shipped_town_goes_into_the_wheel() -> None:
    inside = set(town_files(ROOT).values())
    for pattern in ("town.toml", "services/*/*.toml", "services/*/policy.md", "calendars/*.toml", "people/*.csv"):
        written = list((ROOT / "towns" / "pinghu").glob(pattern))
        assert written, pattern
        assert {f"wolaiban/{path.relative_to(ROOT).as_posix()}" for path in written} <= inside


def test_what_a_town_keeps_for_itself_stays_out_of_the_wheel(tmp_path: Path) -> None:
    town = tmp_path / "towns" / "pinghu"
    for name in ("town.toml", ".secret", "town.sqlite3", "town.sqlite3-wal", "files/letter.txt", "staticfiles/x.txt"):
        path = town / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert list(town_files(tmp_path).values()) == ["wolaiban/towns/pinghu/town.toml"]
