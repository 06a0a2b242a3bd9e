"""What was sent, sorted: codes for the event, typed text for erasable words. 「内容分流」"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wolaiban.catalogue.service import Service

from .asker import identity_key

WORDS = ("requester", "place")


def sort_out(service: Service, said: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """(codes, words): a field of kind text or file, the requester and the place are words; empty ones are dropped.

    Booleans become "yes" or "no", dates ISO text, numbers their digits: an event holds text alone. What proves who
    somebody is becomes a keyed digest.
    """
    fields: dict[str, str] = {}
    words: dict[str, Any] = {}
    for name, value in said.items():
        value = list(value) if isinstance(value, tuple) else value
        if value is None or value in ("", []):
            continue
        rule = service.fields.get(name)
        if name in WORDS or (rule is not None and rule.is_words):
            words[name] = value if isinstance(value, dict | list) else str(value)
        elif rule is not None and rule.kind == "identity":
            fields[name] = identity_key(str(value))
        else:
            fields[name] = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return fields, words
