"""A mark beside the database of how far it had sent: one that was restored falls behind it. 「已发标记」"""

from __future__ import annotations

import logging
import os
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Max, Q

from .models import Instance

LOG = logging.getLogger(__name__)
FILE = ".sent"
_told: set[Path] = set()
"""Marks that could not be written, and of which the log knows."""


def note_sent(fingerprint: str, at: datetime) -> None:
    """Write down that a letter went out: in the database first, then beside it, so that the mark never leads.

    A folder that cannot be written is told once, and ends no round: the letter is out.
    """
    mine = Instance.objects.filter(Q(sent_at=None) | Q(sent_at__lt=at), fingerprint=fingerprint)
    path = _path()
    if not mine.update(sent_at=at) or path is None:
        return
    try:
        _write(path, at)
    except OSError as error:
        if path not in _told:
            _told.add(path)
            LOG.error("clockwork: %s cannot be written (%s): a backup restored over this database would send again",
                      path, error)  # fmt: skip
    else:
        _told.discard(path)


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


def _write(path: Path, at: datetime) -> None:
    """Whole or not at all, and by several clocks at once."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        aside.write_text(at.isoformat(), encoding="ascii")
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink()
        raise


def _path() -> Path | None:
    return settings.TOWN_FOLDER / FILE if settings.TOWN_FOLDER else None
