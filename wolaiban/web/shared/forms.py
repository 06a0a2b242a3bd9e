"""Forms built from a service's file: entries with labels, what was typed, and errors beside them. 「表单」"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from wolaiban.catalogue.service import FieldRule, Service
from wolaiban.people.models import Area
from wolaiban.promises.deciding import desk_decides
from wolaiban.promises.refused import Refused

from .telling import reader_lang

Option = tuple[str, str]
YES_NO = ("yes", "no")
CHOOSING = frozenset({"radio", "many", "pick", "units", "tasks", "file"})
"""The kinds of entries in which one chooses, and types nothing."""


@dataclass
class Entry:
    """One question of a form. 「填写项」

    `kind` is line, lines, radio, pick, many, units, tasks, date, moment, file or hidden; `values` holds what was typed
    or ticked, of files the references of those taken in. An entry that is neither required nor optional is one of
    several of which one is enough, or has a default. `notes` say beneath an option what follows from it; `proposed`
    are the options to offer first. Of `units` each has its `matter`, and there are `least` rows to fill in.
    The options of one with `names` are what people are called.
    """

    name: str
    label: str
    kind: str = "line"
    options: tuple[Option, ...] = ()
    values: tuple[str, ...] = ()
    required: bool = False
    optional: bool = False
    hint: str = ""
    error: str = ""
    autocomplete: str = ""
    type: str = "text"
    prefix: str = ""
    limits: tuple[str, str] = ("", "")
    aside: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)
    proposed: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    least: int = 1
    names: bool = False

    @property
    def choices(self) -> list[tuple[str, str, str]]:
        """Each option with what follows from it."""
        return [(code, label, self.notes.get(code, "")) for code, label in self.options]

    @property
    def offered(self) -> list[Option]:
        """The proposed options."""
        return [option for code in self.proposed for option in self.options if option[0] == code]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Unit and matter, row by row: those filled in, and empty ones to fill in."""
        filled = [row for row in self.units if any(row)]
        return filled + [("", "")] * max(self.least - len(filled), int(self.least > 1))

    @property
    def units(self) -> list[tuple[str, str]]:
        """Each unit with its matter, as they were sent."""
        return list(zip_longest(self.values, self.matters[: len(self.values) or None], fillvalue=""))

    @property
    def id(self) -> str:
        """The id of its first control on the page."""
        return f"{self.prefix}{self.name}".replace(".", "-")

    @property
    def value(self) -> str:
        """What was typed, where it is one thing."""
        return self.values[0] if self.values else ""

    def take(self, sent: QueryDict) -> None:
        """Take over what was typed."""
        if self.kind == "many" or self.name in sent:
            self.values = tuple(text.strip() for text in sent.getlist(self.name))
        if self.kind in ("units", "tasks"):
            self.matters = tuple(text.strip() for text in sent.getlist(f"{self.name}.matter"))

    @property
    def told(self) -> str:
        """What was typed or chosen, as people read it."""
        words, matters = dict(self.options), list(self.matters) + [""] * len(self.values)
        said = [f"{words.get(code, code)} {matter}".strip() for code, matter in zip(self.values, matters, strict=False)]
        return gettext("、").join(filter(None, said))

    @property
    def described_by(self) -> str:
        """Ids of its hint and its error, for those who hear the page."""
        return " ".join(f"{self.id}-{what}" for what in ("hint", "error") if getattr(self, what))


@dataclass
class Form:
    """Entries in their order, and what is wrong with the whole. 「表单」"""

    entries: list[Entry] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def has_aside(self) -> bool:
        """Whether there is something that may be left for later."""
        return any(entry.aside for entry in self.entries)

    @property
    def left_for_later(self) -> str:
        """What may be left for later, by name: the first few of it."""
        labels = [entry.label for entry in self.entries if entry.aside]
        return gettext("、").join(labels[:4]) + ("…" if len(labels) > 4 else "")

    @property
    def aside_is_open(self) -> bool:
        """Whether what may be left for later holds something typed, or to mend."""
        return any(entry.aside and (entry.error or (entry.optional and entry.value)) for entry in self.entries)

    @property
    def has_files(self) -> bool:
        """Whether files may come with it, so that it has to be sent in parts."""
        return any(entry.kind == "file" for entry in self.entries)

    @property
    def has_errors(self) -> bool:
        """Whether anything has to be mended."""
        return bool(self.wrong) or any(entry.error for entry in self.entries)

    def fill(self, sent: QueryDict) -> Form:
        """Take over what was typed, so that nothing is lost."""
        for entry in self.entries:
            entry.take(sent)
        return self

    def said(self) -> dict[str, Any]:
        """Name and text of every entry that was filled in; of files their references."""
        return {e.name: list(e.values) if e.kind == "file" else e.value for e in self.entries if e.value}

    def refuse(self, refused: Refused) -> Form:
        """Put each reason beside its entry; what belongs to none stands above the form."""
        by_field = refused.by_field(reader_lang())
        names = {entry.name for entry in self.entries}
        for entry in self.entries:
            group = entry.name.partition(".")[0]
            told = by_field.get(entry.name) or (by_field.pop(group, "") if group not in names else "")
            empty = entry.required and not entry.value
            missing = gettext("请选择“%(field)s”。") if entry.kind in CHOOSING else gettext("请填写“%(field)s”。")
            entry.error = missing % {"field": entry.label} if empty else told
        placed = {entry.error for entry in self.entries}
        rest = [text for name, text in by_field.items() if name not in names and text not in placed]
        loose = [wrong for wrong in refused.wrong if not wrong.field]
        if loose:
            rest.append(Refused(loose, refused.service).message(reader_lang()))
        self.wrong = list(dict.fromkeys(rest))
        return self

    def prefixed(self, prefix: str) -> Form:
        """The same form with ids of its own, where a page shows several."""
        for entry in self.entries:
            entry.prefix = prefix
        return self


