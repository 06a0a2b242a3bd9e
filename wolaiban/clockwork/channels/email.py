"""Letters by SMTP, over Django's own backend. 「电子邮件」"""

from __future__ import annotations

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email

from .letter import Away, Letter, NeverWill, TryAgain

BACKEND = "django.core.mail.backends.smtp.EmailBackend"
TIMEOUT_SECONDS = 10
PERMANENT = range(500, 600)
HERE = "wolaiban.invalid"
"""Stands in a Message-ID where the sender's address has no domain (RFC 2606)."""


def is_configured() -> bool:
    """Whether WOLAIBAN_SMTP_URL names a server."""
    return bool(settings.SMTP_URL)


def send(letter: Letter) -> None:
    """Hand one letter to the server; its id is the Message-ID. Raises TryAgain or NeverWill."""
    try:
        _mail(letter).send()
    except smtplib.SMTPRecipientsRefused as error:
        raise _refused(min(code for code, _ in error.recipients.values())) from error
    except smtplib.SMTPAuthenticationError as error:
        # Not the letter's fault: an operator mends the password, and everything goes out.
        raise Away(f"SMTP {error.smtp_code}: the server does not accept our password") from error
    except smtplib.SMTPSenderRefused as error:
        raise TryAgain(f"SMTP {error.smtp_code}: the server does not accept WOLAIBAN_MAIL_FROM") from error
    except smtplib.SMTPDataError as error:
        raise _refused(error.smtp_code) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Away(type(error).__name__) from error


def _mail(letter: Letter) -> EmailMessage:
    """The letter as a mail; an address or a subject of several lines could smuggle in headers of its own."""
    try:
        validate_email(letter.address)
    except ValidationError:
        raise NeverWill("no e-mail address") from None
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return EmailMessage(
        subject=" ".join(letter.subject.split()),
        body=letter.text,
        to=[letter.address],
        headers={
            "Message-ID": f"<{letter.id}@{sender.partition('@')[2] or HERE}>",
            "Auto-Submitted": "auto-generated",
        },
        connection=get_connection(BACKEND, timeout=TIMEOUT_SECONDS),
    )


def _refused(code: int) -> TryAgain | NeverWill:
    return NeverWill(f"SMTP {code}") if code in PERMANENT else TryAgain(f"SMTP {code}")
