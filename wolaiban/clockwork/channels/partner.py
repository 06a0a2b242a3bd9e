"""Messages to a neighbouring town, signed, by its own interface. 「邻城」"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from django.urls import reverse

from wolaiban.lib import clock
from wolaiban.partners.not_taken import NotTaken
from wolaiban.partners.signatures import signed
from wolaiban.partners.taking import note_answer
from wolaiban.promises.heads import private_key
from wolaiban.promises.town import town

from . import http
from .letter import Away, Letter, NeverWill, TryAgain


def is_configured() -> bool:
    """Whether town.toml names any neighbour."""
    return bool(town().partners)


def send(letter: Letter) -> None:
    """Post one message; the number that the case has there is kept. Raises TryAgain or NeverWill.

    Signed anew at each try, because a signature is good for minutes; its `id` stays.
    """
    partner = town().partners.get(letter.address)
    if partner is None:
        raise NeverWill("the town is no partner any more")
    if not partner.key:  # a demo that was not joined with another: nobody knows who answers at that address
        raise Away("the town's key is not known yet")
    path = urlsplit(partner.url).path + reverse("api:partner-messages", args=[town().code])
    body = letter.text.encode()
    headers = signed(path, body, by=town().code, at=clock.now(), key=private_key())
    url = partner.url.removesuffix(urlsplit(partner.url).path) + path
    answer = http.post(url, body, headers, refused="it does not accept our signature", tells_why=True)
    try:
        note_answer(partner.code, json.loads(letter.text), json.loads(answer.body))
    except ValueError:
        raise TryAgain("an answer that cannot be read") from None
    except NotTaken as wrong:  # done over there all the same: asking again would get the same number
        raise NeverWill(wrong.en) from None
