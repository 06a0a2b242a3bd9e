"""Official working calendar, service hours, periods and due instants; pure Python, no clock of its own. 「工作日历」

Usable alone: it needs only NumPy and the zone data of the system, never asks the time, and knows no case and no town.

A **calendar** is one version of what is worked and what is off. A shelf reads a folder of notices, one file a year
(see `wolaiban.workdays.notices` for the form), and gives each version an id that says what was known then:

    shelf = Shelf.read("towns/pinghu")
    shelf.latest().version                      # "cn@2025-11-04"
    shelf.known_at(given_at)                    # the version a promise given at that instant keeps
    shelf.get("cn@2024-11-12")                  # the same one, years later

Here a small one made by hand, with office **hours**, joined in a **timetable**:

>>> from datetime import date, datetime
>>> autumn = {date(2024, 9, day): Mark(False, "中秋节", "Mid-Autumn Festival") for day in (15, 16, 17)}
>>> cn = Calendar("cn", "cn@2023-10-25", autumn | {date(2024, 9, 14): Mark(True)}, years=frozenset({2024}))
>>> cn.is_working(date(2024, 9, 14)), cn.why(date(2024, 9, 16)), cn.why(date(2024, 9, 14), "en")
(True, '中秋节', 'make-up working day')
>>> office = Timetable(cn, Hours.read("office", {"frames": ["08:30-12:00", "13:30-17:00"]}), "Asia/Shanghai")

A **period** is read as people write it, in either language:

>>> Period.parse("3个工作日") == Period.parse("3 working days")
True
>>> Period.parse("3 work days")
Traceback (most recent call last):
wolaiban.workdays.errors.PeriodError: 期限“3 work days”无法识别。... for example “3 working days”.

**Due** is the closing bell of the last counted day; the start day is not counted, and a day counts when its bell finds
the promise running (《民法典》 §201-203; field book 0.4). A pause is half-open, and open while its end is None:

>>> asked = datetime(2024, 9, 13, 16, 50, tzinfo=office.zone)
>>> answer = due(Period.parse("3 working days"), asked, office)
>>> answer.due_at.isoformat(), [day.day for day in answer.counted], answer.calendar
('2024-09-19T17:00:00+08:00', [14, 18, 19], 'cn@2023-10-25')
>>> paused = datetime(2024, 9, 18, 17, 0, tzinfo=office.zone), datetime(2024, 9, 18, 17, 1, tzinfo=office.zone)
>>> later = due(Period.parse("3 working days"), asked, office, pauses=[paused])
>>> print(*later.steps("en"), sep="\\n")
Starts Fri 2024-09-13 16:50: 3 working days (the start day is not counted)
Sat 2024-09-14: working day 1 (make-up working day)
Sun 2024-09-15: not counted (Mid-Autumn Festival)
Mon 2024-09-16: not counted (Mid-Autumn Festival)
Tue 2024-09-17: not counted (Mid-Autumn Festival)
Paused: Wed 2024-09-18 17:00 to Wed 2024-09-18 17:01
Wed 2024-09-18: not counted (paused at 17:00)
Thu 2024-09-19: working day 2 (working day)
Fri 2024-09-20: working day 3 (working day)
Due: Fri 2024-09-20 17:00 (closing time)

An **extension** names a day; what it adds are counted days, which later pauses move like all others:

>>> extra = extension_days(answer, date(2024, 9, 26))
>>> due(Period.parse("3 working days"), asked, office, extra_days=extra).due_on
datetime.date(2024, 9, 26)

Who needs only the instant, often and without pauses, asks `due_at(period, start, timetable)`.

**Millions at once** with NumPy, instants in UTC, the same answers:

>>> import numpy as np
>>> starts = to_utc(np.array(["2024-09-13T16:50", "2024-09-15T09:00"], "datetime64[s]"), "Asia/Shanghai")
>>> to_local(due_many(Period.parse("30 working minutes"), starts, office), "Asia/Shanghai").astype(str).tolist()
['2024-09-14T08:50:00', '2024-09-18T09:00:00']

Every error is a `WorkdaysError` (a ValueError) that says what is wrong and what to do, in Chinese and English.
"""

from .calendars import EVERY_DAY, Calendar, Mark
from .due import Due, due, due_on
from .errors import CalendarError, DueError, ExtensionError, HoursError, PeriodError, WorkdaysError
from .extension import extension_days
from .hours import Hours, read_hours
from .instant import due_at
from .many import due_many, working_days_between
from .notices import Notice, read_notices
from .offsets import to_local, to_utc
from .periods import Period
from .question import Question, months_on
from .shelf import Shelf
from .spans import Pause
from .timetables import Timetable

__all__ = [
    "EVERY_DAY",
    "Calendar",
    "CalendarError",
    "Due",
    "DueError",
    "ExtensionError",
    "Hours",
    "HoursError",
    "Mark",
    "Notice",
    "Pause",
    "Period",
    "PeriodError",
    "Question",
    "Shelf",
    "Timetable",
    "WorkdaysError",
    "due",
    "due_at",
    "due_many",
    "due_on",
    "extension_days",
    "months_on",
    "read_hours",
    "read_notices",
    "to_local",
    "to_utc",
    "working_days_between",
]
