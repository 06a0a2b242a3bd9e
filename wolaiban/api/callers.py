"""Who calls: an officer's program by its token, or anybody. 「调用者」"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.models import Token

from .problems import Problem, say


@dataclass(frozen=True)
class Caller:
    """The officer for whom a program acts, or nobody known. 「调用者」"""

    actor: Actor | None = None
    token: Token | None = None

    @property
    def scope(self) -> str:
        """Whose idempotency keys these are: a token's own, or those of all who call without one."""
        return f"token:{self.token.pk}" if self.token else "anybody"

    def allows(self, scope: str) -> bool:
        """Whether the token was issued for this."""
        return self.token is not None and self.token.allows(scope)

    def need(self, scope: str) -> None:
        """Raise 403 where a token was not issued for this; who calls without one is judged elsewhere."""
        if self.token is not None and not self.token.allows(scope):
            raise Problem(
                403,
                say(
                    f"此令牌没有“{scope}”权限。请用 wolaiban token 另发一个。",
                    f"This token was not issued for “{scope}”. Have another one issued: wolaiban token.",
                ),
            )


class OptionalBearer(HttpBearer):
    """Lets anybody in; a token that is sent must be good. 「可带令牌」"""

    def __call__(self, request: HttpRequest) -> Any:
        if not request.headers.get(self.header):
            return Caller()
        return super().__call__(request) or self.authenticate(request, "")

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The officer behind a token, with the posts of today. Raises Problem 401."""
        now = clock.now()
        found = Token.objects.find(token, now) if token else None
        if found is None:
            raise Problem(
                401,
                say(
                    "令牌缺失、无效、已过期或已撤销。请用 wolaiban token 另发一个，放在 Authorization: Bearer 之后。",
                    "The token is missing, unknown, expired or revoked. Have one issued with wolaiban token and "
                    "send it as Authorization: Bearer.",
                ),
            )
        found.used(timezone.localdate(now))
        return Caller(Actor.of(found.officer, now), found)


class Bearer(OptionalBearer):
    """Officers' programs only. 「须带令牌」"""

    def __call__(self, request: HttpRequest) -> Any:
        return HttpBearer.__call__(self, request) or self.authenticate(request, "")
