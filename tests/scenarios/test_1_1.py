"""平服365: one place where a firm brings any difficulty (field book 1.1)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import SHIPPED, City, playing
from tests.folders import copied
from tests.statistics.crowd import Story, store
from wolaiban.lib import clock
from wolaiban.promises.refused import Refused
from wolaiban.promises.town import reread
from wolaiban.promises.verbs import merge
from wolaiban.statistics.figures import figures
from wolaiban.statistics.results import Ratio, Satisfaction
from wolaiban.web.desk.twins import twins


def test_the_same_matter_filed_twice_is_offered_for_merging_and_keeps_one_number_and_the_earlier_clock(city: City):
    """The same matter to a town window and online on one day: a merge is offered; one number, the earlier clock."""
    online = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    other = city.other_firm.asks("pingfu365", "发票如何补开")
    city.later(minutes=8)
    window = city.sun.files("pingfu365", "用水接不上", channel="window")
    assert [(twin.number, twin.is_older) for twin in twins(window, city.sun.actor)] == [(online.number, True)]
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
    assert twins(online, city.sun.actor) == []


def test_a_board_added_by_the_operator_can_be_chosen_without_a_release(db: None, tmp_path: Path):
    """The operator switches a board on in a data file; it can be chosen from then on."""
    folder = copied(SHIPPED, tmp_path / "town", "pingfu365")
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


def crowd(finished: int, in_hand: int, called_back: int = 0) -> None:
    """Cases since 1 April 2024, spread over the weeks: so many finished, of which the first were called back."""
    stories = []
    for number in range(finished + in_hand):
        day = (date(2024, 4, 1) + timedelta(days=number % 80)).isoformat()
        story = Story("pingfu365", f"{day} 10:00", {"board": "policy"})
        if number < finished:
            story.does("close", f"{day} 10:12", words="answer")
        if number < called_back:
            rating = ("very_satisfied", "satisfied", "basically_satisfied")[number % 3]
            story.does("call_back", f"{day} 16:00", reached="yes", resolved="yes", rating=rating)
        stories.append(story)
    store(stories)


def test_the_public_page_shows_volume_completion_and_in_hand_with_definition_and_cut_off(city: City, client: Client):
    """1,045 accepted since 1 April, 1,038 finished: on 2 July 99.3 % and 7 in hand, with definition and cut-off."""
    crowd(finished=1038, in_hand=7)
    city.clock("2024-07-02 09:00")
    account = figures("pingfu365", first=date(2024, 4, 1), last=date(2024, 7, 2)).published()
    shown = {code: account.figure(code) for code in ("received", "completion_rate", "in_hand")}
    assert [shown["received"].text(), shown["in_hand"].text()] == ["1,045", "7"]
    assert shown["completion_rate"].value == 99.3
    assert shown["completion_rate"].text() == "99.3%（1,038/1,045）"
    assert shown["completion_rate"].text("en") == "99.3% (1,038 of 1,045)"
    assert all(one.definition(lang) for one in shown.values() for lang in ("zh", "en"))
    assert "尚未到期的在办件也在分母中" in shown["completion_rate"].definition(), "the page says what 99.3 % counts"
    assert account.as_json()["cut_off"] == "2024-07-02T09:00:00+08:00"
    page = client.get(reverse("figures"), {"from": "2024-04-01", "to": "2024-07-02"}).content.decode()
    for one in shown.values():
        row = page.partition(f'<th scope="row">{one.title()}</th>')[2].partition("</tr>")[0]
        assert f">{one.text()}<" in row and one.definition() in row, one.code
    assert '<time datetime="2024-07-02T09:00+08:00">' in page.partition("数据截至")[2], "the cut-off stands on the page"


def test_satisfaction_never_stands_without_its_counts(city: City):
    """412 called back, all reached and satisfied: 100.0 % together with 412 of 1,038 rated, never alone."""
    crowd(finished=1038, in_hand=7, called_back=412)
    city.clock("2024-07-02 09:00")
    satisfied = figures("pingfu365").figure("satisfied_rate")
    assert (satisfied.value, satisfied.numerator, satisfied.denominator) == (100.0, 412, 412)
    assert satisfied.text("en") == "100.0% (412 of 412); 412 of 1,038 rated"
    assert satisfied.text("zh") == "100.0%（412/412），办结 1,038 件中 412 件已评价"
    with pytest.raises(TypeError):
        Satisfaction(412, 412)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Ratio(412)  # type: ignore[call-arg]
