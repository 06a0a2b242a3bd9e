"""Cases that may be one: the same asker, the same service, both open. 「并案提示」"""

from __future__ import annotations

from .models import Case


def offered(case: Case) -> list[Case]:
    """Older open cases of the same asker and service, into which this one may go; oldest first."""
    if not case.asker_key or case.is_over:
        return []
    same = Case.objects.filter(asker_key=case.asker_key, service=case.service, is_over=False, finished_at=None)
    return list(same.filter(registered_at__lte=case.registered_at).exclude(pk=case.pk).order_by("registered_at", "pk"))
