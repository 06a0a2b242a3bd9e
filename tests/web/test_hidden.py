"""A case that only some may know of stands on no page for anybody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.cast import Asker, City
from tests.pages import addresses
from wolaiban.people.models import Post
from wolaiban.people.welcome import BACKEND
from wolaiban.promises.models import Case

SECRET, NAME = "夜班司机没有休息的地方", "司职工"
SHAPES = [(), ("number",), ("code",), ("number", "verb"), ("number", "key"), ("code", "form"), ("code", "number")]
NOT_OF_CASES = ("account", "mfa", "demo", "password", "usersessions", "api:")


@pytest.fixture
def hidden(city: City) -> Case:
    city.adds("branch_fast", "快运公司党支部")
    city.kuai = city.joins("kuai", "匡听声", "branch_fast", "unit")
    asker = Asker({"name": NAME, "phone": "13700000003"})
    return asker.asks("staff_voice", SECRET, branch="branch_fast")


def paths(case: Case) -> Iterator[str]:
    """Every address that can be asked for, for this case and its service where it takes one."""
    known = {"number": case.number, "code": case.service, "form": "csv", "verb": "respond"}
    known["key"] = "00000000-0000-0000-0000-000000000000"
    for name in sorted(addresses()):
        for names in SHAPES if not name.startswith(NOT_OF_CASES) else ():
            try:
                yield reverse(name, kwargs={one: known[one] for one in names})
            except NoReverseMatch:
                continue


def reading(page: bytes, path: str) -> str:
    """What a page says, but for its own address, which it may say back."""
    return page.decode(errors="replace").replace(path, "")


def test_nobody_of_the_town_reads_of_it_on_any_page_not_even_the_operator(city: City, hidden: Case):
    for role in ("centre", "supervisor", "leader", "desk", "caller", "unit"):  # all that anybody may see of the town
        since = {"from_on": city.op.officer.posts.get(role="operator").from_on}
        Post.objects.create(officer=city.op.officer, organisation=city.units["qfzx"], role=role, **since)
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(city.op.officer, backend=BACKEND)
    asked = list(dict.fromkeys(paths(hidden)))
    assert len(asked) > 30
    for path in asked:
        reply = client.get(path)
        told = reading(b"".join(reply) if reply.streaming else reply.content, path)
        assert SECRET not in told and NAME not in told, path
        assert hidden.number not in told or reply.status_code != 200 or "/track/" in path, path


def test_the_branch_has_it_in_its_queue_and_on_its_page(city: City, hidden: Case):
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(city.kuai.officer, backend=BACKEND)
    assert SECRET in client.get(reverse("desk")).content.decode()
    assert SECRET in client.get(reverse("desk-case", args=[hidden.number])).content.decode()
