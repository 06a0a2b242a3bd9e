"""Whom a visitor of the demo may enter as; reads only. 「演示身份」"""

from __future__ import annotations

from typing import NamedTuple

from django.shortcuts import get_object_or_404

from wolaiban.people.models import Officer, Post
from wolaiban.promises.town import today, town
from wolaiban.web.shared.telling import reader_lang


class Face(NamedTuple):
    """An officer to enter as. 「身份」"""

    login: str
    name: str
    unit: str


def faces() -> list[tuple[str, list[Face]]]:
    """Officers by the word for their role, the desks first."""
    service = next(versions[-1] for versions in town().services.values())
    found: dict[str, list[Face]] = {}
    posts = Post.objects.on(today()).select_related("officer", "organisation")
    for post in posts.filter(officer__is_active=True).order_by("pk"):
        word = service.word("roles", post.role, reader_lang())
        found.setdefault(word, []).append(Face(post.officer.login, post.officer.name, post.organisation.title))
    return list(found.items())


def face_of(login: str) -> Officer:
    """The officer of a login name, or Http404."""
    return get_object_or_404(Officer, login=login, is_active=True)
