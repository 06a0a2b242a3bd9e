"""What an event may not say: life names it, and is never at a loss."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.promises.kernel import Story, t
from tests.promises.small import by_grade, clock_of, small
from tests.promises.strategies import TOWN
from wolaiban.catalogue.service import Branch, Extendable, FieldRule, Named, Pattern, VerbRule
from wolaiban.promises.life import Opening, Task
from wolaiban.promises.life.values import against_value, day_of, period_of
from wolaiban.promises.messages import SENTENCES
from wolaiban.workdays import Period

FILED = "2024-09-13 16:50"
GRADED = clock_of(
    "done", by_grade("30 minutes", "3 working days", "7 working days", "done"), extendable=Extendable(times=1)
)
NAMED = clock_of("shown", Named("span"), given_by=(Pattern(do=("set",)),))
DAY = clock_of("measure", None, due=Named("due_on"), given_by=(Pattern(do=("set",)),))
SERVICE = small(
    GRADED, NAMED, DAY, clock_of("part", None, due=Named("due_on"), of="measure", given_by=(), ends="midnight")
)
DUE = {"due_on": "2024-09-30"}


def story() -> Story:
    return Story(SERVICE, TOWN).does("register", FILED)


def refused(told: Story) -> list[str]:
    codes = [wrong.code for wrong in told.life.wrong]
    assert all(code in SENTENCES for code in codes)
    return codes


@pytest.mark.parametrize(
    ("verb", "said", "code"),
    [
        ("set", {"grade": "dire"}, "not_a_choice"),
        ("set", {"flag": "perhaps"}, "not_a_choice"),
        ("set", {"span": "three moons"}, "not_a_period"),
        ("set", {"due_on": "tomorrow"}, "not_a_date"),
        ("set", {"due_on": "2024-09-12"}, "day_over"),
        ("set", {"mood": "good"}, "not_taken"),
        ("grant_extension", {"promise": "done"}, "needs"),
        ("grant_extension", {"promise": "done", "until": "soon"}, "not_a_date"),
        ("grant_extension", {"promise": "nothing", "until": "2024-09-25"}, "not_running"),
        ("extend", {"promise": "done", "until": "2024-09-19"}, "no_extension"),
        ("extend", {"promise": "done", "until": "2024-09-22"}, "no_extension"),
        ("pause", {}, "needs"),
        ("resume", {}, "not_paused"),
        ("dance", {}, "unknown_verb"),
        ("register", {}, "already_registered"),
    ],
)
def test_it_is_named_and_nothing_breaks(verb: str, said: dict[str, str], code: str):
    told = story().does(verb, "2024-09-13 16:55", **said)
    assert code in refused(told)
    assert told.due("done") == "2024-09-19 17:00"


@pytest.mark.parametrize(
    ("tasks", "code"),
    [
        ((Opening("lead", after=("nobody",)),), "no_such_task"),
        ((Opening("lead", name="a", after=("a",)),), "no_such_task"),
        ((Opening("lead", name="a", after=("b",)), Opening("measure", name="b", after=("a",))), "no_such_task"),
        ((Opening("lead", after=("9",)),), "no_such_task"),
        ((Opening("lead", replaces=1),), "no_such_task"),
        ((Opening("lead"), Opening("lead")), "one_lead"),
        ((Opening("measure"),), "one_lead"),
        ((Opening("lead"), Opening("measure")), "task_without"),
        ((Opening("lead"), Opening("measure", fields={"due_on": "2024-09-12"})), "day_over"),
        ((Opening("lead"), Opening("measure", fields={"due_on": "never"})), "not_a_date"),
        ((Opening("lead"), Opening("other")), "opens_not"),
    ],
)
def test_tasks_that_cannot_be(tasks: tuple[Opening, ...], code: str):
    assert code in refused(story().does("open_more", "2024-09-13 16:55", tasks=tasks))


def test_tasks_may_be_named_in_any_order_and_by_number():
    early = (Opening("measure", name="early", fields=DUE), Opening("measure", fields=DUE))
    tasks = (Opening("lead", name="late", after=("early", "3")), *early)
    told = story().does("open_more", "2024-09-13 16:55", tasks=tasks)
    assert not refused(told)
    assert [task.state for task in told.life.tasks.values()] == ["waiting", "open", "open"]
    told.does("finish", "2024-09-13 17:00", task=2)
    assert told.life.tasks[1].state == "waiting"
    told.does("finish", "2024-09-14 10:00", task=3)
    assert (told.life.tasks[1].state, told.life.tasks[1].opened_at) == ("open", t("2024-09-14 10:00"))
    assert not refused(told)


def test_dependents_of_a_dropped_task_wait_for_the_one_that_replaces_it():
    tasks = (Opening("lead", name="a"), Opening("measure", name="b", after=("a",), fields=DUE))
    told = story().does("open_more", "2024-09-13 16:55", tasks=tasks).does("drop", "2024-09-13 17:00", task=1)
    assert told.life.tasks[2].state == "waiting"
    told.does("open_more", "2024-09-13 17:05", tasks=(Opening("lead", name="c", replaces=1),))
    assert not refused(told)
    told.does("finish", "2024-09-14 10:00", task=3)
    assert told.life.tasks[2].state == "open"
    told.does("open_more", "2024-09-14 10:05", tasks=(Opening("measure", replaces=3),))
    assert refused(told)[-1] == "no_such_task", "what is done is not replaced"


def test_a_task_that_would_replace_itself_is_refused():
    told = story().does("open_more", "2024-09-13 16:55", tasks=(Opening("lead", replaces=1),))
    assert refused(told) == ["no_such_task"]
    assert not told.life.tasks


@pytest.mark.parametrize("verb", ["pause", "grant_extension"])
def test_a_task_that_is_not_there_is_not_paused(verb: str):
    told = story().does(verb, "2024-09-13 16:55", task=7, reason="asker", promise="done", until="2024-09-25")
    assert "no_such_task" in refused(told)
    assert not told.life.spans


def test_a_promise_on_a_task_that_starts_after_its_day_is_broken_not_lost():
    tasks = (Opening("lead", name="a"), Opening("measure", after=("a",), fields={"due_on": "2024-09-14"}))
    told = story().does("open_more", "2024-09-13 16:55", tasks=tasks).does("finish", "2024-09-20 10:00", task=1)
    assert (told.state("part", 2), told.due("part", 2)) == ("broken", "2024-09-15 00:00")


def test_the_class_of_a_task_may_stand_in_its_opening():
    rule = replace(GRADED, code="of_task", of="lead", given_by=())
    told = Story(small(GRADED, rule), TOWN).does("register", FILED)
    told.does("open_more", "2024-09-13 16:55", tasks=(Opening("lead", fields={"grade": "complex"}),))
    assert told.due("of_task", 1) == "2024-09-25 17:00"
    assert not told.life.promise("of_task", 1).provisional
    assert told.life.promise("done").provisional, "what a task says is not said of the case"


def test_what_must_come_first_may_have_to_come_twice_or_on_two_days():
    twice = VerbRule("twice", ("desk",), None, (Branch(None),), after=(Pattern(do=("say",), times=2),))
    two_days = VerbRule("two_days", ("desk",), None, (Branch(None),), after=(Pattern(do=("say",), days=2),))
    flagged = VerbRule(
        "flagged", ("desk",), None, (Branch(None),), after=(Pattern(do=("say",), fields={"flag": ("yes",)}),)
    )
    back = VerbRule("back", ("desk",), None, (Branch(None),), after=(Pattern(handling=2),))
    worked = VerbRule("worked", ("desk",), None, (Branch(None),), after=(Pattern(to=("working",)),))
    service = small(
        GRADED, again=("working",), **{rule.name: rule for rule in (twice, two_days, flagged, worked)}, back=back
    )
    told = Story(service, TOWN).does("register", FILED).does("say", "2024-09-13 16:55")
    for verb in ("twice", "two_days", "flagged", "back", "worked"):
        told.does(verb, "2024-09-13 16:56")
    assert refused(told) == ["not_yet", "not_yet", "not_yet", "tasks_open", "not_yet"]
    told.does("say", "2024-09-13 16:57", flag="yes").does("twice", "2024-09-13 16:58").does(
        "flagged", "2024-09-13 16:58"
    )
    assert len(told.life.wrong) == 5
    told.does("two_days", "2024-09-13 16:58")
    assert len(told.life.wrong) == 6
    told.does("say", "2024-09-14 16:57").does("two_days", "2024-09-14 16:58")
    assert len(told.life.wrong) == 6


def test_numbers_days_and_periods_are_read_strictly():
    rule = FieldRule("money", "number")
    right, wrong = ("0", "-12", "3.50"), ("", "--5", "²", "1.", "1e3", "five")
    assert not [text for text in right if list(against_value(1, rule, text))]
    assert [next(iter(against_value(1, rule, text))).code for text in wrong] == ["not_a_number"] * len(wrong)
    assert (day_of(None), day_of(""), day_of("2024-02-30")) == (None, None, None)
    assert (period_of(None), period_of("soon"), period_of("3个工作日")) == (None, None, Period.parse("3 working days"))


def test_a_done_task_takes_no_more_verbs():
    told = (
        story()
        .does("open_more", "2024-09-13 16:55", tasks=(Opening("lead"),))
        .does("finish", "2024-09-13 17:00", task=1)
    )
    assert isinstance(told.life.tasks[1], Task)
    for verb in ("finish", "drop", "sign"):
        told.does(verb, "2024-09-13 17:05", task=1)
    assert refused(told) == ["task_over"] * 3
    told.does("finish", "2024-09-13 17:05").does("set", "2024-09-13 17:05", task=1)
    assert refused(told)[3:] == ["which_task", "no_task_needed"]
