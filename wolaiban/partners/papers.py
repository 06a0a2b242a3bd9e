"""Files that cross the border with a message: their bytes and digest, and what is too large. 「随件材料」"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from wolaiban.catalogue.service import Service
from wolaiban.promises.attaching import is_file
from wolaiban.promises.files import LARGEST, MOST, reference, take_in
from wolaiban.promises.models import Case, File

ROOM = 4 * LARGEST // 3 + 1024 * 1024
"""Bytes of a message at most: the files of one step in base64, and what is said beside them."""
TELLS = ("answer", "text", "ground")
"""Fields in whose words a reader is told which files did not come along, the likeliest first."""


def with_files(
    message: dict[str, Any], case: Case, steps: Iterable[Mapping[str, Any]], service: Service
) -> dict[str, Any]:
    """The message with the files that the words of these steps describe, as many as go along in one."""
    rule = service.partner
    named = [
        (name, one["file"])
        for words in steps
        for name, several in words.items()
        if is_file(service, name) and rule is not None and name in rule.passes
        for one in several
    ]
    rows = File.objects.defer(None).in_bulk([key for _, key in named])
    found, left, size = [], [], 0
    for name, key in named:
        row = next((row for pk, row in rows.items() if str(pk) == key and row.erased_at is None), None)
        if row is None:
            continue
        if len(found) == MOST or size + row.size > LARGEST:
            left.append(row.name)
            continue
        size += row.size
        content = bytes(row.content)
        found.append({"field": name, "name": row.name, "sha256": hashlib.sha256(content).hexdigest(),
                      "content": base64.b64encode(content).decode()})  # fmt: skip
    return {**message, "files": found, "words": _told(message["words"], left)}


def _told(words: dict[str, str], left: list[str]) -> dict[str, str]:
    """Says in the words of the step what is too large: the office that has it passes it on another way."""
    if not left:
        return words
    place = next((name for name in TELLS if name in words), "text")
    names = "、".join(left)
    note = f"（文件过大，未随件转来，请向原窗口调取 too large to pass on, ask for it: {names}）"
    return {**words, place: f"{words.get(place, '')}{note}"}


def taken(service: Service, verb: str, message: Mapping[str, Any], *, by: str, at: datetime) -> dict[str, list[str]]:
    """References to the files of a message, by the fields of file that the verb takes. Raises TooLarge or NotTaken.

    A file whose bytes are not those of its digest is left out, as one that is none.
    """
    rule, found = service.verbs[verb], dict[str, list[str]]()
    given = message.get("files")
    for one in given[:MOST] if isinstance(given, list) else ():
        name = str(one.get("field", "")) if isinstance(one, dict) else ""
        content = _bytes(one) if name in (*rule.needs, *rule.may) and is_file(service, name) else None
        if content is not None:
            file = take_in(str(one.get("name", ""))[:100], content, by=by, at=at)
            found.setdefault(name, []).append(reference(file))
    return found


def _bytes(one: Mapping[str, Any]) -> bytes | None:
    try:
        content = base64.b64decode(str(one.get("content", "")), validate=True)
    except (binascii.Error, ValueError):
        return None
    return content if content and hashlib.sha256(content).hexdigest() == one.get("sha256") else None
