"""Messages between towns are signed as RFC 9421 has it."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from wolaiban.partners.signatures import NotSigned, base_of, check, signed

NOW = datetime(2024, 9, 13, 8, 50, tzinfo=UTC)
PATH, BODY = "/api/v1/partners/jinshan/messages", b'{"to":"pinghu"}'
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def headers(**more: object) -> dict[str, str]:
    return signed(PATH, BODY, by="jinshan", at=NOW, key=KEY) | {name: str(value) for name, value in more.items()}


def refusal(
    sent: dict[str, str], *, path: str = PATH, body: bytes = BODY, now: datetime = NOW, key: bytes = PUBLIC
) -> str:
    with pytest.raises(NotSigned) as refused:
        check(path, lambda: body, sent, by="jinshan", key=key, now=now)
    return refused.value.code


def test_the_example_of_the_standard_comes_out_as_printed_there() -> None:
    """RFC 9421, B.2.6: the base that we build is the one that its Ed25519 signature was made over."""
    components = {
        "date": "Tue, 20 Apr 2021 02:07:55 GMT",
        "@method": "POST",
        "@path": "/foo",
        "@authority": "example.com",
        "content-type": "application/json",
        "content-length": "18",
    }
    named = " ".join(f'"{name}"' for name in components)
    base = base_of(components, f'({named});created=1618884473;keyid="test-key-ed25519"')
    private = Ed25519PrivateKey.from_private_bytes(
        base64.urlsafe_b64decode("n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU=")
    )
    public = Ed25519PublicKey.from_public_bytes(
        base64.urlsafe_b64decode("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs=")
    )
    signature = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    assert base64.b64encode(private.sign(base)).decode() == signature
    public.verify(base64.b64decode(signature), base)


def test_what_a_town_signed_is_taken() -> None:
    later = NOW + timedelta(minutes=4)
    assert check(PATH, lambda: BODY, headers(), by="jinshan", key=PUBLIC, now=later) == BODY


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("body", {"body": b'{"to":"pinghu!"}'}),
        ("signature", {"path": "/api/v1/partners/jinshan/other"}),
        ("signature", {"key": Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)}),
        ("signature", {"key": b""}),
        ("stale", {"now": NOW + timedelta(minutes=6)}),
        ("stale", {"now": NOW - timedelta(minutes=6)}),
    ],
)
def test_what_was_changed_or_held_back_is_not(code: str, changed: dict[str, object]) -> None:
    assert refusal(headers(), **changed) == code  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Signature", ""),
        ("Signature", "town=:AAAA:"),
        ("Signature-Input", 'town=("@method");created=1726217400;keyid="jinshan";alg="ed25519";tag="wolaiban"'),
        ("Content-Type", "text/plain"),
        ("Content-Digest", "sha-256=:AAAA:"),
    ],
)
def test_headers_that_say_less_or_else_are_not_taken(name: str, value: str) -> None:
    assert refusal(headers() | {name: value}) in ("unsigned", "signature", "body")


def test_another_town_cannot_sign_in_its_name() -> None:
    sent = signed(PATH, BODY, by="haiyan", at=NOW, key=KEY)
    assert refusal(sent) == "unsigned"


def test_an_instant_of_the_signature_that_was_moved_on_is_seen() -> None:
    sent = headers()
    later = sent["Signature-Input"].replace(str(int(NOW.timestamp())), str(int(NOW.timestamp()) + 3600))
    assert refusal(sent | {"Signature-Input": later}, now=NOW + timedelta(hours=1)) == "signature"


def test_nothing_is_read_of_what_nobody_signed() -> None:
    def read() -> bytes:
        raise AssertionError("the body was read")

    for sent in ({}, headers(Signature="town=:AAAA:"), headers(**{"Content-Digest": "sha-256=:AAAA:"})):
        with pytest.raises(NotSigned):
            check(PATH, read, sent, by="jinshan", key=PUBLIC, now=NOW)
    with pytest.raises(NotSigned):
        check(PATH, read, headers(), by="jinshan", key=PUBLIC, now=NOW + timedelta(hours=1))
