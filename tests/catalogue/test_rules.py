"""Dated rules of the town: which version holds on a day, and what is wrong with one that no service could ask."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.cast import SHIPPED, shipped
from tests.folders import copied
from wolaiban.catalogue import check, read_town


def test_a_version_holds_from_its_day_until_the_next_one() -> None:
    town = shipped()
    on = {day: town.rule("norm_3", date.fromisoformat(day)) for day in ("2022-07-31", "2023-06-30", "2023-07-01")}
    assert [rule and rule.valid_from.isoformat() for rule in on.values()] == [None, "2022-08-01", "2023-07-01"]


def test_a_version_that_one_side_alone_approved_is_not_in_force(tmp_path: Path) -> None:
    folder = copied(SHIPPED, tmp_path / "town", "enforcement")
    path = folder / "rules" / "norm_3.2023-07-01.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.rpartition("on = 2023-07-01")[0], encoding="utf-8")
    town = read_town(folder)
    found = town.rule("norm_3", date(2023, 9, 1))
    assert found and found.valid_from == date(2022, 8, 1)
    assert [one.on for one in town.rules["norm_3"][1].approvals] == [date(2023, 7, 1), None]


@pytest.mark.parametrize(
    ("old", "new", "what", "key"),
    [
        ('same = ["asker", "matter"]', 'same = ["asker", "mater"]', "unknown_word", "look_back.same"),
        ('services = ["enforcement"]', 'services = ["enforcment"]', "unknown_word", "look_back.services"),
        ('within = "24 months"', 'within = "500 working days"', "bad_period", "look_back.within"),
        ('when = { harm = "slight" }', 'when = { harm = "sleight" }', "unknown_choice", "condition.slight.when"),
        ('when = { earlier = "no" }', 'when = { earlier = "never" }', "unknown_choice", "condition.first.when"),
        ('when = { earlier = "no" }', 'when = { times = 2 }', "unknown_key", "condition.first.when.times"),
        ('gives = { exemption = "may_not" }', 'gives = { exempt = "yes" }', "unknown_field", "row[2].gives"),
        ('evidence = ["searched"]', 'evidence = ["sought"]', "unknown_field", "condition.first.evidence"),
        ('day = "found_on"', 'day = "harm"', "field_kind", "rule.day"),
        ('there = "earlier_there"', 'there = "harm"', "field_kind", "look_back.there"),
        ('items_of = "matter"', 'items_of = "mater"', "unknown_field", "rule.items_of"),
        ('code = "road_trade"', 'code = "road_trad"', "unknown_choice", "item.road_trad"),
    ],
)  # fmt: skip
def test_what_no_service_could_answer_is_named_with_its_place(
    old: str, new: str, what: str, key: str, tmp_path: Path
) -> None:
    folder = copied(SHIPPED, tmp_path / "town", "enforcement")
    path = folder / "rules" / "first_offence.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = [one for one in check(folder) if one.file == "rules/first_offence.toml"]
    assert (what, key) in [(one.what, one.key) for one in found]


@pytest.mark.parametrize(
    ("old", "new", "what", "key"),
    [
        ('register = "neighbour_answers"', 'registered = "neighbour_answers"', "unknown_verb", "partner.asks"),
        ('register = "neighbour_answers"', 'register = "neighbor_answers"', "unknown_verb", "partner.asks"),
        ('answers = ["first_offence"]', 'answers = ["first_offense"]', "unknown_rule", "partner.answers"),
    ],
)  # fmt: skip
def test_a_question_to_a_neighbour_names_what_there_is(old: str, new: str, what: str, key: str, tmp_path: Path) -> None:
    folder = copied(SHIPPED, tmp_path / "town", "enforcement")
    path = folder / "services" / "enforcement" / "service.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert (what, key) in [(one.what, one.key.partition("[")[0]) for one in check(folder)]


def test_a_choice_hangs_on_a_field_that_there_is(tmp_path: Path) -> None:
    folder = copied(SHIPPED, tmp_path / "town", "enforcement")
    path = folder / "services" / "enforcement" / "standards.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('when = { side = "jinshan" }', 'when = { sid = "jinshan" }', 1), encoding="utf-8")
    assert [one.what for one in check(folder)] == ["unknown_field"]