def requester_entries(values: Mapping[str, str] | None = None, *, firm: bool = True) -> list[Entry]:
    """Who asks, and how they are reached: one of telephone and e-mail is enough."""
    way = gettext("电话和电子邮箱至少填一项，用于告知进展。")
    entries = [
        Entry("requester.organisation", gettext("企业或单位名称"), autocomplete="organization"),
        Entry(
            "requester.credit_code",
            gettext("统一社会信用代码"),
            hint=gettext("营业执照上的 18 位代码。"),
            optional=True,
        ),
        Entry("requester.name", gettext("联系人姓名") if firm else gettext("姓名"), autocomplete="name", optional=firm),
        Entry("requester.phone", gettext("电话"), autocomplete="tel", type="tel", hint=way),
        Entry("requester.email", gettext("电子邮箱"), autocomplete="email", type="email"),
    ]
    for entry in entries:
        text = (values or {}).get(entry.name.partition(".")[2], "")
        entry.values = (text,) if text else ()
    return entries if firm else entries[2:]


def requester_said(said: dict[str, Any]) -> dict[str, str]:
    """Take the requester's answers out of what was said."""
    names = [name for name in said if name.startswith("requester.")]
    return {name.partition(".")[2]: said.pop(name) for name in names}


def published() -> str:
    """What is said beside a field that the file puts on the public board."""
    return gettext("会对外公开。")


def field_entry(service: Service, name: str, units: Iterable[Option], *, required: bool, value: str = "") -> Entry:
    """The entry for a field of the file."""
    rule = service.fields.get(name) or FieldRule(name)
    kind, options = _kind(service, rule, units)
    if rule.kind in ("unit", "area") and required and options and not options[0][0]:
        choose = gettext("请选择单位") if rule.kind == "unit" else gettext("请选择区域")
        options = (("", choose), *options[1:])
    entry = Entry(name, service.word("fields", name, reader_lang()), kind, options, required=required)
    value = value or rule.default or ""
    entry.values = (value,) if value and kind in ("radio", "pick", "line", "date") else ()
    entry.optional = not required and not entry.values
    if name in service.publish.typed:
        entry.hint = published()
    if rule.kind == "number":
        entry.hint = service.words.get("units", {}).get(name, {}).get(reader_lang(), "")
    if kind == "file":
        entry.hint = gettext("PDF、图片、Word、Excel、OFD、文本或 ZIP；每个不超过 10 MB，最多 10 个。")
    return entry


def _kind(service: Service, rule: FieldRule, units: Iterable[Option]) -> tuple[str, tuple[Option, ...]]:
    match rule.kind:
        case "choice":
            options = options_of(service, rule)
            return ("radio" if len(options) <= 9 else "pick"), options
        case "yes":
            return "radio", ((YES_NO[0], gettext("是")), (YES_NO[1], gettext("否")))
        case "unit":
            return "pick", (("", ""), *options_of(service, rule)) if rule.choices else tuple(units)
        case "area":
            return "pick", (("", ""), *((area.code, area.title) for area in Area.objects.all()))
        case "date":
            return "date", ()
        case "file":
            return "file", ()
        case "code" | "case" | "number" | "period" | "identity":
            return "line", ()
    return ("line" if rule.name in ("subject", "matter", "category") else "lines"), ()


def options_of(service: Service, rule: FieldRule) -> tuple[Option, ...]:
    """The choices of a field that are offered now, in the reader's language."""
    lang = reader_lang()
    return tuple(
        (c.code, c.words.get(lang) or service.word(f"choices.{rule.name}", c.code, lang)) for c in rule.choices if c.on
    )


def asker_fields(service: Service) -> list[str]:
    """What an asker is asked at registration: not what a desk decides, such as what a promise's period hangs on."""
    rule = service.verbs["register"]
    decides = desk_decides(service)
    kinds = ("choice", "yes", "unit", "file", "date", "number", "code")
    return [
        name
        for name in (*rule.needs, *rule.may)
        if name not in decides
        and (f := service.fields.get(name))
        and (name in rule.needs or f.personal or f.kind in kinds)
    ]
