"""A file of a case, for officers who may see it. 「查看附件」"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_case
from wolaiban.promises.file_access import access_file
from wolaiban.web.shared.doors import officers_only
from wolaiban.web.shared.uploads import file_response


@officers_only
@require_safe
def download(request: HttpRequest, actor: Actor, number: str, key: UUID) -> HttpResponse:
    """One file of a case that this officer may see."""
    return file_response(access_file(access_case(actor, number), actor, key))
