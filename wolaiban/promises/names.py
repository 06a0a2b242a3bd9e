"""Names of those who act, for people to read. 「称谓」"""

from __future__ import annotations

from wolaiban.people.models import Officer


def name_of(by: str) -> str:
    """The name behind an event's `by`: an officer's; "" for the asker, the clock and imports."""
    kind, _, key = by.partition(":")
    if kind != "officer" or not key.isdigit():
        return ""
    return Officer.objects.filter(pk=int(key)).values_list("name", flat=True).first() or ""
