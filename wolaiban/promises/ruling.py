"""A dated rule is asked before a verb, and answers in the event: life reads only the answer. 「规则问答」

Which version answers is decided by the day that the rule names. Its conditions ask the fields of event, task and case,
whether the matter is on its list, and whether an earlier case was found. What it finds out is written down: version,
verdict, the line of its table with the conditions that failed, the earlier cases, and what the line gives.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from wolaiban.catalogue.rules import ACT, ASKER, EARLIER, LISTED, RULED, VERDICT, VERSION, Row, Rule, in_force, named
from wolaiban.catalogue.service import Pattern, Service, VerbRule
from wolaiban.catalogue.town import Town
from wolaiban.workdays import Period

from .life import Act, Life, Wrong
from .life.matching import value
from .life.values import day_of
from .neighbours import asks_nobody, connected, found_there, unanswered

Earlier = Callable[[Rule, date, date, Mapping[str, str]], Sequence[str]]
"""The numbers of the earlier cases that count: rule, first day, day of the event, what the look-back compares."""


@dataclass(frozen=True)
class Answer:
    """What a rule answered: fields for the event; `wrong` keeps it from being asked, `no` is its refusal. 「答复」"""

    fields: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[Wrong, ...] = ()
    no: tuple[Wrong, ...] = ()


@dataclass(frozen=True)
class Line:
    """One condition as it was found: its words, whether it holds, the fields that prove it. 「逐项条件」"""

    text: str
    holds: bool
    evidence: tuple[str, ...] = ()


class _Asked:
    """One verb about to be done, as conditions ask of it."""

    def __init__(self, rule: Rule, life: Life, act: Act, earlier: Sequence[str]) -> None:
        self.rule, self.life, self.act, self.earlier = rule, life, act, earlier

    def value(self, name: str) -> str:
        """The value of a field; of one that holds words or names a case, whether anything was ever said."""
        if name == EARLIER:
            return "yes" if self.earlier else "no"
        if name == LISTED:
            return "yes" if self.rule.item(self.value(self.rule.items_of)) else "no"
        known = self.life.service.fields.get(name)
        if known is not None and known.is_words:
            return "yes" if any(name in act.words for act in (*self.life.acts, self.act)) else "no"
        found = value(self.life, name, self.act, self.act.task) or ""
        return found if known is None or known.kind != "case" else "yes" if found else "no"

    def holds(self, pattern: Pattern | None) -> bool:
        if pattern is None:
            return True
        if pattern.do and self.act.verb not in pattern.do:
            return False
        return all(self._fits(name, self.value(name), words) for name, words in pattern.fields.items())

    def _fits(self, name: str, text: str, words: Collection[str]) -> bool:
        known = self.life.service.fields.get(name)
        if known is not None and known.kind == "area":  # codes nest by prefix
            return text.startswith(tuple(words))
        return text in [self._filled(word) for word in words]

    def _filled(self, word: str) -> str:
        return self.rule.valid_from.isoformat() if word == VERSION else word

    def failing(self, row: Row) -> list[str]:
        conditions = {code: self.rule.conditions[code].when for code in row.all}
        return [code for code, patterns in conditions.items() if not any(map(self.holds, patterns))]

    def fields(self) -> dict[str, str]:
        """The answer, as the event keeps it."""
        fitting = [(number, row) for number, row in enumerate(self.rule.rows, start=1) if self.holds(row.when)]
        found = next(((number, row) for number, row in fitting if not self.failing(row)), None)
        yes = found[1].yes if found else not self.rule.rows
        near = found or min(fitting, key=lambda one: len(self.failing(one[1])), default=None)
        reasons = [str(near[0]), *self.failing(near[1])] if near else []
        told = {"rule": self.rule.version, VERDICT: "yes" if yes else "no"}
        told |= {"reasons": " ".join(reasons)} if reasons else {}
        told |= {EARLIER: " ".join(self.earlier)} if self.earlier else {}
        return told | {name: self._filled(word) for name, word in (found[1].gives.items() if found else ())}


def ask(life: Life, verb: VerbRule, act: Act, town: Town, earlier: Earlier, *, version: Rule | None = None) -> Answer:
    """What the verb's rule says of an act that is about to be done, on the life so far; `version` asks that one."""
    sent = [*(name for name in RULED if name in act.fields), *(verb.answers & set(act.fields))]
    if sent:
        wrong = (Wrong(act.seq, "not_taken", {"verb": verb.name, "field": name}, name) for name in sent)
        return Answer(wrong=tuple(wrong))
    versions = town.rules.get(verb.rule or "", ())
    if not versions:
        return Answer(wrong=(Wrong(act.seq, "no_rule_then", {"rule": verb.rule or "", "on": ""}),))
    day = _day(versions[-1], life, act)
    rule = version or (in_force(versions, day) if day else None)
    if day is None or rule is None:
        title = versions[-1].title
        about = {"zh": title["zh"], "en": title["en"], "on": day.isoformat() if day else "—"}
        return Answer(wrong=(Wrong(act.seq, "no_rule_then", about),))
    asked = _Asked(rule, life, act, _found(rule, life, act, day, earlier))
    fields = asked.fields()
    return Answer(fields, no=() if fields[VERDICT] == "yes" or answers_no(verb) else (_refusal(rule, fields, act),))


