"""Deliveries that go out together become one letter in the words and to the address of the day. 「拟稿」"""

from __future__ import annotations

from collections.abc import Sequence

from wolaiban.catalogue.service import MessageRule
from wolaiban.lib.canonical import canonical
from wolaiban.partners.saying import NothingToSay, said
from wolaiban.promises.models import Case, Delivery
from wolaiban.promises.neighbours import PARTNER, TRANSPORT
from wolaiban.promises.recording import service_of
from wolaiban.promises.town import town

from .channels import Letter, NeverWill, email, partner, sms
from .digesting import digest_values
from .recipients import Reader, reader_of
from .today import Today
from .wording import Overtaken, Wording, filled, of_town

CHANNELS = {"email": email, "sms": sms, PARTNER: partner}
SEVERAL = "several"


class Dropped(NeverWill):
    """There is nobody to tell it to, or nothing left to tell: no failure, and nothing to see to."""


def compose(rows: Sequence[Delivery], today: Today) -> tuple[str, Letter]:
    """The channel and the letter for deliveries to one reader. Raises Dropped."""
    if rows[0].to.startswith(TRANSPORT):
        return PARTNER, _to_town(rows[0])
    reader = reader_of(rows[0])
    if reader is None:
        raise Dropped("nobody to tell: gone, or erased")
    found = [(row, rule) for row in rows if (rule := rule_of(row, row.case)) is not None]
    if not found:
        raise Dropped("no file has this message any more")
    channel = _channel(reader, [rule for _, rule in found])  # before anything is worded that nobody can be sent
    worded = [one for row, rule in found if (one := _said(row, rule, reader, today)) is not None]
    if not worded:
        raise Dropped("overtaken: what it would say is done")
    subject, text = worded[0] if len(worded) == 1 else _several(worded, reader, channel)
    assert rows[0].message is not None, "a claimed delivery belongs to a letter"
    return channel, Letter(rows[0].message, reader.addresses[channel], " ".join(subject.split()), text)


def _to_town(row: Delivery) -> Letter:
    """The message to a neighbouring town; its id is the key by which it is done once there."""
    assert row.message is not None, "a claimed delivery belongs to a letter"
    try:
        message = said(row)
    except NothingToSay as nothing:
        raise Dropped(str(nothing)) from nothing
    text = canonical({"id": row.message, **message}).decode()
    return Letter(row.message, row.to.removeprefix(TRANSPORT), message["kind"], text)


def rule_of(row: Delivery, case: Case | None) -> MessageRule | None:
    """The template of a delivery: the service's, else the town's; None where a file no longer has it."""
    own = service_of(case).messages if case else ()
    return next((rule for rule in own if rule.code == row.template), None) or town().messages.get(row.template)


def _said(row: Delivery, rule: MessageRule, reader: Reader, today: Today) -> tuple[str, str] | None:
    """Subject and text of one delivery; None where it is overtaken."""
    try:
        if row.case is None:
            values = digest_values(row, reader.lang, today)
        else:
            values = Wording(row, row.case, reader, today).values()
    except Overtaken:
        return None
    return filled(rule, reader.lang, values)


def _several(said: list[tuple[str, str]], reader: Reader, channel: str) -> tuple[str, str]:
    """One letter for many: whole texts by e-mail, their subjects in a short message."""
    subject, head = filled(town().messages[SEVERAL], reader.lang, of_town(reader.lang, count=len(said)))
    if channel == "sms":
        return subject, head + ("；" if reader.lang == "zh" else "; ").join(one for one, _ in said)
    return subject, "\n\n".join([head, *(f"{n}. {one}\n{text}" for n, (one, text) in enumerate(said, start=1))])


def _channel(reader: Reader, rules: Sequence[MessageRule]) -> str:
    """The first channel of the template that the reader left an address for and the town has. Raises Dropped."""
    wanted = (rules[0].channels if len(rules) == 1 else ()) or reader.prefers
    usable = [channel for channel in wanted if channel in reader.addresses]
    if not usable:
        raise Dropped("no address on record")
    found = next((channel for channel in usable if CHANNELS[channel].is_configured()), None)
    if found is None:
        raise Dropped("the town has no channel that reaches the address on record")
    return found
