"""Whether this town may send: a restored backup or a copy for tests may not, until an operator says so. 「实例确认」"""

from __future__ import annotations

import hashlib
import platform
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from wolaiban.lib import clock
from wolaiban.promises.models import Delivery
from wolaiban.promises.models.delivery import DROPPED
from wolaiban.promises.town import town

from . import mark
from .models import Instance

MACHINE_ID = Path("/etc/machine-id")
NOBODYS = "held"
"""Stands where an operator took the confirmation back: the first clock must not take it for a new town."""


def place() -> str:
    """Machine, folder and database, for people to read: what an instance is known by."""
    return f"{_machine()[:12]} · {town().folder.resolve()} · {_database()}"


def fingerprint() -> str:
    """What tells this machine, folder and database from their copies, as a digest."""
    return hashlib.sha256(f"{_machine()}|{town().folder.resolve()}|{_database()}".encode()).hexdigest()


def is_confirmed() -> bool:
    """Whether this instance may send, or would be the first that does; reads only."""
    if mark.is_behind():
        return False
    known = set(Instance.objects.values_list("fingerprint", flat=True))
    return not known or fingerprint() in known


def may_send() -> bool:
    """Whether this instance is confirmed; what a new town first runs on is, by being the first."""
    if not is_confirmed():
        return False
    if not Instance.objects.exists():
        _let_send(clock.now())
    return True


def confirm(at: datetime, *, send_waiting: bool) -> int:
    """Let this instance send from now on; returns how many waiting deliveries were dropped instead of sent.

    What waits in a restored backup went out long ago, so it is dropped unless the operator wants it sent.
    """
    dropped = 0
    if not send_waiting:
        about = {"state": DROPPED, "error": "dropped when the instance was confirmed"}
        dropped = Delivery.objects.live().filter(written_at__lte=at).update(**about)
    Instance.objects.filter(fingerprint=NOBODYS).delete()
    _let_send(at)
    mark.forget()
    return dropped


def hold(at: datetime) -> None:
    """Let no instance send until it is confirmed: before a restored database is started, or a copy is made."""
    Instance.objects.all().delete()
    Instance.objects.create(fingerprint=NOBODYS, place="", confirmed_at=at)


def _let_send(at: datetime) -> None:
    Instance.objects.get_or_create(fingerprint=fingerprint(), defaults={"place": place(), "confirmed_at": at})


def _machine() -> str:
    try:
        return MACHINE_ID.read_text().strip() or platform.node()
    except OSError:
        return platform.node()


def _database() -> str:
    """The database itself and not only its name: one that was restored under the same name is another."""
    about = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        return f"{name}#{_inode(Path(name))}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        oid = cursor.fetchone()[0]
    return f"{about.get('HOST', '')}:{about.get('PORT', '')}/{connection.settings_dict['NAME']}#{oid}"


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return 0  # in memory
