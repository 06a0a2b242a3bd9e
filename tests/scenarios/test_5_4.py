"""Prior notice and commitment: by the version of the notice, on a phone or on paper (field book 5.4)."""

from __future__ import annotations

import pytest

from tests.cast import Asker, City
from tests.scenarios.border import TRADER, Border
from wolaiban.promises.models import Case
from wolaiban.promises.verifying import verify


@pytest.fixture
def border(city: City) -> Border:
    city.clock("2023-05-10 09:00")
    return Border(city)


def told(border: Border) -> Case:
    return border.fa.files(
        "commitment", "赵家水果店", requester=TRADER, unit="enforcement", scope="both", delivery="in_person"
    )


def test_a_commitment_on_version_1_covers_no_duty_of_version_2_and_a_new_notice_is_asked_for(border: Border):
    case = told(border)
    Asker(TRADER).does("commit", case, signed_how="phone")
    case.refresh_from_db()
    assert (case.state, case.fields["notice"]) == ("committed", "2022-09-01")
    border.city.clock("2023-09-12 10:00")
    event = border.fa.does("inspect", case, kept=False, text="没有餐厨垃圾台账")
    assert (case.state, event.fields["rule"], event.fields["verdict"]) == ("to_renew", "notice@2023-08-01", "no")
    assert "covered" not in case.fields and case.state != "breached", "no breach of what they were not told"
    assert border.city.due(case, "renew") == "2023-09-19 17:00"
    border.fa.does("renew", case, delivery="in_person")
    border.fa.does("commit", case, signed_how="paper")
    assert (case.state, case.fields["notice"]) == ("committed", "2023-08-01")
    border.fa.does("inspect", case, kept=False, text="仍没有台账")
    assert (case.state, case.fields["covered"]) == ("breached", "yes")
    assert verify().clean


def test_checked_before_the_new_version_the_old_commitment_counts(border: Border):
    case = told(border)
    border.fa.does("commit", case, signed_how="paper")
    border.city.clock("2023-07-31 10:00")
    border.fa.does("inspect", case, kept=True, text="符合承诺")
    assert (case.state, case.fields["covered"]) == ("committed", "yes")
    assert border.city.promise(case, "inspect").state == "running", "and is checked again in half a year"
