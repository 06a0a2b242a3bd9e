"""Why a unit gives a case back: a ground from the list, and its basis in words. 「退单理由」"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from wolaiban.catalogue.service import VerbRule
from wolaiban.web.shared.acting import Action
from wolaiban.web.shared.forms import Entry
from wolaiban.web.shared.showing import CaseShown

KIND = "ground.kind"


def grounds() -> tuple[tuple[str, str], ...]:
    """The grounds for which a unit may give back what it was sent."""
    return (
        ("not_ours", gettext("不属于本单位法定职责")),
        ("other_lead", gettext("应由其他单位主办")),
        ("other_facts", gettext("事实或地点与派单不符")),
        ("twice", gettext("同一事项本单位已在办")),
    )


def ask_for_ground(shown: CaseShown, actions: list[Action]) -> None:
    """Put the list of grounds above the words, where a verb gives a task back."""
    for action in actions:
        entries = action.form.entries
        words = next((entry for entry in entries if entry.name == "ground"), None)
        if words is None or not gives_back(shown.service.verbs[action.verb]):
            continue
        kind = Entry(KIND, gettext("退回原因"), "radio", grounds(), prefix=words.prefix)
        words.hint = gettext("写明依据的法律、职责清单条款，或应由哪个单位办。只有工作人员看得到。")
        entries.insert(entries.index(words), kind)


def gives_back(rule: VerbRule) -> bool:
    """Whether the verb drops a task for a reason that has to be told."""
    return rule.drops and "ground" in rule.needs


def with_ground(said: dict[str, Any]) -> dict[str, Any]:
    """The words with the chosen ground before them; a ground without words stays without."""
    kind = dict(grounds()).get(said.pop(KIND, ""), "")
    if kind and said.get("ground"):
        said["ground"] = gettext("%(kind)s：%(words)s") % {"kind": kind, "words": said["ground"]}
    return said
