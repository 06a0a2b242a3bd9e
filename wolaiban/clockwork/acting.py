"""One act of a story, done through the verbs by whoever of the town fits the player. 「演示动作」"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime
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
        name: _key(situation, text, step.at) if service and _is_person(service, name) else text
        for name, text in step.fields.items()
    }
    if step.verb == "register":
        by = Actor.asker() if asks else _officer(player, step.at)
        return register(situation.service, by=by, requester=_requester(situation, player), **said)
    if case is None:
        raise LookupError(f"{situation.name['en']}: nothing was registered")
    by = Actor.asker(case) if asks else _officer(player, step.at)
    if step.verb == "merge":
        merge(case, by=by, **(said | {"into": numbers.get(said["into"], "")}))
        return case
    tasks = [Opening.read(table) for table in step.tasks]
    perform(case, step.verb or "", by=by, task=step.task, tasks=tasks, own=asks, **said)
    return case


def _is_person(service: Service, field: str) -> bool:
    return field in service.fields and service.fields[field].kind == "person"


def _key(situation: Situation, name: str, at: datetime) -> str:
    """The officer whom a story names by a word of its cast or by a role."""
    return _officer(situation.player(name), at).id


def _officer(player: Player, at: datetime) -> Actor:
    """The first officer with a post in the player's role, for the player's unit where one is named."""
    posts = Post.objects.on(at.date()).filter(role=player.role, area=None).select_related("officer").order_by("pk")
    post = (posts.filter(organisation__code=player.unit) if player.unit else posts).first()
    if post is None:
        raise LookupError(f"nobody in the town holds a post as {player.role} {player.unit}".strip())
    return Actor.of(post.officer, at)


def _requester(situation: Situation, player: Player) -> dict[str, str]:
    """An invented asker, the same for the same player; an officer asks for the first firm of the cast."""
    asker = player
    if player.role not in ("firm", "resident"):
        asker = next((one for one in situation.cast.values() if one.role in ("firm", "resident")), player)
    name = asker.words.get("zh", asker.name)
    # The numbers of this range belong to nobody.
    person = {"name": "示例联系人", "phone": f"1990000{zlib.crc32(name.encode()) % 10_000:04d}"}
    return person | {"organisation": name} if asker.role == "firm" else person | {"name": name}
