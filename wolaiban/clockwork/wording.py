"""The blanks of a message filled, as the case stands when it goes out. 「措辞」"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from wolaiban.catalogue.message_rules import BLANK
from wolaiban.catalogue.service import MessageRule
from wolaiban.people.models import Organisation
from wolaiban.promises.life import Given, Life
from wolaiban.promises.models import Case, Delivery
from wolaiban.promises.posting import ASKER
from wolaiban.promises.telling import moves_told, promise_told
from wolaiban.promises.town import town

from .recipients import Reader, case_of_asker
from .today import Today

WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PAUSED = {"zh": "暂停计时", "en": "paused"}
NONE = "—"


class Overtaken(Exception):
    """What the message would say is no longer so: nobody is reminded of what was done."""


def filled(rule: MessageRule, lang: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and text of a message, with every blank filled."""
    words = rule.words[lang]
    subject, text = (BLANK.sub(lambda match: values[match[1]], words[name]) for name in ("subject", "text"))
    return subject, text


def of_town(lang: str, **more: object) -> dict[str, str]:
    """The blanks of a message about no case."""
    here = town().name.get(lang) or town().name["zh"]
    return {"town": here, "link": _address(reverse("desk")), **{name: str(value) for name, value in more.items()}}


class Wording:
    """One delivery about a case, in one reader's language, at one instant. 「一则消息」

    Whoever asked in a case that names this one is told by the number, and the page, of their own.
    """

    def __init__(self, delivery: Delivery, case: Case, reader: Reader, today: Today) -> None:
        self.delivery, self.case, self.reader, self.at = delivery, case, reader, today.at
        self.lang = reader.lang
        self.own = case_of_asker(delivery) or case
        self.life: Life = today.life(case)

    def values(self) -> dict[str, str]:
        """Every blank. Raises Overtaken for a warning whose promise is settled."""
        given, service = self.given, self.life.service
        due_at = given.due_at if given else None
        return {
            "number": self.own.number,
            "link": self._link(),
            "code": self.own.tracking_code if self.delivery.to == ASKER else "",
            "service": service.word("service", "name", self.lang),
            "state": service.word("states", self.life.state, self.lang),
            "holder": self._title(self.life.holder(given)) if given else NONE,
            "promise": service.word("promises", given.code, self.lang) if given else NONE,
            "due": (due_told(due_at, self.life, self.lang) if due_at else PAUSED[self.lang]) if given else NONE,
            "left": left_told(due_at - self.at, self.lang) if due_at else PAUSED[self.lang] if given else NONE,
            "town": town().name.get(self.lang) or town().name["zh"],
            "unit": self._units() or NONE,
        }

    @cached_property
    def given(self) -> Given | None:
        """The promise that the message is about: the warned one, else the moved one, else the reader's next."""
        key = self.delivery.about.split(":")
        if len(key) == 3:
            found = self.life.promise(key[1], int(key[0]), int(key[2]))
            if found is None or not found.is_open:
                raise Overtaken
            return found
        moved = [given for given, _ in moves_told(self.life, self.delivery.seq, staff=self.reader.is_officer)]
        if moved:
            return moved[0]
        staff = self.reader.is_officer
        owed = [g for g in self.life.promises if g.is_open and g.due_at and promise_told(g, staff=staff)]
        owed.sort(key=lambda given: given.due_at or given.at)
        theirs = [given for given in owed if len(key) == 2 and self.life.holder(given) == key[1]]
        return next(iter([*theirs, *owed]), None)

    def _units(self) -> str:
        """The unit told, else that of the event's task, else those of the tasks it opens."""
        kind, _, name = self.delivery.about.partition(":")
        if kind == "unit":
            return self._title(name)
        act = next((act for act in self.life.acts if act.seq == self.delivery.seq), None)
        if act is None:
            return ""
        task = self.life.tasks.get(act.task)
        units = [task.unit] if task else [opening.unit for opening in act.tasks]
        return ("、" if self.lang == "zh" else ", ").join(self._title(unit) for unit in units if unit)

    def _title(self, holder: str) -> str:
        """The name of a unit, or the word for a role."""
        if holder in self.life.service.words.get("roles", {}):
            return self.life.service.word("roles", holder, self.lang)
        unit = Organisation.objects.filter(code=holder).first()
        if unit is None:
            return holder
        return (self.lang == "en" and unit.name_en) or unit.name

    def _link(self) -> str:
        if self.reader.is_officer:
            return _address(reverse("desk-case", args=[self.case.number]))
        return _address(f"{reverse('track', args=[self.own.number])}?{urlencode({'code': self.own.tracking_code})}")


def due_told(due_at: datetime, life: Life, lang: str) -> str:
    """A due instant in words, in the town's zone."""
    local = due_at.astimezone(life.zone)
    clock, weekday = f"{local:%H:%M}", WEEKDAYS[lang][local.weekday()]
    if lang == "zh":
        return f"{local.year}年{local.month}月{local.day}日（周{weekday}）{clock}"
    return f"{weekday} {local.day} {MONTHS[local.month - 1]} {local.year}, {clock}"


def left_told(left: timedelta, lang: str) -> str:
    """How long is left, or since when it is over, in its two largest units."""
    minutes = int(abs(left).total_seconds()) // 60
    units = {"zh": (" 天", " 小时", " 分钟"), "en": (" d", " h", " min")}[lang]
    parts = (minutes // 1440, minutes // 60 % 24, minutes % 60)
    first = next((place for place, count in enumerate(parts) if count), 2)
    said = " ".join(f"{count}{unit}" for count, unit in list(zip(parts, units, strict=True))[first : first + 2])
    if left < timedelta():
        return f"已超 {said}" if lang == "zh" else f"{said} overdue"
    return f"还剩 {said}" if lang == "zh" else f"{said} left"


def _address(path: str) -> str:
    return (settings.PUBLIC_URL or "http://127.0.0.1:8000") + path
