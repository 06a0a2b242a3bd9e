"""Stories told through the verbs, so that a town for demonstration has a past. 「演示往事」"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from wolaiban.catalogue import Situation, read_situations
from wolaiban.catalogue.situations import Player, Step
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case
from wolaiban.promises.settling import due_cases, settle
from wolaiban.promises.town import town
from wolaiban.promises.verbs import perform, register

STORIES = "demo"
# Two cases make one there: a story tells of one case only.
OF_TWO_CASES = frozenset({"merge", "join"})
# An older story that ends in the middle would look like a case forgotten.
RECENT = timedelta(days=21)
TICK = timedelta(minutes=1)


def stories() -> list[Situation]:
    """The town's stories for demonstration, and those of its services that are marked for it."""
    here = town()
    own = [one for code in here.services for one in read_situations(here.folder / STORIES / code, here.zone)]
    shared = [one for code in here.services for one in read_situations(here.folder / "services" / code, here.zone)]
    recent = clock.now() - RECENT
    told = own + [one for one in shared if one.demo and one.start >= recent]
    return [one for one in told if not any(step.verb in OF_TWO_CASES for step in one.steps)]


def play(told: Iterable[Situation], until: datetime) -> list[Case]:
    """Do what the stories tell up to an instant, in the order of time; the cases that came of it.

    Raises Refused where the town's services do not allow a step: then the story is wrong.
    """
    cases: dict[int, Case] = {}
    for number, situation, step in _in_order(told):
        if step.at > until:
            break
        _pass_time(step.at)
        with clock.at(step.at):
            found = _do(situation, step, number, cases.get(number))
            if found is not None:
                cases[number] = found
    _pass_time(until)
    return list(cases.values())


def _pass_time(until: datetime) -> None:
    """What happens without a person, a minute after each due instant, as the clock of a served town would do it."""
    while due := due_cases(until, limit=1):
        first = due[0].promises.running().filter(due_at__lt=until).order_by("due_at").first()
        at = min(until, first.due_at + TICK) if first else until
        with clock.at(at):
            settle(due[0], at)


def _in_order(told: Iterable[Situation]) -> Iterator[tuple[int, Situation, Step]]:
    """Every act of every story, the earliest first; what must be refused, or what only looks, is left out."""
    steps = [(n, one, step) for n, one in enumerate(told) for step in one.steps if step.verb and not step.refused]
    return iter(sorted(steps, key=lambda found: found[2].at))


def _do(situation: Situation, step: Step, number: int, case: Case | None) -> Case | None:
    player = situation.player(step.who)
    service = town().service(situation.service, step.at.date())
    asks = service is not None and player.role in (service.asker, "asker")
    if player.role == "clock":
        return case
    said: dict[str, Any] = dict(step.fields)
    if step.verb == "register":
        by = Actor.asker() if asks else _officer(player, step.at)
        return register(situation.service, by=by, requester=_requester(player, number, firm=asks), **said)
    assert case is not None, f"{situation.name['en']}: the first step must register"
    case.refresh_from_db()
    by = Actor.asker(case) if asks else _officer(player, step.at)
    tasks = [Opening.read(table) for table in step.tasks]
    perform(case, step.verb or "", by=by, task=step.task, tasks=tasks, own=asks, **said)
    return case


def _officer(player: Player, at: datetime) -> Actor:
    """The first officer with a post in the player's role, for the player's unit where one is named."""
    posts = Post.objects.on(at.date()).filter(role=player.role, area=None).select_related("officer").order_by("pk")
    post = (posts.filter(organisation__code=player.unit) if player.unit else posts).first()
    if post is None:
        raise LookupError(f"nobody in the town holds a post as {player.role} {player.unit}".strip())
    return Actor.of(post.officer, at)


def _requester(player: Player, number: int, *, firm: bool) -> dict[str, str]:
    """An invented asker; the numbers of this range belong to nobody."""
    name = player.words.get("zh", player.name)
    person = {"name": "示例联系人", "phone": f"1990000{number:04d}"}
    return person | {"organisation": name} if firm and player.role == "firm" else person | {"name": name}
