"""What was typed, read back: the asker, the matter, each step in its own words. 「文字读取」"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from .life.tasks import MATTERS
from .models import Case, Promise, Words

CORRECTABLE = ("subject", "text", "requester", "place")


def words_by_seq(case: Case) -> dict[int, Words]:
    """The typed words of a case, by the number of their event; erased ones have no content."""
    return {row.seq: row for row in case.words.all()}


def said_at_first(case: Case) -> dict[str, Any]:
    """Subject, text, place and requester as registered, with every correction since laid over."""
    rows = words_by_seq(case)
    corrections = [event.seq for event in case.events.all() if event.verb in ("register", "correct")]
    result: dict[str, Any] = {}
    for seq in sorted(corrections):
        for name, value in (rows[seq].content if seq in rows else {}).items():
            if name == "requester":
                result["requester"] = {**result.get("requester", {}), **value}
            elif name in CORRECTABLE:
                result[name] = value
    return result


def matters(case: Case) -> dict[int, str]:
    """What each task is about in the words of who opened it, by number; erased ones are gone."""
    rows = (row.content.get(MATTERS, {}) for row in case.words.all())
    return {int(number): text for found in rows for number, text in found.items()}


def said_in_lists(cases: list[Case]) -> dict[UUID, dict[str, Any]]:
    """What was registered in each case, by its key, with a corrected subject: one question for all of them."""
    found: dict[UUID, dict[str, Any]] = {}
    rows = Words.objects.filter(Q(seq=1) | Q(content__has_key="subject"), case__in=cases)
    for row in rows.order_by("seq").only("case_id", "seq", "content"):
        said = found.setdefault(row.case_id, {})
        said |= row.content if row.seq == 1 else {"subject": row.content["subject"]}
    return found


def latest_words(cases: Mapping[UUID, int]) -> dict[UUID, dict[str, Any]]:
    """What was typed last under each name, of each case up to one of its events, by key: one question for all of them.

    What tasks are about is under "matters", by number.
    """
    found: dict[UUID, dict[str, Any]] = {key: {} for key in cases}
    for row in Words.objects.filter(case__in=cases).order_by("seq").only("case_id", "seq", "content"):
        if row.seq <= cases[row.case_id]:
            about = {**found[row.case_id].get(MATTERS, {}), **row.content.get(MATTERS, {})}
            found[row.case_id] |= {**row.content, MATTERS: about}
    return found


def subjects(cases: list[Case]) -> dict[UUID, str]:
    """The subject of each case by its key."""
    return {key: said.get("subject", "") for key, said in said_in_lists(cases).items()}


def promises_of(case: Case) -> list[Promise]:
    """The stored promises of a case, in the order in which they were given."""
    return list(case.promises.order_by("given_at", "id"))
