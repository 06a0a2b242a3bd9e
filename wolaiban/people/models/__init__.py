"""What is known about places, units and officers. 「人与单位的记录」"""

from .keys import Invitation, Token
from .officer import Officer
from .place import Area, Organisation
from .post import Deputy, Held, Post
from .record import StaffRecord

__all__ = ["Area", "Deputy", "Held", "Invitation", "Officer", "Organisation", "Post", "StaffRecord", "Token"]
