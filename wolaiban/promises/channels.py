"""By which way a case came: who acts decides what may be said. 「渠道」"""

from __future__ import annotations

from collections.abc import Iterator

from wolaiban.catalogue.vocabulary import CHANNELS, CHANNELS_OF_ASKERS
from wolaiban.people.actor import Actor

from .life import Wrong
from .life.values import NAME
from .neighbours import PARTNER


def wrong_channel(channel: str, by: Actor) -> Iterator[Wrong]:
    """Who asks without an officer comes online; officers say any declared way; a record has codes of its own."""
    if by.kind == "import":
        if not NAME.fullmatch(channel):
            yield Wrong(1, "not_a_channel", {"value": channel}, "channel")
        return
    if by.kind == PARTNER and channel == PARTNER:
        return
    known = tuple(CHANNELS) if by.kind == "officer" else CHANNELS_OF_ASKERS
    if channel not in known:
        about = {"field": "channel", "value": channel, "choices": ", ".join(known)}
        yield Wrong(1, "not_a_choice", about, "channel")
