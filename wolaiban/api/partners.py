"""POST /partners/{code}/messages: what a neighbouring town passes on, signed by its key. 「邻城接口」"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from wolaiban.partners.not_taken import NotTaken
from wolaiban.partners.papers import ROOM
from wolaiban.partners.signatures import TYPE, NotSigned
from wolaiban.partners.taking import take
from wolaiban.promises import files
from wolaiban.promises.access import door
from wolaiban.promises.refused import Refused
from wolaiban.promises.town import town

from .problems import Problem, lang, say
from .told import problems

router = Router(tags=["partners"])
TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}
MESSAGE = {
    "type": "object",
    "required": ["id", "from", "to", "kind", "number"],
    "properties": {
        "id": {"type": "string", "format": "uuid", "description": "The same at every try."},
        "from": {"type": "string", "description": "Code of the town that sends it, as in the address."},
        "to": {"type": "string", "description": "Code of the town that it is for."},
        "kind": {"type": "string", "enum": ["case", "act", "ask"]},
        "number": {"type": "string", "description": "Number of the case in the town where it was asked."},
        "task": {"type": "integer", "description": "The task of that case which the other town works on."},
        "service": {"type": "string", "description": "Of a case: the service over there."},
        "verb": {"type": "string", "description": "Of an act: the verb here."},
        "own_number": {"type": "string", "description": "Number of the case in the town that works on it."},
        "rule": {"type": "string", "description": "Of a question: the rule whose look-back is asked about."},
        "on": {"type": "string", "format": "date", "description": "Of a question: the day from which one looks back."},
        "same": TEXTS,
        "asker": TEXTS,
        "fields": TEXTS,
        "words": TEXTS,
        "requester": TEXTS,
        "files": {
            "type": "array",
            "description": "Papers that go along, at most ten and 10 MB together.",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("field", "name", "sha256", "content")},
            },
        },
    },
}
BODY = {"requestBody": {"required": True, "content": {TYPE: {"schema": MESSAGE}}}}


class Taken(Schema):
    """The case here to which a message belongs, and how it stands; to a question, the earlier case found, if any."""

    number: str
    state: str
    earlier: list[str] | None = None


@router.post(
    "/partners/{code}/messages",
    response={200: Taken, **problems(400, 401, 404, 409, 413, 422)},
    openapi_extra=BODY,
    url_name="partner-messages",
    exclude_none=True,
    summary="Take a message of a neighbouring town",
)
@door("anybody")
def message(request: HttpRequest, code: str) -> Any:
    """Do what a neighbouring town says of a case: that it passes it on, or what it did. Signed as RFC 9421 has it.

    The same `id` again gets the same answer and does nothing. 401: not signed by the town's key, not lately, or meant
    for another town. 409 and 422: it cannot be done, and will not be later.
    """
    partner = town().partners.get(code)
    if partner is None:
        raise Http404(code)
    try:
        return take(partner, request.path, partial(_body, request), request.headers)
    except NotSigned as wrong:
        raise Problem(401, say(wrong.zh, wrong.en), more={"code": wrong.code}) from wrong
    except (files.NotTaken, files.TooLarge) as wrong:
        raise Problem(422, say(wrong.zh, wrong.en)) from wrong
    except NotTaken as wrong:
        raise Problem(wrong.status, say(wrong.zh, wrong.en)) from wrong
    except Refused as wrong:
        status = 409 if wrong.is_conflict else 422
        raise Problem(status, wrong.message(lang()), list(wrong.by_field(lang()).items())) from wrong


def _body(request: HttpRequest) -> bytes:
    """The whole body, past the limit for forms: a message brings its files along."""
    body = request.read(ROOM + 1)
    if len(body) > ROOM:
        raise Problem(413, say("一条消息最多 14 MB。", "A message has at most 14 MB."))
    return body
