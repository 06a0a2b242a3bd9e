"""Every reason of life in full: which event, which sentence, what fills it, which field of the form it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.promises.kernel import Story
from tests.promises.small import by_grade, clock_of, small
from tests.promises.strategies import FIELDS, LIVE, TOWN
from wolaiban.catalogue.service import Branch, Extendable, FieldRule, Named, Pattern, VerbRule
from wolaiban.promises.life import Opening, Wrong
from wolaiban.promises.life.values import against_value
from wolaiban.promises.messages import sentence
from wolaiban.workdays import Period

SERVICE = small(
    clock_of("done", extendable=Extendable(by=Period.parse("2 working days"), times=1), stops_for=("asker",)),
    clock_of("firm", by_grade("1 working day", "3 working days", "7 working days", "done")),
    clock_of("named", None, due=Named("due_on"), given_by=(Pattern(do=("set",)),)),
    ready=VerbRule("ready", ("desk",), LIVE, (Branch(None),), after=(Pattern(do=("work", "say")), Pattern(all="lead"))),
    rate=VerbRule("rate", ("asker",), LIVE, (Branch(None),)),
    reached=VerbRule("reached", ("desk",), LIVE, (Branch(None),), after=(Pattern(to=("working",)),)),
)
LEAD, MEASURE = Opening("lead", "water"), Opening("measure", "water")
ASKED: tuple[tuple[str, dict[str, Any]], ...] = (("extend", {"promise": "done", "until": "2024-09-23"}),)
EXTENDED = (*ASKED, ("grant_extension", {"promise": "done", "until": "2024-09-23"}))
PAUSED: tuple[tuple[str, dict[str, Any]], ...] = (("pause", {"reason": "asker"}),)
OPENED: tuple[tuple[str, dict[str, Any]], ...] = (("open_more", {"tasks": (LEAD, MEASURE)}),)
AFTER: tuple[tuple[str, dict[str, Any]], ...] = (
    ("open_more", {"tasks": (LEAD, Opening("measure", "ecology", after=("1",)))}),
)
SIGNED = (*OPENED, ("sign", {"task": 1}))
OVER = (*OPENED, ("finish", {"task": 2}))
until = lambda day: {"promise": "done", "until": f"2024-09-{day}"}  # noqa: E731

CASES: list[tuple[tuple, str, dict[str, Any], str, Mapping[str, str], str]] = [
    ((), "dance", {}, "unknown_verb", {"verb": "dance"}, ""),
    ((), "register", {}, "already_registered", {}, ""),
    ((), "say", {"role": "cook"}, "wrong_role", {"verb": "say", "role": "cook"}, ""),
    ((("withdraw", {}),), "say", {}, "wrong_state", {"verb": "say", "state": "withdrawn"}, ""),
    ((("withdraw", {}),), "ready", {}, "wrong_state", {"verb": "ready", "state": "withdrawn"}, ""),
    (OPENED, "say", {"task": 1}, "no_task_needed", {"verb": "say"}, "task"),
    ((), "pause", {"task": 1, "reason": "asker"}, "no_such_task", {"task": "1"}, "task"),
    (OPENED, "finish", {}, "which_task", {"verb": "finish", "kinds": "lead/measure"}, "task"),
    (OPENED, "sign", {"task": 2}, "which_task", {"verb": "sign", "kinds": "lead"}, "task"),
    (OVER, "finish", {"task": 2}, "task_over", {"task": "2", "verb": "finish"}, "task"),
    (SIGNED, "sign", {"task": 1}, "already_signed", {"unit": "water"}, "task"),
    ((("rate", {}),), "rate", {}, "rated_already", {}, ""),
    ((), "pause", {}, "needs", {"verb": "pause", "field": "reason"}, "reason"),
    ((), "say", {"mood": "good"}, "not_taken", {"verb": "say", "field": "mood"}, "mood"),
    ((), "say", {"words": "requester"}, "not_taken", {"verb": "say", "field": "requester"}, "requester"),
    ((), "ready", {}, "not_yet", {"what": "work/say"}, ""),
    ((), "reached", {}, "not_yet", {"what": "working"}, ""),
    ((*OPENED, ("say", {})), "ready", {}, "tasks_open", {"what": "lead"}, ""),
    (PAUSED, "pause", {"reason": "asker"}, "already_paused", {"reason": "asker"}, "reason"),
    ((), "pause", {"reason": "inspection"}, "nothing_to_pause", {"reason": "inspection"}, "reason"),
    (OPENED, "pause", {"task": 1, "reason": "asker"}, "nothing_to_pause", {"reason": "asker"}, "reason"),
    (AFTER, "finish", {"task": 2}, "task_waits", {"task": "2", "verb": "finish", "before": "1"}, "task"),
    ((), "resume", {}, "not_paused", {}, ""),
    (PAUSED, "resume", {"reason": "inspection"}, "not_paused", {}, ""),
    ((("set", {"grade": "simple"}),), "set", {"grade": "complex"}, "ground_for_grade", {"field": "grade"}, "ground"),
    ((), "grant_extension", {"promise": "x", "until": "2024-09-23"}, "not_running", {"promise": "x"}, "promise"),
    ((), "grant_extension", {**until(23), "promise": "firm"}, "not_extendable", {"promise": "firm"}, "promise"),
    (PAUSED, "grant_extension", until(23), "paused_now", {"promise": "done"}, "promise"),
    ((), "grant_extension", until("x"), "not_a_date", {"field": "until", "value": "2024-09-x"}, "until"),
    ((), "grant_extension", until(23), "no_request", {"promise": "done"}, "promise"),
    (EXTENDED, "grant_extension", until(24), "extended_already", {"promise": "done", "times": "1"}, "promise"),
    (ASKED, "grant_extension", until(24), "beyond_ceiling", {"until": "2024-09-24", "last": "2024-09-23"}, "until"),
    (ASKED, "grant_extension", until(19), "no_extension", {"until": "2024-09-19"}, "until"),
    ((), "open_more", {"tasks": (LEAD, Opening("x"))}, "opens_not", {"verb": "open_more", "kind": "x"}, "tasks"),
    ((), "open_more", {"tasks": (MEASURE,)}, "one_lead", {"verb": "open_more"}, "tasks"),
    ((), "open_more", {"tasks": (Opening("lead", after=("x",)),)}, "no_such_task", {"task": "x"}, "tasks"),
    ((), "open_more", {"tasks": (Opening("lead", replaces=9),)}, "no_such_task", {"task": "9"}, "tasks"),
    ((), "set", {"due_on": "2024-09-12"}, "day_over", {"field": "due_on", "value": "2024-09-12"}, "due_on"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "verb", "said", "code", "about", "field"), CASES, ids=[f"{c[1]}-{c[3]}" for c in CASES]
)
def test_it_is_said_in_full(before: tuple, verb: str, said: dict, code: str, about: Mapping[str, str], field: str):
    told = Story(SERVICE, TOWN).does("register", "2024-09-13 16:50")
    for earlier, more in before:
        told.does(earlier, "2024-09-13 16:55", **more)
    assert not told.life.wrong
    told.does(verb, "2024-09-13 17:00", **said)
    wanted = Wrong(len(told.life.acts), code, about, field)
    assert wanted in told.life.wrong
    for lang in ("zh", "en"):
        assert all(
            text in sentence(wanted, SERVICE, lang)
            for key, text in about.items()
            if key in ("until", "last", "times", "task")
        )


def test_a_unit_does_not_handle_the_complaint_about_itself():
    verbs = {
        name: VerbRule(name, ("desk",), None, (Branch("registered"),), may=("about_unit",), opens=("lead", "measure"))
        for name in ("register", "open_more")
    }
    service = small(clock_of("done"), **verbs)
    told = Story(service, TOWN).does("register", "2024-09-13 16:50", about_unit="water")
    told.does("open_more", "2024-09-13 16:51", tasks=(Opening("lead", "power"), Opening("measure", "water")))
    assert told.life.wrong == [Wrong(2, "unit_complained_of", {"unit": "water"}, "tasks")]
    told = Story(service, TOWN).does(
        "register", "2024-09-13 16:50", about_unit="power", tasks=(Opening("lead", "power"),)
    )
    assert [one.code for one in told.life.wrong] == ["unit_complained_of"]


@pytest.mark.parametrize(
    ("name", "kind", "text", "code", "choices"),
    [
        ("flag", "yes", "maybe", "not_a_choice", {"choices": "yes, no"}),
        ("grade", "choice", "dire", "not_a_choice", {"choices": "simple, ordinary, complex"}),
        ("due_on", "date", "today", "not_a_date", {}),
        ("money", "number", "much", "not_a_number", {}),
        ("span", "period", "long", "not_a_period", {}),
    ],
)
def test_a_value_that_means_nothing(name: str, kind: str, text: str, code: str, choices: dict[str, str]):
    rule = FIELDS.get(name) or FieldRule(name, kind)
    assert list(against_value(7, rule, text)) == [Wrong(7, code, {"field": name, "value": text, **choices}, name)]


@pytest.mark.parametrize(
    ("name", "kind", "right"),
    [
        ("flag", "yes", "no"),
        ("grade", "choice", "simple"),
        ("due_on", "date", "2024-09-13"),
        ("money", "number", "1"),
        ("span", "period", "1 month"),
        ("text", "text", "anything"),
    ],
)
def test_a_value_that_means_something(name: str, kind: str, right: str):
    assert not list(against_value(7, FIELDS.get(name) or FieldRule(name, kind), right))
