"""What is bound to a person passes to another: fields that name them, and following the case. 「移交」"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .acts import Act

if TYPE_CHECKING:
    from .machine import Life

HAND_OVER = "hand_over"
"""A verb outside every file: whoever leaves hands a case over, whatever its service; no clock is touched."""
LEAVER, HEIR = "leaver", "heir"
FOLLOWS = "follower"
"""The one bond that is no field of a file: who wrote the case down for somebody follows it."""


def hand_over(life: Life, act: Act) -> None:
    """Put the heir wherever the leaver stands, in the case and its tasks; what was asked counts as the heir's too."""
    leaver, heir = act.fields.get(LEAVER, ""), act.fields.get(HEIR, "")
    for fields in (life.fields, *(task.fields for task in life.tasks.values())):
        for name in _persons(life):
            if fields.get(name) == leaver:
                fields[name] = heir
    if life.follower == leaver:
        life.follower = heir
    life.heirs[f"officer:{leaver}"] = f"officer:{heir}"


def bonds(life: Life, key: str) -> list[str]:
    """What binds a case that is not over to an officer: fields that name them, and whether they follow it."""
    if life.is_over:
        return []
    named = [name for name in _persons(life) if any(fields.get(name) == key for fields in _all_fields(life))]
    return [*named, *([FOLLOWS] if life.follower == key else [])]


def in_the_name_of(life: Life, by: str) -> set[str]:
    """An officer, as events name them, and all who took over from them in turn."""
    found = {by}
    while (heir := life.heirs.get(by)) is not None and heir not in found:
        found.add(heir)
        by = heir
    return found


def _persons(life: Life) -> list[str]:
    return [rule.name for rule in life.service.fields.values() if rule.kind == "person"]


def _all_fields(life: Life) -> list[dict[str, str]]:
    return [life.fields, *(task.fields for task in life.tasks.values() if not task.is_over)]
