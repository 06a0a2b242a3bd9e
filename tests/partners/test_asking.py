"""What a neighbour's own record has of a party decides here too: asked, answered, waited for (field book 5.1, 5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.cast import playing, shipped
from tests.partners.conftest import KEY, Neighbour
from tests.scenarios.border import EAST, TRADER, WEST, Border
from wolaiban.clockwork.channels import http
from wolaiban.clockwork.delivering import deliver_due
from wolaiban.lib import clock
from wolaiban.partners.models import Received, TurnedAway
from wolaiban.partners.saying import NothingToSay, said
from wolaiban.partners.taking import note_answer
from wolaiban.promises.access import possible
from wolaiban.promises.models import Case, Delivery
from wolaiban.promises.neighbours import ASK
from wolaiban.promises.refused import Refused
from wolaiban.promises.town import serve, town
from wolaiban.promises.verbs import register
from wolaiban.promises.verifying import verify

pytestmark = pytest.mark.django_db
THEIRS = "JZ2022-K7M2QX"


@pytest.fixture
def border() -> Iterator[Border]:
    partner = replace(shipped().partners["jinshan"], key=KEY.public_key().public_bytes_raw())
    with playing(replace(shipped(), partners={"jinshan": partner}, _timetables={})) as city:
        yield Border(city.clock("2023-09-12 09:00"))


def question(case: Case) -> dict[str, object]:
    return said(Delivery.objects.filter(case=case, to="partner:jinshan").latest("seq"))


def hears(case: Case, *numbers: str) -> None:
    """Their answer arrives."""
    note_answer("jinshan", question(case), {"number": case.number, "earlier": list(numbers)})
    case.refresh_from_db()


def test_the_list_is_not_checked_before_the_neighbour_answered(border: Border) -> None:
    case = border.finds(border.fa, WEST)
    with pytest.raises(Refused) as refused:
        border.checks(border.fa, case)
    assert [one.code for one in refused.value.wrong] == ["neighbour_silent"]
    assert "金山区尚未答复" in refused.value.message("zh")
    hears(case)
    border.checks(border.fa, case)
    case.refresh_from_db()
    assert case.state == "listed"
    assert verify().clean


def test_an_officer_answers_for_them_only_with_what_they_were_told(border: Border) -> None:
    case = border.finds(border.fa, WEST)
    border.fa.does("neighbour_answers", case)
    with pytest.raises(Refused) as refused:
        border.checks(border.fa, case)
    assert [one.code for one in refused.value.wrong] == ["neighbour_silent"]
    border.fa.does("neighbour_answers", case, ground="电话询问金山：没有")
    border.checks(border.fa, case)
    case.refresh_from_db()
    assert case.state == "listed"


def test_an_earlier_case_of_their_record_is_named_and_decides(border: Border) -> None:
    case = border.finds(border.fa, WEST)
    hears(case, THEIRS)
    hears(case, THEIRS)
    assert case.events.filter(verb="neighbour_answers").count() == 1, "the same answer, sent again"
    assert case.events.get(verb="neighbour_answers").by == "partner:jinshan"
    border.checks(border.fa, case)
    case.refresh_from_db()
    fields = case.events.get(verb="list_check").fields
    assert (case.state, fields["verdict"], fields["earlier"]) == ("ordinary", "no", THEIRS)
    assert verify().clean


def test_who_was_corrected_is_asked_about_anew(border: Border) -> None:
    case = border.finds(border.fa, WEST)
    hears(case, THEIRS)
    border.fa.does("correct", case, requester={"phone": "13700008888"})
    with pytest.raises(Refused):
        border.checks(border.fa, case)
    assert question(case)["asker"] == {"phone": "13700008888"}
    hears(case)
    border.checks(border.fa, case)
    case.refresh_from_db()
    assert case.state == "listed", "the answer about somebody else is no answer"


def test_the_question_says_what_is_compared_and_by_what_they_are_known_and_no_more(border: Border) -> None:
    case = border.finds(border.fa, WEST, text="在门前摆摊")
    told = question(case)
    assert told | {"at": "", "from": "", "to": "", "seq": 1} == {
        "at": "", "from": "", "to": "", "seq": 1, "kind": "ask", "number": case.number, "rule": "first_offence",
        "on": "2023-09-12", "same": {"matter": "road_trade"}, "asker": {"phone": TRADER["phone"]},
    }  # fmt: skip
    case.words.update(content={})
    with pytest.raises(NothingToSay):
        question(case)


def test_an_officer_records_what_they_were_told_by_telephone(border: Border) -> None:
    case = border.finds(border.fa, WEST)
    border.fa.does("neighbour_answers", case, earlier_there=THEIRS, ground="电话询问金山值班室")
    border.checks(border.fa, case)
    assert case.events.get(verb="list_check").fields["earlier"] == THEIRS


def test_to_ask_again_is_offered_only_where_a_neighbour_is_connected(border: Border) -> None:
    case = border.finds(border.fa, WEST)
    assert ("ask_neighbour", 0) in possible(case, border.fa.actor)
    before = Delivery.objects.filter(about=ASK).count()
    border.fa.does("ask_neighbour", case)
    assert Delivery.objects.filter(about=ASK).count() == before + 1
    alone = replace(town(), partners={"jinshan": replace(town().partners["jinshan"], key=b"")}, _timetables={})
    serve(alone)
    offered = [verb for verb, _ in possible(case, border.fa.actor)]
    assert "ask_neighbour" not in offered and {"correct", "neighbour_answers"} <= set(offered)
    with pytest.raises(Refused) as refused:
        border.fa.does("ask_neighbour", case)
    assert [one.code for one in refused.value.wrong] == ["nobody_to_ask"]
    border.fa.does("correct", case, requester={"phone": "13700008888"})
    assert verify().clean


def test_nothing_is_sent_to_a_town_whose_key_is_not_known(border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    case = border.finds(border.fa, WEST)
    serve(replace(town(), partners={"jinshan": replace(town().partners["jinshan"], key=b"")}, _timetables={}))
    monkeypatch.setattr(http, "post", lambda *_, **__: pytest.fail("somebody at that address was told of a case"))
    deliver_due(clock.now())
    row = Delivery.objects.get(case=case, to="partner:jinshan")
    assert (row.state, row.error) == ("waiting", "the town's key is not known yet")


def asks(jinshan: Neighbour, **more: object) -> dict[str, object]:
    about = {"rule": "first_offence", "on": "2023-10-10", "same": {"matter": "road_trade"}}
    known = {"phone": TRADER["phone"]}
    return jinshan.message(kind="ask", number="JZ2023-ABCDEF", **{**about, "asker": known, **more})


def exempted(border: Border) -> Case:
    """A trader of Jinshan's side, exempted by the team fourteen months before they ask."""
    register("enforcement", by=border.fa.actor, requester=TRADER, subject="别的", place_area=WEST,
             matter="household_waste", found_on="2022-08-08")  # fmt: skip
    case = border.finds(border.jin, EAST)
    hears(case)
    border.checks(border.jin, case)
    border.corrected(border.jin, case, "2022-08-10")
    lian = border.city.joins("lian", "连金山", "js_enforcement", "unit")
    border.drafts(border.jin, case, co=lian, reviewer=border.shan, side="sh")
    border.jin.does("exempt", case, text="不予处罚，已教育")
    border.city.clock("2023-10-10 09:00")
    return case


