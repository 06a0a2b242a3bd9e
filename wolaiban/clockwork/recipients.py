"""Who a delivery goes to on the day it goes out: officers in their posts, and the addresses they left. 「收件人」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from wolaiban.people.actor import Actor
from wolaiban.people.models import Deputy, Officer, Post
from wolaiban.promises.access import visible_to
from wolaiban.promises.models import Case, Delivery, Event
from wolaiban.promises.reading import said_at_first
from wolaiban.promises.roles import HANDLER

from .channels import TryAgain

OFFICER, UNIT, ROLE, ASKER = "officer", "unit", "role", "asker"
FIRST_SMS, FIRST_EMAIL = ("sms", "email"), ("email", "sms")


@dataclass(frozen=True)
class Reader:
    """One who gets a letter: their language, their addresses by channel, and which way they like best. 「收信人」"""

    lang: str
    addresses: dict[str, str]
    prefers: tuple[str, ...]
    is_officer: bool = False


def officers_of(delivery: Delivery, at: datetime) -> list[Officer]:
    """The officers behind a unit or a role on the town's day: holders and their deputies, who may see the case.

    Whoever did it themselves need not be told. Raises TryAgain while nobody holds the post.
    """
    kind, _, name = delivery.to.partition(":")
    day = timezone.localdate(at)
    held = Q(role=HANDLER, organisation__code=name) if kind == UNIT else Q(role=name)
    posts = Post.objects.on(day).filter(held)
    people = Q(posts__in=posts) | Q(pk__in=Deputy.objects.on(day).filter(post__in=posts).values("officer"))
    found = list(Officer.objects.filter(people, is_active=True).distinct().order_by("pk"))
    if not found:
        raise TryAgain("nobody holds the post")
    done_by = "" if delivery.about else _done_by(delivery)
    return [one for one in found if f"{OFFICER}:{one.pk}" != done_by and _may_see(one, delivery, kind, name, at)]


def _done_by(delivery: Delivery) -> str:
    events = Event.objects.filter(case=delivery.case_id, seq=delivery.seq)
    return events.values_list("by", flat=True).first() or ""


def _may_see(officer: Officer, delivery: Delivery, kind: str, name: str, at: datetime) -> bool:
    """Whether the post meant reaches this case, and its holder would find it behind the link."""
    actor = Actor.of(officer, at)
    area = delivery.case.area if delivery.case else ""
    reaches = kind == UNIT or any(
        one.role == name and (not one.area or not area or area.startswith(one.area)) for one in actor.posts
    )
    return reaches and Case.objects.filter(visible_to(actor), pk=delivery.case_id).exists()


def reader_of(delivery: Delivery) -> Reader | None:
    """Whoever gets it, with the addresses of today; None where a person is gone or erased."""
    if delivery.to == ASKER:
        requester = said_at_first(delivery.case).get("requester", {}) if delivery.case else {}
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
