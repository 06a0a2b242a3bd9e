"""The secret in a form, by which the same form sent again is known. 「表单凭记」"""

from __future__ import annotations

import hashlib
import json
from uuid import uuid4

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from wolaiban.people.actor import Actor

FIELD = "once"
APART = frozenset({FIELD, "csrfmiddlewaretoken", "written_at"})
"""What is no part of what somebody says with a form: the second tap may carry another time of the device."""
SIGNER = "wolaiban.once"


def secret_of(request: HttpRequest) -> str:
    """The secret for the form to be shown: a fresh one, or that of the form which is shown again to be mended."""
    sent = request.POST.get(FIELD, "")
    return sent if _is_ours(sent) else Signer(salt=SIGNER).sign(uuid4().hex)


def key_of_form(request: HttpRequest, by: Actor) -> str:
    """The key of a form as it was sent, for `promises.once`; "" where it carries no secret of ours.

    What was said and sent with it is part of the key: who goes back to a form and asks something else in it has another
    case, and a secret alone leads nobody to a case.
    """
    secret = request.POST.get(FIELD, "")
    if not _is_ours(secret):
        return ""
    said = sorted((name, values) for name, values in request.POST.lists() if name not in APART)
    files = sorted((name, _digests(request, name)) for name in request.FILES)
    plain = json.dumps([secret, f"{by.kind}:{by.id}", request.path, said, files])
    return salted_hmac("wolaiban.sent", plain, algorithm="sha256").hexdigest()


def _digests(request: HttpRequest, name: str) -> list[list[str]]:
    """Name and digest of each file that came; they can be read again afterwards."""
    found = []
    for upload in request.FILES.getlist(name):
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        upload.seek(0)
        found.append([upload.name or "", digest.hexdigest()])
    return found


def _is_ours(secret: str) -> bool:
    try:
        Signer(salt=SIGNER).unsign(secret)
    except BadSignature:
        return False
    return True
