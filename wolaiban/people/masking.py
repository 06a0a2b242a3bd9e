"""What of a person is shown where the whole is not needed (个人信息保护法 §51). 「去标识化」"""

from __future__ import annotations

WITHHELD = {"zh": "保密", "en": "Confidential"}
"""Stands for somebody who asked not to be known, where not even a surname or the end of a number may be read."""


def mask_name(name: str) -> str:
    """The first character and one star, whatever the length: 王*."""
    name = name.strip()
    return f"{name[0]}*" if name else ""


def mask_phone(phone: str) -> str:
    """The first three and last four digits of a mobile, area code and last four of a landline, else the last two."""
    number = phone.strip()
    if len(number) == 11 and number.isdigit():
        return f"{number[:3]}****{number[-4:]}"
    area, dash, rest = number.partition("-")
    if dash and len(rest) > 6:
        line, dash, extension = rest.partition("-")
        return f"{area}-****{line[-4:]}{dash}{'*' * len(extension)}"
    return f"{'*' * max(len(number) - 2, 2)}{number[-2:]}" if len(number) > 5 else "*" * len(number)


def mask_identity(number: str) -> str:
    """The first four and last four characters of an identity number: 3304**********1234."""
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}" if len(number) > 10 else "*" * len(number)


def mask_email(address: str) -> str:
    """The first character and the domain: l***@example.com."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}" if at else "*" * len(address)
