"""A mark beside the database of how far it had sent: one that was restored falls behind it. 「已发标记」"""

from __future__ import annotations

import os
import threading
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Max, Q

from .models import Instance

FILE = ".sent"


def note_sent(fingerprint: str, at: datetime) -> None:
    """Write down that a letter went out: in the database first, then beside it, so that the mark never leads."""
    mine = Instance.objects.filter(Q(sent_at=None) | Q(sent_at__lt=at), fingerprint=fingerprint)
    path = _path()
    if mine.update(sent_at=at) and path is not None:
        aside = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
        aside.write_text(at.isoformat(), encoding="ascii")
        aside.replace(path)


def is_behind() -> bool:
    """Whether letters went out from here of which the database knows nothing: it is an older one.

    Machines may share the folder, and with it the mark: what any of them sent counts.
    """
    path = _path()
    try:
        marked = datetime.fromisoformat(path.read_text(encoding="ascii")) if path else None
    except (FileNotFoundError, ValueError):
        marked = None
    if marked is None:
        return False
    known = Instance.objects.aggregate(last=Max("sent_at"))["last"]
    return known is None or known < marked


def forget() -> None:
    """Take the mark away: an operator has said that this database may send."""
    if path := _path():
        path.unlink(missing_ok=True)


def _path() -> Path | None:
    return settings.TOWN_FOLDER / FILE if settings.TOWN_FOLDER else None
