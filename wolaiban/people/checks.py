"""Checks on what people type about themselves; each answers with the form that is kept. 「填写校验」"""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as NumberError

from wolaiban.lib.words import Refusal

_SEPARATORS = re.compile(r"[\s()\-.·]+")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#|-)\s*(\d{1,6})\Z", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9]\d{9}")
# 010 and 02x take three digits and eight after them, the others four and seven or eight; no local number begins with
# 0, 1 or 9.
_LANDLINE = re.compile(r"(010|02\d)([2-8]\d{7})|(0[3-9]\d{2})([2-8]\d{6,7})")
_SERVICE = re.compile(r"[48]00\d{7}")
_FOREIGN = re.compile(r"\+[1-9]\d{6,14}")


def credit_code(text: str) -> str:
    """A unified social credit code (GB 32100-2015) in capitals without spaces. Raises Refusal."""
    code = _SEPARATORS.sub("", _narrow(text)).upper()
    if len(code) != 18:
        raise Refusal(
            f"统一社会信用代码应为 18 位，您填了 {len(code)} 位。请对照营业执照重新填写。",
            f"A unified social credit code has 18 characters; this one has {len(code)}. Copy it from the licence.",
        )
    try:
        return uscc.validate(code)
    except InvalidChecksum:
        raise Refusal(
            "统一社会信用代码的校验位不符，可能有一位填错。请对照营业执照逐位核对。",
            "The check character of this credit code does not fit: a character is wrong. Compare it with the licence.",
        ) from None
    except NumberError:
        raise Refusal(
            "统一社会信用代码只含数字和大写字母（没有 I、O、S、V、Z）。请对照营业执照重新填写。",
            "A credit code holds digits and capitals other than I, O, S, V and Z. Copy it from the licence.",
        ) from None


def identity(text: str) -> str:
    """The number by which a person or a firm is known for good: of an identity card (GB 11643-1999), or a credit code.

    Raises Refusal.
    """
    number = _SEPARATORS.sub("", _narrow(text)).upper()
    try:
        return ric.validate(number)
    except NumberError:
        try:
            return uscc.validate(number)
        except NumberError:
            raise Refusal(
                "既不是有效的居民身份证号，也不是有效的统一社会信用代码。请对照证件逐位核对。",
                "This is no valid identity card number and no valid unified social credit code. Compare each digit.",
            ) from None


def phone_digits(text: str) -> str:
    """What two ways to write one telephone have in common: its digits, a Chinese mobile number without the country."""
    return re.sub(r"^(00)?86(?=1\d{10}$)", "", re.sub(r"\D", "", text))


def phone(text: str) -> str:
    """A telephone number as it is kept: 13812345678, 0573-85012345, 0573-85012345-801, 400-123-4567, +31201234567.

    Mobile numbers, landlines with area code and perhaps an extension, 400 and 800 numbers of China, with or without
    +86; numbers of other countries in E.164. Raises Refusal.
    """
    typed = _narrow(text).strip()
    digits = _compact(typed)
    if digits.startswith("+"):
        if _FOREIGN.fullmatch(digits):
            return digits
    elif kept := _chinese(digits):
        return kept
    elif (extension := _EXTENSION.search(typed)) and (kept := _chinese(_compact(typed[: extension.start()]))):
        return f"{kept}-{extension[1]}"
    if re.fullmatch(r"\d{7,8}", digits):
        raise Refusal(
            f"座机号码“{text}”缺区号。请填区号和号码，如 0573-85012345。",
            f"The landline number {text} lacks its area code. Write both, such as 0573-85012345.",
        )
    raise Refusal(
        f"“{text}”不是有效的电话号码。请填 11 位手机号、带区号的座机（如 0573-85012345），或以 + 开头的境外号码。",
        f"{text} is no valid telephone number. Give 11 digits of a Chinese mobile, a landline with its area code "
        "(0573-85012345), or a number of another country that begins with +.",
    )


def email(text: str) -> str:
    """An e-mail address with its domain in lower case. Raises Refusal."""
    address = _narrow(text).strip()
    try:
        validate_email(address)
    except ValidationError:
        raise Refusal(
            f"“{text}”不是有效的电子邮箱。请检查是否写全，如 name@example.com。",
            f"{text} is no valid e-mail address. See that it is complete, such as name@example.com.",
        ) from None
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def _narrow(text: str) -> str:
    """Full-width digits, letters and signs as their usual forms."""
    return unicodedata.normalize("NFKC", text).replace("—", "-").replace("–", "-")


def _compact(typed: str) -> str:
    digits = _SEPARATORS.sub("", typed)
    digits = re.sub(r"\A00(?=[1-9])", "+", digits)
    return _national(digits.removeprefix("+86")) if digits.startswith("+86") else digits


def _national(digits: str) -> str:
    """A number written after +86, where the 0 of the area code is left out."""
    whole = _MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits) or digits.startswith("0")
    return digits if whole else f"0{digits}"


def _chinese(digits: str) -> str:
    if _MOBILE.fullmatch(digits):
        return digits
    if _SERVICE.fullmatch(digits):
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    if found := _LANDLINE.fullmatch(digits):
        return "-".join(part for part in found.groups() if part)
    return ""
