"""Messages signed as RFC 9421 has it, by the key that signs the daily heads. 「签名」

One fixed set of components is signed and asked for: method, path, and the digest of the body (RFC 9530), with the
instant and whose key it is. The host is left out, because a proxy may rewrite it: whom a message is for stands in the
body. Nothing of a message that fails here is looked at.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FRESH = timedelta(minutes=5)
"""How far the clocks of two towns may lie apart: what is older was held back by somebody and is not taken."""
LABEL, TAG = "town", "wolaiban"
COMPONENTS = ("@method", "@path", "content-digest", "content-type")
TYPE = "application/json"
_LIST = " ".join(f'"{name}"' for name in COMPONENTS)
_INPUT = re.compile(
    rf'{LABEL}=(?P<params>\({re.escape(_LIST)}\);created=(?P<created>[0-9]{{1,11}});keyid="(?P<key>[a-z0-9_-]{{1,40}})"'
    rf';alg="ed25519";tag="{TAG}")'
)
_SIGNATURE = re.compile(rf"{LABEL}=:(?P<value>[A-Za-z0-9+/=]{{1,120}}):")


class NotSigned(Exception):
    """A message that is not, or not freshly, signed by whom it names: `code` says what is wrong with it."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code, self.zh, self.en = code, zh, en


def base_of(components: Mapping[str, str], params: str) -> bytes:
    """The signature base of RFC 9421, section 2.5: a line a component, in order, and the parameters."""
    lines = [f'"{name}": {value}' for name, value in components.items()]
    return "\n".join([*lines, f'"@signature-params": {params}']).encode()


def signed(path: str, body: bytes, *, by: str, at: datetime, key: Ed25519PrivateKey) -> dict[str, str]:
    """The headers of a POST by a town, signed at an instant."""
    digest = digest_of(body)
    params = f'({_LIST});created={int(at.timestamp())};keyid="{by}";alg="ed25519";tag="{TAG}"'
    signature = base64.b64encode(key.sign(base_of(_components(path, digest, TYPE), params))).decode()
    return {
        "Content-Type": TYPE,
        "Content-Digest": digest,
        "Signature-Input": f"{LABEL}={params}",
        "Signature": f"{LABEL}=:{signature}:",
    }


def check(
    path: str,
    read: Callable[[], bytes],
    headers: Mapping[str, str],
    *,
    by: str,
    key: bytes,
    now: datetime,
    speed: float = 1.0,
) -> bytes:
    """The body of a POST that was signed by this town's key, and not long ago. Raises NotSigned for any other.

    The signature is over the digest that the headers name, so that nothing is read of what this town did not sign.
    `speed` is how many seconds of a moved clock pass in a real one.
    """
    given, value = (
        _INPUT.fullmatch(headers.get("Signature-Input", "")),
        _SIGNATURE.fullmatch(headers.get("Signature", "")),
    )
    if given is None or value is None or given["key"] != by:
        raise NotSigned(
            "unsigned",
            "没有签名，或签名的写法不符。请按 docs/two-towns.md 签名。",
            "There is no signature, or not in the form agreed: see docs/two-towns.md.",
        )
    digest = headers.get("Content-Digest", "")
    base = base_of(_components(path, digest, headers.get("Content-Type", "")), given["params"])
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(base64.b64decode(value["value"], validate=True), base)
    except (InvalidSignature, binascii.Error, ValueError):
        raise NotSigned(
            "signature",
            "签名与 town.toml 中登记的公钥不符。请核对双方的公钥。",
            "The signature is not by the key in town.toml. Compare the keys of both towns.",
        ) from None
    created = datetime.fromtimestamp(int(given["created"]), UTC)
    if abs(now - created) > FRESH * max(speed, 1.0):
        raise NotSigned(
            "stale",
            f"签名时间 {created.isoformat()} 与本机时间相差过多。请核对双方的时钟后重新签名发送。",
            f"Signed at {created.isoformat()}, too far from our clock. Compare the clocks; send it signed anew.",
        )
    body = read()
    if digest != digest_of(body):
        raise NotSigned(
            "body", "内容与摘要不符，中途被改动过。", "The body is not that of its digest: it was changed on its way."
        )
    return body


def digest_of(body: bytes) -> str:
    """The Content-Digest of a body."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def _components(path: str, digest: str, content_type: str) -> dict[str, str]:
    return dict(zip(COMPONENTS, ("POST", path, digest, content_type), strict=True))
