"""A published service changes: what was promised stays, what is asked anew gets the new, and the change is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from tests.cast import SHIPPED, playing
from tests.folders import copied
from wolaiban.command.check import command as check
from wolaiban.promises.verifying import verify

DONE = 'ordinary = "3 working days", complex = "7 working days" }, kept_by = [{ to = "answered" }, { to = "closed" }]'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped town in which ordinary matters are promised in 2 working days from 1 August on."""
    town = copied(SHIPPED, tmp_path / "town", "pingfu365")
    home = town / "services" / "pingfu365"
    text = (home / "service.toml").read_text(encoding="utf-8")
    assert DONE in text
    text = text.replace(DONE, DONE.replace("3 working days", "2 working days"))
    text = text.replace("valid_from = 2024-04-01", "valid_from = 2024-08-01")
    (home / "service.2024-08-01.toml").write_text(text, encoding="utf-8")
    return town


@pytest.mark.django_db
def test_promises_already_given_stay_and_new_ones_are_shorter(folder: Path) -> None:
    with playing(folder) as city:
        old = city.clock("2024-07-31 10:00").firm.asks("pingfu365", "厂区用水接入卡住了")
        assert city.due(old, "done") == "2024-08-05 17:00"
        city.later(minutes=20).lin.does("respond", old, text="已联系水务")
        new = city.clock("2024-08-01 10:00").other_firm.asks("pingfu365", "消防验收等了很久")
        assert city.due(new, "done") == "2024-08-05 17:00"
        city.lin.dispatches(old, "water")
        city.water_handler.does("sign", old, task=1)
        old.refresh_from_db()
        assert city.due(old, "done") == "2024-08-05 17:00"
        assert [str(old.version), str(new.version)] == ["2024-04-01", "2024-08-01"]
        assert [str(p.first_due_at) for p in old.promises.filter(code="done")] == ["2024-08-05 09:00:00+00:00"]
        assert city.promise(old, "done").period == "3 working days"
        assert city.promise(new, "done").period == "2 working days"
        assert verify().differences == []


@pytest.mark.django_db
def test_the_change_is_told_in_words_before_and_after_it_holds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "承诺“办结”期限（一般事项）：3 个工作日 → 2 个工作日"
    with playing(folder) as city:
        city.clock("2024-07-31 10:00")
        before = Client().get("/services/pingfu365/").content.decode()
        assert said in before and "尚未施行" in before and before.index("2024-08-01") < before.index("2024-04-01")
        assert "一般事项 <b>3 个工作日</b>" in before
        city.clock("2024-08-01 10:00")
        after = Client().get("/services/pingfu365/").content.decode()
        assert said in after and "尚未施行" not in after and "一般事项 <b>2 个工作日</b>" in after
    monkeypatch.setenv("WOLAIBAN_TOWN", str(folder))
    monkeypatch.setattr("wolaiban.command.check._play", lambda *_: (0, []))  # the situations are played elsewhere
    answer = CliRunner().invoke(check, [])
    assert (answer.exit_code, said in answer.output) == (0, True)