def test_their_question_is_answered_from_this_record_once(border: Border) -> None:
    jinshan = Neighbour()
    border.city.clock("2022-08-10 09:00")
    case = exempted(border)
    message = asks(jinshan)
    answer = jinshan.sends(message)
    assert answer.json() == {"number": "JZ2023-ABCDEF", "state": "", "earlier": [case.number]}
    assert jinshan.sends(message).json() == answer.json()
    assert Received.objects.count() == 1
    other = jinshan.sends(asks(jinshan, asker={"phone": "13600001111"}))
    assert other.json()["earlier"] == [], "somebody else"
    border.city.clock("2024-10-10 09:00")
    assert jinshan.sends(asks(jinshan, on="2024-10-10")).json()["earlier"] == [], "more than 24 months ago"
    kept = " ".join(map(str, Received.objects.values_list("answer", flat=True)))
    assert TRADER["phone"] not in kept, "about whom is not kept"


@pytest.mark.parametrize(
    "said",
    [{"rule": "credit_entry"}, {"rule": "moon"}, {"same": {}}, {"same": {"matter": "road_trade", "x": "y"}},
     {"asker": "13700009999"}, {"on": "yesterday"}, {"on": "1999-01-01"}],
)  # fmt: skip
def test_a_question_by_another_rule_or_about_less_is_not_answered(border: Border, said: dict[str, object]) -> None:
    jinshan = Neighbour()
    assert jinshan.sends(asks(jinshan, **said)).status_code == 422
    assert TurnedAway.objects.get().why == "not_done"
