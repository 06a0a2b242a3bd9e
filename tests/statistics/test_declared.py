"""Figures that a service's file declares: counts and sums over cases or their tasks, as of any instant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import City, Person, playing
from tests.catalogue.patching import GOOD
from tests.folders import copied, write_service
from wolaiban.catalogue.vocabulary import FIGURES as TAKEN
from wolaiban.lib import clock
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case
from wolaiban.promises.verbs import register
from wolaiban.statistics.figures import figures
from wolaiban.statistics.freezing import freeze
from wolaiban.statistics.models import FrozenMonth
from wolaiban.statistics.public import public_figures
from wolaiban.statistics.replay import figures_from_events
from wolaiban.statistics.table import FIGURES as ALL

LEDGER = """
[service]
code = "ledger"
name = "台账"
valid_from = 2023-01-01
number = "TZ{year}-{random}"
asker = "office"

[states]
open = "handling"
done = "closed"
withdrawn = "withdrawn"

[fields]
subject = {}
stage = { choices = ["reserve", "works"], default = "reserve" }
saving = { kind = "number" }
plan = { kind = "number" }
actual = { kind = "number" }
asked = { kind = "number" }
content = { kind = "number" }

[tasks]
period = {}

[[promise]]
code = "report"
of = "period"
within = "3 months"
kept_by = ["report", { to = "done" }]
held_by = "task"

[[figure]]
code = "saving"
sum = "saving"

[[figure]]
code = "in_works"
count = { stage = "works" }
over = { count = {} }

[[figure]]
code = "completion"
of = "period"
sum = "actual"
over = { sum = "plan" }

[[figure]]
code = "completion_first"
of = "period"
sum = "actual"
over = { sum = "plan", first = true }

[[figure]]
code = "reported"
of = "period"
count = { do = "report" }

[[figure]]
code = "behind"
of = "period"
count = { below = { figure = "completion", percent = 80 } }

[[figure]]
code = "content"
sum = "content"
over = { sum = "asked" }
people = true

[verbs]
register = { by = ["any_officer"], to = "open", needs = ["subject"], may = ["stage", "saving"] }
plan = { by = ["any_officer"], needs = ["tasks"], opens = ["period"] }
replan = { by = ["any_officer"], on = ["period"], needs = ["plan"] }
report = { by = ["any_officer"], on = ["period"], needs = ["actual"] }
drop = { by = ["any_officer"], on = ["period"], drops = true }
poll = { by = ["any_officer"], may = ["asked", "content"] }
finish = { by = ["any_officer"], from = ["open"], to = "done" }
withdraw = { by = ["any_officer"], from = ["open"], to = "withdrawn" }

