"""What settles a promise, what an end does, and what tasks do to the case."""

from __future__ import annotations

import pytest

from tests.promises.kernel import Story, t
from tests.promises.small import clock_of, small
from tests.promises.strategies import TOWN
from wolaiban.catalogue.service import Branch, Pattern, VerbRule
from wolaiban.promises.life import Opening, Wrong, life

FILED = "2024-09-13 16:50"
SAY = {"kept_by": (Pattern(do=("say",)),)}


def filed(*rules, **verbs) -> Story:
    return Story(small(*rules, **verbs), TOWN).does("register", FILED)


@pytest.mark.parametrize(
    ("at", "state", "broken"),
    [("2024-09-13 17:20:00", "kept", None), ("2024-09-13 17:20:01", "kept_late", "2024-09-13 17:20")],
)
def test_kept_at_the_due_instant_and_a_second_later(at: str, state: str, broken: str | None):
    told = filed(clock_of("done", "30 minutes", **SAY)).does("say", at)
    given = told.life.promise("done")
    assert (given.state, given.broken_at) == (state, broken and t(broken))
    assert (given.settled_at, given.settled_by, given.is_open, given.is_running) == (t(at), 2, False, False)


@pytest.mark.parametrize(("at", "state"), [("2024-09-13 17:00", "released"), ("2024-09-13 18:00", "broken")])
def test_released_before_it_broke_and_after(at: str, state: str):
    told = filed(clock_of("done", "30 minutes", released_by=(Pattern(to=("working",)),))).does("work", at)
    assert (told.state("done"), told.life.promise("done").settled_at) == (state, t(at))


def test_kept_comes_before_released_and_before_given():
    rule = clock_of(
        "report",
        "3 working days",
        given_by=(Pattern(do=("register", "say")),),
        kept_by=(Pattern(do=("say",)),),
        released_by=(Pattern(do=("say",)),),
    )
    told = filed(rule).does("say", "2024-09-14 10:00").does("say", "2024-09-18 10:00")
    assert [(one.round, one.state) for one in told.life.promises] == [(1, "kept"), (2, "kept"), (3, "running")]
    assert told.life.promise("report", 0, 2).seq == 2
    assert told.life.promise("report", 0, 4) is None
    assert told.life.promise("report", 1) is None


def test_while_one_is_owed_no_other_is_given():
    rule = clock_of("done", "30 minutes", given_by=(Pattern(do=("register", "say")),))
    told = filed(rule).does("say", "2024-09-13 17:00").does("say", "2024-09-14 10:00")
    assert [one.state for one in told.life.promises] == ["broken"]


@pytest.mark.parametrize("verb", ["withdraw", "close"])
def test_into_an_end_with_something_running(verb: str):
    told = filed(
        clock_of("done", **SAY), clock_of("late", "30 minutes", **SAY), clock_of("wait", held_by="clock", **SAY)
    )
    told.does(verb, "2024-09-13 18:00")
    states = {one.code: one.state for one in told.life.promises}
    assert states == {"done": "released", "late": "broken", "wait": "released"}
    still = Wrong(2, "still_running", {"promise": "done", "verb": "close"})
    assert told.life.wrong == ([] if verb == "withdraw" else [still])
    assert told.life.is_over and not [one for one in told.life.promises if one.is_open]


def test_nothing_is_given_and_nothing_done_in_an_end():
    given = clock_of("after", given_by=(Pattern(to=("closed",)), Pattern(do=("say",))), **SAY)
    told = filed(given).does("close", "2024-09-13 17:00").does("say", "2024-09-13 17:01")
    assert [one.code for one in told.life.wrong] == ["wrong_state"]
    assert not told.life.promises
    assert told.life.wrong[0].about == {"verb": "say", "state": "closed"}


