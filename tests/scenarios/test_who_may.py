"""Who may do what, and who sees what, where a file names one person, a few roles, or a unit that is not to know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.test import RequestFactory

from tests.cast import SHIPPED, City, playing
from tests.folders import copied, write_service
from wolaiban.api.showing import case_told
from wolaiban.catalogue import Town, check, read_town
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.models import Area, Deputy, Officer, Organisation, Post
from wolaiban.promises.access import possible, sees_requester
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import register
from wolaiban.statistics.scope import published_fields
from wolaiban.web.shared.acting import asker_actions, officer_actions
from wolaiban.web.shared.showing import case_shown

SERVICE = """
[service]
code = "petition"
name = "信访"
valid_from = 2024-01-01
number = "XF{year}-{random}"
asker = "resident"
policy = "policy.md"

[states]
registered = "registered"
drafted = "handling"
replied = "answered"
withdrawn = "withdrawn"

[fields]
subject = { personal = true }
leader_in_charge = { kind = "person" }
risk = { kind = "choice", choices = ["low", "high"], seen_by = ["leader", "desk"] }
finding = { seen_by = ["leader"] }
owner = { kind = "unit" }

[[promise]]
code = "reply"
within = "15 working days"
kept_by = [{ to = "replied" }]
held_by = "desk"

