"""Identifiers that need no counter row: ordered by time, or random and easy to read aloud. 「编号」"""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

# Crockford's base32: no I, L, O, U, so that nothing is misread on paper or misheard on the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None, "\u3000": None})
TRACKING_LENGTH = 12


def uuid7(at: datetime) -> UUID:
    """A UUID of version 7 (RFC 9562) for an aware instant: its milliseconds first, then 74 random bits."""
    if at.tzinfo is None:
        raise ValueError(f"An instant needs a time zone: {at.isoformat()} has none.")
    milliseconds = int(at.timestamp() * 1000)
    value = (milliseconds & (2**48 - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def random_number(length: int) -> str:
    """`length` random characters of an alphabet without look-alikes, five bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def tracking_code() -> str:
    """What the holder shows in place of an account: 60 random bits in 12 characters."""
    return random_number(TRACKING_LENGTH)


def as_typed(code: str) -> str:
    """What somebody typed or read out, in the form in which codes are kept: upper case, O as 0, I and L as 1."""
    return code.upper().translate(_MISREAD)
