"""Official working calendar, service hours, periods and due instants; pure Python, no clock of its own. 「工作日历」"""

from .calendars import EVERY_DAY, Calendar, Mark
from .due import Due, due, due_on
from .errors import CalendarError, DueError, ExtensionError, HoursError, PeriodError, WorkdaysError
from .extension import extension_days
from .hours import Hours, read_hours
from .notices import Notice, read_notices
from .periods import Period
from .question import Question, months_on
from .shelf import Shelf
from .spans import Pause
from .timetables import Timetable

__all__ = [
    "EVERY_DAY", "Calendar", "CalendarError", "Due", "DueError", "ExtensionError", "Hours", "HoursError", "Mark",
    "Notice", "Pause", "Period", "PeriodError", "Question", "Shelf", "Timetable", "WorkdaysError", "due", "due_on",
    "extension_days", "months_on", "read_hours", "read_notices",
]  # fmt: skip
