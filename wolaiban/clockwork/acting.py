"""One act of a story, done through the verbs by whoever of the town fits the player. 「演示动作」"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from wolaiban.catalogue import Situation
from wolaiban.catalogue.service import Service
from wolaiban.catalogue.situations import Player, Step
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case
from wolaiban.promises.town import town
from wolaiban.promises.verbs import merge, perform, register


def act(situation: Situation, step: Step, case: Case | None, numbers: Mapping[str, str]) -> Case:
    """Do one step; the case that it was done to. `numbers` has the case of each story that was begun, by its name.

    Raises Refused where the town's services do not allow it; LookupError where nobody fits, or the story has not begun.
    """
    player = situation.player(step.who)
    service = town().service(situation.service, step.at.date())
    asks = service is not None and player.role in (service.asker, "asker")
    said: dict[str, Any] = {
        name: _meant(service, situation, step, name, numbers) if service else text for name, text in step.fields.items()
    }
    if step.verb == "register":
        by = Actor.asker() if asks else _officer(situation, player, step.at)
        return register(situation.service, by=by, requester=_requester(situation, step), **said)
    if case is None:
        raise LookupError(f"{situation.name['en']}: nothing was registered")
    by = Actor.asker(case) if asks else _officer(situation, player, step.at)
    if step.verb == "merge":
        merge(case, by=by, **(said | {"into": numbers.get(said["into"], "")}))
        return case
    tasks = [Opening.read(table) for table in step.tasks]
    perform(case, step.verb or "", by=by, task=step.task, tasks=tasks, own=asks, **said)
    return case


def _meant(service: Service, situation: Situation, step: Step, field: str, numbers: Mapping[str, str]) -> Any:
    """What a story says in a field: an officer by a word of its cast or a role, a case by the name of its story."""
    text, kind = step.fields[field], service.fields[field].kind if field in service.fields else ""
    if kind == "person":
        return _officer(situation, situation.player(text), step.at).id
    return numbers.get(text, text) if kind == "case" else text


def _officer(situation: Situation, player: Player, at: datetime) -> Actor:
    """The first officer with a post in the player's role, for the player's unit where one is named.

    Who comes second in the cast with the same role and unit is the second of them, as far as there are so many.
    """
    alike = [one.name for one in situation.cast.values() if (one.role, one.unit) == (player.role, player.unit)]
    place = alike.index(player.name) if player.name in alike else 0
    found = _holder(player.role, player.unit, place, at.replace(hour=0, minute=0, second=0))
    if found is None:
        raise LookupError(f"nobody in the town holds a post as {player.role} {player.unit}".strip())
    return found


@lru_cache(maxsize=512)
def _holder(role: str, unit: str, place: int, day: datetime) -> Actor | None:
    posts = Post.objects.on(day.date()).filter(role=role, area=None).select_related("officer").order_by("pk")
    found = list((posts.filter(organisation__code=unit) if unit else posts)[: place + 1])
    return Actor.of(found[-1].officer, day) if found else None


def forget() -> None:
    """Look anew who holds which post."""
    _holder.cache_clear()


def _requester(situation: Situation, step: Step) -> dict[str, str]:
    """An invented asker, the same for the same player; who names nobody asks for the first firm of the cast."""
    asker = situation.player(step.asker or step.who)
    if asker.role not in ("firm", "resident") and not step.asker:
        asker = next((one for one in situation.cast.values() if one.role in ("firm", "resident")), asker)
    name = asker.words.get("zh", asker.name)
    # The numbers of this range belong to nobody.
    person = {"name": "示例联系人", "phone": f"1990000{zlib.crc32(name.encode()) % 10_000:04d}"}
    return person | {"organisation": name} if asker.role == "firm" else person | {"name": name}
