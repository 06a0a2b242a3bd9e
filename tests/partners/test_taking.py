"""What a neighbouring town sends is checked, done once, and answered; what is wrong is turned away on record."""

from __future__ import annotations

import base64
import hashlib
import uuid

import pytest

from tests.cast import City
from tests.partners.conftest import Neighbour
from wolaiban.lib import clock
from wolaiban.partners import papers
from wolaiban.partners.models import Counterpart, TurnedAway
from wolaiban.partners.not_taken import NotTaken
from wolaiban.partners.saying import said
from wolaiban.partners.taking import note_answer
from wolaiban.people.actor import Actor
from wolaiban.promises.files import reference, take_in
from wolaiban.promises.models import Case, Delivery
from wolaiban.promises.reading import said_at_first
from wolaiban.promises.verbs import perform
from wolaiban.promises.verifying import verify
from wolaiban.web.desk.searching import found

pytestmark = pytest.mark.django_db


def turned_away() -> dict[str, int]:
    return dict(TurnedAway.objects.values_list("why", "count"))


def passed_on(city: City, **more: str) -> Case:
    """A case that was asked here and is with their window."""
    case = city.firm.asks("crossing", "在金山设立分公司", matter="registration", consent="yes", **more)
    city.lin.dispatches(case, "js_window")
    return case


def act(jinshan: Neighbour, case: Case, verb: str, task: int = 1, **words: str) -> dict[str, object]:
    return jinshan.message(kind="act", number=case.number, task=task, verb=verb, own_number="JK2024-B", words=words)


def test_a_case_is_registered_under_their_number(city: City, jinshan: Neighbour) -> None:
    answer = jinshan.sends(jinshan.case(requester={"name": "李四", "phone": "13800000000"}))
    assert answer.status_code == 200
    case = Case.objects.get()
    assert answer.json() == {"number": case.number, "state": "registered"}
    assert (case.external_number, case.channel) == ("JK2024-A", "partner")
    assert (case.fields["identity"], case.fields["filed_in"]) == ("yes", "jinshan"), "checked once, over there"
    assert said_at_first(case)["requester"]["name"] == "李四"
    assert not Delivery.objects.filter(to="asker").exists(), "who asked hears from the town where they asked"
    assert case.asker_key is None, "nor does a lost code bring them here"
    assert not verify().differences


def test_officers_find_it_by_either_number(city: City, jinshan: Neighbour) -> None:
    number = jinshan.sends(jinshan.case()).json()["number"]
    assert [case.number for case in found(city.lin.actor, "jk2024-a")] == [number]
    assert [case.number for case in found(city.lin.actor, number)] == [number]


def test_without_consent_nobody_is_named(city: City, jinshan: Neighbour) -> None:
    jinshan.sends(jinshan.case())
    assert said_at_first(Case.objects.get())["requester"] == {"name": "金山区 JK2024-A"}


def test_the_same_message_again_is_answered_and_does_nothing(city: City, jinshan: Neighbour) -> None:
    message = jinshan.case()
    first, again = jinshan.sends(message), jinshan.sends(message)
    assert first.json() == again.json()
    assert Case.objects.count() == 1
    other = jinshan.sends(jinshan.case())
    assert other.json()["number"] == first.json()["number"], "and their case is one, whatever the message is called"


def test_their_unit_signs_and_answers_on_its_task(city: City, jinshan: Neighbour) -> None:
    case = passed_on(city)
    assert jinshan.sends(act(jinshan, case, "sign")).status_code == 200
    city.later(hours=1)
    assert jinshan.sends(act(jinshan, case, "answer", answer="已设立")).status_code == 200
    case.refresh_from_db()
    assert case.state == "answered"
    assert [event.by for event in case.events.all()][-2:] == ["partner:jinshan"] * 2
    assert Counterpart.objects.get(case=case).number == "JK2024-B"
    assert not verify().differences
    assert not Delivery.objects.filter(to="partner:jinshan", seq__gt=2).exists(), "nobody is told what they did"


def test_what_they_wait_for_stops_the_clock_of_their_task(city: City, jinshan: Neighbour) -> None:
    case = passed_on(city)
    jinshan.sends(act(jinshan, case, "sign"))
    before = city.due(case, "handle", 1)
    assert jinshan.sends(act(jinshan, case, "pause") | {"fields": {"reason": "asker"}}).status_code == 200
    assert city.due(case, "handle", 1) == "none"
    city.clock("2024-09-18 18:00")
    assert jinshan.sends(act(jinshan, case, "resume") | {"fields": {"reason": "asker"}}).status_code == 200
    assert city.due(case, "handle", 1) > before
    assert jinshan.sends(act(jinshan, case, "talk", text="请再等一天")).status_code == 200
    assert not verify().differences


