"""When a promise is given, how long it is, and what a settled one stays."""

from __future__ import annotations

from tests.promises.kernel import Story, t
from tests.promises.small import by_grade, clock_of, small
from tests.promises.strategies import TOWN
from wolaiban.catalogue.service import Named, Path, Pattern
from wolaiban.promises.life import Opening
from wolaiban.workdays import Period


def test_a_start_far_back_gives_a_promise_that_is_broken_already():
    told = Story(small(clock_of("shown", "3 working days", start="from_on")), TOWN)
    told.does("register", "2024-09-13 16:50", from_on="2024-08-01")
    assert (told.state("shown"), told.due("shown")) == ("broken", "2024-08-06 17:00")
    assert told.life.promise("shown").broken_at == t("2024-08-06 17:00")


def test_a_class_that_becomes_final_leaves_settled_promises_alone():
    service = small(
        clock_of("respond", "30 minutes", kept_by=(Pattern(do=("say",)),)),
        clock_of(
            "done",
            by_grade("30 minutes", "3 working days", "7 working days", "respond"),
            kept_by=(Pattern(do=("work",)),),
        ),
    )
    told = Story(service, TOWN).does("register", "2024-09-13 16:50").does("work", "2024-09-13 16:55")
    done = told.life.promise("done")
    assert not done.provisional and not done.graded
    told.life.look(t("2024-09-14 10:00"))
    assert not done.graded, "nothing about a settled promise changes"


def test_a_class_is_final_at_once_where_the_response_fell_due_before():
    respond = clock_of("respond", "30 minutes", kept_by=(Pattern(do=("say",)),))
    again = clock_of(
        "again",
        by_grade("30 minutes", "3 working days", "7 working days", "respond"),
        given_by=(Pattern(do=("work",)),),
    )
    told = Story(small(respond, again), TOWN).does("register", "2024-09-13 16:50").does("work", "2024-09-14 10:00")
    assert not told.life.promise("again").provisional


def test_a_package_ends_with_its_last_task_even_where_one_names_no_period():
    service = small(
        clock_of("approval", Named("span"), of="lead", given_by=()),
        clock_of("whole", None, due=Path("lead"), given_by=(Pattern(do=("open_more",)),)),
    )
    told = Story(service, TOWN).does("register", "2024-07-02 10:00")
    told.does(
        "open_more",
        "2024-07-02 10:00",
        tasks=(
            Opening("lead", name="planning", fields={"span": "3 working days"}),
            Opening("lead", name="ecology", after=("planning",), fields={"span": "7 working days"}),
            Opening("lead", name="other"),
        ),
    )
    assert told.life.promise("whole").period == Period.parse("10 working days")
    assert told.due("whole") == "2024-07-16 17:00"
