"""No stuck promise: the small services that show what is one and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.folders import write_service
from wolaiban.catalogue import TownError, read_service

HEAD = """
[service]
code = "small"
name = "小事项"
valid_from = 2024-01-01
number = "S{random}"
asker = "anyone"
"""
WORDS = '[service]\nname = { zh = "小事项", en = "Small" }\n'
POLICY = "| what | number | source |\n|---|---|---|\n| all | 2 working days, 3 days | local decision |\n"


def mistakes(folder: Path, body: str) -> list[str]:
    """Code and place of what is wrong with a service of this body."""
    place = write_service(folder / "small", HEAD + body, WORDS, POLICY)
    try:
        read_service(place)
    except TownError as error:
        return [
            f"{mistake.what} {mistake.key} {mistake.values.get('states', '')}".strip() for mistake in error.mistakes
        ]
    return []


PLAIN = """
[states]
registered = "registered"
handling = "handling"
closed = "closed"
withdrawn = "withdrawn"

[[promise]]
code = "done"
within = "2 working days"
kept_by = {kept_by}
released_by = {released_by}
held_by = "{held_by}"

[verbs]
register = {{ by = ["anyone"], to = "registered" }}
dispatch = {{ by = ["desk"], from = ["registered"], to = "handling" }}
respond = {{ by = ["desk"], from = ["registered"] }}
close = {{ by = ["desk"], from = ["registered", "handling"], to = "closed" }}
withdraw = {{ by = ["asker"], to = "withdrawn" }}
"""


def plain(kept_by: str, released_by: str = "[]", held_by: str = "desk") -> str:
    return PLAIN.format(kept_by=kept_by, released_by=released_by, held_by=held_by)


def test_kept_by_closing_is_not_stuck(tmp_path: Path) -> None:
    assert mistakes(tmp_path, plain('[{ to = "closed" }]')) == []


def test_what_only_an_earlier_state_keeps_is_stuck_in_the_later(tmp_path: Path) -> None:
    """派单以后再没有动作能兑现。"""
    assert mistakes(tmp_path, plain('["respond"]')) == ["stuck promise.done.kept_by handling"]


def test_released_on_the_way_is_not_stuck(tmp_path: Path) -> None:
    assert mistakes(tmp_path, plain('["respond"]', '["dispatch"]')) == []


def test_a_wait_of_the_clock_ends_with_the_case(tmp_path: Path) -> None:
    assert mistakes(tmp_path, plain('["respond"]', held_by="clock")) == []


def test_what_perhaps_keeps_is_enough(tmp_path: Path) -> None:
    """条件可能不成立，但有路可走。"""
    assert mistakes(tmp_path, plain('[{ do = "close", times = 2 }]')) == []


def test_withdrawing_is_no_way_to_keep_or_to_settle(tmp_path: Path) -> None:
    assert mistakes(tmp_path, plain('[{ do = "close", to = "withdrawn" }]')) == ["never_kept promise.done.kept_by"]


TASKS = """
[states]
registered = "registered"
handling = "handling"
closed = "closed"
withdrawn = "withdrawn"

[tasks]
co = {{}}

[[promise]]
code = "opinion"
of = "co"
within = "2 working days"
kept_by = {kept_by}
released_by = {released_by}
held_by = "task"

[[promise]]
code = "archive"
from = {{ to = "closed" }}
within = "3 days"
kept_by = ["call_back", "withdraw"]
held_by = "centre"

[verbs]
register = {{ by = ["anyone"], to = "registered" }}
dispatch = {{ by = ["desk"], from = ["registered"], to = "handling", opens = ["co"] }}
answer = {{ by = ["unit"], from = ["handling"], on = ["co"], {opinion} }}
close = {{ by = ["desk"], from = ["handling"], to = "closed" }}
call_back = {{ by = ["caller"], from = ["closed"] }}
withdraw = {{ by = ["asker"], from = ["closed"], to = "withdrawn" }}
"""


def tasks(kept_by: str = '["answer"]', released_by: str = "[]", opinion: str = "finishes = true") -> str:
    return TASKS.format(kept_by=kept_by, released_by=released_by, opinion=opinion)


def test_the_opinion_of_a_co_unit_in_a_closed_case_is_stuck(tmp_path: Path) -> None:
    """已办结的件里协办意见还在计时：作者最常漏的一处。"""
    assert mistakes(tmp_path, tasks()) == ["stuck promise.opinion.kept_by closed"]


def test_released_by_the_closing_it_is_not(tmp_path: Path) -> None:
    assert mistakes(tmp_path, tasks(released_by='[{ to = "closed" }]')) == []


def test_a_verb_on_the_case_does_not_reach_the_promise_of_a_task(tmp_path: Path) -> None:
    """作用于整件的动作管不到分项的承诺。"""
    assert mistakes(tmp_path, tasks('["close"]')) == ["never_kept promise.opinion.kept_by"]


def test_a_pattern_of_the_case_reaches_it(tmp_path: Path) -> None:
    assert mistakes(tmp_path, tasks('[{ to = "closed" }]')) == []


def test_all_tasks_done_keeps_the_promises_of_all(tmp_path: Path) -> None:
    assert mistakes(tmp_path, tasks('[{ all = "co" }]', '[{ to = "closed" }]')) == []


def test_dropping_a_task_releases_what_runs_on_it(tmp_path: Path) -> None:
    body = tasks('[{ do = "answer", times = 2 }]', '[{ to = "closed" }]', "drops = true")
    assert mistakes(tmp_path, body) == []


@pytest.mark.parametrize("end", ["withdrawn"])
def test_nothing_is_given_by_entering_an_end(tmp_path: Path, end: str) -> None:
    body = tasks(released_by='[{ to = "closed" }]').replace('from = { to = "closed" }', f'from = {{ to = "{end}" }}')
    assert mistakes(tmp_path, body) == ["given_at_end promise.archive.from"]
