"""Seats that nobody holds: posts ended and nobody came (field book 3.7). 「空缺岗位」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .models import Officer, Post
from .posting import Seat, seat_of


@dataclass(frozen=True)
class Vacancy:
    """A seat that was held and is empty, since when, and who held it last. 「空缺」"""

    seat: Seat
    since: date
    last: Officer


def vacancies(day: date) -> list[Vacancy]:
    """The seats that somebody held before a local day and nobody holds on it, the longest empty first.

    Who stands in for a holder fills the seat as long as the post lasts; the post of a disabled officer is empty.
    """
    held: set[Seat] = set()
    last: dict[Seat, Post] = {}
    posts = Post.objects.filter(from_on__lte=day).select_related("officer", "organisation", "area")
    for post in posts.order_by("to_on", "pk"):
        seat = seat_of(post)
        if (post.to_on is None or post.to_on > day) and post.officer.is_active:
            held.add(seat)
        else:
            last[seat] = post
    empty = [Vacancy(seat, post.to_on or day, post.officer) for seat, post in last.items() if seat not in held]
    return sorted(empty, key=lambda vacancy: vacancy.since)
