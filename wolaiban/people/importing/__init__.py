"""Areas, units, officers and posts from CSV and XLSX: all rows, or none and a list of what is wrong. 「导入」"""

from .columns import Problem
from .run import Outcome, import_people

__all__ = ["Outcome", "Problem", "import_people"]
