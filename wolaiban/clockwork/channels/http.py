"""One POST to a machine that the operator named, and what its answer means for a letter. 「投递请求」

2xx means taken over. 408, 425, 429 and 5xx mean later, and so do 3xx, 401 and 403, which an operator has to mend; every
other answer means never.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO, NamedTuple
from urllib.error import HTTPError

from .letter import Away, NeverWill, TryAgain

TIMEOUT_SECONDS = 10
LATER = (408, 425, 429)
READ_BYTES = 4096
"""Of an answer no more is looked at."""


class Answer(NamedTuple):
    """What came back. 「答复」"""

    status: int
    body: bytes
    headers: HTTPMessage


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A machine that moved must be told to the operator: nothing is posted to whoever it names."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def post(url: str, body: bytes, headers: Mapping[str, str], *, refused: str, tells_why: bool = False) -> Answer:
    """Post once; `refused` says what an operator has to mend at 401. Raises TryAgain, Away or NeverWill.

    With `tells_why` the other side's own words of a refusal are kept: they are ours to read.
    """
    request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310
    try:
        with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as answer:
            return Answer(answer.status, answer.read(READ_BYTES), answer.headers)
    except HTTPError as error:
        why = f": {_words(error.read(READ_BYTES))}" if tells_why else ""
        error.close()
        if error.code in LATER or error.code >= 500 or 300 <= error.code < 400:
            raise TryAgain(f"HTTP {error.code}") from error
        if error.code in (401, 403):
            raise Away(f"HTTP {error.code}: {refused}{why}") from error
        raise NeverWill(f"HTTP {error.code}{why}") from error
    except (OSError, HTTPException) as error:
        raise Away(type(error).__name__) from error


def _words(body: bytes) -> str:
    return " ".join(body.decode("utf-8", "replace").split())
