"""A file of a case, for its asker. 「查看附件」"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_case, door
from wolaiban.promises.file_access import access_file
from wolaiban.web.shared.uploads import file_response


@door("asker")
@require_safe
def download(request: HttpRequest, number: str, key: UUID) -> HttpResponse:
    """One file that the asker sent, or that was sent to them."""
    case = access_case(None, number, tracking_code=request.GET.get("code", ""))
    return file_response(access_file(case, Actor.asker(case), key))
