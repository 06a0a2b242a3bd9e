"""Prior notice and commitment: by the version of the notice, on a phone or on paper (field book 5.4)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Asker, City
from tests.scenarios.border import TRADER, Border
from tests.scenarios.ledgers import proof
from tests.web.seeing import words_of
from wolaiban.lib import clock
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.promises.signals import hits
from wolaiban.promises.verifying import verify
from wolaiban.statistics.freezing import freeze
from wolaiban.statistics.models import FrozenMonth
from wolaiban.statistics.public import public_figures
from wolaiban.web.shared.links import with_code


@pytest.fixture
def border(city: City) -> Border:
    city.clock("2023-05-10 09:00")
    return Border(city)


def told(border: Border) -> Case:
    return border.fa.files(
        "commitment",
        "赵家水果店",
        requester=TRADER,
        unit="enforcement",
        copy_to="js_enforcement",
        scope="both",
        delivery="in_person",
    )


def test_a_commitment_on_version_1_covers_no_duty_of_version_2_and_a_new_notice_is_asked_for(
    border: Border, client: Client
):
    case = told(border)
    page = words_of(client.get(with_code("track", case)).content.decode())
    assert "请先阅读： 事先告知书（第一版） 在手机上签署" in page, "nobody signs what they cannot read"
    Asker(TRADER).does("commit", case)
    case.refresh_from_db()
    assert (case.state, case.fields["notice"]) == ("committed", "2022-09-01")
    border.city.clock("2023-09-12 10:00")
    event = border.fa.does("inspect", case, kept=False, text="没有餐厨垃圾台账")
    assert (case.state, event.fields["rule"], event.fields["verdict"]) == ("to_renew", "notice@2023-08-01", "no")
    assert "covered" not in case.fields and case.state != "breached", "no breach of what they were not told"
    assert border.city.due(case, "renew") == "2023-09-19 17:00"
    border.fa.does("renew", case, delivery="in_person")
    border.fa.does("commit_on_paper", case, paper=proof())
    assert (case.state, case.fields["notice"]) == ("committed", "2023-08-01")
    border.fa.does("inspect", case, kept=False, text="仍没有台账")
    assert (case.state, case.fields["covered"]) == ("breached", "yes")
    assert verify().clean


def test_a_finished_month_of_notices_is_frozen_like_any_other(border: Border):
    """The file has a field called `unit`, which is no reason to lose the breakdown by the unit that leads."""
    told(border)
    border.city.clock("2023-07-03 09:00")
    assert freeze(clock.now()) == 1
    assert FrozenMonth.objects.get(service="commitment").month == "2023-05"


def test_checked_before_the_new_version_the_old_commitment_counts(border: Border):
    case = told(border)
    border.fa.does("commit_on_paper", case, paper=proof())
    border.city.clock("2023-07-31 10:00")
    border.fa.does("inspect", case, kept=True, text="符合承诺")
    assert (case.state, case.fields["covered"]) == ("committed", "yes")
    assert border.city.promise(case, "inspect").state == "running", "and is checked again in half a year"


def test_nobody_signs_in_the_partys_name(border: Border):
    case = told(border)
    with pytest.raises(Refused) as refused:
        border.fa.does("commit", case)
    assert refused.value.forbidden
    with pytest.raises(Refused) as refused:
        border.fa.does("commit_on_paper", case)
    assert [(one.code, one.field) for one in refused.value.wrong] == [("needs", "paper")]
    border.fa.does("commit_on_paper", case, paper=proof("承诺书.pdf"))
    assert case.state == "committed"


def older(border: Border) -> list[tuple]:
    return [hit.cases for hit in hits(clock.now()) if hit.code == "older_version"]


def test_on_the_first_day_of_the_new_version_the_older_commitment_is_named(border: Border):
    case = told(border)
    Asker(TRADER).does("commit", case)
    border.city.clock("2023-07-31 23:59")
    assert older(border) == []
    border.city.clock("2023-08-01 00:00")
    assert older(border) == [(case.pk,)]
    border.fa.does("inspect", case, kept=True, text="符合承诺")
    border.fa.does("renew", case, delivery="in_person")
    assert older(border) == []


def test_a_breach_that_a_check_found_is_counted_after_the_notice_was_given_anew(border: Border):
    case = told(border)
    Asker(TRADER).does("commit", case)
    border.fa.does("inspect", case, kept=False, text="门前堆放")
    assert (case.state, public_figures("commitment").figure("breaches").value) == ("breached", 1)
    border.fa.does("renew", case, delivery="in_person")
    Asker(TRADER).does("commit", case)
    border.fa.does("inspect", case, kept=True, text="已履行")
    assert (case.state, public_figures("commitment").figure("breaches").value) == ("committed", 1)
    assert verify().clean


def test_both_bureaus_have_a_copy_of_the_commitment(border: Border):
    case = told(border)
    Asker(TRADER).does("commit", case)
    sent = case.deliveries.filter(template="signed").exclude(to="asker")
    assert {row.to.rpartition(":")[2] for row in sent} == {"enforcement", "js_enforcement"}
