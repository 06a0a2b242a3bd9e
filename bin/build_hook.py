"""Compile each .po below wolaiban/ into its .mo; as hatchling's build hook also add the shipped town.

What a town keeps for itself (its database, its secret, its letters) lies in the same folder once somebody has run it
there, and must never reach a wheel: only the files that people write are taken.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib

ROOT = Path(__file__).resolve().parent.parent


TOWN = "towns/pinghu"
OWN = {"files", "staticfiles", "letters", "backups"}
WRITTEN = {".toml", ".md", ".csv", ".txt", ".json"}


def town_files(root: Path = ROOT) -> dict[str, str]:
    """The files of the shipped town that go into the wheel: where they lie to where they go."""
    found = sorted(path for path in (root / TOWN).rglob("*") if path.suffix in WRITTEN and path.is_file())
    names = [path.relative_to(root) for path in found]
    kept = [name for name in names if not any(part.startswith(".") or part in OWN for part in name.parts)]
    return {str(root / name): f"wolaiban/{name.as_posix()}" for name in kept}


def compile_messages(root: Path = ROOT) -> list[Path]:
    """Write each .mo that is missing or older than its .po; answers the files written."""
    written = []
    for source in sorted((root / "wolaiban").rglob("*.po")):
        target = source.with_suffix(".mo")
        if not target.is_file() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(target))
            written.append(target)
    return written


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # a checkout that only runs the product
    pass
else:

    class BuildHook(BuildHookInterface[Any]):
        """Lets `pip install .` from a clean checkout give the whole product."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            compile_messages(Path(self.root))
            if self.target_name == "wheel" and version == "standard":
                build_data["force_include"].update(town_files(Path(self.root)))


if __name__ == "__main__":
    for path in compile_messages():
        print(f"compiled {path.relative_to(ROOT)}")
