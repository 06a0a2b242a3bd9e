"""Open data of a service without personal data: cases, events, promises, figures, and their columns. 「开放数据」"""

from .export import Exported, export
from .writers import FORMATS

__all__ = ["FORMATS", "Exported", "export"]
