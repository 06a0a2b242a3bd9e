"""Take people over from a table: what it would do is shown first; then all rows, or none. 「人员导入」"""

from __future__ import annotations

import base64
import binascii
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.people import staffing
from wolaiban.people.importing import Outcome, Problem, import_people
from wolaiban.people.models import Officer
from wolaiban.promises.town import today, town
from wolaiban.web.shared.telling import reader_lang

from .keeper import Keeper, keepers_only
from .once import link
from .roles import roles_of_posts

LARGEST_BYTES = 1_000_000
"""A table of ten thousand officers; what is checked comes back with the confirmation, so it must fit in a form."""
SALT = "people.takeover"


@dataclass(frozen=True)
class Newcomer:
    """Somebody who was added, with the link for their password. 「新人员」"""

    officer: Officer
    link: str


@keepers_only("import")
@require_http_methods(["GET", "POST"])
def takeover(request: HttpRequest, keeper: Keeper) -> HttpResponse:
    """A file chosen, what it would do, and the same file taken over."""
    given: dict[str, object] = {}
    status = 200
    if request.method == "POST":
        try:
            given = _confirmed(request, keeper) if "checked" in request.POST else _checked(request, keeper)
        except Refusal as refusal:
            given, status = {"wrong": refusal.words(reader_lang())}, 422
    given |= {"keeper": keeper, "largest_mb": LARGEST_BYTES // 1_000_000}
    return render(request, "office/people/import.html", given, status=status)


def _checked(request: HttpRequest, keeper: Keeper) -> dict[str, object]:
    """What the file would do; nothing is saved."""
    file = request.FILES.get("file")
    if file is None or not file.name:
        raise Refusal("请选择一个文件。", "Choose a file.")
    if file.size is None or file.size > LARGEST_BYTES:
        raise Refusal("文件超过 1 MB，请分成几份导入。", "The file is larger than 1 MB: import it in parts.")
    name, content = Path(file.name).name, file.read()
    outcome = _import(name, content, keeper, dry_run=True)
    kept = signing.dumps([name, base64.b64encode(zlib.compress(content)).decode()], salt=SALT)
    return {"name": name, "outcome": outcome, "counts": counts(outcome), "problems": problems(outcome),
            "checked": "" if outcome.problems else kept}  # fmt: skip


def _confirmed(request: HttpRequest, keeper: Keeper) -> dict[str, object]:
    """The file that was checked, taken over; it is checked again, since the town may have changed."""
    try:
        name, packed = signing.loads(request.POST["checked"], salt=SALT, max_age=3600)
        content = zlib.decompress(base64.b64decode(packed))
    except (signing.BadSignature, ValueError, zlib.error, binascii.Error):
        raise Refusal("请重新选择文件并检查。", "Choose the file and check it again.") from None
    outcome = _import(name, content, keeper, dry_run=False)
    people: list[Newcomer] = []
    if outcome.saved:
        for officer in Officer.objects.filter(login__in=outcome.new_logins):
            _, secret = staffing.invite(officer, by=keeper.by, at=clock.now())
            people.append(Newcomer(officer, link(request, secret)))
    return {"name": name, "outcome": outcome, "counts": counts(outcome), "problems": problems(outcome),
            "people": people}  # fmt: skip


def _import(name: str, content: bytes, keeper: Keeper, *, dry_run: bool) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return import_people(
            path, on=today(), roles=frozenset(roles_of_posts()), dry_run=dry_run, by=keeper.by, hours=town().hours,
            partners=town().partners,
        )  # fmt: skip


def counts(outcome: Outcome) -> list[tuple[str, int, int, int]]:
    """Sheets with how many rows are added, changed and the same."""
    words = {"areas": gettext("区域"), "organisations": gettext("单位"), "officers": gettext("人员与岗位")}
    kinds = ("added", "changed", "same")
    sheets = dict.fromkeys(sheet for sheet, _ in outcome.counts)
    return [(words.get(sheet, sheet), *(outcome.counts[sheet, kind] for kind in kinds)) for sheet in sheets]


def problems(outcome: Outcome) -> list[tuple[Problem, str]]:
    """What is wrong, each with its sentence in the reader's language."""
    english = reader_lang() == "en"
    return [(one, one.en if english else one.zh) for one in outcome.problems]
