"""What is spelt right and still cannot be meant. 「合理性核对」"""

from __future__ import annotations

from collections import Counter

from wolaiban.workdays import Period

from . import vocabulary
from .mistakes import Findings
from .service import ByField, PromiseRule, Service, VerbRule
from .stuck import Flow


def check_sense(service: Service, findings: Findings) -> None:
    """Note dead branches, states nobody reaches, fields nobody sets, clocks nobody stops."""
    named_right = not findings.found
    begins = _register(service, findings)
    _asker(service, findings)
    for code, times in Counter(rule.code for rule in service.promises).items():
        if times > 1 and code:
            findings.add("double", f"promise.{code}", word=code)
    for code, times in Counter(rule.code for rule in service.figures).items():
        if code in vocabulary.FIGURES:
            findings.add("figure_taken", f"figure.{code}", word=code)
        elif times > 1 and code:
            findings.add("double", f"figure.{code}", word=code)
    for verb in service.verbs.values():
        _branches(verb, findings)
        _ends(verb, service, findings)
    flow = Flow(service)
    for rule in service.promises:
        _promise(rule, flow, findings)
    if begins:
        _unset_fields(service, findings)
    _unopened_tasks(service, findings)
    _idle_clock(service, findings)
    _unasked(service, findings)
    if named_right and begins:
        # On a graph with misspelt states these would only repeat what is already said.
        _check_flow(flow, findings)


def _check_flow(flow: Flow, findings: Findings) -> None:
    """Note unreachable states, verbs never possible, promises never given or kept, and stuck ones."""
    service, known = flow.service, flow.known
    for state in service.states:
        if state not in known:
            findings.add("unreachable", f"states.{state}", word=state)
    for verb in service.verbs.values():
        if verb.name != "register" and verb.from_states is not None and not known & set(verb.from_states):
            findings.add("never_possible", f"verbs.{verb.name}.from", word=verb.name)
    for rule in service.promises:
        if rule.given_by and not flow.matching(rule.given_by):
            findings.add("never_given", f"promise.{rule.code}.from", word=rule.code)
    for rule in flow.never_kept():
        findings.add("never_kept", f"promise.{rule.code}.kept_by", word=rule.code)
    for rule, states in flow.stuck():
        key = f"promise.{rule.code}.kept_by"
        findings.add("stuck", key, word=rule.code, states=", ".join(states), state=states[0])


def _register(service: Service, findings: Findings) -> bool:
    """Whether a case can begin at all."""
    register = service.verbs.get("register")
    if register is None:
        findings.add("no_register", "verbs.register")
    elif not any(branch.to for branch in register.to):
        findings.add("missing_key", "verbs.register.to", word="to")
    return bool(register and any(branch.to for branch in register.to))


def _asker(service: Service, findings: Findings) -> None:
    """Whoever asks takes the asker's role unseen: it is none of the town's own, and `office` is nobody outside."""
    if service.asker in vocabulary.STAFF:
        findings.add("asker_of_staff", "service.asker", word=service.asker)
    for verb in service.verbs.values():
        if vocabulary.OFFICE in verb.by:
            findings.add("office_does_nothing", f"verbs.{verb.name}.by", word=verb.name)


def _branches(verb: VerbRule, findings: Findings) -> None:
    for number, branch in enumerate(verb.to[:-1], start=1):
        if branch.when is None:
            findings.add("dead_branch", f"verbs.{verb.name}.to[{number + 1}]", word=verb.name)


def _ends(verb: VerbRule, service: Service, findings: Findings) -> None:
    """No verb into an end opens a task."""
    if verb.opens and verb.to and all(branch.to in service.ends for branch in verb.to):
        findings.add("opens_at_end", f"verbs.{verb.name}.opens", word=verb.name)


def _promise(rule: PromiseRule, flow: Flow, findings: Findings) -> None:
    service, key = flow.service, f"promise.{rule.code}"
    for place, name in (("at_due", rule.at_due), ("if_broken", rule.if_broken)):
        verb = service.verbs.get(name or "")
        if verb and "clock" not in verb.by:
            findings.add("not_the_clock's", f"{key}.{place}", word=verb.name)
    giving = flow.matching(rule.given_by)
    if giving and all(move.target in service.ends for move in giving):
        findings.add("given_at_end", f"{key}.from", word=rule.code)
    elif ends := sorted({state for pattern in rule.given_by for state in pattern.to} & service.ends):
        findings.add("given_at_end", f"{key}.from", word=ends[0])
    if isinstance(rule.within, ByField) and rule.of is None and giving:
        field = service.fields.get(rule.within.field)
        if field and field.default is None and any(field.name not in move.verb.needs for move in giving):
            findings.add("no_default", f"{key}.within.by", word=field.name)
    if rule.extendable and not _has_days(rule):
        findings.add("extendable_minutes", f"{key}.extendable", word=rule.code)


def _has_days(rule: PromiseRule) -> bool:
    """Whether the promise, in at least one grade, runs by days or longer."""
    if isinstance(rule.within, ByField):
        return any(not period.is_minutes for period in rule.within.choices.values())
    return not (isinstance(rule.within, Period) and rule.within.is_minutes)


def _unset_fields(service: Service, findings: Findings) -> None:
    """A field must come from somewhere: a verb, a rule's answer, or the opening of a task that uses it."""
    fields = {name for verb in service.verbs.values() for name in (*verb.needs, *verb.may, *verb.answers)}
    opened = {kind for verb in service.verbs.values() for kind in verb.opens}
    fields |= {name for kind in opened for name in service.task_said.get(kind, ())}
    asked = any(verb.rule for verb in service.verbs.values())
    for rule in service.promises:
        lengths = (rule.within, rule.due)
        named = {length.field for length in lengths if length is not None and hasattr(length, "field")}
        if rule.of in opened:
            fields |= named | ({rule.start} if rule.start else set())
        if asked:
            fields |= named
    for name in service.fields:
        if name not in fields:
            findings.add("never_set", f"fields.{name}", word=name)


def _unopened_tasks(service: Service, findings: Findings) -> None:
    opened = {kind for verb in service.verbs.values() for kind in verb.opens}
    for kind in service.tasks:
        if kind not in opened:
            findings.add("never_opened", f"tasks.{kind}", word=kind)


def _unasked(service: Service, findings: Findings) -> None:
    """An extension is decided only where somebody may ask for it."""
    for name in ("grant_extension", "refuse_extension"):
        if name in service.verbs and "extend" not in service.verbs:
            findings.add("nobody_asks", f"verbs.{name}", word=name)


def _idle_clock(service: Service, findings: Findings) -> None:
    """What only the clock may do, some promise must ask of it."""
    asked = {name for rule in service.promises for name in (rule.at_due, rule.if_broken)}
    for verb in service.verbs.values():
        if verb.by == ("clock",) and verb.name not in asked | vocabulary.EFFECTS:
            findings.add("idle_clock", f"verbs.{verb.name}.by", word=verb.name)
