"""What stays with a post and what a leaver must hand over, and until when. 「离任清单」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from wolaiban.lib import clock
from wolaiban.people.models import Officer, Post
from wolaiban.people.posting import Seat, seat_of
from wolaiban.people.vacant import Vacancy, vacancies
from wolaiban.promises.handing import count_bound
from wolaiban.promises.models import Case, Promise
from wolaiban.promises.town import town
from wolaiban.workdays import Period, due

from .roles import seat_word


@dataclass(frozen=True)
class SeatShown:
    """A seat with its open cases, who holds it today, and since when nobody does. 「席位」"""

    title: str
    count: int
    holders: tuple[str, ...]
    since: date | None = None
    last: Officer | None = None
    due_at: datetime | None = None

    @property
    def late(self) -> bool:
        """Whether the time to fill it has passed with cases still open."""
        return bool(self.count) and self.due_at is not None and self.due_at < clock.now()


@dataclass(frozen=True)
class LeftBehind:
    """Somebody without a post to whom open cases are still bound. 「未移交」"""

    officer: Officer
    since: date
    count: int
    due_at: datetime | None

    @property
    def late(self) -> bool:
        """Whether the time to hand over has passed."""
        return self.due_at is not None and self.due_at < clock.now()


def within() -> Period | None:
    """How long after somebody left all is to be handed over and the post filled, as the town says (field book 3.7)."""
    found = town().settings.get("hand_over")
    return found if isinstance(found, Period) else None


def until(day: date) -> datetime | None:
    """When that time is over, by the service hours of the town; None where the town names no time."""
    here, period = town(), within()
    if period is None:
        return None
    hours = here.default_hours or next(iter(here.hours))
    timetable = here.timetable(hours, here.calendar_known_at(clock.now(), hours))
    return due(period, datetime.combine(day, time(), here.zone), timetable).due_at


def seats_of(officer: Officer, day: date) -> list[SeatShown]:
    """The seats of an officer, today's or the last ones: what is open there stays there."""
    posts = list(officer.posts.select_related("organisation", "area"))
    held = [post for post in posts if post.to_on is None or post.to_on >= day] or posts
    return [_seat(seat, day) for seat in dict.fromkeys(seat_of(post) for post in held)]


def empty_seats(day: date) -> list[SeatShown]:
    """The seats that nobody holds: those with open cases first, the longest empty first."""
    shown = [_empty(vacancy, day) for vacancy in vacancies(day)]
    return sorted(shown, key=lambda seat: (not seat.count, seat.since))


def left_behind(day: date) -> list[LeftBehind]:
    """Officers without a post to whom cases are bound, the longest gone first."""
    gone = Officer.objects.exclude(pk__in=Post.objects.on(day).filter(officer__is_active=True).values("officer"))
    found = []
    for officer in gone.filter(posts__from_on__lte=day).distinct():
        if count := count_bound(officer):
            since = left_on(officer, day)
            found.append(LeftBehind(officer, since, count, until(since)))
    return sorted(found, key=lambda one: one.since)


def left_on(officer: Officer, day: date) -> date:
    """The day on which the last post ended; today where one still runs."""
    ends = [post.to_on for post in officer.posts.all()]
    return max((end for end in ends if end), default=day) if all(ends) and ends else day


def _empty(vacancy: Vacancy, day: date) -> SeatShown:
    shown = _seat(vacancy.seat, day)
    return SeatShown(shown.title, shown.count, (), vacancy.since, vacancy.last, until(vacancy.since))


def _seat(seat: Seat, day: date) -> SeatShown:
    held = Post.objects.on(day).filter(organisation=seat.organisation, role=seat.role, area=seat.area)
    names = held.filter(officer__is_active=True).values_list("officer__name", flat=True)
    return SeatShown(seat_word(seat), open_cases(seat), tuple(names))


def open_cases(seat: Seat) -> int:
    """How many open cases wait for a seat: for a unit what it holds, for a role what the role holds in its area."""
    holder = seat.organisation.code if seat.role == "unit" else seat.role
    owed = Promise.objects.filter(holder=holder, settled_at=None, counts=True)
    cases = Case.objects.open().filter(pk__in=owed.values("case"), hidden="")
    if seat.area and seat.role != "unit":
        cases = cases.filter(area__startswith=seat.area.code)
    return cases.count()
