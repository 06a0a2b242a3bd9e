"""Whatever is wrong with a file, `check` answers with mistakes and never falls over."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.catalogue.patching import GOOD
from wolaiban.catalogue import check
from wolaiban.catalogue.messages import SENTENCES

FILES = ("town.toml", "services/repair/service.toml", "services/repair/words.toml", "services/repair/boards.toml",
         "services/repair/situations.toml", "services/repair/policy.md")  # fmt: skip
VALUES = ("1", "-1", "true", '""', '"x"', "[]", "{}", "[1]", "[[]]", "[{}]", '{ to = "x" }', '{ by = "x" }', "1.5",
          "2024-01-01", "2024-01-01T00:00:00", '[{ when = 1 }]', '["{"]', '"{x}"')  # fmt: skip
SEEDS = [*range(8), *(pytest.param(seed, marks=pytest.mark.full) for seed in range(8, 200))]


def damage(text: str, dice: random.Random) -> str:
    """Drop, double, swap or overwrite one line or one value."""
    lines = text.splitlines()
    spot = dice.randrange(len(lines))
    line = lines[spot]
    how = dice.choice(("drop", "double", "swap", "value", "key"))
    if how == "drop":
        lines.pop(spot)
    elif how == "double":
        lines.insert(spot, line)
    elif how == "swap":
        other = dice.randrange(len(lines))
        lines[spot], lines[other] = lines[other], line
    elif how == "value" and "=" in line:
        places = [place for place, sign in enumerate(line) if sign == "="]
        place = dice.choice(places)
        inside = line[place:].find(",") if place != places[0] else -1
        rest = line[place + inside :] if inside > 0 else ""
        lines[spot] = f"{line[:place]}= {dice.choice(VALUES)}{rest}"
    else:
        lines[spot] = line.replace("e", "", 1)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("seed", SEEDS)
def test_damage_is_described(name: str, seed: int, tmp_path: Path) -> None:
    dice = random.Random(f"{name} {seed}")
    town = tmp_path / "town"
    shutil.copytree(GOOD, town)
    path = town / name
    text = path.read_text(encoding="utf-8")
    for _ in range(dice.randint(1, 3)):
        text = damage(text, dice)
    path.write_text(text, encoding="utf-8")
    for mistake in check(town):
        assert mistake.what in SENTENCES
        assert mistake.zh.startswith(mistake.place) and mistake.en.startswith(mistake.place)
        assert "{}" not in mistake.place
