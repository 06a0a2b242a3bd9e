"""Where the kept sign-in library meets this product. 「登录」"""

from __future__ import annotations

import io
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .models import Officer


class AccountAdapter(DefaultAccountAdapter):
    """Nobody opens an account alone: officers are added by the operator and invited. 「账号」"""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def post_login(self, request: HttpRequest, user: Officer, **details: Any) -> HttpResponse:
        """Go on in the officer's own language, unless they chose another on this device."""
        response = super().post_login(request, user, **details)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
            )
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor, with the QR code drawn by the library that draws all others. 「两步验证」"""

    def build_totp_svg(self, url: str) -> str:
        """The QR code of a one-time-password address as an SVG element."""
        out = io.BytesIO()
        segno.make(url, micro=False).save(out, kind="svg", xmldecl=False, svgns=True, scale=5, border=2)
        return out.getvalue().decode()
