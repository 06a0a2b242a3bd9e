"""POST /files, GET /cases/{number}/files/{id}: what comes with a filing or a verb, and how it is read. 「附件接口」"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Status, UploadedFile

from wolaiban.lib import clock
from wolaiban.promises import limits
from wolaiban.promises.access import door
from wolaiban.promises.file_access import access_file
from wolaiban.promises.files import NotTaken, TooLarge, headers_of, reference
from wolaiban.promises.receiving import receive

from .callers import Caller, OptionalBearer
from .cases import seen_case
from .problems import Problem, lang
from .refusals import too_often
from .routers import cases
from .sent import Code, ForCase
from .told import FileTaken, problems


@cases.post(
    "/files",
    response={201: FileTaken, **problems(400, 401, 403, 404, 413, 415, 422, 429)},
    auth=OptionalBearer(),
    tags=["files"],
)
@door("anybody")
def upload(request: HttpRequest, file: File[UploadedFile], of: Form[ForCase]) -> Any:
    """Send a file ahead of the filing, or of the verb, that carries it; `file` in the answer names it there, once.

    Its type is judged by its bytes. What no verb takes within two hours is removed. Without a token so many
    files and bytes an hour, and no more than the town keeps for files that wait.
    """
    caller: Caller = request.auth  # type: ignore[attr-defined]
    caller.need("act")
    address = limits.address_of_caller(request) if caller.actor is None else None
    try:
        taken = receive(file, by=_by(request, caller, of), address=address, at=clock.now())
    except limits.TooOften as refused:
        raise too_often(refused) from refused
    except (TooLarge, NotTaken) as refused:
        said = refused.words(lang())
        raise Problem(413 if isinstance(refused, TooLarge) else 415, said, [("file", said)]) from refused
    return Status(201, {"file": reference(taken), "name": taken.name, "type": taken.media_type, "size": taken.size})


def _by(request: HttpRequest, caller: Caller, of: ForCase) -> str:
    """Who sends it, as events have it; an asker of a case, by its code, else somebody who is about to ask."""
    if caller.actor is None and not of.number:
        return "asker"
    actor = caller.actor if not of.number else seen_case(request, of.number, of.tracking_code, scope="act")[1]
    assert actor is not None, "without a token it is the asker of the case, or not found"
    return f"{actor.kind}:{actor.id}"


@cases.get(
    "/cases/{number}/files/{id}",
    response={200: None, **problems(401, 403, 404, 422)},
    auth=OptionalBearer(),
    tags=["files"],
    openapi_extra={"responses": {200: {"description": "The file", "content": {"*/*": {"schema": {}}}}}},
)
@door("asker")
def download(request: HttpRequest, number: str, id: UUID, tracking_code: Code = "") -> Any:
    """A file of a case, for whoever may read the step that carries it: its asker, or an officer by token."""
    case, by = seen_case(request, number, tracking_code)
    file = access_file(case, by, id)
    return HttpResponse(bytes(file.content), headers=dict(headers_of(file)))
