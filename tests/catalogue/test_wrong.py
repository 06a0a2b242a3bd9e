"""A town with one thing wrong in it: the one message that it must give, in both languages."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.catalogue.patching import GOOD, patched
from wolaiban.catalogue import Mistake, TownError, check, read_town
from wolaiban.catalogue.messages import SENTENCES

WRONG = sorted((Path(__file__).parent / "wrong").glob("*.toml"))
PATCHES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in WRONG}


@pytest.mark.parametrize("name", PATCHES)
def test_one_mistake_gives_one_message(name: str, tmp_path: Path) -> None:
    """一处差错，一句话：哪个文件、哪个键、错在哪里、应当怎样、最像哪个词。"""
    patch = PATCHES[name]
    found = check(patched(patch, tmp_path))
    said = [(mistake.what, mistake.zh, mistake.en) for mistake in found]
    where = str(tmp_path)
    assert said == [(patch["what"], patch["zh"].replace("{folder}", where), patch["en"].replace("{folder}", where))]


def test_every_sentence_has_a_wrong_file() -> None:
    assert {patch["what"] for patch in PATCHES.values()} == set(SENTENCES)


def test_the_good_town_has_no_mistake() -> None:
    assert check(GOOD) == []


def test_several_mistakes_are_found_in_one_pass(tmp_path: Path) -> None:
    """三个文件里的四处差错一次说完。"""
    service = "services/repair/service.toml"
    town = patched({"file": service, "old": ['within = "1 working day"', 'by = ["caller"]'],
                    "new": ['within = "soon"', 'by = ["callers"]']}, tmp_path)  # fmt: skip
    (town / "town.toml").write_text((GOOD / "town.toml").read_text().replace("Asia/Shanghai", "Asia/Nowhere"))
    words = town / "services/repair/words.toml"
    words.write_text(words.read_text().replace(', en = "Archive"', ""))
    assert [(mistake.file, mistake.what) for mistake in check(town)] == [
        ("town.toml", "unknown_zone"),
        ("services/repair/words.toml", "missing_words"),
        (service, "bad_period"),
        (service, "unknown_role"),
    ]


def test_a_wrong_town_is_not_read_and_the_error_says_everything(tmp_path: Path) -> None:
    with pytest.raises(TownError) as caught:
        read_town(patched(PATCHES["unknown_role"], tmp_path))
    assert [mistake.what for mistake in caught.value.mistakes] == ["unknown_role"]
    assert "没有“calller”这个角色" in str(caught.value)
    assert "There is no role “calller”" in str(caught.value)


def test_a_mistake_names_file_key_expectation_and_nearest_word(tmp_path: Path) -> None:
    (mistake,) = check(patched(PATCHES["unknown_state_from"], tmp_path))
    assert isinstance(mistake, Mistake)
    assert (mistake.file, mistake.key) == ("services/repair/service.toml", "verbs.sign_answer.from")
    assert mistake.nearest == "awaiting_leader"
    assert "answered, awaiting_leader" in mistake.expected


def test_bad_toml_names_the_line(tmp_path: Path) -> None:
    (mistake,) = check(patched(PATCHES["bad_toml"], tmp_path))
    line = (tmp_path / "town" / mistake.file).read_text().splitlines()[mistake.line - 1]  # type: ignore[operator]
    assert line == "held_by = lead"
