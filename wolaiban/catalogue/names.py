"""Every name that a service file uses must exist in it. 「名称核对」"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .mistakes import Findings
from .patterns import RESERVED
from .rules import VERDICT
from .service import (
    CONTRACT_STATES,
    KERNEL_FIELDS,
    MATTER,
    ByField,
    Choice,
    FigureRule,
    Named,
    Path,
    Pattern,
    PromiseRule,
    Service,
    VerbRule,
)
from .vocabulary import FIGURES
from .words import HOLDERS

EFFECT_FIELDS = {"merge": ("into",), "join": ("from",), "delegate": ("to",), "recount": ("calendar",)}
"""Fields that the kernel gives to a verb with an effect of its own; no file declares them."""


class Names:
    """The names one service has, and the mistakes of those who use others. 「名称」"""

    def __init__(self, service: Service, findings: Findings, rules: Iterable[str] | None, with_roles: bool) -> None:
        self.with_roles = with_roles
        self.service, self.findings = service, findings
        self.rules = None if rules is None else set(rules)
        self.roles = service.words.get("roles", {})
        # A missing `register` is said once, not again by every promise that it would give.
        self.verbs = {*service.verbs, "register"}
        self.promises = [rule.code for rule in service.promises]

    def know(self, what: str, key: str, words: Iterable[str], right: Iterable[str]) -> None:
        """Note each word that is not among the right ones."""
        right = list(right)
        for word in words:
            if word not in right:
                self.findings.unknown(what, key, word, right)

    def states(self, key: str, words: Iterable[str]) -> None:
        self.know("unknown_state", key, words, self.service.states)

    def tasks(self, key: str, words: Iterable[str]) -> None:
        self.know("unknown_task", key, words, self.service.tasks)

    def has_role(self, key: str, words: Iterable[str], also: Iterable[str] = ()) -> None:
        if self.with_roles:
            self.know("unknown_role", key, words, [*self.roles, *also])

    def fields(self, key: str, words: Iterable[str], also: Iterable[str] = ()) -> None:
        self.know("unknown_field", key, words, [*self.service.fields, *also])

    def choices(self, key: str, name: str, words: Iterable[str]) -> None:
        """The words are choices of the field, where it has any."""
        right = self.service.fields[name].codes
        for word in words:
            if right and word not in right:
                self.findings.unknown("unknown_choice", key, word, right, field=name)

    def kind(self, key: str, name: str, kind: str) -> None:
        """The field exists and is of the kind."""
        self.fields(key, [name])
        rule = self.service.fields.get(name)
        if rule and rule.kind != kind and not self.findings.noted(f"fields.{name}.kind"):
            self.findings.add("field_kind", key, word=name, expected=f'kind = "{kind}"')

    def patterns(self, key: str, patterns: Iterable[Pattern], asks: Collection[str] = RESERVED) -> None:
        for pattern in patterns:
            self.pattern(key, pattern, asks)

    def pattern(self, key: str, pattern: Pattern | None, asks: Collection[str] = RESERVED) -> None:
        """Verbs, states, tasks, fields and values of one pattern; `asks`: what is looked at there besides fields."""
        if pattern is None:
            return
        self.know("unknown_key", key, (name for name in RESERVED if getattr(pattern, name) and name not in asks), asks)
        self.know("unknown_verb", key, pattern.do, self.verbs)
        self.states(key, pattern.to)
        self.tasks(key, [pattern.all] if pattern.all else [])
        for name, words in pattern.fields.items():
            if name in self.service.fields:
                self.choices(f"{key}.{name}", name, words)
            else:
                ruled = any(verb.rule for verb in self.service.verbs.values())
                self.fields(key, [name], (*RESERVED, VERDICT) if ruled else RESERVED)
        if pattern.below:
            self.share(f"{key}.below.figure", pattern.below.figure)

    def share(self, key: str, code: str) -> None:
        """The figure is one of a number over another, as they stand now: of these a case knows its own share."""
        declared = {rule.code: rule for rule in self.service.figures}
        self.know("unknown_figure", key, [code], declared)
        rule = declared.get(code)
        plain = rule is None or all(one.of and one.when == Pattern() and not one.first for one in rule.amounts)
        if not plain or (rule is not None and rule.over is None):
            self.findings.add("no_share", key, word=code)


def check_names(
    service: Service, findings: Findings, rules: Iterable[str] | None = None, *, with_roles: bool = True
) -> None:
    """Note every state, verb, field, task kind, promise, role and choice that does not exist.

    `rules`: the names of the town's dated rules; None where they are not known. `with_roles` false: the service's
    own roles could not be read, so none is called unknown.
    """
    names = Names(service, findings, rules, with_roles)
    for state, contract in service.states.items():
        names.know("unknown_contract_state", f"states.{state}", [contract], CONTRACT_STATES)
    for state, roles in service.hidden.items():
        names.has_role(f"states.{state}.seen_by", roles)
    names.states("service.again", service.again)
    if names.rules is not None:
        names.know("unknown_rule", "service.rules", service.rules, names.rules)
    names.has_role("service.asker", [service.asker] if service.asker else [])
    for rule in service.fields.values():
        names.has_role(f"fields.{rule.name}.seen_by", rule.seen_by or ())
        for place, bound in (("least", rule.least), ("most", rule.most)):
            if bound and not bound.lstrip("-").isdigit():
                names.kind(f"fields.{rule.name}.{place}", bound, "number")
        for choice in rule.choices:
            _choice(f"fields.{rule.name}.{choice.code}.when", choice, names)
    for kind, said in service.task_said.items():
        names.fields(f"tasks.{kind}.fields", said)
    for promise in service.promises:
        _promise(promise, names)
    for verb in service.verbs.values():
        _verb(verb, names)
    for figure in service.figures:
        _figure(figure, names)
    _publish(names)


def _choice(key: str, choice: Choice, names: Names) -> None:
    """The fields on which a choice hangs, and their values."""
    names.fields(key, choice.when)
    for name, words in choice.when.items():
        if name in names.service.fields:
            names.choices(key, name, words)


def _promise(rule: PromiseRule, names: Names) -> None:
    key = f"promise.{rule.code}"
    names.tasks(f"{key}.of", [rule.of] if rule.of else [])
    names.patterns(f"{key}.from", rule.given_by)
    names.pattern(f"{key}.when", rule.when)
    names.patterns(f"{key}.kept_by", rule.kept_by)
    names.patterns(f"{key}.released_by", rule.released_by)
    _held_by(rule, names)
    _length(rule, names)
    if rule.stops_for:
        names.fields(f"{key}.stops_for", ["reason"])
        if "reason" in names.service.fields:
            names.choices(f"{key}.stops_for", "reason", rule.stops_for)
    for place, verb in (("at_due", rule.at_due), ("if_broken", rule.if_broken)):
        names.know("unknown_verb", f"{key}.{place}", [verb] if verb else [], names.service.verbs)


def _held_by(rule: PromiseRule, names: Names) -> None:
    key = f"promise.{rule.code}.held_by"
    names.has_role(key, [rule.held_by] if rule.held_by else [], HOLDERS)
    if rule.held_by == "task" and rule.of is None:
        names.findings.add("held_by_task", key)


def _length(rule: PromiseRule, names: Names) -> None:
    """The fields and tasks behind `within`, `due` and `start`."""
    key = f"promise.{rule.code}"
    if rule.start:
        names.kind(f"{key}.start", rule.start, "date")
    if isinstance(rule.within, Named):
        names.kind(f"{key}.within", rule.within.field, "period")
    if isinstance(rule.due, Named):
        names.kind(f"{key}.due", rule.due.field, "date")
    if isinstance(rule.due, Path) and rule.due.of:
        names.tasks(f"{key}.path_of", [rule.due.of])
    if isinstance(rule.within, ByField):
        _by_field(rule.within, f"{key}.within", names)


def _by_field(within: ByField, key: str, names: Names) -> None:
    names.kind(f"{key}.by", within.field, "choice")
    if within.firm_with:
        names.know("unknown_promise", f"{key}.firm_with", [within.firm_with], names.promises)
    field = names.service.fields.get(within.field)
    if field is None or field.kind != "choice":
        return
    names.choices(key, within.field, within.choices)
    for code in field.codes:
        if code not in within.choices and not names.findings.noted(f"{key}.{code}"):
            names.findings.add("choice_without_period", f"{key}.{code}", word=code, field=within.field)


def _verb(rule: VerbRule, names: Names) -> None:
    key = f"verbs.{rule.name}"
    names.has_role(f"{key}.by", rule.by)
    names.states(f"{key}.from", rule.from_states or ())
    for branch in rule.to:
        names.states(f"{key}.to", [branch.to] if branch.to else [])
        names.pattern(f"{key}.to.when", branch.when)
    also = (*KERNEL_FIELDS, *EFFECT_FIELDS.get(rule.name, ()))
    names.fields(f"{key}.needs", rule.needs, also)
    names.fields(f"{key}.may", rule.may, also)
    names.know("unknown_field", f"{key}.tells", rule.tells, (*rule.needs, *rule.may, *rule.answers))
    names.tasks(f"{key}.on", rule.on)
    names.tasks(f"{key}.opens", rule.opens)
    for kind, field in rule.opens_for.items():
        names.kind(f"{key}.opens_for.{kind}", field, "unit")
    names.pattern(f"{key}.opens_when", rule.opens_when, asks=())
    names.know("unknown_field", f"{key}.needs_when", rule.needs_when, rule.may)
    for name, pattern in rule.needs_when.items():
        names.pattern(f"{key}.needs_when.{name}", pattern, asks=())
    names.patterns(f"{key}.after", rule.after, asks=[name for name in RESERVED if name != "below"])
    if rule.signer:
        names.kind(f"{key}.signer", rule.signer, "person")
    if rule.of_unit:
        names.kind(f"{key}.of_unit", rule.of_unit, "unit")
    persons = [field.name for field in names.service.fields.values() if field.kind == "person"]
    names.know("unknown_word", f"{key}.other_than", rule.other_than, (*names.service.verbs, *persons))
    if rule.rule and names.rules is not None:
        names.know("unknown_rule", f"{key}.rule", [rule.rule], names.rules)


def _figure(rule: FigureRule, names: Names) -> None:
    key = f"figure.{rule.code}"
    names.tasks(f"{key}.of", [rule.of] if rule.of else [])
    for place, amount in zip(("", ".over"), rule.amounts, strict=False):
        names.pattern(f"{key}{place}.{'when' if amount.of else 'count'}", amount.when)
        if amount.of:
            names.kind(f"{key}{place}.sum", amount.of, "number")


def _publish(names: Names) -> None:
    publish = names.service.publish
    names.fields("publish.fields", publish.fields)
    names.fields("publish.words", publish.words, (MATTER,))
    for name in publish.words:
        if name != MATTER:
            names.kind("publish.words", name, "text")
    names.know("unknown_promise", "publish.until", [publish.until] if publish.until else [], names.promises)
    if publish.asker:
        names.kind("publish.asker", publish.asker, "yes")
    names.know("unknown_promise", "publish.promises", publish.promises, names.promises)
    names.know("unknown_promise", "publish.missed", publish.missed, names.promises)
    for rule in names.service.promises:
        if rule.code in publish.missed and rule.shown != "public":
            names.findings.add("not_for_all", "publish.missed", word=rule.code)
    _board(names)
    declared = [rule.code for rule in names.service.figures]
    for figure in publish.figures:
        measure, _, code = figure.partition(":")
        if measure in ("on_time_rate", "on_time_rate_extended", "kept", "missed"):
            names.know("unknown_promise", "publish.figures", [code], names.promises)
        names.know("unknown_figure", "publish.figures", [measure], [*FIGURES, *declared])


def _board(names: Names) -> None:
    """What stands on a board that anybody sees is for everybody, and nobody's own words."""
    publish, key = names.service.publish, "publish.board"
    names.fields(key, publish.board, (MATTER,))
    names.pattern("publish.listed", publish.listed, asks=("do", "to"))
    for name in publish.board:
        rule = names.service.fields.get(name)
        if rule and (rule.personal or rule.seen_by is not None or rule.kind == "file"):
            names.findings.add("not_for_all", key, word=name)
