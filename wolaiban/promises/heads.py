"""The daily head: every case that moved is sealed into one signed chain. 「每日链头」"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from wolaiban.lib.canonical import canonical

from .models import Case, Head, Leaf
from .town import town

KEY_FILE = ".signing-key"
BATCH = 1000


def seal(at: datetime) -> Head | None:
    """Make the next head over every case that moved since the last one; None where none did.

    Its hash covers the hash of the head before it and, in order of case, how far each of these cases has come.
    """
    with transaction.atomic():
        last = Head.objects.select_for_update().order_by("number").last()
        moved = Case.objects.exclude(Exists(Leaf.objects.filter(case_uuid=OuterRef("pk"), seq=OuterRef("seq"))))
        if not moved.exists():
            return None
        head = Head(number=last.number + 1 if last else 1, made_at=at, previous=last.hash if last else "")
        head.cases, head.hash, head.signature = Case.objects.count(), "", ""
        head.save()
        head.hash = head_hash(head, _grow(head, moved))
        head.signature = private_key().sign(bytes.fromhex(head.hash)).hex()
        head.save()
    return head


def _grow(head: Head, moved: QuerySet[Case]) -> Iterator[Leaf]:
    """Store a leaf for each case that moved, a page at a time: memory does not grow with the record."""
    after: UUID | None = None
    while True:
        page = (moved.filter(pk__gt=after) if after else moved).order_by("pk")
        found = list(page.values_list("pk", "number", "seq", "hash")[:BATCH])
        if not found:
            return
        leaves = [Leaf(head=head, case_uuid=pk, case_number=n, seq=seq, hash=h) for pk, n, seq, h in found]
        Leaf.objects.bulk_create(leaves)
        yield from leaves
        after = found[-1][0]


def head_hash(head: Head, leaves: Iterator[Leaf]) -> str:
    """SHA-256 over the head before, number, instant, count, and a line a leaf in order of case."""
    total = sha256(
        canonical({"number": head.number, "made_at": head.made_at, "cases": head.cases, "previous": head.previous})
    )
    for leaf in leaves:
        total.update(f"\n{leaf.case_uuid} {leaf.case_number} {leaf.seq} {leaf.hash}".encode())
    return total.hexdigest()


def is_signed(head: Head) -> bool:
    """Whether the signature of a head is this town's; it cannot be once the town's key is lost."""
    if not _key_path().exists():
        return False
    try:
        public_key().verify(bytes.fromhex(head.signature), bytes.fromhex(head.hash))
    except (InvalidSignature, ValueError):
        return False
    return True


def private_key() -> Ed25519PrivateKey:
    """The town's signing key: in its folder, readable by its owner only, made at the first head."""
    path = _key_path()
    if not path.exists():
        raw = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        # Written aside and linked: another process, or a kill in between, never meets half a key.
        aside = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
        aside.unlink(missing_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(raw.hex())
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
        aside.unlink()
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))


def public_key() -> Ed25519PublicKey:
    """The key by which anybody checks a head; published with it."""
    return private_key().public_key()


def public_key_text() -> str:
    """The public key in 64 hexadecimal digits."""
    return public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def _key_path() -> Path:
    return town().folder / KEY_FILE
