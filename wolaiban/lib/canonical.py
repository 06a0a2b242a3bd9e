"""One value, one sequence of bytes: what a digest is made of. 「规范字节」"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


def canonical(value: Any) -> bytes:
    """The value as JSON in UTF-8 with sorted keys and no spaces; the same on every machine and database.

    Instants become UTC with six digits of a second and "Z", days ISO dates, UUIDs and decimals strings.
    Raises TypeError for a float, whose digits depend on who stored it, and for anything else of no one form;
    ValueError for an instant without a time zone and for text that is no valid Unicode.
    """
    text = json.dumps(plain(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes (of the bytes themselves, where given bytes), in 64 hexadecimal digits."""
    return hashlib.sha256(value if isinstance(value, bytes) else canonical(value)).hexdigest()


def instant(value: datetime) -> str:
    """An aware instant as text that sorts by time: 2024-09-13T08:50:00.000000Z."""
    if value.tzinfo is None:
        raise ValueError(f"An instant needs a time zone: {value.isoformat()} has none.")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: Any) -> Any:
    """The value as what JSON knows; a value that went through a JSON column and back comes out the same."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case Mapping():
            return {_key(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    raise TypeError(f"No canonical form for {type(value).__name__}: {value!r}. Give text, a whole number or a Decimal.")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"A key must be text, not {type(key).__name__}: {key!r}.")
    return key
