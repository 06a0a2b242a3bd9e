"""The verbs possible now, each as a form built from the service's file. 「可办操作」"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext

from wolaiban.catalogue.service import RELEASING_VERBS, FieldRule, Service, VerbRule
from wolaiban.people.actor import Actor
from wolaiban.people.models import Organisation
from wolaiban.promises.access import NOT_ON_A_CASE, possible
from wolaiban.promises.life import Life, Opening
from wolaiban.promises.life.chances import open_spans, pausable
from wolaiban.promises.life.checks import choices_now
from wolaiban.promises.life.extending import against_extension, requests
from wolaiban.promises.reading import said_at_first
from wolaiban.promises.telling import written_for_asker

from .forms import Entry, Form, Option, field_entry, published, requester_entries
from .persons import DELEGATE, person_options
from .showing import CaseShown
from .task_rows import openings, task_entries
from .telling import reader_lang

NOT_ON_PAGES = frozenset({"recount"})
NEVER_MAIN = frozenset({*RELEASING_VERBS, "reopen", "delegate"})
"""Verbs that end a case, begin it anew or put somebody else in one's place: nobody's next step unless they want it."""
KERNEL_CHOICES = ("promise", "until")
UNKNOWN = FieldRule("")
FIRST_FOR_ASKER = ("resume", "rate")
REASONS: dict[str, Callable[[Life, int], Collection[str]]] = {
    "pause": pausable,
    "resume": lambda life, task: {span.reason for span in open_spans(life, task)},
}
"""The reasons among which a verb that pauses or resumes chooses."""


@dataclass
class Action:
    """One verb that the reader may do now, with its form. 「操作」

    `first` is the number of the next task of the case.
    """

    verb: str
    task: int
    label: str
    about: str
    form: Form
    service: Service
    is_main: bool = False
    first: int = 1
    opens: tuple[str, ...] = field(default_factory=tuple)
    can_be_looked_at: bool = False

    @property
    def key(self) -> str:
        """What tells it from the others on its page."""
        return f"{self.verb}-{self.task}"

    def openings(self) -> list[Opening]:
        """The tasks that were asked for; raises Refused for one that lacks something."""
        return openings(self.service, self.opens, self.form.entries, self.first)

    def said(self) -> dict[str, Any]:
        """What was typed, without the tasks."""
        return {name: text for name, text in self.form.said().items() if not name.startswith("tasks.")}


def asker_actions(shown: CaseShown) -> list[Action]:
    """What the asker of a case may do now: first what the case waits for, then the rating."""
    actor = Actor.asker(shown.case)
    found = _actions(shown, possible(shown.case, actor, own=True, life=shown.life), own=True)
    for action in found:
        action.is_main = action.verb in FIRST_FOR_ASKER or _keeps_own(shown.life, action.verb)
    return sorted(found, key=lambda action: not action.is_main)


def _keeps_own(life: Life, verb: str) -> bool:
    """Whether the asker keeps a promise of their own with it, such as a signature."""
    own = (given for given in life.promises if given.is_open and given.rule.held_by == "asker")
    return any(verb in pattern.do for given in own for pattern in given.rule.kept_by)


def officer_actions(shown: CaseShown, actor: Actor) -> list[Action]:
    """What an officer may do now, in the order of the file; the one that keeps the next promise is the main one."""
    found = _actions(shown, possible(shown.case, actor, life=shown.life), own=False)
    main = _main_verb(shown.life, [action.verb for action in found])
    for action in found:
        if action.verb == main:
            action.is_main = True
            break
    return found


def chosen(shown: CaseShown, actions: list[Action], verb: str, sent: QueryDict, *, own: bool = False) -> Action:
    """The action that was sent, filled in with what was typed; Http404 where the service has no such verb.

    One that is no longer possible is built all the same: the kernel then says who was first.
    """
    if verb not in shown.service.verbs or verb in (*NOT_ON_A_CASE, *NOT_ON_PAGES):
        raise Http404(verb)
    text = sent.get("task", "")
    task = int(text) if text.isdigit() and len(text) < 6 else None
    fitting = [action for action in actions if action.verb == verb]
    action = next((a for a in fitting if a.task == task), fitting[0] if fitting and task is None else None)
    if action is None:
        action = action_form(shown, verb, task or 0, unit_options(shown.service), own=own)
    action.form.fill(sent)
    return action


def unit_options(service: Service) -> list[Option]:
    """All units to choose from: those of neighbouring towns only where the service exchanges anything with them."""
    found = Organisation.objects.all() if service.partner else Organisation.objects.filter(partner="")
    return [(unit.code, unit.title) for unit in found]


def _actions(shown: CaseShown, pairs: list[tuple[str, int]], *, own: bool) -> list[Action]:
    wanted = [(verb, task) for verb, task in pairs if verb not in NOT_ON_PAGES]
    units = unit_options(shown.service)
    found = [action_form(shown, verb, task, units, own=own) for verb, task in wanted]
    return _told_apart(shown, found)


def _told_apart(shown: CaseShown, actions: list[Action]) -> list[Action]:
    """Where a unit has several tasks of one kind, each step says which of them it is for."""
    tasks = shown.life.tasks
    times = Counter((task.kind, task.unit) for task in tasks.values())
    for action in actions:
        task = tasks.get(action.task)
        if task and times[task.kind, task.unit] > 1 and (said := shown.about.get(action.task)):
            action.about = f"{action.about} · {said}"
    return actions


def action_form(shown: CaseShown, verb: str, task: int, units: list[Option], *, own: bool) -> Action:
    """The form of one verb: what it needs, then what it may take."""
    life, lang = shown.life, reader_lang()
    rule = life.service.verbs[verb]
    unit = shown.names.units.get(life.tasks[task].unit, "") if task in life.tasks else ""
    kind = life.service.word("tasks", life.tasks[task].kind, lang) if task in life.tasks else ""
    fields = _field_entries(shown, rule, task, units, own=own)
    form = Form([*_own_entries(shown, rule), *task_entries(life, rule, units), *fields])
    label = life.service.word("verbs", verb, lang)
    about = f"{kind} · {unit}" if unit else ""
    return Action(verb, task, label, about, form.prefixed(f"{verb}-{task}-"), life.service, first=len(life.tasks) + 1,
                  opens=rule.opens)  # fmt: skip


def _own_entries(shown: CaseShown, rule: VerbRule) -> list[Entry]:
    """What three verbs of the kernel take beside their fields."""
    if rule.name == "merge":
        return [Entry("into", gettext("并入哪一件（编号）"), required=True, hint=gettext("填较早那一件的编号。"))]
    if rule.name == "correct":
        firm = shown.service.asker == "firm"
        known = {} if shown.masked else said_at_first(shown.case).get("requester", {})
        return requester_entries(known, firm=firm)
    if rule.name == "delegate":
        people = person_options(shown.service, DELEGATE)
        return [
            Entry(DELEGATE, gettext("委托给"), "pick", people, required=True, names=True),
            Entry("until", shown.service.word("fields", "until", reader_lang()), "date", optional=True),
        ]
    return []


def _field_entries(shown: CaseShown, rule: VerbRule, task: int, units: list[Option], *, own: bool) -> list[Entry]:
    life, entries = shown.life, []
    # Only the pause that waits for them is an asker's to end, so its reason is no question.
    unasked = {"tasks", "reason"} if own and rule.name == "resume" else {"tasks"}
    names = [name for name in (*rule.needs, *rule.may) if name not in unasked]
    for name in names:
        required = name in rule.needs
        value = _standing(shown, rule, task, name)
        entry = field_entry(life.service, name, [("", ""), *units], required=required, value=value)
        if life.service.fields.get(name, UNKNOWN).kind == "person":
            entry.kind, entry.options, entry.names = "pick", _persons(life, name), True
            entry.values = (value,) if value else ()
        if entry.options and (known := life.service.fields.get(name)) and known.kind == "choice":
            # What hangs on something that is asked for beside it cannot be left out yet.
            left = {choice.code for choice in choices_now(life, known, None, task, unasked=names)}
            entry.options = tuple(option for option in entry.options if option[0] in left)
        if name == "promise":
            entry.kind, entry.options = "radio", _movable(life, rule, task)
            entry.values = entry.values or tuple(code for code, _ in entry.options[:1])
        if name == "reason" and rule.name in REASONS:
            left = REASONS[rule.name](life, task)
            entry.options = tuple(option for option in entry.options if option[0] in left)
        if entry.kind == "lines" and not own:
            entry.hint = _readers(life.service, rule.name, name)
        if entry.kind == "file" and not own:
            readers = _readers(life.service, rule.name, name)
            entry.hint += f" {readers}" if reader_lang() == "en" else readers
        if rule.name == "correct":
            entry.values = (getattr(shown, name, ""),) if name in ("subject", "text") else ()
        entries.append(entry)
    return entries


def _persons(life: Life, name: str) -> tuple[Option, ...]:
    return person_options(life.service, name, life.lead.unit if life.lead else "")


def _readers(service: Service, verb: str, name: str) -> str:
    """Who will read what is typed here: anybody, the asker too, or officers only."""
    if name in service.publish.typed:
        return published()
    if name not in written_for_asker(service, verb):
        return gettext("只有工作人员看得到。")
    if verb == "respond" and name == "text":
        return gettext("诉求人看得到：写明谁负责、下一步做什么、何时再联系。")
    return gettext("诉求人看得到。")


def _standing(shown: CaseShown, rule: VerbRule, task: int, name: str) -> str:
    """What stands already: the extension that was asked for, or the field's value where the verb sets it anew."""
    if name in KERNEL_CHOICES:
        return _requested(shown.life, task).get(name, "") if rule.name != "extend" else ""
    if not shown.reader.sees(name):
        return ""
    known = shown.life.service.fields.get(name)
    # What decides where the verb leads is found anew each time: nobody confirms the last check by sending the form.
    deciding = {field for branch in rule.to if branch.when for field in branch.when.fields}
    once = {"reached", "resolved", "rating", "reason", "ground", *deciding}
    return shown.life.fields.get(name, "") if known is not None and name not in once else ""


