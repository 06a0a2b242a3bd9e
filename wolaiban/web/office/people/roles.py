"""Roles that somebody may hold a post in, in the reader's language. 「角色称谓」"""

from __future__ import annotations

from wolaiban.catalogue.service import Service
from wolaiban.catalogue.vocabulary import ROLES
from wolaiban.people.models import Post
from wolaiban.people.posting import OPERATOR, Seat
from wolaiban.promises.town import in_force
from wolaiban.web.shared.forms import Option
from wolaiban.web.shared.telling import reader_lang

NO_POST = frozenset({"anyone", "asker", "any_officer", "lead", "import", "clock", "partner"})
"""Words of the files for those who act without a post of that name."""


def role_word(role: str) -> str:
    """A role as the services in force call it."""
    lang = reader_lang()
    for service in in_force():
        if role in service.words.get("roles", {}):
            return service.word("roles", role, lang)
    return ROLES.get(role, {}).get(lang, role)


def roles_of_posts() -> list[str]:
    """Every role that the services in force let somebody act in, and those that posts name; the operator last."""
    found: dict[str, None] = {}
    for service in in_force():
        found |= dict.fromkeys(_named(service))
    found |= dict.fromkeys(Post.objects.order_by("role").values_list("role", flat=True).distinct())
    found.pop(OPERATOR, None)
    return [*found, OPERATOR]


def role_options() -> tuple[Option, ...]:
    """The roles to choose from."""
    return tuple((role, role_word(role)) for role in roles_of_posts())


def seat_word(seat: Seat) -> str:
    """A seat for people to read: 水务集团 · 承办单位 · 当湖街道."""
    area = f" · {seat.area.title}" if seat.area else ""
    return f"{seat.organisation.title} · {role_word(seat.role)}{area}"


def _named(service: Service) -> list[str]:
    roles = [role for rule in service.verbs.values() for role in rule.by]
    roles += [rule.held_by for rule in service.promises if rule.held_by != "task"]
    return [role for role in roles if role not in NO_POST and role != service.asker and role in _shipped(service)]


def _shipped(service: Service) -> set[str]:
    return set(service.words.get("roles", {})) | set(ROLES)
