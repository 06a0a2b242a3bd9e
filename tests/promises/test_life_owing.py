"""What the clock owes, and in which order."""

from __future__ import annotations

from dataclasses import replace

from tests.promises.kernel import Story, t
from tests.promises.small import clock_of, small
from tests.promises.strategies import LIVE, TOWN
from wolaiban.catalogue.service import Branch, Pattern, VerbRule
from wolaiban.promises.life import Opening, owed
from wolaiban.promises.owing import clock_act

TICK = VerbRule("tick", ("clock",), LIVE, (Branch("answered"),))
TOCK = VerbRule("tock", ("clock",), LIVE, opens=("measure",))


def pay(told: Story, at: str) -> list[tuple[str, str]]:
    """What the clock does by an instant: verb and when."""
    done = []
    while debt := owed(told.life, t(at)):
        act = replace(clock_act(told.life, debt, t(at)), role="clock", calendar=TOWN.known_at(t(at)))
        told.life.step(act)
        done.append((act.verb, f"{act.at:%m-%d %H:%M}"))
    return done


def test_what_acts_at_its_due_instant_comes_before_what_acts_now():
    early = clock_of("early", "30 minutes", if_broken="tock")
    wait = clock_of("wait", "2 hours", held_by="clock", at_due="tick", kept_by=(Pattern(do=("tick",)),))
    told = Story(small(early, wait, tick=TICK, tock=TOCK), TOWN).does("register", "2024-09-13 16:50")
    assert pay(told, "2024-09-14 09:00") == [("tick", "09-13 18:50"), ("tock", "09-14 09:00")]
    assert told.state("wait") == "kept", "a clock that stood still does not break what it does itself"
    assert told.life.promise("early").broken_at == t("2024-09-13 17:20")
    assert pay(told, "2024-09-15 09:00") == [], "once a promise"


def test_nothing_is_owed_at_the_due_instant_itself_nor_where_the_state_forbids_it():
    wait = clock_of("wait", "2 hours", held_by="clock", at_due="tick", kept_by=(Pattern(do=("tick",)),))
    service = small(wait, tick=replace(TICK, from_states=("working",)))
    told = Story(service, TOWN).does("register", "2024-09-13 16:50")
    assert pay(told, "2024-09-13 18:51") == []
    told.does("work", "2024-09-13 18:50")
    assert pay(told, "2024-09-13 18:50") == []
    assert pay(told, "2024-09-13 18:51") == [("tick", "09-13 18:50")]
    mine = small(wait, tick=replace(TICK, by=("desk",)))
    assert pay(Story(mine, TOWN).does("register", "2024-09-13 16:50"), "2024-09-14 09:00") == []
    gone = small(replace(wait, at_due="vanish"))
    assert pay(Story(gone, TOWN).does("register", "2024-09-13 16:50"), "2024-09-14 09:00") == []


def test_a_wait_of_a_task_acts_on_the_task_as_long_as_it_stands():
    wait = clock_of(
        "wait", "2 hours", of="lead", given_by=(), held_by="clock", at_due="tick", kept_by=(Pattern(do=("tick",)),)
    )
    service = small(wait, tick=replace(TICK, on=("lead",), finishes=True, to=()))
    told = Story(service, TOWN).does("register", "2024-09-13 16:50", tasks=(Opening("lead", "water"),))
    told.does("register", "2024-09-13 16:50")
    assert pay(told, "2024-09-14 09:00") == [("tick", "09-13 18:50")]
    assert (told.life.tasks[1].state, told.state("wait", 1)) == ("done", "kept")
    other = Story(service, TOWN).does("register", "2024-09-13 16:50", tasks=(Opening("lead"),))
    other.does("finish", "2024-09-13 17:00", task=1)
    assert pay(other, "2024-09-14 09:00") == []


def test_the_task_that_the_clock_opens_is_for_who_holds_the_promise():
    rule = clock_of("sign", "30 minutes", of="lead", given_by=(), held_by="task", if_broken="tock")
    told = Story(small(rule, tock=TOCK), TOWN).does("register", "2024-09-13 16:50", tasks=(Opening("lead", "water"),))
    assert pay(told, "2024-09-14 09:00") == [("tock", "09-14 09:00")]
    assert (told.life.tasks[2].kind, told.life.tasks[2].unit) == ("measure", "water")
    assert told.life.acts[-1].fields["because"] == "1/sign/1"
