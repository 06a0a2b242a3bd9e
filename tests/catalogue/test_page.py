"""The page for service designers is right: its service is read, its tables name every key there is."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.catalogue.patching import GOOD, patched
from wolaiban.catalogue import check, read_service, read_situations, read_town, vocabulary
from wolaiban.catalogue.field_rules import KINDS
from wolaiban.catalogue.patterns import RESERVED
from wolaiban.catalogue.reading import MAX_LINES
from wolaiban.promises.rehearsal import rehearse

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "service-in-15-minutes.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"<!-- (\S+) -->\n```\w+\n(.*?)```", re.S)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """The good town with the page's service instead of its own."""
    town = patched({"file": "services/repair", "delete": True}, tmp_path)
    folder = town / "services" / "streetlamp"
    folder.mkdir()
    for name, text in BLOCK.findall(PAGE):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text + "\n")
    return town


def test_the_service_of_the_page_has_no_mistake(town: Path) -> None:
    assert check(town) == []
    service = read_service(town / "services" / "streetlamp", hours=["office"])
    assert (service.name["en"], len(service.promises), len(service.verbs)) == ("Street lamp repair", 3, 10)
    (story,) = read_situations(town / "services" / "streetlamp", ZoneInfo("Asia/Shanghai"))
    assert len(story.steps) == 3


@pytest.mark.parametrize("folder", ["of the page", "good"])
def test_its_situations_come_out_as_they_say(folder: str, town: Path) -> None:
    place = GOOD if folder == "good" else town
    whole = read_town(place)
    for code, versions in whole.services.items():
        stories = read_situations(place / "services" / code, whole.zone)
        assert stories
        assert [rehearse(story, versions[-1], whole) for story in stories] == [[] for _ in stories]


@pytest.mark.parametrize(("place", "old"), [("promise", 'code = "contact"'), ("verb", "classify = {")])
def test_the_tables_name_every_key(place: str, old: str, tmp_path: Path) -> None:
    new = f"{old}\nnonsense = 1" if place == "promise" else f"{old} nonsense = 1,"
    (mistake,) = check(patched({"file": "services/repair/service.toml", "old": old, "new": new}, tmp_path))
    assert mistake.what == "unknown_key"
    for key in mistake.expected.split(", "):
        assert f"`{key}`" in PAGE, f"the page does not explain {key} of a {place}"


def test_patterns_kinds_and_limits_are_those_of_the_code() -> None:
    for entry in RESERVED:
        assert re.search(rf"^\| .*`{entry}`.* \|", PAGE, re.M), entry
    assert all(kind in PAGE for kind in KINDS)
    assert f"more than {MAX_LINES} lines" in PAGE
    assert all(f"`{verb}`" in PAGE for verb in vocabulary.EFFECTS - {"register"})
