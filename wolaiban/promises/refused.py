"""A verb that was refused: what, why, and what to do now, in the user's language. 「不予办理」"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wolaiban.catalogue.service import Service

from .life import Wrong
from .messages import sentence


@dataclass(frozen=True)
class Last:
    """The latest event of a case, for one who came second."""

    verb: str
    by: str
    name: str
    at: datetime
    state: str


class Refused(Exception):
    """The file, or the life of the case so far, does not allow the verb now."""

    def __init__(
        self, wrong: Iterable[Wrong], service: Service, last: Last | None = None, possible: Iterable[str] = ()
    ):
        self.wrong = tuple(wrong)
        self.service = service
        self.last = last
        self.possible = tuple(possible)
        super().__init__(self.message("en"))

    @property
    def is_conflict(self) -> bool:
        """Whether the case, rather than what was sent, stands in the way: HTTP 409 instead of 422."""
        return any(one.code in CONFLICTS for one in self.wrong)

    @property
    def forbidden(self) -> bool:
        """Whether the actor holds no role that may do the verb."""
        return any(one.code == "wrong_role" for one in self.wrong)

    @property
    def status(self) -> int:
        """What pages and programs are answered with: HTTP 403 without the role, 409 where the case stands in the way,
        422 where what was sent does."""
        return 403 if self.forbidden else 409 if self.is_conflict else 422

    def message(self, lang: str) -> str:
        """All reasons, a sentence each."""
        return " ".join(sentence(one, self.service, lang) for one in self.wrong)

    def by_field(self, lang: str) -> dict[str, str]:
        """The reasons that belong to a field of the form."""
        return {one.field: sentence(one, self.service, lang) for one in self.wrong if one.field}


CONFLICTS = frozenset(
    {
        *("wrong_state", "task_over", "already_signed", "tasks_open", "not_yet", "still_running", "already_paused"),
        *("not_paused", "not_running", "paused_now", "extended_already", "already_registered", "merge_over"),
        *("task_waits", "nothing_to_pause", "no_request", "rated_already", "once_only", "sign_first"),
        *("rule_said_no", "no_rule_then"),
    }
)
