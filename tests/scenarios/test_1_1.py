"""平服365: one place where a firm brings any difficulty (field book 1.1)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cast import SHIPPED, City, playing
from wolaiban.lib import clock
from wolaiban.promises.merging import offered
from wolaiban.promises.refused import Refused
from wolaiban.promises.town import reread
from wolaiban.promises.verbs import merge


def test_the_same_matter_filed_twice_is_offered_for_merging_and_keeps_one_number_and_the_earlier_clock(city: City):
    """The same matter to a town window and online on one day: a merge is offered; one number, the earlier clock."""
    online = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    other = city.other_firm.asks("pingfu365", "发票如何补开")
    city.later(minutes=8)
    window = city.sun.files("pingfu365", "用水接不上", channel="window")
    assert offered(window) == [online]
    with pytest.raises(Refused):
        merge(online, by=city.sun.actor, into=window)
    with pytest.raises(Refused):
        merge(online, by=city.sun.actor, into=other.number + "X")
    before = city.due(online, "done"), city.due(online, "respond")
    merge(window, by=city.sun.actor, into=online)
    online.refresh_from_db()
    assert (window.state, window.is_over) == ("merged", True)
    assert {promise.state for promise in window.promises.all()} == {"released"}
    assert (city.due(online, "done"), city.due(online, "respond")) == before
    joined = online.events.get(verb="join")
    assert joined.fields == {"merged": window.number}
    assert offered(online) == []


def test_a_board_added_by_the_operator_can_be_chosen_without_a_release(db: None, tmp_path: Path):
    """The operator switches a board on in a data file; it can be chosen from then on."""
    folder = tmp_path / "town"
    shutil.copytree(SHIPPED, folder)
    boards = folder / "services" / "pingfu365" / "boards.toml"
    with playing(folder) as city:
        city.clock("2024-09-13 16:50")
        with pytest.raises(Refused) as refused:
            city.firm.asks("pingfu365", "贷款续期", board="loans")
        assert "board" in refused.value.by_field("zh")
        boards.write_text(
            boards.read_text("utf-8") + '[[board]]\ncode = "loans"\nzh = "信贷"\nen = "Loans"\non = true\n'
        )
        reread()
        case = city.firm.asks("pingfu365", "贷款续期", board="loans")
        assert case.fields["board"] == "loans"
        assert case.version == city.town.service("pingfu365").valid_from
        assert clock.now() == case.registered_at
