"""Which units to send a case to: those that answered for the same matter before, and how often. 「派单建议」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from wolaiban.promises.models import Task
from wolaiban.web.shared.acting import Action
from wolaiban.web.shared.history import value_shown
from wolaiban.web.shared.showing import CaseShown
from wolaiban.web.shared.telling import reader_lang

from .quoting import quoting

MATTERS = ("matter", "board", "category")
"""The fields that say what a case is about, the narrowest first."""
LOOKING_BACK = timedelta(days=365)
AT_MOST = 3


@dataclass(frozen=True)
class Candidate:
    """A unit, in how many of so many cases it kept the lead. 「建议」"""

    unit: str
    kept: int
    of: int


def propose(shown: CaseShown, actions: list[Action], today: date) -> None:
    """Put the proposed units first in the forms that name a lead unit, and say why."""
    for action in actions:
        entries = [entry for entry in action.form.entries if entry.name == "tasks.lead"]
        for entry in entries:
            name, value, found = proposals(shown, today)
            entry.proposed = tuple(one.unit for one in found)
            if found:
                entry.hint = _why(shown, name, value, found, dict(entry.options))


def _why(shown: CaseShown, name: str, value: str, found: list[Candidate], titles: dict[str, str]) -> SafeString:
    """The proposed units, in how many cases each kept the lead, and what the cases have in common."""
    lines = [
        gettext("%(unit)s（%(of)d 件中承办 %(kept)d 件）")
        % {"unit": titles.get(one.unit, one.unit), "of": one.of, "kept": one.kept}
        for one in found
    ]
    return quoting(
        gettext("建议：%(units)s。依据：近一年“%(field)s”为“%(value)s”、未被退回的件。"),
        units=gettext("、").join(lines),
        field=shown.service.word("fields", name, reader_lang()),
        value=value_shown(shown.service, name, value, shown.names),
    )


def proposals(shown: CaseShown, today: date) -> tuple[str, str, list[Candidate]]:
    """The narrowest thing known about the matter, and the units that kept the lead in such cases of the last year."""
    for name in MATTERS:
        value = shown.life.fields.get(name)
        if not value or name not in shown.service.fields:
            continue
        like = Task.objects.filter(
            kind="lead", case__service=shown.case.service, case__registered_on__gte=today - LOOKING_BACK,
            **{f"case__fields__{name}": value},
        ).exclude(case=shown.case)  # fmt: skip
        leads = like.exclude(state="dropped").values_list("unit").annotate(kept=Count("case", distinct=True))
        counted = dict(leads.order_by("-kept", "unit"))
        if counted:
            of = sum(counted.values())
            return name, value, [Candidate(unit, kept, of) for unit, kept in list(counted.items())[:AT_MOST]]
    return "", "", []
