"""Static files where they are served from, gathered when they changed. 「收集静态文件」"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MARK = ".gathered"


def gather() -> bool:
    """Gather the static files, unless those that lie there are the same; returns whether it was done.

    They are known by a mark of the names, sizes and times of all files, written last.
    """
    mark, now = Path(settings.STATIC_ROOT) / MARK, _state()
    if mark.is_file() and mark.read_text(encoding="ascii") == now:
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(now, encoding="ascii")
    return True


def _state() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            digest.update(f"{name}|{about.st_size}|{about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
