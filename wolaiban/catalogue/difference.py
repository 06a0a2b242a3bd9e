"""What a new version of a service changes, in words anybody can read. 「版本差异」

A version is told as facts: each has a key, a title and a text. What two versions do not share is the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from .service import Branch, ByField, Extendable, Named, Path, Pattern, PromiseRule, Reminder, Service, VerbRule
from .town import Town

Facts = dict[tuple[str, ...], tuple[str, str]]
"""Title and text of each fact, by its key: two words are a thing, told when it comes or goes, three a part of it."""

TITLES = {
    "promise": ("承诺“{}”", "the promise {}"),
    "verb": ("动作“{}”", "the step {}"),
    "state": ("状态“{}”", "the state {}"),
    "field": ("字段“{}”", "the field {}"),
    "choice": ("选项“{}”", "the choice {}"),
    "service": ("事项", "the service"),
    "period": ("期限", "period"),
    "start": ("起算日", "counted from"),
    "ends": ("到期时刻", "ends at"),
    "held_by": ("责任方", "held by"),
    "from": ("起算", "given by"),
    "kept_by": ("兑现于", "kept by"),
    "released_by": ("不再计时于", "released by"),
    "stops_for": ("可暂停的理由", "paused for"),
    "extendable": ("可延长", "extended by"),
    "remind": ("提醒", "reminders"),
    "then": ("到期后", "once due or broken"),
    "shown": ("给谁看", "shown to"),
    "by": ("由谁做", "done by"),
    "states": ("在哪些状态可做", "possible in"),
    "to": ("之后的状态", "leads to"),
    "after": ("须先办", "only after"),
    "signer": ("只由其指定的人", "only by the person named in"),
    "other_than": ("不得由同一人", "not by whoever did or is"),
    "needs": ("必须填写", "needs"),
    "may": ("可以填写", "may carry"),
    "tells": ("告知诉求人", "tells the asker"),
    "counts_as": ("算作", "counts as"),
    "seen_by": ("只给谁看", "seen by nobody but"),
    "default": ("未填写时", "if left out"),
    "asker": ("面向", "for"),
    "hours": ("服务时间", "service hours"),
    "publish": ("公开的指标", "published figures"),
    "public_fields": ("公开的字段", "published fields"),
    "listed": ("逐件公开", "published one by one"),
}
NEW, GONE = ("新增", "New: "), ("取消", "No longer: ")
NOTHING = ("无", "none")
STAYS = ("状态不变", "no other state")
OF_TASK = ("分项的承办单位", "the unit of the task")
OTHERWISE = ("另有措辞或其他细节的改动", "Wording or other details change")
ENDS = {
    "close": ("下班时", "closing time"),
    "midnight": ("当日 24:00", "24:00 of the day"),
    "daybreak": ("当日 00:00", "00:00 of the day"),
}
ANYWHERE = ("未结束时都可以", "any but the ends")
SHOWN = {"staff": ("工作人员", "staff"), "asker": ("诉求人", "the asker"), "public": ("公众", "everybody")}


def differences(old: Service, new: Service, lang: str = "zh") -> list[str]:
    """What the newer version changes, one sentence a change, in the order of its file; `lang` is "zh" or "en"."""
    before, after = _Telling(old, lang).facts(), _Telling(new, lang).facts()
    pick = 1 if lang == "en" else 0
    said = []
    for key, (title, text) in after.items():
        if key not in before:
            if key[:2] in before or len(key) == 2:
                said.append(f"{NEW[pick]}{title}{_about(text, lang)}")
        elif len(key) > 2 and before[key][1] != text:
            said.append(_changed(title, before[key][1], text, lang))
    for key, (title, _) in before.items():
        if key not in after and (len(key) == 2 or key[:2] in after):
            said.append(f"{GONE[pick]}{title}")
    return said or [OTHERWISE[pick]] * (replace(old, valid_from=new.valid_from) != new)


@dataclass(frozen=True)
class Told:
    """One promise of a service in words. 「承诺说明」

    `periods` has a label and a period for each choice of the field it hangs on; a single one has no label. `since` is
    the day from which it counts where a field names one, else what gives it.
    """

    rule: PromiseRule
    name: str
    periods: tuple[tuple[str, str], ...]
    held_by: str
    since: str
    stops_for: str
    extendable: str


def told_promises(service: Service, lang: str = "zh") -> list[Told]:
    """The promises of a version in words, in the order of its file."""
    telling = _Telling(service, lang)
    return [telling.promise(rule) for rule in service.promises]


def told_versions(town: Town, code: str, lang: str = "zh") -> Iterator[tuple[Service, list[str]]]:
    """Each later version of a service with what it changed against the one before, oldest first."""
    for old, new in pairwise(town.services.get(code, ())):
        yield new, differences(old, new, lang)


def _changed(title: str, old: str, new: str, lang: str) -> str:
    none = NOTHING[lang == "en"]
    return f"{title}: {old or none} → {new or none}" if lang == "en" else f"{title}：{old or none} → {new or none}"


def _about(text: str, lang: str) -> str:
    return (f": {text}" if lang == "en" else f"：{text}") if text else ""


class _Telling:
    """One version told as facts, in one language. 「逐项陈述」"""

    def __init__(self, service: Service, lang: str) -> None:
        self.service, self.lang = service, lang

    def facts(self) -> Facts:
        """Everything that somebody who knows the version before would want to be told."""
        found: Facts = {}
        service = self.service
        found["service", "head", "asker"] = (
            self.part(self.title("service"), "asker"),
            self.word("roles", service.asker),
        )
        found["service", "head", "hours"] = (self.part(self.title("service"), "hours"), service.hours)
        for rule in service.promises:
            found |= self._promise(rule)
        for state, counts_as in service.states.items():
            label = self.title("state", self.word("states", state))
            found["state", state] = (label, "")
            found["state", state, "counts_as"] = (self.part(label, "counts_as"), self.word("states", counts_as))
            found["state", state, "seen_by"] = self._seen(label, service.hidden.get(state))
        for field in service.fields.values():
            label = self.title("field", self.word("fields", field.name))
            found["field", field.name] = (label, "")
            found["field", field.name, ".seen_by"] = self._seen(label, field.seen_by)
            default = self.word(f"choices.{field.name}", field.default) if field.default else ""
            found["field", field.name, ".default"] = (self.part(label, "default"), default)
            for choice in field.choices:
                words = choice.words.get(self.lang) or self.word(f"choices.{field.name}", choice.code)
                found["field", field.name, choice.code] = (self.joined(label, self.title("choice", words)), "")
        for verb in service.verbs.values():
            found |= self._verb(verb)
        figures = (self.word("figures", code) for code in service.publish.figures)
        found["service", "head", "publish"] = (self.title("publish"), self.listed(figures))
        return found | self._publication()

    def _publication(self) -> Facts:
        """What of single cases anybody may read."""
        publish = self.service.publish
        names = dict.fromkeys((*publish.fields, *publish.words, *publish.board))
        told = {
            "public_fields": self.listed(self.word("fields", name) for name in names),
            "listed": self.patterns([publish.listed] if publish.listed else []),
        }
        return {("service", "head", name): (self.title(name), text) for name, text in told.items()}

    def _seen(self, label: str, roles: tuple[str, ...] | None) -> tuple[str, str]:
        return self.part(label, "seen_by"), self.listed(self.word("roles", role) for role in roles or ())

    def promise(self, rule: PromiseRule) -> Told:
        """One promise as a reader of the service wants it told."""
        return Told(
            rule,
            self.word("promises", rule.code),
            tuple(self._periods(rule)),
            self.holder(rule),
            self.word("fields", rule.start) if rule.start else self._given(rule),
            self.listed(self.word("choices.reason", code) for code in rule.stops_for),
            self._extendable(rule.extendable),
        )

    def _given(self, rule: PromiseRule) -> str:
        return self.patterns(rule.given_by) or self.word("tasks", rule.of or "")

    def _promise(self, rule: PromiseRule) -> Facts:
        label, key = self.title("promise", self.word("promises", rule.code)), ("promise", rule.code)
        periods = dict(self._periods(rule))
        found: Facts = {key: (label, self.listed(periods.values()))}
        if set(periods) == {""}:
            found[*key, "period"] = (self.part(label, "period"), periods[""])
        else:
            for choice, words in periods.items():
                found[*key, "period", choice] = (f"{self.part(label, 'period')}{self.bracket(choice)}", words)
            found[key] = (label, "")
        parts = {
            "start": self.word("fields", rule.start) if rule.start else "",
            "ends": ENDS[rule.ends][self.lang == "en"],
            "held_by": self.holder(rule),
            "from": self.patterns(rule.given_by),
            "kept_by": self.patterns(rule.kept_by),
            "released_by": self.patterns(rule.released_by),
            "stops_for": self.listed(self.word("choices.reason", code) for code in rule.stops_for),
            "extendable": self._extendable(rule.extendable),
            "remind": self.listed(self.stage(one) for one in rule.remind),
            "shown": SHOWN[rule.shown][self.lang == "en"],
            "then": self.listed(self.word("verbs", name) for name in (rule.at_due, rule.if_broken) if name),
        }
        return found | {(*key, name): (self.part(label, name), text) for name, text in parts.items()}

    def _periods(self, rule: PromiseRule) -> Iterator[tuple[str, str]]:
        """The period, or one for each choice of a field; what an event names by the field that names it."""
        length = rule.within or rule.due
        if isinstance(length, ByField):
            for choice, period in length.choices.items():
                yield self.word(f"choices.{length.field}", choice), period.words(self.lang)
        elif isinstance(length, Named):
            rest = length.otherwise.words(self.lang) if length.otherwise else ""
            named = {"zh": f"，未写的 {rest}", "en": f", else {rest}"}[self.lang] if rest else ""
            yield "", self.word("fields", length.field) + named
        elif isinstance(length, Path):
            yield "", self.word("tasks", length.of)
        elif length is not None:
            yield "", length.words(self.lang)

    def _extendable(self, rule: Extendable | None) -> str:
        if rule is None:
            return ""
        by = rule.by.words(self.lang) if rule.by else ""
        times = {"zh": f"{rule.times} 次", "en": f"{rule.times} times"}[self.lang] if rule.times else ""
        zh, en = (f"共不超过 {rule.to.words('zh')}", f"to {rule.to.words('en')} in all") if rule.to else ("", "")
        return self.listed(text for text in (by, en if self.lang == "en" else zh, times) if text)

    def _verb(self, verb: VerbRule) -> Facts:
        label, key = self.title("verb", self.word("verbs", verb.name)), ("verb", verb.name)
        states = [self.word("states", state) for state in verb.from_states or ()]
        parts = {
            "by": self.listed(self.word("roles", role) for role in verb.by),
            "states": self.listed(states) if verb.from_states is not None else ANYWHERE[self.lang == "en"],
            "to": self.listed(dict.fromkeys(map(self._branch, verb.to))),
            "after": self.patterns(verb.after),
            "signer": self.word("fields", verb.signer) if verb.signer else "",
            "other_than": self.listed(
                self.word("verbs" if name in self.service.verbs else "fields", name) for name in verb.other_than
            ),
            "needs": self.listed(self.word("fields", name) for name in verb.needs),
            "may": self.listed(self.word("fields", name) for name in verb.may),
            "tells": self.listed(self.word("fields", name) for name in verb.tells),
        }
        return {key: (label, "")} | {(*key, name): (self.part(label, name), text) for name, text in parts.items()}

    def _branch(self, branch: Branch) -> str:
        """Where a verb leads, and when."""
        state = self.word("states", branch.to) if branch.to else STAYS[self.lang == "en"]
        return f"{state}{self.bracket(self._pattern(branch.when))}" if branch.when else state

    def holder(self, rule: PromiseRule) -> str:
        """Who holds it: a role, or the unit of its task."""
        return OF_TASK[self.lang == "en"] if rule.held_by == "task" else self.word("roles", rule.held_by)

    def stage(self, one: Reminder) -> str:
        """When a warning comes."""
        zh, en = (
            (f"{one.percent}%", f"{one.percent}%") if one.percent is not None
            else (f"提前 {one.before.words('zh')}", f"{one.before.words('en')} before") if one.before
            else (f"过期 {one.after.words('zh')}后", f"{one.after.words('en')} after") if one.after
            else ("到期时", "when due") if one.due
            else ("过期后每日", "daily once overdue")
        )  # fmt: skip
        return en if self.lang == "en" else zh

    def patterns(self, patterns: Iterable[Pattern]) -> str:
        """Patterns by the names of what they ask for."""
        return self.listed(dict.fromkeys(self._pattern(one) for one in patterns))

    def _pattern(self, one: Pattern) -> str:
        names = [
            *(self.word("verbs", verb) for verb in one.do),
            *(self.word("states", state) for state in one.to),
            *([self.word("tasks", one.all)] if one.all else []),
            *([f"{self.word('figures', one.below.figure)} < {one.below.percent}%"] if one.below else []),
            *(str(count) for count in (one.times, one.days, one.handling) if count),
            *(self.word(f"choices.{name}", value) for name, values in one.fields.items() for value in values),
        ]
        return " ".join(names)

    def word(self, kind: str, code: str) -> str:
        return self.service.word(kind, code, self.lang)

    def title(self, kind: str, name: str = "") -> str:
        return TITLES[kind][self.lang == "en"].format(name)

    def part(self, label: str, kind: str) -> str:
        return self.joined(label, self.title(kind))

    def joined(self, label: str, part: str) -> str:
        return f"{label}, {part}" if self.lang == "en" else f"{label}{part}"

    def bracket(self, text: str) -> str:
        return f" ({text})" if self.lang == "en" else f"（{text}）"

    def listed(self, texts: Iterable[str]) -> str:
        return (", " if self.lang == "en" else "、").join(texts)