def test_a_dropped_task_releases_what_runs_on_it_and_nothing_else():
    part = clock_of("part", of="measure", given_by=(), kept_by=(Pattern(do=("finish",)),))
    told = filed(part, clock_of("done")).does(
        "open_more", FILED, tasks=(Opening("lead"), Opening("measure"), Opening("measure"))
    )
    told.does("drop", "2024-09-14 10:00", task=2).does("finish", "2024-09-14 10:00", task=3)
    assert (told.state("part", 2), told.state("part", 3), told.state("done")) == ("released", "kept", "running")
    assert [task.state for task in told.life.tasks.values()] == ["open", "dropped", "done"]
    assert [task.over_at for task in told.life.tasks.values()] == [None, t("2024-09-14 10:00"), t("2024-09-14 10:00")]


def test_all_of_a_kind_is_done_when_the_last_one_is():
    rule = clock_of("parts", kept_by=(Pattern(all="measure"),))
    told = filed(rule).does(
        "open_more", FILED, tasks=(Opening("lead"), Opening("measure"), Opening("measure"), Opening("measure"))
    )
    told.does("finish", "2024-09-14 10:00", task=2)
    assert told.state("parts") == "running"
    told.does("drop", "2024-09-14 10:01", task=3)
    assert told.state("parts") == "running"
    told.does("finish", "2024-09-14 10:02", task=4)
    assert told.state("parts") == "kept"


def test_what_is_done_to_one_task_keeps_the_promise_of_that_task_and_of_the_case():
    said = VerbRule("speak", ("desk",), None, (Branch(None),), on=("lead", "measure"))
    keep = (Pattern(do=("speak",)),)
    told = filed(clock_of("part", of="measure", given_by=(), kept_by=keep), clock_of("whole", kept_by=keep), speak=said)
    told.does("open_more", FILED, tasks=(Opening("lead"), Opening("measure"), Opening("measure")))
    told.does("speak", "2024-09-14 10:00", task=2)
    assert (told.state("whole"), told.state("part", 2), told.state("part", 3)) == ("kept", "kept", "running")


def test_what_a_state_does_reaches_the_promises_of_every_task():
    told = filed(clock_of("part", of="measure", given_by=(), kept_by=(Pattern(to=("working",)),)))
    told.does("open_more", FILED, tasks=(Opening("lead"), Opening("measure"), Opening("measure"))).does(
        "work", "2024-09-14 10:00"
    )
    assert (told.state("part", 2), told.state("part", 3)) == ("kept", "kept")
    told.does("work", "2024-09-14 10:05")
    assert [change.state for change in told.life.changes] == ["registered", "working"], "to stay is not to enter"
    assert told.life.since == t("2024-09-14 10:00")


def test_a_promise_of_a_task_may_come_from_a_later_verb():
    part = clock_of("part", of="measure", given_by=(Pattern(to=("working",)),), kept_by=(Pattern(do=("finish",)),))
    told = filed(part).does(
        "open_more",
        FILED,
        tasks=(Opening("lead", name="a"), Opening("measure"), Opening("measure", after=("a",)), Opening("measure")),
    )
    told.does("finish", "2024-09-13 17:00", task=4).does("work", "2024-09-14 10:00")
    assert [(one.task, one.at) for one in told.life.promises] == [(2, t("2024-09-14 10:00"))], "not waiting, not over"


@pytest.mark.parametrize(
    ("pattern", "kept_on"),
    [
        (Pattern(do=("say",), times=3), 3),
        (Pattern(do=("say",), days=2), 4),
        (Pattern(do=("say",), fields={"flag": ("yes",)}), 2),
        (Pattern(do=("say",), fields={"flag": ("yes",)}, times=2), 4),
        (Pattern(do=("say",), fields={"flag": ("no",)}), 1),
        (Pattern(do=("say",), handling=2), None),
    ],
)
def test_patterns_count(pattern: Pattern, kept_on: int | None):
    told = filed(clock_of("done", kept_by=(pattern,)))
    for at, said in (
        ("13 17:00", {}),
        ("13 18:00", {"flag": "yes"}),
        ("13 19:00", {"flag": "no"}),
        ("14 10:00", {"flag": "yes"}),
    ):
        told.does("say", f"2024-09-{at}", **said)
    by = told.life.promise("done").settled_by
    assert by == (kept_on and kept_on + 1)


