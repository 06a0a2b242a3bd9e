"""Where a call came from, when proxies that are trusted stand in front. 「来源地址」"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address


def address_of(meta: Mapping[str, str], proxies: int = 0) -> str:
    """The network address of whoever called; of IPv6 the network of 64 bits that one household has. "" if unknown.

    `meta` is the environment of a WSGI call. Each trusted proxy adds one entry at the end of X-Forwarded-For; what
    stands before those was written by the caller and says nothing.
    """
    text = meta.get("REMOTE_ADDR", "")
    if proxies:
        passed = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        text = passed[-proxies] if len(passed) >= proxies else text
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
    return str(address)
