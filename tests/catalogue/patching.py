"""The good town with one thing changed, in a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

GOOD = Path(__file__).parent / "good"


def patched(patch: dict[str, Any], folder: Path) -> Path:
    """Copy the good town to a folder that does not exist yet and make the change that the patch describes.

    `file` is changed by `old` and `new` (once in it; lists for several), `text` or `hex` (its whole content), `copy`
    (of another file, with `old` and `new` in it), `blank_lines` (so many appended), `directory` (it becomes one) or
    `delete`.
    """
    town = folder / "town"
    shutil.copytree(GOOD, town)
    target = town / patch["file"]
    if patch.get("delete"):
        shutil.rmtree(target) if target.is_dir() else target.unlink()
        return town
    if patch.get("directory"):
        target.mkdir()
        return town
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(_content(patch, target, town))
    return town


def _content(patch: dict[str, Any], target: Path, town: Path) -> bytes:
    if "hex" in patch:
        return bytes.fromhex(patch["hex"])
    if "text" in patch:
        return str(patch["text"]).encode()
    before = (town / patch.get("copy", patch["file"])).read_text(encoding="utf-8")
    if "blank_lines" in patch:
        return (before + "\n" * patch["blank_lines"]).encode()
    olds, news = patch.get("old", []), patch.get("new", [])
    pairs = [(olds, news)] if isinstance(olds, str) else zip(olds, news, strict=True)
    for old, new in pairs:
        assert before.count(old) == 1, f"{old!r} stands {before.count(old)} times in {target}"
        before = before.replace(old, new)
    return before.encode()
