"""A person's words are erased; the chain and every figure stay. 「删除个人信息」"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.life import Wrong
from wolaiban.promises.models import Case, Event
from wolaiban.promises.recording import Said, append, life_of
from wolaiban.promises.refused import Refused


def erase(case: Case, *, by: Actor, at: datetime | None = None) -> Event:
    """Erase all that was typed in a case: names, contacts, texts; who did it and when stays. 「删除个人信息」

    A verb of the kernel, for operators, in any state; life passes over it. Personal Information Protection Law,
    article 47. Raises Refused for anybody else.
    """
    with transaction.atomic():
        locked = Case.objects.select_for_update().get(pk=case.pk)
        before = life_of(locked)
        if by.kind == "officer" and "operator" not in by.roles:
            raise Refused([Wrong(locked.seq + 1, "wrong_role", {"verb": "erase"})], before.service)
        now = max(at or clock.now(), before.acts[-1].at)
        event = append(locked, before, "erase", by=by, at=now, said=Said())
        locked.words.filter(erased_at=None).update(content={}, salt="", erased_at=now)
        taken = locked.files.filter(erased_at=None)
        taken.update(name="", content=b"", salt="", digest="", size=0, erased_at=now)
        Case.objects.filter(pk=case.pk).update(asker_key=None)
    case.refresh_from_db()
    return event