def _movable(life: Life, rule: VerbRule, task: int) -> tuple[Option, ...]:
    """The promises that an extension can be asked for, or those for which it was asked."""
    codes = dict.fromkeys(given.code for given in life.promises if given.task == task and given.is_running)
    if rule.name == "extend":
        found = [code for code in codes if against_extension(life, code, task) is None]
    else:
        found = [code for code in codes if requests(life, code, task)]
    return tuple((code, life.service.word("promises", code, reader_lang())) for code in found)


def _requested(life: Life, task: int) -> dict[str, str]:
    """The promise and day of the extension that was asked for last and is not decided yet."""
    codes = {given.code for given in life.promises if given.task == task}
    asked = sorted((one for code in codes for one in requests(life, code, task)), key=lambda act: act.seq)
    return {name: asked[-1].fields.get(name, "") for name in KERNEL_CHOICES} if asked else {}


def _main_verb(life: Life, verbs: list[str]) -> str:
    """The first verb that keeps an open promise, least time left first; else the first that moves the case; or none.

    While nobody leads, naming the lead comes before keeping the lead's promise oneself. In a closed case only what is
    still owed is a next step. Who keeps no promise decides what they are asked for: an extension, a signature. What
    needs a ground refuses, gives up or ends, and is nobody's next step.
    """
    owed = sorted(
        (g for g in life.promises if g.is_open and g.rule.counts), key=lambda g: (g.due_at is None, g.due_at or g.at)
    )
    rules = life.service.verbs
    verbs = [verb for verb in verbs if "ground" not in rules[verb].needs]
    for given in owed:
        naming = [verb for verb in verbs if "lead" in rules[verb].opens]
        if naming and given.rule.held_by == "lead" and life.lead is None:
            return naming[0]
        keeping = {name for pattern in given.rule.kept_by for name in pattern.do}
        states = {state for pattern in given.rule.kept_by for state in pattern.to}
        for verb in verbs:
            leads_there = any(branch.to in states for branch in rules[verb].to)
            if verb in keeping or leads_there:
                return verb
    if life.contract_state == "closed":
        return ""
    if "grant_extension" in verbs:
        return "grant_extension"
    # To give a task back is open to a unit, and nobody's next step.
    moving = [verb for verb in verbs if rules[verb].to and not rules[verb].drops and verb not in NEVER_MAIN]
    done = {act.verb for act in life.this_handling}
    signing = [verb for verb in verbs if rules[verb].signer and verb not in done | NEVER_MAIN]
    return (moving or signing or [""])[0]
