"""A right service file, as objects."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from tests.catalogue.patching import GOOD
from wolaiban.catalogue import Service, TownError, read_service, read_versions
from wolaiban.catalogue.service import Branch, ByField, Extendable, Named, Pattern
from wolaiban.workdays import Period

REPAIR = GOOD / "services" / "repair"


@pytest.fixture(scope="module")
def repair() -> Service:
    return read_service(REPAIR, hours=["office"])


def test_the_head_of_a_service(repair: Service) -> None:
    assert (repair.code, repair.valid_from, repair.asker, repair.hours) == (
        "repair",
        date(2024, 1, 1),
        "firm",
        "office",
    )
    assert repair.name == {"zh": "园区报修", "en": "Repairs in the park"}
    assert repair.again == ("redo",)
    assert repair.ends == {"closed", "withdrawn", "declined"}


def test_a_promise_without_from_is_given_at_registration(repair: Service) -> None:
    rule = repair.promise_rules["respond"]
    assert rule.given_by == (Pattern(do=("register",)),)
    assert rule.within == Period.parse("30 working minutes")
    assert rule.kept_by == (Pattern(do=("respond",)), Pattern(do=("decline",)), Pattern(to=("answered",)))
    assert (rule.ends, rule.shown, rule.stops_for, rule.extendable, rule.counts) == ("close", "asker", (), None, True)


def test_the_promise_of_a_task_is_given_by_its_opening(repair: Service) -> None:
    rule = repair.promise_rules["opinion"]
    assert (rule.of, rule.given_by, rule.held_by) == ("co", (), "task")


def test_a_period_by_grade(repair: Service) -> None:
    rule = repair.promise_rules["done"]
    choices = {"simple": "2 hours", "ordinary": "3 working days", "complex": "7 working days"}
    assert rule.within == ByField("grade", {grade: Period.parse(text) for grade, text in choices.items()}, "respond")
    assert rule.extendable == Extendable(by=Period.parse("5 working days"), times=1)
    assert repair.default("grade") == "ordinary"


def test_a_named_day_ends_at_midnight(repair: Service) -> None:
    rule = repair.promise_rules["measure"]
    assert (rule.within, rule.due, rule.ends) == (None, Named("due_on"), "midnight")


def test_reminders_said_and_unsaid(repair: Service) -> None:
    unsaid = repair.promise_rules["done"].remind
    assert [(stage.percent, stage.due, stage.daily) for stage in unsaid] == [
        (50, False, False), (80, False, False), (None, True, False), (None, False, True),
    ]  # fmt: skip
    said = repair.promise_rules["asker_answer"].remind
    assert [stage.before for stage in said] == [None, Period.parse("1 working day"), None]


def test_true_and_false_are_yes_and_no(repair: Service) -> None:
    assert repair.fields["key"].default == "no"
    assert repair.fields["key"].codes == ("yes", "no")
    assert repair.verbs["answer"].to == (
        Branch("awaiting_leader", Pattern(fields={"key": ("yes",)})),
        Branch("answered"),
    )


def test_a_pattern_with_counts_and_fields(repair: Service) -> None:
    first = repair.verbs["call_back"].to[0].when
    assert first == Pattern(days=3, fields={"reached": ("no",)})
    assert repair.verbs["answer"].after == (Pattern(do=("talk",)), Pattern(all="co"))
    assert [pattern.of_case for pattern in repair.verbs["answer"].after] == [False, True]


def test_a_bare_pattern_and_a_list_of_one_are_the_same(repair: Service) -> None:
    rule = repair.promise_rules["contact"]
    assert (rule.given_by, rule.kept_by) == ((Pattern(to=("redo",)),), (Pattern(do=("talk",)),))


def test_a_verb_without_from_applies_in_every_state_but_the_ends(repair: Service) -> None:
    assert repair.verbs["supervise"].from_states is None
    assert repair.verbs["archive"].from_states == ("answered",)


def test_what_a_verb_does_to_tasks(repair: Service) -> None:
    opinion, returned, dispatch = (repair.verbs[name] for name in ("opinion", "return_part", "dispatch"))
    assert (opinion.on, opinion.finishes, opinion.drops) == (("co",), True, False)
    assert (returned.finishes, returned.drops) == (False, True)
    assert dispatch.opens == ("lead", "co")
    assert repair.verbs["sign_answer"].signer == "leader_in_charge"


def test_a_list_beside_the_service_is_switched_without_a_new_version(repair: Service) -> None:
    water, power = repair.fields["board"].choices
    assert (water.code, water.on, water.basis) == ("water", True, "local decision")
    assert (power.code, power.on) == ("power", False)
    assert repair.fields["board"].kind == "choice"
    assert repair.word("choices.board", "power") == "供电"


def test_words_of_the_file_stand_before_the_shipped_ones(repair: Service) -> None:
    assert repair.word("verbs", "opinion", "en") == "Give an opinion"
    assert repair.word("verbs", "close") == "办结"
    assert repair.word("states", "redo", "en") == "To be done again"
    assert repair.word("choices.reached", "yes") == "是"
    assert repair.word("verbs", "nothing of the sort") == "nothing of the sort"


def test_who_may_see_a_field(repair: Service) -> None:
    assert repair.fields["evidence"].seen_by == ("unit", "centre")
    assert repair.fields["text"].seen_by is None
    assert repair.fields["text"].personal


def test_what_is_published(repair: Service) -> None:
    assert repair.publish.promises == ("respond", "done")
    assert repair.publish.figures == ("received", "on_time_rate:done", "measures_done")


def test_a_service_is_immutable(repair: Service) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        repair.code = "other"  # type: ignore[misc]
    for table in (repair.states, repair.fields, repair.verbs, repair.words, repair.name):
        with pytest.raises(TypeError):
            table["x"] = "y"  # type: ignore[index]


def test_versions_stand_in_the_order_of_their_dates(tmp_path: Path) -> None:
    folder = tmp_path / "repair"
    copy_service(folder)
    text = (folder / "service.toml").read_text()
    for day in ("2025-03-01", "2023-05-01"):
        (folder / f"service.{day}.toml").write_text(text.replace("2024-01-01", day))
    versions = read_versions(folder)
    assert [str(version.valid_from) for version in versions] == ["2023-05-01", "2024-01-01", "2025-03-01"]
    assert read_service(folder) == versions[-1]


def test_hours_are_checked_only_where_they_are_known(tmp_path: Path) -> None:
    assert read_service(REPAIR).hours == "office"
    with pytest.raises(TownError, match="没有“office”这套服务时间"):
        read_service(REPAIR, hours=["window"])


def test_a_service_without_hours_keeps_the_towns(tmp_path: Path) -> None:
    folder = tmp_path / "repair"
    copy_service(folder)
    path = folder / "service.toml"
    path.write_text(path.read_text().replace('hours = "office"\n', ""))
    assert read_service(folder, hours=["window", "office"]).hours == "window"


def copy_service(folder: Path) -> None:
    folder.mkdir()
    for path in REPAIR.iterdir():
        (folder / path.name).write_text(path.read_text())
