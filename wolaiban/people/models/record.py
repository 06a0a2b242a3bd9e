"""What was done about officers, kept for good: who did what to whom, when. 「人员记录」"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn

from django.db import models

from .officer import Officer

COMMAND = "command"
"""Who acts from the command line: whoever may open the town's folder."""
WHAT = (
    "added", "changed", "invited", "welcomed", "post_begun", "post_ended", "deputy_named", "deputy_ended", "disabled",
    "enabled", "token_issued", "token_revoked", "handed_over",
)  # fmt: skip


class StaffRecordManager(models.Manager["StaffRecord"]):
    """How a record is made; there is no other way. 「记一笔」"""

    def note(self, officer: Officer, what: str, *, by: str, at: datetime, **said: Any) -> StaffRecord:
        """Put on record what was done to an officer. `said` are codes, days and numbers, never names or secrets."""
        if what not in WHAT:
            raise ValueError(f"{what} is none of {', '.join(WHAT)}")
        kept = {name: str(value) for name, value in said.items() if value not in (None, "")}
        return self.create(officer=officer, what=what, by=by, at=at, said=kept)


class StaffRecord(models.Model):
    """One act about one officer: added, moved, disabled, given a token... Appended, never changed. 「人员记录」

    `by` is "officer:<key>" or "command"; `said` holds codes: unit, role, area, days, the key of another officer.
    """

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="records")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    what = models.CharField(max_length=20)
    said = models.JSONField(default=dict)

    objects = StaffRecordManager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["officer", "-at"], name="staff_record_officer")]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.what}"

    def save(self, *given: Any, **named: Any) -> None:
        """Append; a record that stands is not written again."""
        if self.pk is not None:
            raise TypeError("a record of what was done is never changed")
        super().save(*given, **named)

    def delete(self, *given: Any, **named: Any) -> NoReturn:
        """Never."""
        raise TypeError("a record of what was done is never taken away")
