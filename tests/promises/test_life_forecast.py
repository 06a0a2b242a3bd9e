"""The forecast stands beside the promise: what is late, by how much, and which dates it puts at risk."""

from __future__ import annotations

from datetime import date

from tests.promises.kernel import ZONE, Story, t
from tests.promises.small import clock_of, small
from tests.promises.strategies import EVERYTHING, KINDS, LIVE, TOWN
from wolaiban.catalogue.service import Named, Path, Pattern, VerbRule
from wolaiban.promises.life import Opening
from wolaiban.promises.life.forecast import Forecast, Outlook, Package

FINISHED = (Pattern(do=("finish",)),)
GIVEN = (Pattern(do=("register",)),)


def approvals(**after: tuple[str, ...]) -> Story:
    """Planning 3, ecology 7 and emergency 3 working days, dispatched on Tuesday 2024-07-02."""
    service = small(
        clock_of("approval", Named("span"), of="lead", given_by=(), kept_by=FINISHED, stops_for=("asker",)),
        clock_of("package", None, due=Path("lead"), given_by=GIVEN),
    )
    days = {"planning": 3, "ecology": 7, "emergency": 3}
    tasks = tuple(
        Opening("lead", name=name, after=after.get(name, ()), fields={"span": f"{count} working days"})
        for name, count in days.items()
    )
    return Story(service, TOWN).does("register", "2024-07-02 10:00", tasks=tasks)


def backwards(*planned: str) -> Story:
    """Milestones in a row, each to be done by its day once the one before is."""
    finish = VerbRule("finish", ("desk",), LIVE, on=KINDS, finishes=True, may=(*EVERYTHING, "done_on"))
    rule = clock_of("milestone", None, due=Named("due_on"), of="lead", given_by=(), kept_by=FINISHED, ends="midnight")
    tasks = tuple(
        Opening("lead", name=f"m{place}", after=(f"m{place - 1}",) if place > 1 else (), fields={"due_on": day})
        for place, day in enumerate(planned, start=1)
    )
    return Story(small(rule, finish=finish), TOWN).does("register", "2023-10-09 10:00", tasks=tasks)


def package(told: Story, at: str) -> Package:
    told.life.look(t(at))
    [found] = Forecast(told.life, t(at)).packages()
    return found


def forecast_of(told: Story, at: str) -> str:
    return package(told, at).expected_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def outlooks(told: Story, at: str) -> list[Outlook]:
    told.life.look(t(at))
    return Forecast(told.life, t(at)).outlooks()


def test_a_package_without_prerequisites_ends_with_its_longest_task_and_saves_the_rest():
    told = approvals()
    found = package(told, "2024-07-02 11:00")
    assert (told.due("package"), forecast_of(told, "2024-07-02 11:00")) == ("2024-07-11 17:00", "2024-07-11 17:00")
    assert found.saved_days == 13 - 7 and not found.is_pushed


def test_a_late_department_moves_the_forecast_and_not_the_promise():
    told = approvals(ecology=("planning",))
    assert told.due("package") == forecast_of(told, "2024-07-02 11:00") == "2024-07-16 17:00"
    assert forecast_of(told, "2024-07-08 09:00") == "2024-07-17 17:00", (
        "not done at its due instant: at the earliest now"
    )
    told.does("finish", "2024-07-09 15:00", task=1)
    assert (told.due("package"), told.due("approval", 2)) == ("2024-07-16 17:00", "2024-07-18 17:00")
    assert forecast_of(told, "2024-07-09 16:00") == "2024-07-18 17:00" and package(told, "2024-07-09 16:00").is_pushed


def test_an_early_department_pulls_in_the_forecast_and_not_the_promise():
    told = approvals(ecology=("planning",)).does("finish", "2024-07-03 15:00", task=1)
    assert (told.due("package"), forecast_of(told, "2024-07-03 16:00")) == ("2024-07-16 17:00", "2024-07-12 17:00")


def test_a_package_that_is_done_is_forecast_when_it_was_done():
    told = approvals()
    for task, at in ((1, "2024-07-03 15:00"), (3, "2024-07-04 15:00"), (2, "2024-07-05 15:00")):
        told.does("finish", at, task=task)
    assert forecast_of(told, "2024-08-01 10:00") == "2024-07-05 15:00"


