"""Field book 3.7: posts change hands, what belongs to a post goes with it, what is bound to a person is handed over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.http import Http404

from tests.cast import City, Person
from wolaiban.lib import clock
from wolaiban.people import posting, staffing
from wolaiban.people.models import Deputy, Officer, Post, StaffRecord, Token
from wolaiban.people.vacant import vacancies
from wolaiban.promises.access import access_case, possible
from wolaiban.promises.handing import bound_to, handed_over
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import hand_over, perform
from wolaiban.promises.verifying import verify


def newcomer(city: City, login: str = "mo", name: str = "莫新任") -> Person:
    return Person(city, Officer.objects.add(login, name))


def by(person: Person) -> str:
    return f"officer:{person.officer.pk}"


def dispatched(city: City) -> Case:
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    city.later(minutes=10)
    city.lin.does("respond", case, text="今天查管线")
    city.lin.dispatches(case, "water", grade="complex")
    city.water_handler.does("sign", case, task=1)
    return case


def test_on_the_day_of_the_hand_over_the_successor_owns_an_open_request_and_the_predecessor_stays_in_the_history(
    city: City,
) -> None:
    city.clock("2020-11-27 10:00")
    case = city.firm.asks("mailbox", "楼道灯坏了", text="三楼")
    city.lin.dispatches(case, "water")
    city.water_handler.does("sign", case, task=1)
    new, post = newcomer(city), Post.objects.get(officer=city.water_handler.officer)
    election = date(2020, 11, 29)
    posting.pass_on(post, new.officer, election, by=by(city.op), at=clock.now())
    city.clock("2020-11-28 23:59")
    assert ("answer", 0) in possible(case, city.water_handler.actor)
    with pytest.raises(Http404):
        access_case(new.actor, case.number)
    city.clock("2020-11-29 00:00")
    assert access_case(new.actor, case.number) == case and ("answer", 0) in possible(case, new.actor)
    assert not city.water_handler.actor.posts
    with pytest.raises(Http404):
        access_case(city.water_handler.actor, case.number)
    city.clock("2020-11-30 09:00")
    new.does("answer", case, answer="已修好")
    told = [(event.verb, event.by) for event in case.events.order_by("seq")][-2:]
    assert told == [("sign", by(city.water_handler)), ("answer", by(new))]
    assert [p.officer for p in Post.objects.of(post.organisation, "unit")] == [city.water_handler.officer, new.officer]


def test_who_takes_over_follows_the_cases_that_the_leaver_wrote_down(city: City) -> None:
    new = newcomer(city)
    Post.objects.create(
        officer=new.officer,
        organisation=Post.objects.get(officer=city.stranger.officer).organisation,
        role="unit",
        from_on=date(2024, 1, 1),
    )
    case = city.stranger.files("pingfu365", "路上听到的难处")
    assert [(found.case, found.bonds) for found in bound_to(city.stranger.officer)] == [(case, ("follower",))]
    with pytest.raises(Refused, match="posts do not allow"):
        hand_over(case, by=city.lin.actor, leaver=city.stranger.officer, heir=new.officer)
    hand_over(case, by=city.op.actor, leaver=city.stranger.officer, heir=new.officer)
    assert access_case(new.actor, case.number) == case
    with pytest.raises(Http404):
        access_case(city.stranger.actor, case.number)
    assert case.collector == str(city.stranger.officer.pk), "who wrote it down stays on record"
    assert not bound_to(city.stranger.officer) and [e.case for e in handed_over(city.stranger.officer)] == [case]
    with pytest.raises(Refused, match="nothing to hand over"):
        hand_over(case, by=city.op.actor, leaver=city.stranger.officer, heir=new.officer)
    assert verify().clean


def test_a_leader_in_charge_hands_over_to_somebody_who_may_sign_and_to_nobody_else(city: City) -> None:
    new, case = newcomer(city), dispatched(city)
    perform(case, "take_charge", by=city.chen.actor, leader_in_charge=city.zhou.officer.login, key="yes")
    assert [found.bonds for found in bound_to(city.zhou.officer)] == [("leader_in_charge",)]
    for unfit in (new, city.qian):
        with pytest.raises(Refused) as refused:
            hand_over(case, by=city.op.actor, leaver=city.zhou.officer, heir=unfit.officer)
        assert unfit.officer.name in refused.value.message("zh")
    posting.begin(new.officer, posting.seat_of(Post.objects.get(role="leader")), date(2024, 9, 13), by=by(city.op),
                  at=clock.now())  # fmt: skip
    assert ("sign_plan", 0) not in possible(case, new.actor)
    hand_over(case, by=city.chen.actor, leaver=city.zhou.officer, heir=new.officer)
    case.refresh_from_db()
    assert case.fields["leader_in_charge"] == str(new.officer.pk)
    assert ("sign_plan", 0) in possible(case, new.actor) and ("sign_plan", 0) not in possible(case, city.zhou.actor)
    assert verify().clean


def test_nobody_grants_the_extension_that_they_took_over(city: City) -> None:
    case, heir = dispatched(city), newcomer(city)
    posting.begin(heir.officer, posting.seat_of(Post.objects.get(role="supervisor")), date(2024, 9, 1),
                  by=by(city.op), at=clock.now())  # fmt: skip
    own = city.water_handler.files("pingfu365", "另一件")
    assert bound_to(city.water_handler.officer)[0].case == own
    city.water_handler.does("extend", case, promise="done", until="2024-10-08", ground="等设备")
    assert not bound_to(city.water_handler.officer)[0].asked, "a request stays with the case of the unit"
    assert ("grant_extension", 0) in possible(case, heir.actor)
    own.refresh_from_db()
    city.lin.does("respond", own, text="收到")
    city.lin.dispatches(own, "water")
    city.water_handler.does("sign", own, task=1)
    city.water_handler.does("extend", own, promise="done", until="2024-09-25", ground="等设备")
    assert bound_to(city.water_handler.officer)[0].asked == ("done",)
    hand_over(own, by=city.op.actor, leaver=city.water_handler.officer, heir=heir.officer)
    assert ("grant_extension", 0) not in possible(own, heir.actor)
    assert ("grant_extension", 0) in possible(own, city.chen.actor)


def test_who_is_disabled_is_out_at_once_and_the_seat_is_told_to_be_empty(city: City) -> None:
    _, secret = staffing.issue(city.water_handler.officer, label="登记机", scopes=("read",), valid=timedelta(days=9),
                               by=by(city.op), at=clock.now())  # fmt: skip
    assert not vacancies(date(2024, 9, 13))
    staffing.disable(city.water_handler.officer, by=by(city.op), at=clock.now())
    assert not city.water_handler.actor.posts and Token.objects.find(secret, clock.now()) is None
    (empty,) = vacancies(date(2024, 9, 13))
    assert (empty.seat.organisation.code, empty.seat.role) == ("water", "unit")
    assert (empty.since, empty.last) == (date(2024, 9, 13), city.water_handler.officer)
    told = StaffRecord.objects.filter(officer=city.water_handler.officer).values_list("what", "by")
    assert list(told)[::-1] == [(what, by(city.op)) for what in ("token_issued", "post_ended", "disabled")]


def test_a_deputy_stands_in_for_every_post_of_who_is_on_leave(city: City) -> None:
    case, leave = dispatched(city), {"by": by(city.op), "at": clock.now()}
    with pytest.raises(posting.StaffRefusal, match="lies before"):
        posting.stand_in(city.lin.officer, city.sun.officer, date(2024, 10, 3), date(2024, 10, 1), **leave)
    posting.stand_in(
        city.water_handler.officer, city.planning_handler.officer, date(2024, 9, 16), date(2024, 9, 20), **leave
    )
    city.clock("2024-09-16 09:00")
    event = city.planning_handler.does("talk", case, text="我代沈水务联系您")
    assert event.behalf == by(city.water_handler)
    posting.back(Deputy.objects.get(), by=by(city.op), at=clock.now())
    with pytest.raises(Http404):
        access_case(city.planning_handler.actor, case.number)


def test_a_town_keeps_an_operator(city: City) -> None:
    post = Post.objects.get(role="operator")
    with pytest.raises(posting.StaffRefusal, match="last operator"):
        posting.end(post, date(2024, 9, 14), by="command", at=clock.now())
    with pytest.raises(posting.StaffRefusal, match="last operator"):
        staffing.disable(city.op.officer, by="command", at=clock.now())
    assert Officer.objects.get(pk=city.op.officer.pk).is_active


def test_a_record_is_never_changed_nor_taken_away(city: City) -> None:
    row = StaffRecord.objects.note(city.lin.officer, "invited", by="command", at=clock.now())
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()
    with pytest.raises(ValueError, match="waved"):
        StaffRecord.objects.note(city.lin.officer, "waved", by="command", at=clock.now())