def test_a_new_handling_begins_after_the_event_that_enters_it():
    rules = (
        clock_of("redo", given_by=(Pattern(to=("working",)),), **SAY),
        clock_of("second", given_by=(Pattern(to=("working",), handling=2),)),
    )
    told = Story(small(*rules, again=("working",)), TOWN).does("register", FILED).does("say", "2024-09-13 16:51")
    told.does("work", "2024-09-13 17:00")
    assert (told.life.handling, told.life.changes[-1].handling, told.state("second")) == (2, 1, "absent")
    assert not told.life.this_handling
    told.does("say", "2024-09-13 17:01").does("answer", "2024-09-13 17:02").does("work", "2024-09-13 17:03")
    assert (told.life.handling, told.state("second"), told.life.promise("redo").round) == (3, "running", 2)


def test_the_lead_is_the_latest_that_signed_even_if_it_gave_back():
    held = clock_of("held", held_by="lead")
    of_task = clock_of("of_task", of="lead", given_by=(), held_by="task")
    told = filed(held, of_task).does("open_more", FILED, tasks=(Opening("lead", "water"),))
    assert (told.life.lead, told.life.holder(told.life.promise("held"))) == (None, "desk")
    assert told.life.holder(told.life.promise("of_task", 1)) == "water"
    told.does("sign", "2024-09-13 17:00", task=1).does("sign", "2024-09-13 17:01", task=1)
    assert [one.code for one in told.life.wrong] == ["already_signed"]
    assert told.life.lead.unit == "water"
    told.does("drop", "2024-09-13 17:02", task=1).does(
        "open_more", "2024-09-13 17:03", tasks=(Opening("lead", "power"),)
    )
    assert (told.life.lead.unit, told.life.holder(told.life.promise("held"))) == ("water", "water")
    told.does("sign", "2024-09-13 17:04", task=2)
    assert told.life.lead.unit == "power"


def test_where_leads_do_not_sign_dispatch_counts_as_signing():
    service = small(clock_of("held", held_by="lead"))
    verbs = {name: rule for name, rule in service.verbs.items() if name != "sign"}
    object.__setattr__(service, "verbs", verbs)
    told = Story(service, TOWN).does("register", FILED).does("open_more", FILED, tasks=(Opening("lead", "water"),))
    assert told.life.lead.unit == "water"


def test_at_says_only_what_is_broken_by_then():
    told = filed(clock_of("done", "30 minutes"), clock_of("later"))
    whole = life(told.life.service, told.life.acts, TOWN, t("2024-09-13 17:20"))
    assert [one.state for one in whole.promises] == ["running", "running"]
    whole = life(told.life.service, told.life.acts, TOWN, t("2024-09-13 17:20:01"))
    assert [one.state for one in whole.promises] == ["broken", "running"]
    assert whole.seen_at == t("2024-09-13 17:20:01")
    assert life(told.life.service, told.life.acts, TOWN).seen_at == t(FILED)


def test_fields_of_a_task_are_its_own_and_the_kernels_are_kept_nowhere():
    told = filed(clock_of("done")).does("open_more", FILED, tasks=(Opening("lead"),))
    told.does("finish", "2024-09-13 17:00", task=1, flag="yes").does(
        "set", "2024-09-13 17:01", flag="no", because="0/done/1"
    )
    assert (told.life.tasks[1].fields, told.life.fields) == ({"flag": "yes"}, {"flag": "no"})


def test_acts_out_of_order_or_in_the_wrong_role_are_named():
    told = Story(small(clock_of("done")), TOWN).does("say", FILED)
    assert [one.code for one in told.life.wrong] == ["not_registered"]
    told = filed(clock_of("done")).does("say", "2024-09-13 16:49").does("say", "2024-09-13 16:50", role="cook")
    assert [one.code for one in told.life.wrong] == ["back_in_time", "wrong_role"]
    assert told.life.wrong[1].about == {"verb": "say", "role": "cook"}


