"""Common rules of both sides: titles, approvals and dates, and the version that held on the day (field book 5.2)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from tests.cast import SHIPPED, City, playing
from tests.folders import copied
from tests.scenarios.border import Border
from wolaiban.lib import clock
from wolaiban.web.shared.showing import case_shown


@pytest.fixture
def border(city: City) -> Border:
    city.clock("2023-06-28 09:00")
    return Border(city)


def norm_3(border: Border, case) -> tuple[str, str]:
    """Since when the third norm holds that the page of a case shows, and the page it leads to."""
    shown = case_shown(case, clock.now(), staff=True, unmasked=True, by=border.jin.actor)
    (found,) = (one for one in shown.documents if one.number == "统一执行规范三")
    return found.since.isoformat(), found.address


def test_a_case_of_the_28th_of_june_shows_version_1_of_the_norm(border: Border, client: Client):
    old = border.finds(border.jin)
    border.city.clock("2023-09-12 09:00")
    young = border.finds(border.jin)
    assert norm_3(border, old) == ("2022-08-01", "/rules/norm_3/?on=2023-06-28")
    assert norm_3(border, young) == ("2023-07-01", "/rules/norm_3/?on=2023-09-12")
    before, after = (client.get(norm_3(border, case)[1]).content.decode() for case in (old, young))
    assert "2022-08-01 至 2023-06-30 施行" in before.partition("各版本")[0]
    assert "第二版" not in before.partition("各版本")[0]
    assert "2023-07-01 起施行" in after.partition("各版本")[0] and "第二版" in after.partition("各版本")[0]


def test_all_fifteen_documents_are_listed_without_invented_titles(city: City, client: Client):
    page = client.get("/rules/?on=2023-06-28").content.decode()
    for kind in ("框架性机制", "操作性机制", "统一执行规范"):
        assert [f"{kind}{number}（标题未公开）" in page for number in "一二三四五"] == [True] * 5
    assert client.get("/rules/norm_9/").status_code == 404
    assert client.get("/rules/?on=soon").status_code == 200
    early = client.get("/rules/norm_3/?on=2001-01-01").content.decode()
    assert "还没有施行的版本" in early


def test_a_version_that_one_side_changed_alone_is_shown_to_officers_and_holds_nowhere(
    tmp_path: Path, db, client: Client
):
    folder = copied(SHIPPED, tmp_path / "town", "enforcement")
    path = folder / "rules" / "norm_3.2023-07-01.toml"
    path.write_text(path.read_text(encoding="utf-8").rpartition("on = 2023-07-01")[0], encoding="utf-8")
    with playing(folder) as city:
        city.clock("2023-09-12 09:00")
        assert "一方已批准" not in client.get("/rules/").content.decode()
        assert "第二版" not in client.get("/rules/norm_3/").content.decode()
        client.force_login(city.lin.officer)
        page = client.get("/rules/").content.decode()
        assert "一方已批准" in page and "未批准" in page
        assert "第二版" not in client.get("/rules/norm_3/").content.decode(), "the first version still holds"
