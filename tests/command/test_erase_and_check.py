"""`wolaiban erase` and `wolaiban check`, as an operator runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cast import SHIPPED, playing
from tests.folders import copied
from wolaiban.command import check, erase
from wolaiban.promises.models import Words
from wolaiban.promises.refused import Refused
from wolaiban.promises.verifying import verify


def test_an_operator_erases_a_case_and_nobody_else_does(db: None):
    with playing() as city:
        city.clock("2024-09-13 16:50")
        case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
        run = CliRunner()
        with pytest.raises(Refused):
            run.invoke(erase.command, [case.number, "--by", "lin", "--yes"], catch_exceptions=False)
        assert Words.objects.get(case=case).content
        done = run.invoke(erase.command, [case.number, "--by", "op", "--yes"], catch_exceptions=False)
        assert (done.exit_code, Words.objects.get(case=case).content) == (0, {})
        assert verify().clean


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("services/pingfu365/service.toml", 'to = "responded", needs', 'to = "respnded", needs', "responded"),
        ("services/pingfu365/situations.toml", 'expect.state = "arbitration"', 'expect.state = "returned"', "step 6"),
    ],
)
def test_check_plays_the_situations_and_names_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, says: str
):
    folder = copied(SHIPPED, tmp_path / "town", "pingfu365", "mailbox")
    monkeypatch.setenv("WOLAIBAN_TOWN", str(folder))
    run = CliRunner()
    sound = run.invoke(check.command, ["--lang", "en"], catch_exceptions=False)
    stories = sum(path.read_text("utf-8").count("[[situation]]") for path in folder.glob("services/*/situations.toml"))
    assert stories > len(list((folder / "services").iterdir()))
    assert (sound.exit_code, f"0 mistakes, {stories} situations, 0 of them wrong" in sound.output) == (0, True)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    wrong = run.invoke(check.command, ["--lang", "en"], catch_exceptions=False)
    assert wrong.exit_code == 1
    assert says in wrong.output
