"""Officers to choose from where a verb names one. 「人员选项」"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext

from wolaiban.catalogue.service import Service
from wolaiban.people.models import Post
from wolaiban.promises.roles import HANDLER, LEAD
from wolaiban.promises.town import today

from .forms import Option

DELEGATE = "to"


def signing_roles(service: Service, field: str) -> frozenset[str]:
    """The roles that may sign as the person in this field; none where nobody signs so."""
    return frozenset(role for verb in service.verbs.values() if verb.signer == field for role in verb.by)


def person_options(service: Service, field: str, lead: str = "") -> tuple[Option, ...]:
    """Officers in post today, by key; of a field that names a signer, those who could sign: for its unit, a `lead`."""
    posts = Post.objects.on(today()).filter(officer__is_active=True).select_related("officer", "organisation")
    roles = signing_roles(service, field)
    if roles:
        of_lead = Q(role=HANDLER, organisation__code=lead) if roles & {HANDLER, LEAD} else Q(pk__in=[])
        posts = posts.filter(Q(role__in=roles - {HANDLER}) | of_lead)
    named = {str(post.officer_id): f"{post.officer.name} · {post.organisation.title}" for post in posts}
    return (("", gettext("请选择人员")), *sorted(named.items(), key=lambda one: one[1]))
