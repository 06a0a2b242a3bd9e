"""Who a delivery goes to on the day it goes out: officers in their posts, and the addresses they left. 「收件人」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from wolaiban.people.actor import Actor
from wolaiban.people.models import Deputy, Officer, Post
from wolaiban.promises.models import Case, Delivery, Event
from wolaiban.promises.posting import ASKER, ASKER_OF
from wolaiban.promises.reading import said_at_first
from wolaiban.promises.roles import HANDLER
from wolaiban.promises.visibility import WHOLE_TOWN, visible_to

from .channels import TryAgain
from .today import Today

OFFICER, UNIT, ROLE = "officer", "unit", "role"
FIRST_SMS, FIRST_EMAIL = ("sms", "email"), ("email", "sms")


@dataclass(frozen=True)
class Reader:
    """One who gets a letter: their language, their addresses by channel, and which way they like best. 「收信人」"""

    lang: str
    addresses: dict[str, str]
    prefers: tuple[str, ...]
    is_officer: bool = False


def officers_of(delivery: Delivery, today: Today) -> list[Officer]:
    """The officers behind a unit or a role on the town's day: holders and their deputies, who may see the case.

    Whoever did it themselves need not be told. Raises TryAgain while nobody holds the post.
    """
    area = delivery.case.area if delivery.case else ""
    key = delivery.to, area
    if key not in today.people:
        today.people[key] = _holders(delivery.to, area, today.at)
    if not today.people[key]:
        raise TryAgain("nobody holds the post")
    done_by = "" if delivery.about else _done_by(delivery)
    return [one for one in today.people[key] if f"{OFFICER}:{one.pk}" != done_by and _may_see(one, delivery, today.at)]


def _holders(to: str, area: str, at: datetime) -> list[Officer]:
    """Who holds the post in that area on the day, or stands in for who does."""
    kind, _, name = to.partition(":")
    day = timezone.localdate(at)
    posts = Post.objects.on(day).filter(role=HANDLER, organisation__code=name)
    if kind == ROLE:
        of_role = Post.objects.on(day).filter(role=name).select_related("area")
        posts = [post for post in of_role if not post.area or not area or area.startswith(post.area.code)]
    deputies = Deputy.objects.on(day).filter(post__in=posts).values("officer")
    people = Q(posts__in=posts) | Q(pk__in=deputies)
    return list(Officer.objects.filter(people, is_active=True).distinct().order_by("pk"))


def _done_by(delivery: Delivery) -> str:
    events = Event.objects.filter(case=delivery.case_id, seq=delivery.seq)
    return events.values_list("by", flat=True).first() or ""


def _may_see(officer: Officer, delivery: Delivery, at: datetime) -> bool:
    """Whether they would find the case behind the link.

    Posts for the town and units at work on it do, unless it is hidden.
    """
    kind, _, name = delivery.to.partition(":")
    hidden = delivery.case is not None and delivery.case.hidden
    if not hidden and (kind == UNIT or name in WHOLE_TOWN):
        return True
    return Case.objects.filter(visible_to(Actor.of(officer, at)), pk=delivery.case_id).exists()


def case_of_asker(delivery: Delivery) -> Case | None:
    """The case whose asker is told: that of the event, or one that names it; None where it is for somebody else."""
    kind, _, key = delivery.to.partition(":")
    if kind == ASKER_OF:
        return Case.objects.filter(pk=key).first()
    return delivery.case if kind == ASKER else None


def reader_of(delivery: Delivery) -> Reader | None:
    """Whoever gets it, with the addresses of today; None where a person is gone or erased."""
    if delivery.to.partition(":")[0] in (ASKER, ASKER_OF):
        case = case_of_asker(delivery)
        requester = said_at_first(case).get("requester", {}) if case else {}
        if not requester:
            return None
        return Reader(_lang(requester.get("language", "")), _addresses(requester), FIRST_SMS)
    officer = Officer.objects.filter(pk=int(delivery.to.partition(":")[2]), is_active=True).first()
    if officer is None:
        return None
    given = {"phone": officer.phone, "email": officer.email}
    return Reader(_lang(officer.language), _addresses(given), FIRST_EMAIL, is_officer=True)


def _addresses(given: dict[str, str]) -> dict[str, str]:
    found = {"email": given.get("email", "").strip(), "sms": given.get("phone", "").strip()}
    return {channel: address for channel, address in found.items() if address}


def _lang(tag: str) -> str:
    return "en" if (tag or settings.LANGUAGE_CODE).lower().startswith("en") else "zh"
