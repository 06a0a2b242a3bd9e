"""One row taken over: found by its code or login, changed where it differs, added where it is new. 「逐行导入」"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation

from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.people import checks
from wolaiban.people.models import Area, Deputy, Officer, Organisation, Post, StaffRecord
from wolaiban.people.models.place import AreaKind, OrganisationKind
from wolaiban.people.models.record import COMMAND
from wolaiban.people.posting import seat_of

from .cells import Cells, choice, day, known, needed, one_of, yes
from .columns import CellRefusal

COLUMN = {"from_on": "from", "to_on": "to", "until_on": "to", "organisation": "unit"}
ADDED, CHANGED, SAME = "added", "changed", "same"


@dataclass(frozen=True)
class Setting:
    """What a row needs besides its cells: the day posts begin on if none is given, who acts, what the town names."""

    day: date
    roles: Collection[str] = ()
    by: str = COMMAND
    hours: Collection[str] | None = None
    partners: Collection[str] | None = None
    at: datetime = field(default_factory=clock.now)

    def note(self, officer: Officer, what: str, **said: Any) -> None:
        """Put on record what a row did to an officer."""
        StaffRecord.objects.note(officer, what, by=self.by, at=self.at, **said)


def area(cells: Cells, setting: Setting) -> str:
    """An area, by its code."""
    found = Area.objects.filter(code=needed(cells, "code")).first() or Area(code=cells["code"])
    return _save(
        found,
        name=needed(cells, "name"),
        name_en=cells.get("name_en", ""),
        kind=choice(cells, "kind", AreaKind),
        parent=_above(known(cells, "parent", Area), found),
        has_centre=yes(cells, "has_centre"),
    )


def organisation(cells: Cells, setting: Setting) -> str:
    """A unit, by its code."""
    found = Organisation.objects.filter(code=needed(cells, "code")).first() or Organisation(code=cells["code"])
    return _save(
        found,
        name=needed(cells, "name"),
        name_en=cells.get("name_en", ""),
        kind=choice(cells, "kind", OrganisationKind),
        area=known(cells, "area", Area),
        parent=_above(known(cells, "parent", Organisation), found),
        hours=one_of(cells, "hours", setting.hours),
        partner=one_of(cells, "partner", setting.partners),
    )


def officer(cells: Cells, setting: Setting) -> str:
    """An officer by login, with one post or as the deputy in one; several rows give several posts."""
    login = needed(cells, "login").lower()
    found = Officer.objects.filter(login=login).first()
    if found is None:
        found = Officer(login=login)
        found.set_unusable_password()
    given = {
        "name": needed(cells, "name"),
        "phone": _checked(cells, "phone", checks.phone),
        "email": _checked(cells, "email", checks.email),
        "language": cells.get("language", ""),
    }
    # A column that is left empty does not wipe out what is known.
    done = _save(found, **{name: value for name, value in given.items() if value})
    if done != SAME:
        setting.note(found, done)
    held = _deputy(cells, found, setting) if cells.get("deputy_for") else _post(cells, found, setting)
    return ADDED if ADDED in (done, held) else CHANGED if CHANGED in (done, held) else SAME


def _post(cells: Cells, holder: Officer, setting: Setting) -> str:
    where = _where(cells, setting)
    start, end = day(cells, "from"), day(cells, "to")
    same = Post.objects.filter(officer=holder, **where)
    found = same.filter(from_on=start).first() if start else same.on(setting.day).first()
    if found is None:
        found = Post(officer=holder, from_on=start or setting.day, **where)
    if end and end <= found.from_on:
        zh, en = f"离任日期须晚于到任日期 {found.from_on}。", f"the day must be later than the first, {found.from_on}."
        raise CellRefusal("to", zh, en)
    done = _save(found, to_on=end if end else found.to_on)
    if done != SAME:
        days = {"from": found.from_on, "to": found.to_on} if done == ADDED else {"to": found.to_on}
        setting.note(holder, "post_begun" if done == ADDED else "post_ended", **seat_of(found).codes, **days)
    return done


def _deputy(cells: Cells, deputy: Officer, setting: Setting) -> str:
    where = _where(cells, None)
    start, end = day(cells, "from"), day(cells, "to")
    if start is None or end is None or end < start:
        zh, en = "代理须写明起止日期，最后一日计入。", "a deputy needs a first and a last day, which counts."
        raise CellRefusal("to" if start else "from", zh, en)
    login = cells["deputy_for"].lower()
    post = Post.objects.filter(officer__login=login, **where).on(start).first()
    if post is None or login == deputy.login:
        zh = f"“{login}”当日没有这个岗位可供代理，请核对单位、角色、区域和日期。"
        en = f"{login} holds no such post on that day: compare unit, role, area and day."
        raise CellRefusal("deputy_for", zh, en)
    found = Deputy.objects.filter(post=post, officer=deputy, from_on=start).first()
    done = _save(found or Deputy(post=post, officer=deputy, from_on=start), until_on=end)
    if done != SAME:
        setting.note(post.officer, "deputy_named", other=deputy.pk, **{"from": start}, until=end)
    return done


def _where(cells: Cells, setting: Setting | None) -> dict[str, Any]:
    unit = known({"unit": needed(cells, "unit")}, "unit", Organisation)
    role = needed(cells, "role")
    if setting and setting.roles and role not in setting.roles:
        near = get_close_matches(role, setting.roles, n=1, cutoff=0.0)[0]
        zh, en = f"没有“{role}”这个角色，是不是“{near}”？", f"no service knows the role {role}; perhaps {near}?"
        raise CellRefusal("role", zh, en)
    return {"organisation": unit, "role": role, "area": known(cells, "area", Area)}


def _above(parent: Any, child: models.Model) -> Any:
    above = parent
    while above is not None:
        if above.pk == child.pk:
            raise CellRefusal("parent", "上级不能是自己或自己的下级。", "nothing lies above itself: name another.")
        above = above.parent
    return parent


def _checked(cells: Cells, column: str, check: Callable[[str], str]) -> str:
    try:
        return check(cells[column]) if cells.get(column) else ""
    except Refusal as refusal:
        raise CellRefusal(column, refusal.zh, refusal.en) from refusal


def _save(row: models.Model, **values: Any) -> str:
    new = row.pk is None
    if not new and all(getattr(row, name) == value for name, value in values.items()):
        return SAME
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise _refusal(error) from error
    row.save()
    return ADDED if new else CHANGED


def _refusal(error: ValidationError) -> CellRefusal:
    """The first thing a model refused, in both languages, with the column it stands in."""
    name = next(iter(error.message_dict))
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append(" ".join(map(str, error.message_dict[name])))
    return CellRefusal(COLUMN.get(name, name), said[0], said[1])
