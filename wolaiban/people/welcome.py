"""The page behind a one-time link, where an officer sets their password. 「首次登录」"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from wolaiban.lib import clock

from .models import Invitation, StaffRecord

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """Let the holder of an unused link set a password, then sign them in; opening the page alone uses nothing up."""
    invitation = Invitation.objects.find(secret, clock.now())
    if invitation is None:
        return render(request, "people/welcome_gone.html", status=404)
    # Nobody who comes by this link has chosen a language here yet.
    translation.activate(invitation.officer.language)
    form = SetPasswordForm(invitation.officer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if not invitation.take(clock.now()):
                return render(request, "people/welcome_gone.html", status=404)
            form.save()
            by = f"officer:{invitation.officer.pk}"
            StaffRecord.objects.note(invitation.officer, "welcomed", by=by, at=clock.now())
        login(request, invitation.officer, backend=BACKEND)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "people/welcome.html", {"form": form, "officer": invitation.officer})
