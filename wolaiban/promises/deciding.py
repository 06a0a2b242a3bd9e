"""What a desk decides and an asker does not. 「由窗口认定」"""

from __future__ import annotations

from wolaiban.catalogue.service import ByField, Service


def desk_decides(service: Service) -> frozenset[str]:
    """The fields on which the period of a promise hangs, such as the grade: nobody sets them for themselves."""
    return frozenset(rule.within.field for rule in service.promises if isinstance(rule.within, ByField))
