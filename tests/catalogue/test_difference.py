"""A new version says in words what it changes, and nothing where it changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.catalogue.patching import patched
from wolaiban.catalogue import Town, read_town
from wolaiban.catalogue.difference import told_versions

SERVICE = "services/repair/service.toml"


def changed(folder: Path, **pairs: str) -> Town:
    """The good town with a version of 2025 beside its service, in which each old text became the new one."""
    patch = {"copy": SERVICE, "file": SERVICE.replace(".toml", ".2025-01-01.toml")}
    olds = ["valid_from = 2024-01-01", *[text for name, text in pairs.items() if name.startswith("old")]]
    news = ["valid_from = 2025-01-01", *[text for name, text in pairs.items() if name.startswith("new")]]
    return read_town(patched({**patch, "old": olds, "new": news}, folder))


def said(town: Town, lang: str = "zh") -> list[str]:
    """What the version of 2025 changes."""
    ((version, found),) = told_versions(town, "repair", lang)
    assert version.valid_from == date(2025, 1, 1)
    return found


def test_a_version_that_changes_nothing_says_nothing(tmp_path: Path) -> None:
    assert said(changed(tmp_path)) == []


def test_a_shorter_period_is_told_with_the_old_and_the_new_one(tmp_path: Path) -> None:
    town = changed(tmp_path, old='ordinary = "3 working days"', new='ordinary = "2 working days"')
    assert said(town) == ["承诺“办结”期限（一般事项）：3 个工作日 → 2 个工作日"]
    assert said(town, "en") == ["the promise Completion, period (Ordinary): 3 working days → 2 working days"]


@pytest.mark.parametrize(("old", "new", "zh"), [
    ('within = "30 working minutes"', 'within = "1 working hour"', "承诺“回应”期限：30 个工作分钟 → 1 个工作小时"),
    ('stops_for = ["asker"]', 'stops_for = ["asker", "inspection"]',
     "承诺“办结”可暂停的理由：等待诉求人补充 → 等待诉求人补充、现场勘验、检测"),
    ('extendable = { by = "5 working days", times = 1 }', "", "承诺“办结”可延长：5 个工作日、1 次 → 无"),
    ('shown = "public"', 'shown = "asker"', "承诺“承诺措施”给谁看：公众 → 诉求人"),
    ('remind = ["50%", "1 working day before", "due"]', 'remind = ["due", "daily"]',
     "承诺“诉求人补充”提醒：50%、提前 1 个工作日、到期时 → 到期时、过期后每日"),
    ('decline = { by = ["desk"]', 'decline = { by = ["desk", "centre"]', "动作“不予受理”由谁做：窗口 → 窗口、企服中心"),
    ('number = "RP{year}-{random}"\nasker = "firm"', 'number = "RP{year}-{random}"\nasker = "resident"',
     "事项面向：企业 → 群众"),
    ('ends = "midnight"', 'ends = "close"', "承诺“归档”到期时刻：当日 24:00 → 下班时"),
    ('after = ["talk", { all = "co" }]', 'after = ["talk"]', "动作“答复”须先办：沟通、协同办理 → 沟通"),
    ('to = "answered", signer = "leader_in_charge"', 'to = "answered"', "动作“签批答复”只由其指定的人：包案领导 → 无"),
    ('{ when = { rating = ["dissatisfied"] }, to = "redo" }', '{ to = "redo" }',
     "动作“回访”之后的状态：已办结（3 否）、重新办理（不满意） → 已办结（3 否）、重新办理"),
    ('default = "ordinary"', 'default = "simple"', "字段“难易程度”未填写时：一般事项 → 简单事项"),
    ('seen_by = ["unit", "centre"]', 'seen_by = ["unit"]', "字段“佐证材料”只给谁看：承办单位、企服中心 → 承办单位"),
    ('fields = ["board", "grade"]', 'fields = ["board"]', "公开的字段：服务板块、难易程度 → 服务板块"),
    ('sum = "cost"\nwhen = { board = ["water"] }', 'sum = "cost"', "另有措辞或其他细节的改动"),
])  # fmt: skip
def test_each_part_of_the_file_is_told(tmp_path: Path, old: str, new: str, zh: str) -> None:
    assert said(changed(tmp_path, old=old, new=new)) == [zh]


def test_what_comes_and_what_goes_is_named_once(tmp_path: Path) -> None:
    town = changed(
        tmp_path,
        old_a='["satisfied", "dissatisfied"]',
        new_a='["satisfied", "basically_satisfied", "dissatisfied"]',
        old_b='withdraw = { by = ["asker"], from = ["registered", "responded", "handling", "awaiting_leader", '
        '"answered"], to = "withdrawn" }\n',
        new_b="",
        old_c='withdrawn = "withdrawn"\n',
        new_c="",
    )
    assert said(town) == ["新增字段“评价”选项“基本满意”", "取消状态“已撤回”", "取消动作“撤回”"]
