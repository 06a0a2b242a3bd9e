"""Somebody leaves: what of a case is bound to them passes to another. 「移交」"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.models import Officer
from wolaiban.promises.life import Life, Wrong
from wolaiban.promises.life.handing import HAND_OVER, HEIR, LEAVER, bonds
from wolaiban.promises.models import Case, Event
from wolaiban.promises.recording import Said, life_of, recording
from wolaiban.promises.refused import Refused
from wolaiban.promises.signing import unfit_to_sign


def hand_over(
    case: Case,
    *,
    by: Actor,
    leaver: Officer | str = "",
    heir: Officer | str = "",
    at: datetime | None = None,
    **said: Any,
) -> Event:
    """Put one officer in another's place in a case: as the person it names, and as the one who follows it. 「移交」

    A verb of the kernel, for operators and centres, in any state that is no end; officers are given by login. What
    belongs to a post needs none: it passes with the post (field book 3.7). Raises Refused: nothing binds the leaver,
    or the heir could not act.
    """
    life = life_of(case)
    wrong = [Wrong(case.seq + 1, "not_taken", {"verb": HAND_OVER, "field": name}, name) for name in said]
    old, new = _officer(LEAVER, leaver, case, wrong), _officer(HEIR, heir, case, wrong)
    if old and new and not wrong:
        wrong += _against(life, old, new, case.area)
    if wrong or old is None or new is None:
        raise Refused(wrong, life.service)
    with recording(case, HAND_OVER, by=by, at=at, said=Said({LEAVER: str(old.pk), HEIR: str(new.pk)})) as event:
        return event


def _officer(field: str, given: Officer | str, case: Case, wrong: list[Wrong]) -> Officer | None:
    found = given if isinstance(given, Officer) else Officer.objects.filter(login=given).first()
    if found is None:
        zh, en = "请填写登录名。", "Give a login."
        about = {"field": field, "value": str(given), "zh": zh, "en": en}
        wrong.append(Wrong(case.seq + 1, "unknown_person", about, field))
    return found


def _against(life: Life, leaver: Officer, heir: Officer, area: str) -> Iterator[Wrong]:
    seq, bound = len(life.acts) + 1, bonds(life, str(leaver.pk))
    if not bound:
        yield Wrong(seq, "nothing_to_hand_over", {"name": leaver.name})
        return
    actor = Actor.of(heir, clock.now())
    if heir.pk == leaver.pk or not heir.is_active or not actor.posts:
        yield Wrong(seq, "heir_has_no_post", {"name": heir.name}, HEIR)
        return
    for name in bound:
        if verbs := unfit_to_sign(life, name, actor, area):
            yield Wrong(seq, "heir_may_not", {"name": heir.name, "verb": verbs[0].name}, HEIR)
            return