[verbs]
register = { by = ["resident", "any_officer"], to = "registered", needs = ["subject"] }
draft = { by = ["desk"], from = ["registered"], to = "drafted", may = ["leader_in_charge", "risk", "finding", "owner"] }
look_into = { by = ["any_officer"], from = ["drafted"], of_unit = "owner" }
name_leader = { by = ["desk"], from = ["drafted"], needs = ["leader_in_charge"] }
sign_reply = { by = ["leader", "caller"], from = ["drafted"], to = "replied", signer = "leader_in_charge" }
delegate = { by = ["leader"], from = ["registered", "drafted"] }
withdraw = { by = ["asker"], from = ["registered", "drafted"], to = "withdrawn" }
recount = { by = ["clock", "operator"] }
"""
WORDS = """
[service.name]
zh = "信访"
en = "Petitions"
[states]
drafted = { zh = "已拟稿", en = "Drafted" }
replied = { zh = "已答复", en = "Replied" }
[fields]
risk = { zh = "风险", en = "Risk" }
owner = { zh = "责任单位", en = "Unit" }
[choices.risk]
low = { zh = "低", en = "Low" }
high = { zh = "高", en = "High" }
[verbs]
draft = { zh = "拟稿", en = "Draft" }
look_into = { zh = "核实", en = "Look into it" }
name_leader = { zh = "指定领导", en = "Name the leader" }
sign_reply = { zh = "签批", en = "Sign the reply" }
[promises]
reply = { zh = "答复", en = "Reply" }
"""
POLICY = "| Number | For | Source |\n|---|---|---|\n| 15 working days, 50%, 80% | reply | local decision |\n"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """The town with a service in which one leader signs, read once."""
    folder = copied(SHIPPED, tmp_path_factory.mktemp("petitions") / "town", "mailbox", "pingfu365")
    write_service(folder / "services" / "petition", SERVICE, WORDS, POLICY)
    assert [str(mistake) for mistake in check(folder)] == []
    return read_town(folder)


@pytest.fixture
def city(db: None, town: Town) -> Iterator[City]:
    """That town and its cast."""
    with playing(town) as city:
        yield city.clock("2024-09-13 16:50")


def drafted(city: City, leader: str = "zhou", **said: str) -> Case:
    case = city.firm.asks("petition", "院墙裂缝")
    named = {"leader_in_charge": str(getattr(city, leader).officer.pk)} if leader else {}
    city.lin.does("draft", case, **named, **said)
    return case


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.wrong]


def stands_in(city: City, who: str, whom: str, first: str = "2024-09-13", last: str = "2024-09-14") -> None:
    post = getattr(city, whom).officer.posts.get()
    days = {"from_on": date.fromisoformat(first), "until_on": date.fromisoformat(last)}
    Deputy.objects.create(post=post, officer=getattr(city, who).officer, **days)


def test_only_the_leader_named_signs_and_nobody_where_none_is_named(city: City):
    case = drafted(city, leader="")
    with pytest.raises(Refused) as refused:
        city.zhou.does("sign_reply", case)
    assert codes(refused) == ["no_signer"] and "包案领导" in refused.value.message("zh")
    city.lin.does("name_leader", case, leader_in_charge=str(city.zhou.officer.pk))
    with pytest.raises(Refused) as refused:
        city.he.does("sign_reply", case)
    assert codes(refused) == ["not_the_signer"] and "周领导" in refused.value.message("zh")
    assert ("sign_reply", 0) in possible(case, city.zhou.actor)
    assert ("sign_reply", 0) not in possible(case, city.he.actor)
    assert city.zhou.does("sign_reply", case).behalf == ""


def test_a_verb_of_one_unit_is_offered_to_its_handlers_alone(city: City):
    case = drafted(city, owner="water")
    for who, may in ((city.water_handler, True), (city.ecology_handler, False), (city.lin, False)):
        assert (("look_into", 0) in possible(case, who.actor)) is may
    with pytest.raises(Refused) as refused:
        city.lin.does("look_into", case)
    assert codes(refused) == ["not_of_the_unit"]
    city.water_handler.does("look_into", case)


def test_a_deputy_of_the_leaders_post_signs_in_their_place_to_the_last_day(city: City):
    case, later = drafted(city), drafted(city)
    stands_in(city, "qian", "zhou")
    assert ("sign_reply", 0) in possible(case, city.qian.actor)
    event = city.qian.does("sign_reply", case)
    assert (event.by, event.behalf) == (f"officer:{city.qian.officer.pk}", f"officer:{city.zhou.officer.pk}")
    assert (event.role, event.post) == ("leader", city.zhou.officer.posts.get().pk)
    city.clock("2024-09-15 09:00")
    with pytest.raises(Refused):
        city.qian.does("sign_reply", later)


def test_one_who_could_sign_by_themselves_signs_as_the_leaders_deputy(city: City):
    """The file lets callers sign too, but only in the place of the leader who is named."""
    case = drafted(city)
    stands_in(city, "he", "zhou")
    event = city.he.does("sign_reply", case)
    assert (event.role, event.behalf) == ("leader", f"officer:{city.zhou.officer.pk}")


def test_a_deputy_of_another_post_of_the_leader_does_not_sign(city: City):
    case = drafted(city)
    post = Post.objects.create(
        officer=city.zhou.officer, organisation=Organisation.objects.get(code="water"), role="unit",
        from_on=date(2024, 1, 1),
    )  # fmt: skip
    Deputy.objects.create(post=post, officer=city.he.officer, from_on=date(2024, 9, 1), until_on=date(2024, 9, 30))
    with pytest.raises(Refused) as refused:
        city.he.does("sign_reply", case)
    assert codes(refused) == ["not_the_signer"]


def test_who_was_delegated_on_the_case_signs_for_the_leader_to_the_last_day(city: City):
    case, later = drafted(city), drafted(city)
    for one in (case, later):
        city.zhou.does("delegate", one, to=str(city.he.officer.pk), until="2024-09-20")
    city.clock("2024-09-20 23:00")
    assert city.he.does("sign_reply", case).behalf == f"officer:{city.zhou.officer.pk}"
    city.clock("2024-09-21 00:00")
    assert ("sign_reply", 0) not in possible(later, city.he.actor)
    with pytest.raises(Refused):
        city.he.does("sign_reply", later)


@pytest.mark.parametrize(
    ("until", "code"), [("2024-9-30", "not_a_date"), ("next week", "not_a_date"), ("2024-09-12", "day_over")]
)
def test_a_delegation_names_a_day_that_is_one_and_is_not_over(city: City, until: str, code: str):
    case = drafted(city)
    with pytest.raises(Refused) as refused:
        city.zhou.does("delegate", case, to=str(city.he.officer.pk), until=until)
    assert code in codes(refused)


def test_who_asked_for_an_extension_does_not_grant_it_even_when_another_asked_after_them(city: City):
    case = city.other_firm.asks("pingfu365", "厂区用水接入卡住了")
    city.lin.does("respond", case, text="已联系水务")
    city.lin.dispatches(case, "water")
    city.water_handler.does("sign", case, task=1)
    said = {"promise": "done", "until": "2024-09-25"}
    with pytest.raises(Refused) as refused:
        city.chen.does("grant_extension", case, **said)
    assert codes(refused) == ["no_request"]
    assert ("grant_extension", 0) not in possible(case, city.chen.actor)
    post = city.water_handler.officer.posts.get()
    for who in (city.chen, city.qian):
        Deputy.objects.create(post=post, officer=who.officer, from_on=date(2024, 9, 13), until_on=date(2024, 9, 30))
    city.chen.does("extend", case, **said, ground="管材未到")
    city.water_handler.does("extend", case, **said, ground="管材未到")
    assert ("grant_extension", 0) not in possible(case, city.chen.actor)
    with pytest.raises(Refused) as refused:
        city.chen.does("grant_extension", case, **said)
    assert codes(refused) == ["own_extension"]
    assert ("grant_extension", 0) in possible(case, city.qian.actor)
    city.qian.does("grant_extension", case, **said)
    with pytest.raises(Refused) as refused:
        city.qian.does("refuse_extension", case, promise="done", ground="已批")
    assert codes(refused) == ["no_request"]


def officer_with(city: City, login: str, *posts: tuple[str, str, str]) -> Officer:
    """Somebody who holds posts: unit, role, area."""
    officer = Officer.objects.add(login, login)
    for unit, role, area in posts:
        Post.objects.create(
            officer=officer, organisation=Organisation.objects.get(code=unit), role=role, from_on=date(2020, 1, 1),
            area=Area.objects.get(code=area) if area else None,
        )  # fmt: skip
    return officer


def test_a_role_for_another_area_does_not_tell_who_a_confidential_asker_is(city: City):
    for code, name in (("330482001", "当湖街道"), ("330482002", "钟埭街道")):
        Area.objects.create(code=code, name=name, kind="sub_district")
    case = register(
        "pingfu365", by=city.lin.actor, requester=city.firm.requester, subject="反映邻厂噪音", confidential=True,
        area="330482001",
    )  # fmt: skip
    at = case.registered_at
    elsewhere = officer_with(city, "two-hats", ("ecology", "unit", ""), ("qfzx", "caller", "330482002"))
    here = officer_with(city, "caller-here", ("qfzx", "caller", "330482001"))
    assert not sees_requester(Actor.of(elsewhere, at), case)
    assert sees_requester(Actor.of(here, at), case) and sees_requester(city.lin.actor, case)


def test_nobody_of_the_unit_complained_of_is_told_whatever_else_they_are(city: City):
    case = city.firm.asks("pingfu365", "水务乱收费", confidential=True, about_unit="water")
    both = officer_with(city, "both", ("water", "unit", ""), ("qfzx", "supervisor", ""))
    assert not sees_requester(Actor.of(both, case.registered_at), case)
    assert sees_requester(city.qian.actor, case)


def doors(city: City, case: Case, actor: Actor) -> list[str]:
    """All that the page and the API tell an actor of a case, each as text."""
    staff = actor.kind == "officer"
    page = case_shown(case, clock.now(), staff=staff, by=actor if staff else None, unmasked=True)
    forms = officer_actions(page, actor) if staff else asker_actions(page)
    told = case_told(RequestFactory().get("/", HTTP_HOST="localhost"), case, actor)
    values = [(entry.name, entry.values) for action in forms for entry in action.form.entries]
    return [str((page.fields, page.history, values)), json.dumps(told, ensure_ascii=False)]


def test_a_field_for_a_few_roles_stands_in_no_history_on_no_door(city: City):
    """The file lets leader and desk see the risk, and the leader alone the finding."""
    case = drafted(city, risk="high", finding="住户曾两次到省里上访")
    unit = officer_with(city, "flood", ("qfzx", "centre", ""))
    for actor, risk, finding in (
        (city.zhou.actor, True, True),
        (city.lin.actor, True, False),
        (Actor.of(unit, case.registered_at), False, False),
        (Actor.asker(case), False, False),
    ):
        for door in doors(city, case, actor):
            assert ("high" in door or "'高'" in door) == risk, actor.name
            assert ("到省里上访" in door) == finding, actor.name


def test_a_role_for_another_area_does_not_show_the_field(city: City):
    for code, name in (("330482001", "当湖街道"), ("330482002", "钟埭街道")):
        Area.objects.create(code=code, name=name, kind="sub_district")
    case = drafted(city, risk="high")
    Case.objects.filter(pk=case.pk).update(area="330482001")
    case.refresh_from_db()
    both = officer_with(city, "both", ("qfzx", "centre", ""), ("qfzx", "leader", "330482002"))
    assert not any("high" in door or "'高'" in door for door in doors(city, case, Actor.of(both, case.registered_at)))


def test_what_only_a_few_may_see_does_not_leave_with_the_open_data(city: City):
    service = city.town.service("petition", date(2024, 9, 13))
    assert service is not None
    shown = replace(service, publish=replace(service.publish, fields=("risk",)))
    assert published_fields(shown) == ()
    fields = {**service.fields, "risk": replace(service.fields["risk"], seen_by=None)}
    assert published_fields(replace(shown, fields=fields)) == ("risk",)


def test_whoever_reads_of_a_pause_is_told_what_it_stopped_and_what_ran_on(city: City):
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    city.later(minutes=5)
    city.chen.does("note", case, text="先问清管径")
    city.lin.does("respond", case, text="请补充图纸")
    city.chen.does("pause", case, reason="asker")
    city.clock("2024-09-14 10:00")
    city.firm.does("resume", case)
    asker = Actor.asker(case)
    resumed, paused, *before = case_shown(case, clock.now(), staff=False, unmasked=True).history
    assert ("办结", "已暂停") in paused.codes and paused.codes[-1][0] == "办结", "and of nothing else"
    assert resumed.codes == (("办结", "最晚 2024年9月19日 周四 17:00"),)
    assert not any(label == "办结" for step in before for label, _ in step.codes)
    told = case_told(RequestFactory().get("/", HTTP_HOST="localhost"), case, asker)["history"]
    assert [step["moved"] for step in told[-2:]] == [
        [{"code": "done", "task": 0, "why": "pause", "due_at": None}],
        [{"code": "done", "task": 0, "why": "resume", "due_at": "2024-09-19T17:00:00+08:00"}],
    ]