[publish]
figures = ["received", "completion", "content"]
"""


@pytest.fixture
def city(db: None, tmp_path: Path) -> Iterator[City]:
    """A town with a ledger of projects."""
    town = copied(GOOD, tmp_path / "town")
    write_service(town / "services" / "ledger", LEDGER, policy="| report | 3 months | local decision |\n")
    with playing(town) as city:
        yield city.clock("2023-01-10 09:00")


def files(city: City, **fields: str) -> Case:
    return register("ledger", by=city.lin.actor, requester={}, subject="项目", **fields)


def plans(who: Person, case: Case, **numbers: str) -> None:
    who.does("plan", case, tasks=[Opening("period", "water", fields=numbers)])


def value(code: str) -> float | int | None:
    return figures("ledger").figure(code).value


def test_a_rate_above_the_whole_is_not_cut(city: City) -> None:
    case = files(city)
    plans(city.lin, case, plan="143.7")
    city.lin.does("report", case, task=1, actual="240")
    shown = figures("ledger").figure("completion")
    assert (shown.value, shown.numerator, shown.denominator, shown.unit) == (167.0, 240, 143.7, "percent")
    assert shown.text("en") == "167.0% (240 of 143.7)"


def test_the_first_plan_stands_beside_the_changed_one(city: City) -> None:
    case = files(city)
    plans(city.lin, case, plan="200")
    city.lin.does("replan", case, task=1, plan="150")
    city.lin.does("report", case, task=1, actual="150")
    assert (value("completion"), value("completion_first")) == (100.0, 75.0)


def test_parts_below_a_share_are_counted(city: City) -> None:
    case = files(city)
    plans(city.lin, case, plan="200")
    plans(city.lin, case, plan="200")
    city.lin.does("report", case, task=1, actual="150")
    assert value("behind") == 2
    city.lin.does("report", case, task=1, actual="160")
    assert value("behind") == 1


def test_a_period_without_a_plan_is_in_neither_sum(city: City) -> None:
    case = files(city)
    plans(city.lin, case, plan="100")
    plans(city.lin, case)
    city.lin.does("report", case, task=2, actual="70")
    shown = figures("ledger").figure("completion")
    assert (shown.value, shown.numerator, shown.denominator) == (0.0, 0, 100)
    assert value("reported") == 1


def test_what_is_dropped_or_withdrawn_no_longer_counts_and_the_old_total_keeps_its_date(city: City) -> None:
    kept, gone = files(city, saving="24200", stage="works"), files(city, saving="800")
    plans(city.lin, kept, plan="5")
    city.clock("2023-02-01 09:00")
    city.lin.does("drop", kept, task=1)
    city.lin.does("withdraw", gone)
    now, then = figures("ledger"), figures_from_events("ledger", cut_off=city.t("2023-01-31 17:00"))
    assert (now.figure("saving").value, now.figure("saving").denominator) == (24200, 1)
    assert (then.figure("saving").value, then.figure("saving").denominator) == (25000, 2)
    assert (now.figure("in_works").value, then.figure("in_works").value) == (100.0, 50.0)
    assert (now.figure("completion").denominator, then.figure("completion").denominator) == (0, 5)


def test_both_ways_of_counting_agree_broken_down_too(city: City) -> None:
    for number, stage in enumerate(("works", "reserve", "works")):
        case = files(city, saving=f"{number}.25", stage=stage)
        plans(city.lin, case, plan="10")
        city.lin.does("report", case, task=1, actual=str(number))
    for by in ((), ("stage",), ("month",)):
        stored, lived = (how("ledger", by=by, limit=0) for how in (figures, figures_from_events))
        assert [(one.code, one.by, one.result) for one in stored.shown] == [
            (one.code, one.by, one.result) for one in lived.shown
        ]
    assert figures("ledger", by=("stage",), limit=0).figure("saving", stage="works").value == 2.5


def test_what_few_people_said_is_in_no_figure(city: City) -> None:
    few, many = files(city), files(city)
    city.lin.does("poll", few, asked="9", content="1")
    assert value("content") is None
    city.lin.does("poll", many, asked="10", content="9")
    shown = figures("ledger").figure("content")
    assert (shown.value, shown.denominator) == (90.0, 10)


def test_the_public_gets_those_that_the_file_publishes_as_they_stand_now(city: City) -> None:
    case = files(city)
    plans(city.lin, case, plan="10")
    city.lin.does("report", case, task=1, actual="5")
    codes = {shown.code for shown in public_figures("ledger").published().shown}
    assert codes == {"received", "completion", "content"}
    assert public_figures("ledger").figure("completion").value == 50.0
    assert "saving" not in {shown.code for shown in public_figures("ledger").shown}


def test_a_frozen_month_keeps_its_counts_and_the_ledger_goes_on(city: City) -> None:
    case = files(city)
    plans(city.lin, case, plan="10")
    city.lin.does("report", case, task=1, actual="5")
    city.clock("2023-03-20 09:00")
    assert freeze(clock.now()) == 1
    assert '"completion"' not in FrozenMonth.objects.get().text
    city.lin.does("report", case, task=1, actual="12")
    account = public_figures("ledger")
    assert (account.figure("received").value, account.figure("completion").value) == (1, 120.0)


def test_each_is_told_with_its_definition_counts_and_unit(city: City) -> None:
    plans(city.lin, files(city, saving="12.5"), plan="10")
    told = {entry["code"]: entry for entry in figures("ledger").as_json("en")["figures"]}
    assert {told["saving"][name] for name in ("value", "unit", "denominator")} == {12.5, "number", 1}
    assert "cases withdrawn" in told["completion"]["definition"]
    assert (told["reported"]["value"], told["reported"]["unit"]) == (0, "tasks")


def test_no_file_may_take_the_code_of_a_figure_that_every_service_has() -> None:
    assert set(TAKEN) == set(ALL)
