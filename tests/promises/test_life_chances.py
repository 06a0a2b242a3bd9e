"""What the state of a case allows: offered is what would be accepted, and a pause is of what it is laid on."""

from __future__ import annotations

import pytest

from tests.promises.kernel import Story
from tests.promises.small import clock_of, small
from tests.promises.strategies import LIVE, TOWN
from wolaiban.catalogue.service import Branch, Extendable, Pattern, VerbRule
from wolaiban.promises.life import Opening
from wolaiban.promises.life.chances import allows, targets

FILED = "2024-09-13 16:50"
STOPS = {"stops_for": ("asker", "inspection")}
WAITS = clock_of(
    "asker_answer", "10 working days", held_by="asker",
    given_by=(Pattern(do=("pause",), fields={"reason": ("asker",)}),),
    kept_by=(Pattern(do=("resume",), fields={"reason": ("asker",)}),),
)  # fmt: skip
SERVICE = small(
    clock_of("done", extendable=Extendable(times=1), **STOPS),
    clock_of("part", of="measure", given_by=(), kept_by=(Pattern(do=("finish",)),), **STOPS),
    WAITS,
    refuse_extension=VerbRule("refuse_extension", ("desk",), LIVE, needs=("promise",)),
    ready=VerbRule("ready", ("desk",), LIVE, (Branch(None),), after=(Pattern(do=("say",)), Pattern(all="lead"))),
)


def filed() -> Story:
    return Story(SERVICE, TOWN).does("register", FILED)


def with_tasks() -> Story:
    tasks = (Opening("lead", "water"), Opening("measure", "ecology"))
    return filed().does("open_more", "2024-09-13 16:51", tasks=tasks)


def offered(told: Story) -> set[tuple[str, int]]:
    rules = SERVICE.verbs
    return {(name, task) for name in rules for task in targets(told.life, rules[name])
            if allows(told.life, rules[name], task)}  # fmt: skip


def about(told: Story, *verbs: str) -> set[tuple[str, int]]:
    return {(verb, task) for verb, task in offered(told) if verb in verbs}


def wrong(told: Story) -> list[str]:
    return [one.code for one in told.life.wrong]


def test_a_pause_is_offered_while_a_reason_is_left_and_a_resume_while_something_is_paused():
    told = filed()
    assert about(told, "pause", "resume") == {("pause", 0)}
    told.does("pause", "2024-09-14 09:00", reason="asker")
    assert about(told, "pause", "resume") == {("pause", 0), ("resume", 0)}
    told.does("pause", "2024-09-14 09:01", reason="inspection")
    assert about(told, "pause", "resume") == {("resume", 0)}
    told.does("resume", "2024-09-14 09:02")
    assert about(told, "pause", "resume") == {("pause", 0)} and not wrong(told)


def test_an_extension_is_offered_while_it_can_be_had_and_decided_while_it_is_asked_for():
    verbs = ("extend", "grant_extension", "refuse_extension")
    told = filed()
    assert about(told, *verbs) == {("extend", 0)}
    told.does("extend", "2024-09-14 09:00", promise="done", until="2024-09-23")
    assert about(told, *verbs) == {("extend", 0), ("grant_extension", 0), ("refuse_extension", 0)}
    told.does("refuse_extension", "2024-09-14 09:01", promise="done")
    assert about(told, *verbs) == {("extend", 0)}
    told.extends("2024-09-14 09:02", "2024-09-23")
    assert about(told, *verbs) == set(), "extended as often as it may be"
    assert not wrong(told)


def test_a_request_is_answered_once_and_lapses_with_its_promise():
    told = filed().extends("2024-09-14 09:00", "2024-09-20")
    told.does("refuse_extension", "2024-09-14 09:01", promise="done")
    assert wrong(told) == ["no_request"]
    told = filed().does("extend", "2024-09-14 09:00", promise="done", until="2024-09-23")
    told.does("refuse_extension", "2024-09-19 17:00:01", promise="done")
    assert wrong(told) == ["no_request"]
    told.life.wrong.clear()
    assert about(told, "extend", "grant_extension", "refuse_extension") == set()


def test_what_must_come_first_is_offered_only_after_it():
    told = with_tasks().does("say", "2024-09-13 16:52")
    assert ("ready", 0) not in offered(told)
    told.does("finish", "2024-09-13 16:53", task=1)
    assert ("ready", 0) in offered(told) and ("finish", 1) not in offered(told)


def test_a_pause_of_a_task_starts_no_wait_of_the_case_and_ends_none():
    told = with_tasks().does("pause", "2024-09-14 09:00", task=2, reason="asker")
    assert (told.state("part", 2), told.state("done"), told.state("asker_answer")) == ("paused", "running", "absent")
    told.does("pause", "2024-09-14 09:01", reason="asker")
    assert (told.state("done"), told.state("asker_answer")) == ("paused", "running")
    told.does("resume", "2024-09-14 09:02", task=2)
    assert (told.state("part", 2), told.state("asker_answer")) == ("paused", "running"), "the case is still waiting"
    told.does("resume", "2024-09-14 09:03")
    assert (told.state("part", 2), told.state("done"), told.state("asker_answer")) == ("running", "running", "kept")
    assert not wrong(told)


@pytest.mark.parametrize(("reason", "state"), [("inspection", "running"), ("asker", "kept"), (None, "kept")])
def test_the_wait_for_the_asker_ends_with_the_pause_for_the_asker_and_with_no_other(reason: str | None, state: str):
    told = filed().does("pause", "2024-09-14 09:00", reason="asker")
    told.does("pause", "2024-09-14 09:01", reason="inspection")
    told.does("resume", "2024-09-14 09:02", **({"reason": reason} if reason else {}))
    assert told.state("asker_answer") == state and not wrong(told)


def test_a_pause_that_would_stop_nothing_is_refused_and_not_offered():
    told = with_tasks()
    assert about(told, "pause") == {("pause", 0), ("pause", 2)}
    told.does("pause", "2024-09-14 09:00", task=1, reason="asker")
    assert wrong(told) == ["nothing_to_pause"] and told.state("asker_answer") == "absent"


def test_a_task_that_waits_for_another_is_not_finished_before_it():
    tasks = (Opening("lead", "water", name="pipes"), Opening("measure", "ecology", after=("pipes",)))
    told = filed().does("open_more", "2024-09-13 16:51", tasks=tasks)
    assert ("finish", 2) not in offered(told) and ("drop", 2) in offered(told)
    told.does("finish", "2024-09-13 16:52", task=2)
    assert [(one.code, one.about["before"]) for one in told.life.wrong] == [("task_waits", "1 pipes")]


def test_an_asker_ends_the_pause_that_waits_for_them_and_no_other():
    told = (
        filed().does("pause", "2024-09-14 09:00", reason="asker").does("pause", "2024-09-14 09:01", reason="inspection")
    )
    resume = SERVICE.verbs["resume"]
    assert allows(told.life, resume, 0, "asker")
    told.does("resume", "2024-09-14 09:02", by="asker:1", reason="inspection")
    assert wrong(told) == ["not_paused"]
    told.does("resume", "2024-09-14 09:03", by="asker:1")
    assert [span.until is None for span in told.life.spans] == [False, True]
    assert told.state("asker_answer") == "kept"
    assert not allows(told.life, resume, 0, "asker") and allows(told.life, resume, 0, "officer")