def test_what_the_asker_answered_here_sets_their_clock_going_too(city: City, jinshan: Neighbour) -> None:
    """Paused over there, resumed here: the message goes back, and theirs that crosses it does no harm."""
    case = passed_on(city)
    jinshan.sends(act(jinshan, case, "sign"))
    jinshan.sends(act(jinshan, case, "pause") | {"fields": {"reason": "asker"}})
    city.later(hours=2)
    perform(case, "resume", by=Actor.asker(case), own=True, task=1, text="已补")
    sent = said(Delivery.objects.filter(to="partner:jinshan").latest("seq"))
    assert (sent["kind"], sent["verb"], sent["fields"]) == ("act", "resume", {"reason": "asker"})
    crossing = jinshan.sends(act(jinshan, case, "resume") | {"fields": {"reason": "asker"}})
    assert crossing.status_code == 200
    assert case.events.filter(verb="resume").count() == 1
    assert not verify().differences


def test_a_pause_of_a_case_of_theirs_ends_when_they_say_so(city: City, jinshan: Neighbour) -> None:
    number = jinshan.sends(jinshan.case()).json()["number"]
    case = Case.objects.get(number=number)
    city.lin.dispatches(case, "water")
    city.water_handler.does("sign", case, task=1)
    city.water_handler.does("pause", case, task=1, reason="asker")
    assert city.due(case, "handle", 1) == "none"
    city.later(hours=2)
    resume = jinshan.message(kind="act", number="JK2024-A", verb="resume", fields={"reason": "asker"})
    assert jinshan.sends(resume).status_code == 200
    assert city.due(case, "handle", 1) != "none"
    assert jinshan.sends(resume | {"id": str(uuid.uuid4())}).status_code == 200, "already done"
    assert not verify().differences


def test_what_was_put_right_there_is_put_right_here(city: City, jinshan: Neighbour) -> None:
    jinshan.sends(jinshan.case(requester={"name": "李四", "phone": "13800000000"}))
    mended = jinshan.message(
        kind="act", number="JK2024-A", verb="correct", words={"subject": "在平湖设立子公司"},
        requester={"phone": "13800000001", "email": "x@example.com"},
    )  # fmt: skip
    assert jinshan.sends(mended).status_code == 200
    case = Case.objects.get()
    found = said_at_first(case)
    assert (found["subject"], found["requester"]["phone"]) == ("在平湖设立子公司", "13800000001")
    assert "email" not in found["requester"] and case.asker_key is None
    assert jinshan.sends(act(jinshan, passed_on(city), "correct", subject="别的")).status_code == 422, "not ours"


def test_a_correction_goes_along_with_the_name_only_where_they_agreed(city: City, jinshan: Neighbour) -> None:
    for consent, told in (("yes", True), ("no", False)):
        case = city.firm.asks("crossing", "在金山设立分公司", matter="registration", consent=consent)
        city.lin.dispatches(case, "js_window")
        city.lin.does("correct", case, requester={"phone": "13800000001"}, subject="在金山设立子公司")
        sent = said(Delivery.objects.filter(case=case, to="partner:jinshan").latest("seq"))
        assert sent["words"]["subject"] == "在金山设立子公司"
        assert ("requester" in sent) is told


def test_who_gave_a_task_back_writes_to_the_asker_no_more(city: City, jinshan: Neighbour) -> None:
    case = passed_on(city)
    jinshan.sends(act(jinshan, case, "sign"))
    back = act(jinshan, case, "return_back", ground="不在本区")
    assert jinshan.sends(back).status_code == 200
    assert jinshan.sends(back).status_code == 200, "the same message again gets its answer"
    assert jinshan.sends(act(jinshan, case, "talk", text="请到金山来")).status_code == 409
    assert not case.events.filter(verb="talk").exists()


def test_a_number_of_theirs_belongs_to_one_case_of_ours(city: City, jinshan: Neighbour) -> None:
    one, other = passed_on(city), passed_on(city)
    assert jinshan.sends(act(jinshan, one, "sign")).status_code == 200
    assert jinshan.sends(act(jinshan, other, "sign")).status_code == 422
    assert not other.events.filter(verb="sign").exists(), "neither the number nor the act"
    assert turned_away() == {"not_done": 1}
    with pytest.raises(NotTaken):
        note_answer("jinshan", {"kind": "case", "number": other.number, "task": 1}, {"number": "JK2024-B"})


def test_they_do_nothing_on_what_is_not_theirs(city: City, jinshan: Neighbour) -> None:
    case = city.firm.asks("crossing", "在金山设立分公司", matter="registration", consent="yes")
    city.lin.dispatches(case, "water")
    assert jinshan.sends(act(jinshan, case, "sign")).status_code == 404
    mine = passed_on(city)
    assert jinshan.sends(act(jinshan, mine, "close")).status_code == 422
    assert jinshan.sends(act(jinshan, mine, "correct")).status_code == 422
    assert jinshan.sends(act(jinshan, mine, "answer")).status_code == 422, "an answer without words"
    assert turned_away() == {"not_done": 4}