def test_a_paused_task_is_forecast_as_if_it_ran_on_now():
    told = approvals().does("pause", "2024-07-03 10:00", task=2, reason="asker")
    assert told.due("approval", 2) == "none" and forecast_of(told, "2024-07-08 10:00") == "2024-07-16 17:00"


def test_who_waits_for_a_late_department_is_at_risk_and_the_others_are_not():
    told = approvals(ecology=("planning",))
    late, waits, other = outlooks(told, "2024-07-09 10:00")
    assert (late.slip, late.at_risk) == (4, False) and late.planned_on == date(2024, 7, 5)
    assert waits.at_risk and (waits.planned_on, waits.expected_on) == (date(2024, 7, 16), date(2024, 7, 18))
    assert (waits.slip, waits.pushed, waits.given) == (0, 2, None) and not other.at_risk


def test_a_milestone_done_before_its_day_is_early_by_the_day_that_its_evidence_names():
    told = backwards("2024-05-31")
    told.does("finish", "2024-05-04 10:00", task=1, done_on="2024-04-30")
    [found] = outlooks(told, "2024-06-10 10:00")
    assert (found.slip, found.expected_on) == (-31, date(2024, 4, 30))


def test_a_backward_plan_shows_the_slip_and_every_later_date_at_risk():
    told = backwards("2024-02-28", "2024-03-31", "2024-07-31", "2024-10-31")
    assert [(one.slip, one.pushed) for one in outlooks(told, "2024-02-20 10:00")] == [(0, 0)] * 4
    assert [(one.slip, one.pushed) for one in outlooks(told, "2024-03-04 10:00")] == [(5, 0), (0, 5), (0, 5), (0, 5)]
    told.does("finish", "2024-03-15 10:00", task=1)
    first, start, top, production = outlooks(told, "2024-03-15 11:00")
    assert (first.slip, first.at_risk) == (16, False)
    assert [one.expected_on for one in (start, top, production)] == [
        date(2024, 4, 16), date(2024, 8, 16), date(2024, 11, 16),
    ]  # fmt: skip
    assert all(one.at_risk for one in (start, top, production))
    told.does("finish", "2024-03-31 10:00", task=2)
    assert [one.at_risk for one in outlooks(told, "2024-04-01 10:00")] == [False] * 4, "the time was made up for"


def test_what_was_given_back_is_in_no_plan_and_a_circle_of_waits_is_told_all_the_same():
    told = approvals(ecology=("planning",)).does("drop", "2024-07-03 10:00", task=1)
    told.does("open_more", "2024-07-03 11:00", tasks=(Opening("lead", name="again", after=("ecology",), replaces=1),))
    assert [one.task.name for one in outlooks(told, "2024-07-03 12:00")] == ["ecology", "emergency", "again"]


def test_the_plan_counts_what_finishes_a_task_and_not_its_signing():
    service = small(
        clock_of("signing", "1 working day", of="lead", given_by=(), kept_by=(Pattern(do=("sign",)),)),
        clock_of("approval", "7 working days", of="lead", given_by=(), kept_by=FINISHED),
        clock_of("package", None, due=Path("lead"), given_by=GIVEN),
    )
    told = Story(service, TOWN).does("register", "2024-07-02 10:00", tasks=(Opening("lead"),))
    assert told.due("package") == "2024-07-11 17:00"
    assert [one.rule.code for one in outlooks(told, "2024-07-03 10:00")] == ["approval"]


def test_a_package_of_tasks_with_named_days_ends_on_the_last_of_them():
    service = small(
        clock_of("line", None, due=Named("due_on"), of="lead", given_by=(), kept_by=FINISHED, ends="midnight"),
        clock_of("package", None, due=Path("lead"), given_by=GIVEN),
    )
    tasks = tuple(Opening("lead", fields={"due_on": day}) for day in ("2024-07-10", "2024-07-12"))
    told = Story(service, TOWN).does("register", "2024-07-02 10:00", tasks=tasks)
    assert told.due("package") == "2024-07-12 17:00"
