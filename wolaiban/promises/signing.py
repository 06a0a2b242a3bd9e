"""What only a person may answer for: the named signer, and not granting one's own extension (kernel §9). 「签批」"""

from __future__ import annotations

from collections.abc import Iterator

from wolaiban.catalogue.service import VerbRule

from .life import Act, Life, Wrong


def signature(life: Life, act: Act, rule: VerbRule) -> Iterator[Wrong]:
    """Why this person may not do the act, although their role may."""
    if act.verb == "grant_extension" and _asked(life, act) == act.by:
        yield Wrong(act.seq, "own_extension")
    if rule.signer:
        named = act.fields.get(rule.signer) or life.fields.get(rule.signer, "")
        if not named or (act.by != f"officer:{named}" and not _delegated(life, act, named)):
            yield Wrong(act.seq, "not_the_signer", {"signer": named or rule.signer})


def _asked(life: Life, act: Act) -> str | None:
    asked = [
        one for one in life.acts if one.verb == "extend" and one.fields.get("promise") == act.fields.get("promise")
    ]
    return asked[-1].by if asked else None


def _delegated(life: Life, act: Act, named: str) -> bool:
    """A delegation that the named person recorded on the case, last day included."""
    today = act.at.astimezone(life.zone).date().isoformat()
    return any(
        one.verb == "delegate"
        and one.by == f"officer:{named}"
        and f"officer:{one.fields.get('to')}" == act.by
        and today <= one.fields.get("until", today)
        for one in life.acts
    )
