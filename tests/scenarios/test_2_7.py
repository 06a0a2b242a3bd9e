"""What a worker tells the branch of the firm, unseen by the town until they agree (field book 2.7)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from tests.cast import Asker, City, Person
from tests.scenarios.ledgers import proof
from wolaiban.clockwork.recipients import officers_of
from wolaiban.clockwork.today import Today
from wolaiban.lib import clock
from wolaiban.people.models import Token
from wolaiban.people.welcome import BACKEND
from wolaiban.promises.access import access_case, access_cases, possible
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.promises.signals import hits
from wolaiban.promises.town import town
from wolaiban.promises.verifying import verify
from wolaiban.statistics.opendata import export
from wolaiban.statistics.scope import Scope
from wolaiban.web.desk.searching import found as search

WORKER = {"name": "司职工", "phone": "13700000003"}
SECRET, PRIVATE = "夜班司机没有休息的地方", "书记单独找他谈过"
TOWN = ("lin", "chen", "he", "qian", "zhou", "op", "water_handler", "stranger")
"""Everybody of the town's platform, its operator among them."""


@pytest.fixture
def branch(city: City) -> City:
    for code, name in (("branch_fast", "快运公司党支部"), ("branch_port", "港航公司党支部")):
        city.adds(code, name)
    city.kuai = city.joins("kuai", "匡听声", "branch_fast", "unit")
    city.gang = city.joins("gang", "江听潮", "branch_port", "unit")
    return city


@pytest.fixture
def told(branch: City) -> Case:
    case = Asker(WORKER).asks("staff_voice", SECRET, branch="branch_fast")
    branch.later(hours=2)
    branch.kuai.does("listen", case, task=1, text=PRIVATE)
    return case


def signed_in(person: Person | None) -> Client:
    client = Client(headers={"accept-language": "zh-CN"})
    if person is not None:
        client.force_login(person.officer, backend=BACKEND)
    return client


def found_by(person: Person, words: str) -> bool:
    return search(person.actor, words).exists()


def test_a_private_request_is_not_found_by_the_town_and_with_consent_becomes_an_ordinary_one_with_its_time_kept(
    branch: City, told: Case
):
    first = told.registered_at
    for name in TOWN:
        person = getattr(branch, name)
        assert (
            not found_by(person, told.number) and not found_by(person, "夜班") and not found_by(person, "13700000003")
        )
        with pytest.raises(Http404):
            access_case(person.actor, told.number)
    assert found_by(branch.kuai, "夜班")
    branch.later(days=1)
    Asker(WORKER).does("pass_on", told)
    assert (told.state, told.contract_state, told.hidden) == ("registered", "registered", "")
    assert found_by(branch.lin, "夜班") and ("respond", 0) in possible(told, branch.lin.actor)
    assert told.registered_at == first
    assert branch.promise(told, "respond").given_at == clock.now() > first
    page = signed_in(branch.lin).get(reverse("desk-case", args=[told.number])).content.decode()
    assert "2024年9月13日" in page and SECRET in page
    assert PRIVATE not in page  # what was said in the branch stays there
    assert PRIVATE in signed_in(branch.kuai).get(reverse("desk-case", args=[told.number])).content.decode()
    branch.lin.does("dispatch", told, tasks=[Opening("lead", "water")])
    page = signed_in(branch.water_handler).get(reverse("desk-case", args=[told.number])).content.decode()
    assert SECRET in page and PRIVATE not in page


def test_no_list_figure_signal_or_export_counts_it(branch: City, told: Case, tmp_path: Path):
    other = Asker(WORKER).asks("staff_voice", SECRET, branch="branch_port")
    for name in TOWN:
        assert not access_cases(getattr(branch, name).actor).exists()
    assert list(access_cases(branch.kuai.actor)) == [told] and list(access_cases(branch.gang.actor)) == [other]
    assert not Scope(town(), "staff_voice", clock.now()).within(Case.objects.all()).exists()
    done = export("staff_voice", tmp_path / "out", formats=["csv"])
    assert done.rows["cases"] == 0 and done.rows["events"] == 0
    assert not hits(clock.now()) and not any(Today(clock.now()).of(getattr(branch, name).actor)[0] for name in TOWN)
    _, secret = Token.objects.issue(branch.chen.officer, at=clock.now(), scopes=("read",))
    listed = Client().get("/api/v1/cases", headers={"Authorization": f"Bearer {secret}"})
    assert listed.json()["cases"] == []
    assert verify().clean


def test_nothing_of_it_is_published_even_once_it_is_passed_on(branch: City, told: Case):
    Asker(WORKER).does("pass_on", told)
    reply = Client().get("/api/v1/figures", {"service": "staff_voice"})
    assert reply.status_code == 200 and reply.json()["figures"] == []
    assert Client().get(reverse("published", args=["staff_voice"])).status_code == 404


def test_the_branch_answers_within_five_working_days_or_is_warned(branch: City, told: Case):
    assert branch.due(told, "listen", 1) == "2024-09-23 17:00"
    branch.clock("2024-09-24 09:00").tick()
    assert branch.promise(told, "listen", 1).state == "broken"
    warned = told.deliveries.filter(template="warning", to__startswith="role:")  # one level up, as everywhere
    assert warned and not [one for each in warned for one in officers_of(each, Today(clock.now()))]
    branch.kuai.does("reply", told, task=1, answer="公司腾出一间休息室")
    assert (told.state, bool(told.hidden)) == ("replied", True)


def test_what_the_worker_does_not_answer_is_settled_in_the_branch_and_stays_there(branch: City, told: Case):
    branch.kuai.does("reply", told, task=1, answer="已解决")
    branch.later(days=33).tick()
    told.refresh_from_db()
    assert (told.state, bool(told.hidden)) == ("settled", True)
    assert not found_by(branch.lin, "夜班")


def test_what_is_not_solved_yet_has_the_branch_answer_again_in_five_working_days(branch: City, told: Case):
    branch.kuai.does("reply", told, task=1, answer="已解决")
    branch.later(days=1)
    Asker(WORKER).does("not_yet", told, text="还是没有地方坐")
    listen = branch.promise(told, "listen", 1)
    assert (listen.round, listen.state) == (2, "running") and listen.due_at is not None


def test_a_branch_passes_it_on_for_a_worker_only_with_the_consent_that_they_signed(branch: City, told: Case):
    with pytest.raises(Refused) as refused:
        branch.kuai.does("pass_for", told, task=1, consent="yes")
    assert [one.about["field"] for one in refused.value.wrong] == ["signed"] and told.state == "told"
    branch.kuai.does("pass_for", told, task=1, consent="yes", signed=proof("同意书.pdf"))
    assert (told.state, told.hidden) == ("registered", "")
