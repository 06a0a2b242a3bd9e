"""Say beside each choice of a form what follows from it, before anything is saved. 「选前说明」"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext

from wolaiban.catalogue.service import ByField
from wolaiban.promises.life import Life, Opening
from wolaiban.promises.life.chances import open_spans
from wolaiban.promises.life.extending import ceiling, requests
from wolaiban.web.shared.acting import Action
from wolaiban.web.shared.forms import Entry
from wolaiban.web.shared.showing import CaseShown
from wolaiban.web.shared.telling import day, reader_lang, when

from .calling import attempts_in
from .consequences import Consequence, consequences, trial, untouched
from .quoting import quoting

SOME_UNIT = "?"
"""Stands for whichever unit will be chosen; of one with hours of its own a look before saving says the due instant."""
LOOKED_AT = frozenset(
    {"classify", "dispatch", "redispatch", "assign", "return_back", "pause", "resume", "grant_extension", "call_back"}
)
"""The verbs whose consequences can be looked at before saving."""


def foretell(shown: CaseShown, actions: list[Action], at: datetime) -> None:
    """Lay over the forms of a case what follows from their choices."""
    for action in actions:
        action.can_be_looked_at = action.verb in LOOKED_AT
        for entry in action.form.entries:
            if entry.name in _deciding(shown.life) and entry.options:
                entry.notes = {code: _of_choice(shown, action, entry.name, code, at) for code, _ in entry.options}
        match action.verb:
            case "pause":
                _pauses(shown, action, at)
            case "resume":
                _resumption(shown, action, at)
            case "extend":
                _limits(shown.life, action)
            case "grant_extension":
                _request(shown, action, at)
            case "call_back":
                _calls(shown, action, at)


def looked_at(shown: CaseShown, action: Action, at: datetime) -> list[Consequence]:
    """What would follow from the form as it is filled in now."""
    after = trial(shown.life, action.verb, at, task=action.task, fields=action.said(), tasks=action.openings())
    units = {code: title for entry in action.form.entries if entry.kind == "units" for code, title in entry.options}
    return consequences(shown.life, after, replace(shown.names, units={**units, **shown.names.units}))


def _deciding(life: Life) -> set[str]:
    """The fields on which a period hangs."""
    return {rule.within.field for rule in life.service.promises if isinstance(rule.within, ByField)}


def _of_choice(shown: CaseShown, action: Action, name: str, code: str, at: datetime) -> str:
    """The due instants that this choice decides: of what runs, and of what the verb would give."""
    tasks = [Opening("lead", SOME_UNIT)] if "lead" in action.opens else []
    after = trial(shown.life, action.verb, at, task=action.task, fields={name: code}, tasks=tasks)
    given = [
        one for one in after.promises
        if isinstance(one.rule.within, ByField) and one.rule.within.field == name and one.is_running and one.due_at
        and one.rule.counts and one.task in (0, len(after.tasks))
    ]  # fmt: skip
    words = [f"{after.service.word('promises', one.code, reader_lang())} {_until(one.due_at)}" for one in given]
    return gettext("；").join(dict.fromkeys(words))


def _pauses(shown: CaseShown, action: Action, at: datetime) -> None:
    entry = _entry(action, "reason")
    if entry is None:
        return
    for code, _ in entry.options:
        after = trial(shown.life, "pause", at, task=action.task, fields={"reason": code})
        found = consequences(shown.life, after, shown.names)
        stops = [one.label for one in found if one.what == "stopped"]
        told = [gettext("停：%(promises)s") % {"promises": gettext("、").join(stops) or gettext("无")}]
        runs_on = untouched(shown.life, after)
        told += [gettext("不停：%(promises)s") % {"promises": gettext("、").join(runs_on)}] if runs_on else []
        told += [f"{one.label} {_until(one.due_at)}" for one in found if one.what == "given"]
        entry.notes = {**entry.notes, code: gettext("；").join(told)}


def _resumption(shown: CaseShown, action: Action, at: datetime) -> None:
    entry = _entry(action, "reason")
    for reason in {span.reason for span in open_spans(shown.life, action.task)}:
        after = trial(shown.life, "resume", at, task=action.task, fields={"reason": reason})
        moved = [one for one in consequences(shown.life, after, shown.names) if one.what in ("resumed", "moved")]
        if entry is not None:
            told = gettext("；").join(f"{one.label} {_until(one.due_at)}" for one in moved)
            entry.notes = {**entry.notes, reason: told or gettext("还有别的原因在暂停")}


def _limits(life: Life, action: Action) -> None:
    """The days among which an extension can be asked for, and what has to be kept in mind."""
    until, promise = _entry(action, "until"), _entry(action, "promise")
    if until is None or promise is None:
        return
    found = {}
    for code, _ in promise.options:
        given = life.promise(code, action.task)
        if given is None or given.due_at is None:
            continue
        last = given.last_day(life.timetable(given))
        found[code] = (last + timedelta(days=1), ceiling(life, given), given.due_at)
    promise.notes = {
        code: gettext("现最晚 %(due)s；最多延到 %(last)s") % {"due": when(due, year=False), "last": day(last)}
        for code, (_, last, due) in found.items()
        if last
    }
    lasts = [last for _, last, _ in found.values() if last]
    if found and lasts:
        until.limits = (min(first for first, _, _ in found.values()).isoformat(), max(lasts).isoformat())
    until.hint = gettext("由上级在到期前批准才算数；未批准前，原期限不变。")


def _request(shown: CaseShown, action: Action, at: datetime) -> None:
    """What was asked for and why, and what granting it makes of the due instant."""
    until, promise = _entry(action, "until"), _entry(action, "promise")
    if until is None or promise is None or not until.value:
        return
    for code, _ in promise.options:
        asked = requests(shown.life, code, action.task)
        if not asked:
            continue
        fields = {"promise": code, "until": asked[-1].fields.get("until", "")}
        after = trial(shown.life, "grant_extension", at, task=action.task, fields=fields)
        moved = [one for one in consequences(shown.life, after, shown.names) if one.what == "moved"]
        promise.notes = {**promise.notes, code: gettext("；").join(one.text for one in moved)}
        step = next((step for step in shown.history if step.seq == asked[-1].seq), None)
        if step is not None and step.said:
            until.hint = quoting(gettext("%(who)s 申请，理由：%(ground)s"), who=step.who, ground=step.said[0][1])


def _calls(shown: CaseShown, action: Action, at: datetime) -> None:
    """How often it was tried, and where each answer leads."""
    attempts = attempts_in(shown.life, at)
    told = [attempts.told + gettext("。"), attempts.advice if attempts.calls else ""]
    told += [gettext("登记时对方表示不同意回访联系。")] if shown.requester.get("consent") == "no" else []
    for entry in action.form.entries:
        if entry.name == "reached":
            entry.hint = "".join(told)
        branching = any(
            entry.name in branch.when.fields for branch in shown.service.verbs["call_back"].to if branch.when
        )
        if branching and entry.options:
            entry.notes = {code: _leads_to(shown, entry.name, code, at) for code, _ in entry.options}


def _leads_to(shown: CaseShown, name: str, code: str, at: datetime) -> str:
    """The state into which an answer to the call brings the case, if it is another one."""
    fields = {"reached": "yes", name: code}
    after = trial(shown.life, "call_back", at, fields=fields)
    return "" if after.state == shown.life.state else f"→ {shown.service.word('states', after.state, reader_lang())}"


def _entry(action: Action, name: str) -> Entry | None:
    return next((entry for entry in action.form.entries if entry.name == name), None)


def _until(due_at: datetime | None) -> str:
    return gettext("最晚 %(until)s") % {"until": when(due_at, year=False)} if due_at else ""
