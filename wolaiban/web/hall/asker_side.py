"""What the asker of a case may do now, in the order in which it matters to them, and what follows. 「诉求人可办」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from wolaiban.catalogue.service import ByField, PromiseRule
from wolaiban.lib import clock
from wolaiban.promises.life import Act, Life
from wolaiban.promises.life.matching import branches, value
from wolaiban.promises.life.spans import ASKER
from wolaiban.web.shared.acting import Action, asker_actions
from wolaiban.web.shared.history import value_shown
from wolaiban.web.shared.ruling import DocumentShown
from wolaiban.web.shared.showing import CaseShown
from wolaiban.web.shared.telling import reader_lang

ON_A_PAGE_OF_ITS_OWN = ("withdraw", "reopen")
"""What takes a second look: the page says what follows before it is done."""


@dataclass(frozen=True)
class Rated:
    """The rating that was given last. 「已评价」"""

    label: str
    at: datetime


@dataclass(frozen=True)
class AskerSide:
    """The asker's side of the page of a case. 「诉求人一侧」

    `main` is what the case waits for from them; `waits_for` says what, `waits_until` until when; `reopen_until` is the
    last instant at which it may be reopened. `rests_on` is the document to read before what is a mere signature.
    """

    main: Action | None
    say: Action | None
    apart: tuple[Action, ...]
    others: tuple[Action, ...]
    rated: Rated | None
    waits_for: str
    waits_until: datetime | None
    reopen_until: datetime | None
    rests_on: DocumentShown | None


def actions_told(shown: CaseShown) -> list[Action]:
    """What the asker may do, each question in words that say what the answer is for."""
    actions = asker_actions(shown)
    for action in actions:
        for entry in action.form.entries:
            entry.label = _labels().get((action.verb, entry.name), entry.label)
            entry.hint = _hints().get((action.verb, entry.name), entry.hint)
    return actions


def _labels() -> dict[tuple[str, str], str]:
    return {
        ("reopen", "text"): gettext("为什么要重新办理"),
        ("rate", "rating"): gettext("满意程度"),
        ("rate", "resolved"): gettext("事情解决了吗"),
        ("rate", "text"): gettext("原因或建议"),
        ("resume", "text"): gettext("您的答复"),
        ("say", "text"): gettext("留言"),
        ("withdraw", "ground"): gettext("撤回的原因"),
    }


def _hints() -> dict[tuple[str, str], str]:
    return {
        ("reopen", "text"): gettext("写明还差什么；办理单位照此重新办理。"),
        ("rate", "text"): gettext("没有解决或不满意的，请写明还差什么。"),
        ("say", "text"): gettext("办理人员和您都能看到；不影响计时。"),
    }


def asker_side(shown: CaseShown) -> AskerSide:
    """Sort what the asker may do: what is waited for, a message, what takes a second look, the rest."""
    actions = actions_told(shown)
    main = next((action for action in actions if action.is_main), None)
    say = next((action for action in actions if action.verb == "say"), None)
    rest = [action for action in actions if action not in (main, say)]
    if main is not None and main is say:
        _is_waited_for(shown, main)
        say = None
    apart = tuple(action for action in rest if action.verb in ON_A_PAGE_OF_ITS_OWN)
    reopen = "reopen" in [action.verb for action in apart]
    return AskerSide(
        main=main,
        say=say,
        apart=apart,
        others=tuple(action for action in rest if action not in apart),
        rated=_rated(shown),
        waits_for=_waits_for(shown, main),
        waits_until=_waits_until(shown.life, main),
        reopen_until=reopen_until(shown.life) if reopen else None,
        rests_on=_rests_on(shown, main),
    )


def _is_waited_for(shown: CaseShown, say: Action) -> None:
    """Call a message that a promise of the asker's waits for by that promise: it is no message like any other."""
    for given in shown.life.promises:
        kept_by = [verb for pattern in given.rule.kept_by for verb in pattern.do]
        if given.is_open and shown.life.holder(given) == ASKER and say.verb in kept_by:
            say.label = shown.service.word("promises", given.code, reader_lang())
    for entry in say.form.entries:
        entry.hint = "" if entry.name == "text" else entry.hint


def _rests_on(shown: CaseShown, main: Action | None) -> DocumentShown | None:
    """Where nothing is asked but to sign: the document by which the case was answered last."""
    if main is None or main.form.entries:
        return None
    return next((step.ruling.document for step in shown.history if step.ruling), None)


def _rated(shown: CaseShown) -> Rated | None:
    """The asker's own last rating; one that a caller noted for them is not theirs to look for here."""
    given = [act for act in shown.life.acts if act.verb == "rate" and "rating" in act.fields]
    if not given:
        return None
    return Rated(value_shown(shown.service, "rating", given[-1].fields["rating"], shown.names), given[-1].at)


def _waits_for(shown: CaseShown, main: Action | None) -> str:
    """What was written with the pause that waits for the asker, if anything was."""
    if main is None or main.verb != "resume":
        return ""
    pause = next((step for step in shown.history if step.verb == "pause"), None)
    return " ".join(text for _, text in pause.said) if pause else ""


def _waits_until(life: Life, main: Action | None) -> datetime | None:
    if main is None or main.verb != "resume":
        return None
    waited = [given for given in life.promises if given.is_open and life.holder(given) == ASKER]
    return next((given.due_at for given in reversed(waited)), None)


def reopen_until(life: Life) -> datetime | None:
    """When the clock takes the case to where it cannot be reopened, if it does."""
    rule = life.service.verbs["reopen"]
    for given in life.promises:
        ending = life.service.verbs.get(given.rule.at_due or "") if given.is_open else None
        if ending and any(branch.to not in (rule.from_states or ()) for branch in ending.to):
            return given.due_at
    return None


def what_follows(life: Life, verb: str) -> list[str]:
    """Said before it is done: where it leads, and each promise that is given then."""
    if verb == "withdraw":
        return [
            gettext("撤回后，本件不再办理，对您的时限承诺同时解除。"),
            gettext("撤回不能撤销；以后仍需办理，可以另提一件。"),
        ]
    if verb != "reopen":
        return []
    service, lang = life.service, reader_lang()
    act = Act(0, clock.now(), verb)
    state = next((branch.to for branch in service.verbs[verb].to if branches(life, branch.when, act)), None)
    told = [gettext("重新办理后，本件的状态是“%(state)s”。") % {"state": service.word("states", state or "", lang)}]
    for rule in service.promises:
        if state and rule.of is None and rule.counts and rule.shown == "asker" and _begins(rule, state):
            words = _period(life, rule, act)
            label = service.word("promises", rule.code, lang)
            told.append(gettext("新的承诺：%(promise)s，%(period)s。") % {"promise": label, "period": words})
    return [*told, gettext("办好以后，您可以再次评价。")]


def _begins(rule: PromiseRule, state: str) -> bool:
    return any(state in pattern.to for pattern in rule.given_by)


def _period(life: Life, rule: PromiseRule, act: Act) -> str:
    within = rule.within
    if isinstance(within, ByField):
        within = within.choices.get(value(life, within.field, act, 0) or "")
    return within.words(reader_lang()) if within and hasattr(within, "words") else gettext("期限另行告知")