def test_an_erasure_is_passed_over():
    told = filed(clock_of("done")).does("erase", "2024-09-14 10:00")
    assert (told.life.wrong, len(told.life.acts), told.state("done")) == ([], 2, "running")
    assert not [act for act in told.life.this_handling if act.verb == "erase"]


def test_what_must_be_over_first_is_one_kind_of_task():
    ready = VerbRule("ready", ("desk",), None, (Branch(None),), after=(Pattern(all="measure"),))
    told = filed(clock_of("done"), ready=ready).does("ready", "2024-09-13 16:51")
    assert not told.life.wrong, "no task of the kind is open, for there is none"
    told.does("open_more", "2024-09-13 16:52", tasks=(Opening("lead"), Opening("measure")))
    told.does("ready", "2024-09-13 16:53").does("finish", "2024-09-13 16:54", task=2).does("ready", "2024-09-13 16:55")
    assert [(one.seq, one.code, one.about) for one in told.life.wrong] == [(4, "tasks_open", {"what": "measure"})]


def test_days_are_those_of_the_town():
    """06:00 here is still the day before in UTC."""
    ready = VerbRule("ready", ("desk",), None, (Branch(None),), after=(Pattern(do=("say",), days=2),))
    told = filed(clock_of("done", kept_by=(Pattern(do=("say",), days=2),)), ready=ready)
    told.does("say", "2024-09-14 06:00").does("say", "2024-09-14 10:00").does("ready", "2024-09-14 10:01")
    assert (told.state("done"), [one.code for one in told.life.wrong]) == ("running", ["not_yet"])
    told.does("say", "2024-09-15 06:00").does("ready", "2024-09-15 06:01")
    assert (told.state("done"), len(told.life.wrong)) == ("kept", 1)


def test_branches_are_asked_in_order_and_the_first_that_holds_leads():
    branches = (
        Branch(None, Pattern(fields={"flag": ("yes",)})),
        Branch("working", Pattern(times=2)),
        Branch("answered", Pattern(to=("working",))),
        Branch("closed", Pattern(all="measure")),
        Branch("working", Pattern(do=("say",))),
        Branch("registered"),
    )
    rated = VerbRule("rate", ("desk",), None, branches, may=("flag",))
    told = filed(clock_of("done"), rate=rated).does("rate", "2024-09-13 16:51", flag="yes")
    assert (told.life.state, len(told.life.changes)) == ("registered", 1)
    told.does("rate", "2024-09-13 16:52", flag="no")
    assert told.life.state == "working", "the second time"
    told.does("rate", "2024-09-13 16:53", flag="no")
    assert (told.life.state, len(told.life.changes)) == ("working", 2), "times comes before to"
    other = filed(clock_of("done"), rate=rated).does("work", "2024-09-13 16:51").does("rate", "2024-09-13 16:52")
    assert other.life.state == "answered"
    ended = filed(clock_of("done"), rate=rated).does("open_more", FILED, tasks=(Opening("lead"), Opening("measure")))
    ended.does("finish", "2024-09-13 16:51", task=2).does("rate", "2024-09-13 16:52")
    assert ended.life.state == "closed"


def test_more_tasks_may_be_opened_beside_a_lead_that_stands():
    told = filed(clock_of("done")).does("open_more", FILED, tasks=(Opening("lead"), Opening("measure")))
    told.does("open_more", FILED, tasks=(Opening("measure", after=("1", "2")),))
    assert not told.life.wrong and told.life.tasks[3].state == "waiting"
    told.does("finish", "2024-09-13 17:00", task=1).does("open_more", "2024-09-13 17:01", tasks=(Opening("measure"),))
    assert [one.code for one in told.life.wrong] == ["one_lead"], "the lead is over, and the other tasks lead nothing"
