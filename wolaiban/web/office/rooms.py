"""The pages of the office, and to whom each is open. 「督办室各页」"""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext

from wolaiban.people.actor import Actor
from wolaiban.web.shared.doors import OFFICE

WATCHERS = OFFICE | {"deputy"}
LEADING = frozenset({"leader", "deputy", "centre", "supervisor"})
INSPECTING = frozenset({"supervisor", "leader", "centre"})
OPERATING = frozenset({"operator"})
KEEPING = frozenset({"operator", "centre"})

Page = tuple[str, str, frozenset[str], Callable[[], str]]
PAGES: tuple[Page, ...] = (
    ("overview", "office", WATCHERS, lambda: gettext("全局")),
    ("promises", "office-promises", WATCHERS, lambda: gettext("承诺清单")),
    ("boards", "office-boards", WATCHERS, lambda: gettext("看板")),
    ("notices", "office-notices", WATCHERS, lambda: gettext("督办单")),
    ("charge", "office-charge", LEADING, lambda: gettext("领导包案")),
    ("ratings", "office-ratings", WATCHERS, lambda: gettext("差评")),
    ("signals", "office-signals", WATCHERS, lambda: gettext("提示")),
    ("draws", "office-draws", INSPECTING, lambda: gettext("抽查")),
    ("sending", "office-sending", OPERATING, lambda: gettext("发送")),
    ("people", "office-people", KEEPING, lambda: gettext("人员")),
)
"""Each page: its name, its address, the posts that open it, its label."""


def pages_for(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """The pages that an actor may open: label, address, whether it is the one they are on."""
    return [(label(), reverse(url), name == here) for name, url, roles, label in PAGES if actor.roles & roles]
