"""Posts that nobody holds, and cases that nobody handed over in time (field book 3.7). 「空缺与未移交」"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.promises.town import today
from wolaiban.web.shared.telling import reader_lang

from .keeper import Keeper, keepers_only
from .leaving import empty_seats, left_behind, within


@keepers_only("empty")
@require_safe
def empty(request: HttpRequest, keeper: Keeper) -> HttpResponse:
    """Empty posts with their open cases, and who left cases behind; what is late stands first and says so."""
    seats, people = empty_seats(today()), left_behind(today())
    late = sum(one.late for one in (*seats, *people))
    period = within()
    given = {"seats": seats, "people": people, "late": late, "keeper": keeper}
    given["within"] = period.words(reader_lang()) if period else ""
    return render(request, "office/people/empty.html", given)
