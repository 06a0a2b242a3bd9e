"""The door to a file: whoever may read the step that carries it, and nobody else. 「附件门禁」"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from wolaiban.people.actor import Actor

from .access import reader_of
from .models import Case, File
from .reading import words_by_seq
from .recording import life_of


def access_file(case: Case, actor: Actor, key: UUID) -> File:
    """The file of a case that the actor has come in to, as its asker or as an officer; else Http404.

    One whose step, or whose field, is not shown to them is not found; nor is one that was erased.
    """
    file = File.objects.filter(pk=key, case=case, erased_at=None).first()
    event = case.events.filter(seq=file.seq).first() if file else None
    if file is None or event is None:
        raise Http404(key)
    life = life_of(case)
    reader = reader_of(case, life, actor, staff=actor.kind == "officer")
    words = words_by_seq(case).get(event.seq)
    told = reader.words(event, words.content if words else {}) if reader.steps(event) else {}
    if str(key) not in (one["file"] for one in told.get(file.field, ())):
        raise Http404(key)
    return file
