"""Find a case by its numbers, subject, firm, name or telephone, among those one may see. 「查找办件」"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from wolaiban.partners.models import Counterpart
from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_cases, sees_requester
from wolaiban.promises.models import Case, Link, Words
from wolaiban.promises.town import town

AROUND_A_CODE = "第号届次期"
OF_REQUESTER = ("organisation", "name", "phone", "credit_code", "email")


def found(actor: Actor, text: str) -> QuerySet[Case]:
    """Cases, finished ones too, in whose number, subject or asker the words stand.

    An asker who is kept from this officer is not searched: that a case turns up under a firm's name would tell.
    """
    wanted = text.replace("\x00", "").strip()
    seen = access_cases(actor)
    if not wanted:
        return seen.none()
    by_asker = Words.objects.filter(_asker(wanted)).values("case")
    hidden = [
        case.pk for case in seen.filter(pk__in=by_asker, fields__confidential="yes") if not sees_requester(actor, case)
    ]
    subject = Words.objects.filter(content__subject__icontains=wanted).values("case")
    over_there = Counterpart.objects.filter(number__iexact=wanted).values("case")
    naming = Link.objects.filter(to__iexact=wanted).values("case")
    plain = Q(number__icontains=wanted) | Q(pk__in=naming) | Q(pk__in=over_there) | _official(wanted)
    return seen.filter(plain | Q(pk__in=subject) | Q(pk__in=by_asker) & ~Q(pk__in=hidden))


def _official(wanted: str) -> Q:
    """Official numbers, each said whole: 14-2 第8号 is session 14-2 and number 8. What not all see is not searched."""
    services = [service for versions in town().services.values() for service in versions]
    names = {rule.name for service in services for rule in service.fields.values()
             if rule.kind == "code" and rule.seen_by is None}  # fmt: skip
    found = Q(pk__in=()) if not names else Q()
    for word in wanted.split():
        spellings = {word, word.strip(AROUND_A_CODE)} - {""}
        found &= Q(*(Q(**{f"fields__{name}__iexact": text}) for name in sorted(names) for text in sorted(spellings)),
                   _connector=Q.OR)  # fmt: skip
    return found


def _asker(wanted: str) -> Q:
    """The words of a requester, at registration or in a correction."""
    joined = "".join(wanted.split()).replace("-", "")
    phone = joined if joined.isdigit() else wanted
    found = Q()
    for name in OF_REQUESTER:
        found |= Q(**{f"content__requester__{name}__icontains": phone if name == "phone" else wanted})
    return found
