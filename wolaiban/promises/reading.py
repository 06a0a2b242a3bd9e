"""What was typed, read back: the asker, the matter, each step in its own words. 「文字读取」"""

from __future__ import annotations

from typing import Any

from .life.tasks import MATTERS
from .models import Case, Words

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


def subjects(cases: list[Case]) -> dict[str, str]:
    """The subject of each case by its id, for a list: one question for all of them."""
    found: dict[str, str] = {}
    rows = Words.objects.filter(case__in=cases).order_by("seq").only("case_id", "seq", "content")
    for row in rows:
        if "subject" in row.content:
            found[str(row.case_id)] = row.content["subject"]
    return found
