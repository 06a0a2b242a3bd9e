"""Every column that leaves the town, with its type and its meaning in two languages. 「数据字典」

What is not in this list does not leave: no words, no names, no tracking codes, no officers. Of the fields of a service
only those leave that its file publishes and that hold a choice, never anything typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wolaiban.catalogue import Service
from wolaiban.statistics.scope import published_fields

COMMUNITY = 12
"""Digits of a community's code: nothing finer than a community leaves (national codes of divisions, 12 digits)."""


FIRM = "firm"
"""Whom a case is published with, of a service whose cases are public with the firm's name."""


@dataclass(frozen=True)
class Column:
    """One column: name, type (text, integer, number, date, instant, yes or no) and meaning. 「列」"""

    name: str
    kind: str
    zh: str
    en: str


def _columns(text: str) -> tuple[Column, ...]:
    """`name kind zh | en` a line."""
    rows = (line.strip().split(maxsplit=2) for line in text.strip().splitlines())
    return tuple(Column(name, kind, *(words.strip() for words in rest.split("|"))) for name, kind, rest in rows)


CASES = _columns("""
    case text 办件的稳定代号，不是受理编号 | Stable key of the case; not its number
    service text 服务事项代码 | Code of the service
    version date 登记时适用的服务版本 | Version of the service it was registered under
    state text 状态（标准八种之一） | State, one of the eight of the contract
    registered_at instant 受理时刻，时限由此起算 | Instant from which its promises run
    responded_at instant 首次回应时刻 | First response
    answered_at instant 首次答复时刻 | First answer
    finished_at instant 办结且未再重办的时刻 | Since when it has stayed finished
    lead_unit text 牵头单位代码 | Code of the lead unit
    area text 区域代码，至社区一级 | Code of the area, no finer than the community
    channel text 渠道 | Channel
    by_officer yes_no 是否由工作人员代为登记 | Whether an officer wrote it down for the asker
    on_the_spot yes_no 是否未经派单即办结 | Whether it was answered before any dispatch
    handling integer 第几次办理 | Which handling it is in: 1, then 2 after a redo
    dispatches integer 派单次数 | Number of dispatches
    returns integer 退单次数 | Number of returns
""")
EVENTS = _columns("""
    case text 办件的稳定代号 | Stable key of the case
    seq integer 办件内的序号 | Number of the event in the case
    at instant 发生时刻 | When it happened
    verb text 操作 | The verb
    role text 操作人的角色，不含身份 | Role of the one who acted, not who it was
    task integer 分项序号，0 为办件本身 | Number of the task, 0 for the case itself
    units text 派给的单位，“分项类别:单位代码”，以分号分隔 | Units given a task, kind:code, with semicolons
    calendar text 当时已知的日历版本 | Version of the calendar known then
""")
PROMISES = _columns("""
    case text 办件的稳定代号 | Stable key of the case
    task integer 分项序号 | Number of the task
    code text 承诺代码 | Code of the promise
    round integer 第几次作出 | How often it was given on this task
    holder text 承诺人：单位代码或角色 | Who holds it: code of a unit, or a role
    period text 期限 | Its period
    state text 状态：计时中、暂停、兑现、逾期、迟到兑现、解除 | running, paused, kept, broken, kept_late, released
    given_at instant 作出时刻 | When it was given
    due_at instant 到期时刻，含延期与改等级 | Due, with extensions and changes of grade
    first_due_at instant 首次到期时刻，不含延期与改等级 | Due, without extensions and changes of grade
    rate_due_at instant 考核时刻：以上两者中较早的 | The earlier of the two, by which figures judge
    settled_at instant 兑现或解除的时刻 | When it was kept or released
    broken_at instant 逾期的时刻 | When it was broken
    regraded yes_no 是否改变过等级 | Whether its grade was changed
    extensions integer 延期次数 | Extensions granted
    lost_bells integer 因暂停未计入的日数 | Days that did not count because of pauses
""")
FIGURES = _columns("""
    code text 指标代码 | Code of the figure
    title text 指标名称 | Name of the figure
    value number 数值；比率为百分数，一位小数；件数太少不公布时为空 | Value; rates in percent; empty: too few to tell
    unit text 计量单位 | Unit
    numerator integer 分子，或计数 | Numerator, or the count
    denominator integer 分母，或中位数所依据的件数 | Denominator, or how many a median is of
    month text 登记的月份，按单位时也可以是年；空为全部 | Month, by unit also a year; empty: all months
    lead_unit text 牵头单位；空为全部，none 为未派单，others 为合并 | Lead unit; empty: all; none: no unit
    definition text 定义 | Definition
""")
FROZEN = _columns("""
    month text 月份 | Month
    version date 当时的服务版本 | Version of the service
    cut_off instant 数据截至 | Cut-off
    sha256 text 公布文本的 SHA-256 | SHA-256 of the text as published
    text text 公布文本（规范 JSON，UTF-8） | What was published: canonical JSON in UTF-8
""")


def datasets(service: Service) -> Mapping[str, tuple[Column, ...]]:
    """The tables of a service with their columns, in order."""
    own = tuple(
        Column(name, "text", service.word("fields", name, "zh"), service.word("fields", name, "en"))
        for name in published_fields(service)
    )
    firm = (Column(FIRM, "text", "公示的企业名称", "Name of the firm"),) if service.publish.firm else ()
    return {
        "cases": CASES + own + firm,
        "events": EVENTS + own,
        "promises": PROMISES,
        "figures": FIGURES,
        "frozen": FROZEN,
    }


DICTIONARY = _columns("""
    file text 表 | Table
    name text 列 | Column
    kind text 类型 | Type
    zh text 含义 | Meaning in Chinese
    en text 英文含义 | Meaning in English
""")
