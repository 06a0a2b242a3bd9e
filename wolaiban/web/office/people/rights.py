"""Who may do what: each verb of a service, the roles that may do it, and who holds them today. 「权责一览」"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from wolaiban.catalogue.service import Service, VerbRule
from wolaiban.people.actor import ANY_OFFICER, Actor
from wolaiban.people.keeping import KEEPERS
from wolaiban.people.models import Post
from wolaiban.promises.town import in_force, today
from wolaiban.web.shared.doors import officers_only
from wolaiban.web.shared.offers import offers
from wolaiban.web.shared.telling import reader_lang

from .keeper import Keeper

HANDLERS = {"unit": "unit", "lead": "unit"}
"""These words of a file mean the officers of the unit that has the task."""
FEW = 6


@dataclass(frozen=True)
class RoleShown:
    """A role, who holds it today, and whether the reader does. 「角色」"""

    code: str
    word: str
    holders: tuple[str, ...]
    more: int
    mine: bool
    note: str


@dataclass(frozen=True)
class VerbShown:
    """A verb, from which states it is possible, and the roles that may do it. 「操作」"""

    word: str
    states: tuple[str, ...]
    roles: tuple[RoleShown, ...]
    signer: str

    @property
    def mine(self) -> bool:
        """Whether one of the reader's posts may do it."""
        return any(role.mine for role in self.roles)


@officers_only
@require_safe
def rights(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One service's verbs with roles and holders; `mine` leaves those that the reader may do."""
    services = in_force()
    chosen = next((s for s in services if s.code == request.GET.get("service")), services[0] if services else None)
    roles = _roles(chosen, actor) if chosen else {}
    verbs = [_verb(chosen, rule, roles) for rule in chosen.verbs.values()] if chosen else []
    only_mine = request.GET.get("mine") == "yes"
    keeper = Keeper(actor) if actor.roles & KEEPERS else None
    given = {"offers": offers(), "keeper": keeper, "chosen": chosen.code if chosen else "", "mine": only_mine,
             "verbs": [verb for verb in verbs if verb.mine or not only_mine], "count": len(verbs),
             "roles": [role for role in roles.values() if role.holders or role.note]}  # fmt: skip
    return render(request, "office/people/rights.html", given)


def _roles(service: Service, actor: Actor) -> dict[str, RoleShown]:
    """Every role that a verb of the service names, with today's holders: one question for all."""
    held: dict[str, dict[str, None]] = defaultdict(dict)
    posts = Post.objects.on(today()).filter(officer__is_active=True).select_related("officer", "organisation")
    for post in posts.order_by("organisation__code", "officer__login"):
        held[post.role][f"{post.officer.name} ({post.organisation.title})"] = None
    codes = dict.fromkeys(role for rule in service.verbs.values() for role in rule.by)
    return {code: _role(service, code, list(held[HANDLERS.get(code, code)]), actor) for code in codes}


def _role(service: Service, code: str, holders: list[str], actor: Actor) -> RoleShown:
    mine = HANDLERS.get(code, code) in actor.roles
    return RoleShown(
        code, service.word("roles", code, reader_lang()), tuple(holders[:FEW]), max(0, len(holders) - FEW), mine,
        _note(service, code),
    )  # fmt: skip


def _note(service: Service, code: str) -> str:
    """Who takes a role for which nobody holds a post of that name, or which of its holders."""
    notes = {
        "unit": gettext("只办派给本单位的分项"),
        "lead": gettext("牵头单位的经办人；还没有牵头单位时是窗口"),
        ANY_OFFICER: gettext("凡有岗位的人"),
        "asker": gettext("提出这一件的人"),
        "clock": gettext("到时自动办理"),
        "import": gettext("导入旧记录时"),
        "partner": gettext("邻城经系统转来的"),
        service.asker: gettext("提诉求的人"),
    }
    return notes.get(code, "")


def _verb(service: Service, rule: VerbRule, roles: dict[str, RoleShown]) -> VerbShown:
    lang = reader_lang()
    states = tuple(service.word("states", state, lang) for state in rule.from_states or ())
    if rule.name == "register":
        states = (gettext("还没有登记"),)
    signer = service.word("fields", rule.signer, lang) if rule.signer else ""
    word = service.word("verbs", rule.name, lang)
    return VerbShown(word, states, tuple(roles[role] for role in rule.by), signer)
