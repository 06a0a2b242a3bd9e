"""Neighbouring towns: who they are, in town.toml, and what a service exchanges with them, in its own file. 「邻城」"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from .names import Names
from .service import PartnerRule, Service
from .shape import Table

KEY_BYTES = 32
CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Partner:
    """A neighbouring town with a record of its own: where it is reached, the Ed25519 key that signs for it. 「邻城」

    `key` holds 32 bytes, or none in a demo: nothing is sent or taken then. Whoever has its other half may act for that
    town on the tasks of its units, and on nothing else.
    """

    code: str
    name: Mapping[str, str]
    url: str
    key: bytes


def read_partners(table: Table, *, demo: bool) -> dict[str, Partner]:
    """The `[[partner]]` tables of town.toml by code; what people write goes in the clear only inside a demo."""
    found = {}
    for row in table.rows("partner"):
        code, url = row.text("code", required=True), row.text("url", required=True).rstrip("/")
        if code and not CODE.fullmatch(code):
            row.findings.add("wrong_type", row.path("code"), word=code, expected="a-z 0-9 _ -")
        parts = urlsplit(url)
        secure = parts.scheme == "https" or (parts.scheme == "http" and (demo or parts.hostname in HERE))
        if url and not (secure and parts.hostname):
            row.findings.add("wrong_type", row.path("url"), word=url, expected='"https://…"')
        name = MappingProxyType({"zh": row.text("name", required=True), "en": row.text("name_en", required=True)})
        partner = Partner(code, name, url, _key(row, required=not demo))
        row.close()
        if code in found:
            row.findings.add("double", "partner", word=code)
        found[code] = partner
    return found


def _key(row: Table, *, required: bool) -> bytes:
    text = row.text("key", required=required)
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if text and len(key) != KEY_BYTES:
        row.findings.add("wrong_type", row.path("key"), word=text, expected="wolaiban partner")
    return key


def read_exchange(table: Table) -> PartnerRule | None:
    """The `[partner]` table of a service; None where it deals with no neighbour."""
    if "partner" not in table:
        return None
    inner = table.table("partner")
    rule = PartnerRule(
        takes=inner.texts("takes"),
        passes=inner.texts("passes"),
        consent=inner.text("consent"),
        to_home=inner.table("to_home").named_texts(),
        to_handler=inner.table("to_handler").named_texts(),
        asks=inner.table("asks").named_texts(),
        answers=inner.texts("answers"),
    )
    inner.close()
    return rule


def check_exchange(service: Service, names: Names) -> None:
    """Note every verb, field and rule of `[partner]` that the service or the town does not have."""
    rule = service.partner
    if rule is None:
        return
    names.fields("partner.passes", rule.passes)
    if rule.consent:
        names.kind("partner.consent", rule.consent, "yes")
    for place, verbs in (("to_home", rule.to_home), ("to_handler", rule.to_handler)):
        names.know("unknown_verb", f"partner.{place}", verbs, service.verbs)
    names.know("unknown_verb", "partner.asks", [*rule.asks, *rule.asks.values()], service.verbs)
    if names.rules is not None:
        names.know("unknown_rule", "partner.answers", rule.answers, names.rules)
