"""The fixed cast of the stories: one town, its officers, two firms, and one stranger who must not see. 「人物」

A story moves the town's clock and lets people act:

    city.clock("2024-09-13 16:50")
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    city.later(minutes=20); city.lin.does("respond", case, text="已联系水务，明早回话")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password

from wolaiban.catalogue import Town, read_town
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.models import Officer, Organisation, Post
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case, Event, Promise
from wolaiban.promises.settling import due_cases, settle
from wolaiban.promises.town import serve
from wolaiban.promises.verbs import perform, register

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "towns" / "pinghu"
UNITS = {
    "qfzx": "企服中心",
    "water": "水务集团",
    "planning": "自然资源和规划局",
    "ecology": "生态环境分局",
    "library": "图书馆",
}
POSTS = {
    "lin": ("林一帆", "qfzx", "desk"),
    "sun": ("孙同舟", "qfzx", "desk"),
    "chen": ("陈主任", "qfzx", "centre"),
    "he": ("何回访", "qfzx", "caller"),
    "qian": ("钱督办", "qfzx", "supervisor"),
    "zhou": ("周领导", "qfzx", "leader"),
    "op": ("吴运维", "qfzx", "operator"),
    "water_handler": ("沈水务", "water", "unit"),
    "planning_handler": ("顾规划", "planning", "unit"),
    "ecology_handler": ("陆环保", "ecology", "unit"),
    "stranger": ("路人甲", "library", "unit"),
}
FIRM = {"name": "王经理", "phone": "13800001234", "organisation": "平湖晨光包装有限公司"}
OTHER_FIRM = {"name": "李厂长", "phone": "13900005678", "organisation": "平湖远帆五金有限公司"}

LONG_AGO = date(2010, 1, 1)


def _units() -> list[Organisation]:
    return [Organisation(code=code, name=name) for code, name in UNITS.items()]


def _officers() -> list[Officer]:
    """Officers who cannot sign in by a password, as `Officer.objects.add` makes them."""
    return [
        Officer(login=login.replace("_", "-"), name=name, password=make_password(None))
        for login, (name, _, _) in POSTS.items()
    ]


class Person:
    """Somebody of the cast; officers act through their posts of the day."""

    def __init__(self, city: City, officer: Officer) -> None:
        self.city, self.officer = city, officer

    @property
    def actor(self) -> Actor:
        return Actor.of(self.officer, clock.now())

    def does(self, verb: str, case: Case, **said: Any) -> Event:
        case.refresh_from_db()
        return perform(case, verb, by=self.actor, **said)

    def files(self, service: str, subject: str, **said: Any) -> Case:
        """File on behalf of a firm."""
        return register(service, by=self.actor, requester=said.pop("requester", FIRM), subject=subject, **said)

    def dispatches(self, case: Case, lead: str, co: tuple[str, ...] = (), verb: str = "dispatch", **said: Any) -> Event:
        tasks = [Opening("lead", lead), *(Opening("co", unit) for unit in co)]
        return self.does(verb, case, tasks=tasks, **said)


class Asker:
    """A firm or a resident who asks without an account."""

    def __init__(self, requester: dict[str, str]) -> None:
        self.requester = requester

    def asks(self, service: str, subject: str, **said: Any) -> Case:
        return register(service, by=Actor.asker(), requester=self.requester, subject=subject, **said)

    def does(self, verb: str, case: Case, **said: Any) -> Event:
        case.refresh_from_db()
        return perform(case, verb, by=Actor.asker(case), own=True, **said)


class City:
    """The town of a story, its clock and its people."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.firm, self.other_firm = Asker(FIRM), Asker(OTHER_FIRM)
        self.units = {one.code: one for one in Organisation.objects.bulk_create(_units())}
        known = {one.login: one for one in Officer.objects.bulk_create(_officers())}
        posts = []
        for login, (_, unit, role) in POSTS.items():
            officer = known[login.replace("_", "-")]
            posts.append(Post(officer=officer, organisation=self.units[unit], role=role, from_on=LONG_AGO))
            setattr(self, login, Person(self, officer))
        Post.objects.bulk_create(posts)

    def __getattr__(self, name: str) -> Person:
        raise AttributeError(f"{name} is not of the cast: {', '.join(POSTS)}")

    def joins(self, login: str, name: str, unit: str, role: str) -> Person:
        """Somebody who has held a post for years."""
        officer = Officer.objects.add(login, name)
        Post.objects.create(officer=officer, organisation=self.units[unit], role=role, from_on=LONG_AGO)
        return Person(self, officer)

    def adds(self, code: str, name: str, **more: Any) -> Organisation:
        """A unit that the cast lacks."""
        self.units[code] = Organisation.objects.create(code=code, name=name, **more)
        return self.units[code]

    def t(self, text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=self.town.zone)

    def clock(self, text: str) -> City:
        clock.move_to(self.t(text), speed=0)
        return self

    @property
    def today(self) -> date:
        return clock.now().astimezone(self.town.zone).date()

    def later(self, **span: float) -> City:
        clock.move_to(clock.now() + timedelta(**span), speed=0)
        return self

    def tick(self) -> int:
        """What happens without a person, up to now: returns how many cases were settled."""
        count = 0
        while cases := due_cases(clock.now()):
            for case in cases:
                settle(case, clock.now())
            count += len(cases)
        return count

    def promise(self, case: Case, code: str, task: int = 0) -> Promise:
        return case.promises.filter(code=code, task=task).order_by("-round")[0]

    def due(self, case: Case, code: str, task: int = 0) -> str:
        instant = self.promise(case, code, task).due_at
        return instant.astimezone(self.town.zone).strftime("%Y-%m-%d %H:%M") if instant else "none"


@cache
def shipped() -> Town:
    """The shipped town, read once for all stories: nothing of a town can change."""
    return read_town(SHIPPED)


@contextmanager
def playing(place: Path | Town = SHIPPED) -> Iterator[City]:
    """A town, or the one in a folder, for one story; the clock is real again afterwards."""
    town = place if isinstance(place, Town) else shipped() if place == SHIPPED else read_town(place)
    serve(town)
    try:
        yield City(town)
    finally:
        clock.run_real()
