"""A resident's suggestion becomes a project, and who proposed it hears of it (field book 2.5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Asker, City
from wolaiban.clockwork.recipients import reader_of
from wolaiban.clockwork.today import Today
from wolaiban.clockwork.wording import Wording
from wolaiban.lib import clock
from wolaiban.people.welcome import BACKEND
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case, Link
from wolaiban.promises.refused import Refused
from wolaiban.promises.verifying import verify
from wolaiban.web.desk.searching import found

RESIDENT = {"name": "许建言", "phone": "13700000001"}


@pytest.fixture
def reads(city: City) -> Callable[..., str]:
    """The page of a case as an officer of the cast reads it."""

    def page(person: object, case: Case) -> str:
        client = Client(headers={"accept-language": "zh-CN"})
        client.force_login(person.officer, backend=BACKEND)  # type: ignore[attr-defined]
        return client.get(reverse("desk-case", args=[case.number])).content.decode()

    return page


def adopted(city: City, **said: str) -> Case:
    city.adds("fenghe", "枫荷社区")
    city.feng = city.joins("feng", "冯和里", "fenghe", "unit")
    case = Asker(RESIDENT).asks("suggestion", "年纪轻的老人帮年纪大的老人", category="elderly", **said)
    city.lin.does("dispatch", case, tasks=[Opening("lead", "fenghe")])
    city.feng.does("decide", case, decision="adopted", answer="采纳，先试办", title="低龄老人结对高龄老人")
    return case


def begun(city: City, owner: str = "fenghe", **said: str) -> tuple[Case, Case]:
    """The suggestion, and the project that carries it out."""
    suggestion = adopted(city, **said)
    about = {"title": "低龄老人结对高龄老人", "owner": owner, "due_on": "2025-03-01"}
    project = city.feng.files("community_project", "银龄结对", **about)
    city.feng.does("begin", suggestion, project=project.number.lower())
    return suggestion, project


def test_when_the_project_of_an_adopted_suggestion_reports_the_proposer_is_told_and_named_only_with_consent(
    city: City, reads: Callable[..., str]
):
    suggestion, project = begun(city, owner="library")
    city.stranger.does("report", project, progress="二十对已结好")
    told = project.deliveries.get(template="progress")
    reader = reader_of(told)
    assert reader is not None and reader.addresses == {"sms": RESIDENT["phone"]}
    said = Wording(told, project, reader, Today(clock.now())).values()
    assert said["number"] == suggestion.number and suggestion.tracking_code in said["link"]
    # The unit that carries it out may not see the suggestion: its number, and no name without consent.
    page = reads(city.stranger, project)
    assert suggestion.number in page and "年纪轻的老人" not in page and "许建言" not in page
    Asker(RESIDENT).does("agree", suggestion, consent="yes")
    assert "许建言" in reads(city.stranger, project)
    Asker(RESIDENT).does("agree", suggestion, consent="no")
    assert "许建言" not in reads(city.stranger, project)


def test_the_public_list_of_adopted_suggestions_names_the_proposer_only_with_consent(city: City):
    case = adopted(city)
    for address in (
        reverse("published", args=["suggestion"]),
        reverse("published-case", args=["suggestion", case.number]),
    ):
        assert "许建言" not in Client().get(address).content.decode()
        Asker(RESIDENT).does("agree", case, consent="yes")
        page = Client().get(address).content.decode()
        assert "低龄老人结对高龄老人" in page and "许建言" in page and "年纪轻的老人" not in page
        Asker(RESIDENT).does("agree", case, consent="no")


def test_a_suggestion_that_was_taken_back_is_on_no_public_list(city: City):
    case = adopted(city)
    public = "/published/suggestion/"
    assert "低龄老人结对高龄老人" in Client().get(public).content.decode()
    Asker(RESIDENT).does("withdraw", case)
    assert "低龄老人结对高龄老人" not in Client().get(public).content.decode()
    assert Client().get(f"{public}{case.number}/").status_code == 404


def test_a_name_in_the_public_title_is_corrected_and_leaves_the_list(city: City):
    case = adopted(city)
    city.lin.does("correct", case, title="邻里结对")
    page = Client().get("/published/suggestion/").content.decode()
    assert "邻里结对" in page and "低龄老人结对高龄老人" not in page


def test_both_sides_show_the_link_to_who_may_see_them(city: City, reads: Callable[..., str]):
    suggestion, project = begun(city)
    assert project.number in reads(city.feng, suggestion) and suggestion.number in reads(city.feng, project)
    assert Link.objects.get().to == project.number and verify().clean
    own = Client(headers={"accept-language": "zh-CN"})
    page = own.get(reverse("track", args=[suggestion.number]), {"code": suggestion.tracking_code}).content.decode()
    assert project.number in page and "银龄结对" not in page
    told = own.get(f"/api/v1/cases/{suggestion.number}", {"tracking_code": suggestion.tracking_code}).json()["links"]
    assert [(link["number"], link["names_it"], link["subject"]) for link in told] == [(project.number, False, "")]
    Link.objects.update(to=suggestion.number)
    assert any("link 0/project" in difference for difference in verify().differences)


def test_the_desk_finds_a_case_by_the_number_of_the_one_that_it_names(city: City):
    suggestion, project = begun(city)
    assert set(found(city.feng.actor, project.number.lower())) == {suggestion, project}
    assert set(found(city.stranger.actor, project.number)) == set()


def test_a_number_that_nobody_has_or_that_is_not_theirs_to_see_is_refused(city: City):
    case, other = adopted(city), city.firm.asks("pingfu365", "别的事")
    for number in ("SQ2024-NONE00", other.number):
        with pytest.raises(Refused) as refused:
            city.feng.does("begin", case, project=number)
        assert "没有编号为" in refused.value.by_field("zh")["project"]


def test_adopted_and_not_begun_in_thirty_days_is_pressed_for(city: City):
    case = adopted(city)
    city.later(days=32).tick()
    assert case.events.filter(verb="press").exists() and city.promise(case, "begin").state == "broken"
    assert case.deliveries.filter(template="pressed", to="role:supervisor").exists()


def test_what_is_considered_again_has_its_clock_again(city: City):
    city.adds("fenghe", "枫荷社区")
    feng = city.joins("feng", "冯和里", "fenghe", "unit")
    case = Asker(RESIDENT).asks("suggestion", "年纪轻的老人帮年纪大的老人")
    city.lin.does("dispatch", case, tasks=[Opening("lead", "fenghe")])
    feng.does("decide", case, decision="not_adopted", answer="条件不具备")
    Asker(RESIDENT).does("rate", case, rating="dissatisfied")
    decide = city.promise(case, "decide")
    assert (case.state, decide.round, decide.state) == ("considered", 2, "running")
    feng.does("decide", case, decision="adopted", answer="先试办", title="结对")
    assert city.promise(case, "decide").state == "kept"