def answers_no(verb: VerbRule) -> bool:
    """Whether the file itself says what follows where the rule says no."""
    return any(branch.when is not None and "no" in branch.when.fields.get(VERDICT, ()) for branch in verb.to)


def lines(rule: Rule, fields: Mapping[str, str], lang: str) -> list[Line]:
    """The conditions of the line that decided, each as it was found, in the reader's language."""
    number, _, failed = fields.get("reasons", "").partition(" ")
    if not number.isdigit() or int(number) > len(rule.rows):
        return []
    row, found = rule.rows[int(number) - 1], list[Line]()
    said = rule.told(row.words, lang)
    if said:
        found.append(Line(said, row.yes))
    for code in row.all:
        if (one := rule.conditions.get(code)) is not None:
            holds = code not in failed.split()
            found.append(Line(rule.told(one.words if holds else one.otherwise, lang), holds, one.evidence))
    return found


def again(life: Life, act: Act, town: Town) -> Iterator[str]:
    """What of a stored answer its version does not say, on the life before it: the check of `verify`."""
    verb, version = life.service.verbs.get(act.verb), named(town.rules, act.fields.get("rule", ""))
    if verb is None or not verb.rule:
        return
    if version is None:
        yield f"rule {act.fields.get('rule', '')!r} is none of the town's"
        return
    own = {*RULED, *verb.answers}
    plain = Act(act.seq, act.at, act.verb, act.by, task=act.task, words=act.words,
                fields={name: text for name, text in act.fields.items() if name not in own})  # fmt: skip
    stored = act.fields.get(EARLIER, "").split()
    right = ask(life, verb, plain, town, lambda *_: stored, version=version).fields
    for name in sorted(own):
        if act.fields.get(name) != right.get(name):
            yield f"{name} is {act.fields.get(name)!r}, {version.version} makes it {right.get(name)!r}"


def to_come(life: Life, act: Act, town: Town) -> Iterator[Wrong]:
    """Each day in the act by which some rule of the service decides, and that has not come yet: nothing is so dated."""
    rules = [rule for verb in life.service.verbs.values() for rule in town.rules.get(verb.rule or "", ())]
    today = _today(life, act)
    for name in dict.fromkeys(rule.day for rule in rules):
        day = day_of(act.fields.get(name))
        if day is not None and day > today:
            yield Wrong(act.seq, "day_to_come", {"field": name, "value": day.isoformat()}, name)


def silent(life: Life, verb: VerbRule, act: Act, town: Town) -> Iterator[Wrong]:
    """Each connected town that has not said yet what its record has, where the look-back of the rule needs it.

    And that there is none to ask, where the verb does nothing else.
    """
    if asks_nobody(life, verb, town):
        yield Wrong(act.seq, "nobody_to_ask")
    rule = asking(life.service, town)
    if rule is not None and rule.code == verb.rule:
        for partner in unanswered(life, connected(town)):
            yield Wrong(act.seq, "neighbour_silent", {"zh": partner.name["zh"], "en": partner.name["en"]})


def asking(service: Service, town: Town) -> Rule | None:
    """The rule of a service whose look-back neighbouring towns are asked about, in its latest version; or None."""
    rules = (versions[-1] for verb in service.verbs.values() if (versions := town.rules.get(verb.rule or "", ())))
    return next((rule for rule in rules if rule.look_back is not None and rule.look_back.there), None)


def _today(life: Life, act: Act) -> date:
    return act.at.astimezone(life.zone).date()


def _day(rule: Rule, life: Life, act: Act) -> date | None:
    """The day that decides which version answers."""
    if rule.day == ACT:
        return _today(life, act)
    return day_of(value(life, rule.day, act, act.task))


def _found(rule: Rule, life: Life, act: Act, day: date, earlier: Earlier) -> Sequence[str]:
    look = rule.look_back
    if look is None:
        return ()
    item = rule.item(value(life, rule.items_of, act, act.task) or "")
    within = item.within if item and item.within else look.within
    compared = [*(name for name in look.same if name != ASKER), *filter(None, (look.named, look.known_by))]
    same = {name: value(life, name, act, act.task) or "" for name in compared}
    # To the day of the event: a day typed too early hides nothing that stands on record by now.
    own = earlier(rule, back(within, day), _today(life, act), same)
    return tuple(dict.fromkeys([*own, *found_there(life, look.there)]))


def back(period: Period, day: date) -> date:
    """The first day of a stretch of months or days that ends with this one, itself included."""
    if period.unit != "months":
        return day - timedelta(days=period.count)
    year, month = divmod(day.year * 12 + day.month - 1 - period.count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _refusal(rule: Rule, fields: Mapping[str, str], act: Act) -> Wrong:
    """No, and why, in both languages."""
    about = {"title_zh": rule.title["zh"], "title_en": rule.title["en"], "on": rule.valid_from.isoformat()}
    numbers = fields.get(EARLIER, "").split()
    for lang, none, cases in (
        ("zh", "没有适用的情形", "较早的办件："),
        ("en", "no line of it applies", "earlier cases: "),
    ):
        failed = [line.text for line in lines(rule, fields, lang) if not line.holds] or [none]
        cited = [cases + ", ".join(numbers)] if numbers else []
        about[lang] = ("；" if lang == "zh" else "; ").join([*failed, *cited]) + ("。" if lang == "zh" else ".")
    return Wrong(act.seq, "rule_said_no", about)