def test_what_was_done_meanwhile_stands_in_the_way(city: City, jinshan: Neighbour) -> None:
    case = passed_on(city)
    city.firm.does("withdraw", case)
    assert jinshan.sends(act(jinshan, case, "sign")).status_code == 409


def test_a_message_that_was_tampered_with_is_refused_and_recorded(city: City, jinshan: Neighbour) -> None:
    message = jinshan.case()
    assert jinshan.sends(message, body=b'{"kind": "case"}').status_code == 401
    assert jinshan.sends(message, Signature="town=:AAAA:").status_code == 401
    assert Case.objects.count() == 0
    assert turned_away() == {"body": 1, "signature": 1}
    assert jinshan.sends(message).status_code == 200, "nothing of it was done before"


def test_a_message_that_was_held_back_is_refused(city: City, jinshan: Neighbour) -> None:
    city.later(minutes=-10)
    held = jinshan.signed(jinshan.case())
    city.later(minutes=10)
    assert jinshan.post(*held).status_code == 401
    assert turned_away() == {"stale": 1}


def test_a_message_for_another_town_is_refused_here(city: City, jinshan: Neighbour) -> None:
    assert jinshan.sends(jinshan.case(to="haiyan")).status_code == 401
    assert turned_away() == {"addressee": 1}


@pytest.mark.parametrize(
    "said",
    [
        {"service": "pingfu365"},
        {"kind": "gossip"},
        {"number": "a b"},
        {"task": 0},
        {"id": "1"},
        {"words": {}},
        {"fields": {"matter": "moon", "consent": "no"}},
        {"requester": ["x"], "words": "y"},
    ],
)
def test_what_cannot_be_done_is_answered_and_recorded(city: City, jinshan: Neighbour, said: dict[str, object]) -> None:
    assert jinshan.sends(jinshan.case(**said)).status_code == 422
    assert turned_away() == {"not_done": 1}
    assert not Case.objects.exists()


def test_of_an_unknown_town_nothing_is_said(city: City, jinshan: Neighbour) -> None:
    assert (
        jinshan.client.post("/api/v1/partners/haiyan/messages", b"{}", content_type="application/json").status_code
        == 404
    )


def test_a_task_given_back_and_passed_on_again_is_another_case_there(city: City, jinshan: Neighbour) -> None:
    first = jinshan.sends(jinshan.case()).json()["number"]
    second = jinshan.sends(jinshan.case(task=2)).json()["number"]
    assert first != second
    assert set(Case.objects.values_list("external_number", flat=True)) == {"JK2024-A", "JK2024-A/2"}


def paper(content: bytes, **more: str) -> dict[str, str]:
    about = {"sha256": hashlib.sha256(content).hexdigest(), "content": base64.b64encode(content).decode()}
    return {"field": "attachment", "name": "执照.pdf", **about, **more}


def test_papers_come_along_with_their_bytes(city: City, jinshan: Neighbour) -> None:
    content = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    answer = jinshan.sends(jinshan.case(files=[paper(content)]))
    assert answer.status_code == 200, answer.content
    file = Case.objects.get().files.defer(None).get()
    assert (bytes(file.content), file.name, file.uploaded_by) == (content, "执照.pdf", "partner:jinshan")
    assert not verify().differences


def test_a_paper_that_is_not_what_it_says_is_left_out(city: City, jinshan: Neighbour) -> None:
    assert jinshan.sends(jinshan.case(files=[paper(b"%PDF-1.4\n", sha256="0" * 64), "x", {}])).status_code == 200
    assert not Case.objects.get().files.exists()


def test_a_program_is_not_taken_from_a_neighbour_either(city: City, jinshan: Neighbour) -> None:
    assert jinshan.sends(jinshan.case(files=[paper(b"MZ\x90\x00" + bytes(60))])).status_code == 422
    assert not Case.objects.exists()


def test_what_is_too_large_is_named(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"%PDF-1.4\n%%EOF\n"
    file = take_in("大件.pdf", content, by="asker", at=clock.now())
    case = city.firm.asks(
        "crossing", "在金山设立分公司", matter="registration", consent="yes", attachment=[reference(file)]
    )
    city.lin.dispatches(case, "js_window")
    row = Delivery.objects.get(to="partner:jinshan")
    sent = said(row)
    assert base64.b64decode(sent["files"][0]["content"]) == content
    monkeypatch.setattr(papers, "LARGEST", 3)
    sent = said(row)
    assert sent["files"] == []
    assert "大件.pdf" in sent["words"]["text"]
