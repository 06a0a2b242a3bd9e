"""The grammar on services unlike a request: credit repair with waits of the clock, approvals along a path."""

from __future__ import annotations

from pathlib import Path

from tests.folders import write_service
from wolaiban.catalogue import Service, TownError, read_service
from wolaiban.catalogue.service import ByField, Named, Pattern
from wolaiban.catalogue.service import Path as LongestPath
from wolaiban.workdays import Period

POLICY = "| 数字 | 依据 |\n|---|---|\n| {numbers} | 本地决定 |\n"

CREDIT = """
[service]
code = "credit"
name = "信用修复"
valid_from = 2024-01-01
number = "XY{year}-{seq}"
asker = "firm"

[states]
registered = "registered"
open = "handling"
expired = "closed"

[fields]
decided_on = { kind = "date" }
shortest = { kind = "period" }
longest = { kind = "period" }

[[promise]]
code = "shortest"
within = { field = "shortest" }
start = "decided_on"
ends = "daybreak"
kept_by = ["open_repair"]
held_by = "clock"
at_due = "open_repair"

[[promise]]
code = "longest"
when = { open_to = true }
within = { field = "longest" }
start = "decided_on"
ends = "midnight"
kept_by = ["expire"]
held_by = "clock"
at_due = "expire"
remind = ["1个月前", "10 days after", "每天"]

[verbs]
register = { by = ["firm"], to = "registered", needs = ["decided_on"], may = ["open_to"], rule = "credit" }
open_repair = { by = ["clock"], from = ["registered"], to = "open" }
expire = { by = ["clock"], from = ["registered", "open"], to = "expired" }
"""
CREDIT_WORDS = """
[service]
name = { zh = "信用修复", en = "Credit repair" }
[states]
open = { zh = "可申请修复", en = "Open to repair" }
expired = { zh = "已到期", en = "Expired" }
[fields]
decided_on = { zh = "决定日期", en = "Decided on" }
shortest = { zh = "最短公示期", en = "Shortest publication" }
longest = { zh = "最长公示期", en = "Longest publication" }
open_to = { zh = "可否修复", en = "Open to repair" }
[promises]
shortest = { zh = "最短公示期", en = "Shortest publication" }
longest = { zh = "最长公示期", en = "Longest publication" }
[verbs]
open_repair = { zh = "开放修复", en = "Open to repair" }
expire = { zh = "到期", en = "Expire" }
"""

APPROVALS = """
[service]
code = "approvals"
name = "并联审批"
valid_from = 2024-01-01
number = "SP{year}-{random}"
asker = "firm"

[states]
registered = "registered"
handling = "handling"
closed = "closed"

[fields]
matter = { choices = ["planning", "ecology"], default = "planning" }

[tasks]
approval = {}

[[promise]]
code = "approval"
of = "approval"
within = { by = "matter", planning = "3 working days", ecology = "7 working days" }
kept_by = ["answer"]
released_by = [{ to = "closed" }]
held_by = "task"

[[promise]]
code = "package"
from = "dispatch"
due = "path"
path_of = "approval"
kept_by = [{ all = "approval" }]
held_by = "desk"

[verbs]
register = { by = ["firm"], to = "registered" }
dispatch = { by = ["desk"], from = ["registered"], to = "handling", may = ["matter"], opens = ["approval"] }
answer = { by = ["unit"], from = ["handling"], on = ["approval"], finishes = true }
close = { by = ["desk"], from = ["handling"], to = "closed", after = [{ all = "approval" }] }
"""
APPROVAL_WORDS = """
[service]
name = { zh = "并联审批", en = "Parallel approval" }
[promises]
approval = { zh = "审批", en = "Approval" }
package = { zh = "一揽子", en = "The whole package" }
[choices.matter]
planning = { zh = "规划", en = "Planning" }
ecology = { zh = "生态", en = "Ecology" }
"""


def written(folder: Path, text: str, words: str, numbers: str) -> Service:
    """A service whose folder is written here and now."""
    code = text.partition('code = "')[2].partition('"')[0]
    return read_service(write_service(folder / code, text, words, POLICY.format(numbers=numbers)))


def credit(folder: Path, old: str = "", new: str = "") -> Service:
    text = CREDIT.replace("longest = { kind", 'open_to = { kind = "yes", default = true }\nlongest = { kind')
    return written(folder, text.replace(old, new) if old else text, CREDIT_WORDS, "1个月，10天")


def approvals(folder: Path, old: str = "", new: str = "") -> Service:
    text = APPROVALS.replace(old, new) if old else APPROVALS
    return written(folder, text, APPROVAL_WORDS, "3个工作日，7个工作日")


def mistakes(read: object, folder: Path, old: str, new: str) -> list[tuple[str, str, str]]:
    try:
        read(folder, old, new)  # type: ignore[operator]
    except TownError as error:
        return [(mistake.what, mistake.key, mistake.nearest) for mistake in error.mistakes]
    return []


def test_waits_are_held_by_the_clock_and_count_in_no_figure(tmp_path: Path) -> None:
    """最短公示期满方可申请修复：系统等待，不是对谁的承诺。"""
    shortest, longest = credit(tmp_path).promises
    assert (shortest.within, shortest.start, shortest.ends, shortest.counts) == (
        Named("shortest"), "decided_on", "daybreak", False,
    )  # fmt: skip
    assert longest.when == Pattern(fields={"open_to": ("yes",)})
    assert [(stage.before, stage.after, stage.daily) for stage in longest.remind] == [
        (Period.parse("1 month"), None, False), (None, Period.parse("10 days"), False), (None, None, True),
    ]  # fmt: skip


def test_a_field_that_a_rule_answers_needs_no_verb(tmp_path: Path) -> None:
    assert set(credit(tmp_path).fields) == {"decided_on", "shortest", "open_to", "longest"}
    found = mistakes(credit, tmp_path, ', rule = "credit"', "")
    assert found == [("never_set", "fields.shortest", ""), ("never_set", "fields.longest", "")]


def test_a_period_or_start_that_is_none_is_named(tmp_path: Path) -> None:
    found = mistakes(credit, tmp_path, 'kind = "period"', 'kind = "date"')
    assert [what for what, _, _ in found] == ["field_kind", "field_kind"]
    found = mistakes(credit, tmp_path, 'decided_on = { kind = "date" }', "decided_on = {}")
    assert [key for _, key, _ in found] == ["promise.shortest.start", "promise.longest.start"]


def test_the_path_over_the_promises_of_tasks(tmp_path: Path) -> None:
    approval, package = approvals(tmp_path).promises
    assert package.due == LongestPath("approval")
    assert package.kept_by == (Pattern(all="approval"),)
    assert isinstance(approval.within, ByField) and approval.within.choices["ecology"] == Period.parse("7 working days")
    assert mistakes(approvals, tmp_path, 'path_of = "approval"', 'path_of = "aproval"') == [
        ("unknown_task", "promise.package.path_of", "approval")
    ]


def test_a_required_key_whose_name_is_like_another_is_missed_all_the_same(tmp_path: Path) -> None:
    assert mistakes(approvals, tmp_path, 'name = "并联审批"\n', "") == [("missing_key", "service.name", "")]


def test_a_due_that_names_nothing(tmp_path: Path) -> None:
    assert mistakes(approvals, tmp_path, 'due = "path"', 'due = "pth"') == [("wrong_type", "promise.package.due", "")]


def test_field_values_in_patterns_are_words(tmp_path: Path) -> None:
    assert mistakes(credit, tmp_path, "when = { open_to = true }", "when = { open_to = 1.5 }") == [
        ("wrong_type", "promise.longest.when.open_to", "")
    ]
