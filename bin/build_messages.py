"""Compile the translations: every .po below wolaiban/ into its .mo. Runs by itself and as hatchling's build hook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib

ROOT = Path(__file__).resolve().parent.parent


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

    class MessagesBuildHook(BuildHookInterface[Any]):
        """Lets `pip install .` from a clean checkout speak both languages."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            compile_messages(Path(self.root))


if __name__ == "__main__":
    for path in compile_messages():
        print(f"compiled {path.relative_to(ROOT)}")
