"""The shipped words: verbs, states, ratings, grades, roles and fields that every service shares. 「标准词汇」

The codes are contract: scripts and partners build on them. A service may use further verbs, states, roles
and fields; those it names in two languages in its own `words.toml`, which also may rename these.
"""

from __future__ import annotations

from collections.abc import Mapping

Labels = Mapping[str, Mapping[str, str]]


def _labels(text: str) -> Labels:
    """`code zh | en` a line."""
    rows = (line.strip().split(maxsplit=1) for line in text.strip().splitlines())
    pairs = ((code, words.split(" | ")) for code, words in rows)
    return {code: {"zh": zh.strip(), "en": en.strip()} for code, (zh, en) in pairs}


VERBS: Labels = _labels("""
    register 登记 | Register
    respond 回应 | Respond
    classify 分类 | Classify
    dispatch 派单 | Dispatch
    sign 签收 | Sign for
    return_back 退回 | Return
    redispatch 改派 | Dispatch again
    pause 暂停计时 | Pause
    resume 恢复计时 | Resume
    extend 申请延期 | Ask for an extension
    grant_extension 同意延期 | Grant the extension
    refuse_extension 不同意延期 | Refuse the extension
    talk 沟通 | Talk with the asker
    answer 答复 | Answer
    close 办结 | Close
    call_back 回访 | Call back
    rate 评价 | Rate
    reopen 重新办理 | Reopen
    withdraw 撤回 | Withdraw
    decline 不予受理 | Decline
    merge 并入 | Merge into another case
    join 并案 | Take in another case
    supervise 督办 | Supervise
    delegate 委托 | Delegate
    recount 重算时限 | Count again
    correct 更正 | Correct
    note 备注 | Note
    hand_over 移交 | Hand over
""")

EFFECTS = frozenset({
    "register", "sign", "pause", "resume", "grant_extension", "recount",
    "delegate", "withdraw", "decline", "merge", "join", "correct",
})  # fmt: skip
"""Verbs that do more than move the state and the promises: their effect is in the kernel, not in the file."""

CONTRACT_STATES: Labels = _labels("""
    registered 已登记 | Registered
    responded 已回应 | Responded
    handling 办理中 | In hand
    answered 已答复 | Answered
    closed 已办结 | Closed
    withdrawn 已撤回 | Withdrawn
    declined 不予受理 | Declined
    merged 已并案 | Merged
""")

RATINGS: Labels = _labels("""
    very_satisfied 非常满意 | Very satisfied
    satisfied 满意 | Satisfied
    basically_satisfied 基本满意 | Basically satisfied
    dissatisfied 不满意 | Dissatisfied
    very_dissatisfied 非常不满意 | Very dissatisfied
""")
SATISFIED = ("very_satisfied", "satisfied", "basically_satisfied")

GRADES: Labels = _labels("""
    simple 简单事项 | Simple
    ordinary 一般事项 | Ordinary
    complex 复杂事项 | Complex
""")

YES_NO: Labels = _labels("""
    yes 是 | Yes
    no 否 | No
""")

PAUSE_REASONS: Labels = _labels("""
    asker 等待诉求人补充 | Waiting for the asker
    inspection 现场勘验、检测 | Inspection or test
    authority 等待上级或其他机关 | Waiting for another authority
    law 依法中止 | Suspended by law
""")

RESOLVED: Labels = _labels("""
    yes 已解决 | Resolved
    no 未解决 | Not resolved
    explained 已解释 | Explained
""")

ROLES: Labels = _labels("""
    anyone 任何人 | Anyone
    asker 诉求人 | Asker
    firm 企业 | Firm
    resident 群众 | Resident
    office 本单位 | Own office
    any_officer 任何工作人员 | Any officer
    desk 窗口 | Desk
    specialist 服务专员 | Specialist
    unit 承办单位 | Handling unit
    lead 牵头单位 | Lead unit
    caller 回访员 | Caller
    centre 企服中心 | Service centre
    supervisor 督办人员 | Supervisor
    leader 领导 | Leader
    deputy 副职领导 | Deputy
    operator 运维人员 | Operator
    import 历史导入 | Import
    clock 系统时钟 | The clock
    partner 邻城 | Neighbouring town
""")

OFFICE = "office"
"""Who asks where an officer files for their own office, such as a line of a ledger: nobody outside is asked for."""
STAFF = frozenset(ROLES) - {"anyone", "asker", "firm", "resident", OFFICE}
"""Roles of those who act for the town; nobody takes one by asking."""

TASKS: Labels = _labels("""
    lead 牵头办理 | Lead
    co 协同办理 | Co-unit
    measure 承诺措施 | Measure promised
    approval 审批 | Approval
    milestone 节点 | Milestone
    instruction 交办事项 | Instruction
    supervision 督办单 | Supervision notice
""")

PROMISES: Labels = _labels("""
    respond 回应 | Response
    sign 签收 | Signing
    done 办结 | Completion
    answer 答复 | Answer
    contact 联系 | Contact
    correct 整改 | Correction
    opinion 协办意见 | Opinion of the co-unit
    assign 指定承办单位 | Naming of the unit
    asker_answer 诉求人补充 | Answer of the asker
    call_back 回访 | Call back
    measure 承诺措施 | Measure promised
    supervision 督办回复 | Answer to the supervision
    archive 归档 | Archive
""")

FIELDS: Labels = _labels("""
    about_unit 反映的单位 | Unit complained about
    answer 答复 | Answer
    attachment 附件 | Attachment
    board 服务板块 | Board
    category 类别 | Category
    channel 渠道 | Channel
    confidential 保密 | Confidential
    done_on 完成日期 | Done on
    due_on 承诺日期 | Promised day
    earlier 较早的办件 | Earlier cases
    evidence 佐证材料 | Evidence
    finding 核查结果 | Finding
    follower 跟进人 | Following it
    grade 难易程度 | Grade
    ground 理由 | Ground
    heir 接手人 | Taken over by
    key 重点件 | Key case
    leader_in_charge 包案领导 | Leader in charge
    leaver 移交人 | Handed over by
    matter 事项 | Matter
    note 说明 | Note
    place 地点 | Place
    promise 承诺 | Promise
    rating 评价 | Rating
    reached 是否联系上 | Reached
    reason 暂停原因 | Reason of the pause
    reasons 依据的条件 | Conditions
    resolved 是否解决 | Resolved
    rule 规则 | Rule
    subject 标题 | Subject
    tasks 分项 | Tasks
    text 内容 | Text
    until 延至 | Until
    urgency 紧急程度 | Urgency
    verdict 判定 | Verdict
""")

CHANNELS: Labels = _labels("""
    online 网上 | Online
    app 移动端 | App
    phone 电话 | Phone
    window 窗口 | Window
    visit 走访 | Visit
    letter 来信 | Letter
    email 电子邮件 | E-mail
    hotline 热线 | Hotline
""")
"""By which way a case may come; an existing record may bring further codes of its own."""
FIGURES = (
    *("received", "finished", "in_hand", "withdrawn", "declined", "merged", "completion_rate", "on_the_spot_rate"),
    *("channel_share", "collector_share", "on_time_rate", "on_time_rate_extended", "kept", "missed", "not_yet_due"),
    *("paused", "released", "answered_within", "reclassified", "lost_bells", "reached_rate", "resolved_rate"),
    *("explained", "satisfied_rate", "rated_rate", "handling_working_days_median", "handling_working_days_p90"),
    *("response_minutes_median", "response_minutes_p90", "sign_minutes_median", "first_dispatch_hit_rate"),
    *("return_rate",),
)
"""The figures that every service has; some stand with a colon and what they are of."""
CHANNELS_OF_ASKERS = ("online", "app")
"""What somebody may say who asks without an officer."""

URGENCY: Labels = _labels("""
    ordinary 一般 | Ordinary
    utilities 水电气热 | Utilities
    danger 涉险 | Danger
""")

CHOICES: Mapping[str, Labels] = {
    "grade": GRADES,
    "rating": RATINGS,
    "reason": PAUSE_REASONS,
    "resolved": RESOLVED,
    "urgency": URGENCY,
}
"""Shared words for the choices of these fields; every field of kind `yes` has YES_NO."""

WORDS: Mapping[str, Labels] = {
    "states": CONTRACT_STATES,
    "verbs": VERBS,
    "fields": FIELDS,
    "promises": PROMISES,
    "roles": ROLES,
    "tasks": TASKS,
} | {f"choices.{name}": labels for name, labels in CHOICES.items()}
"""The default of every service's `words.toml`, by the name of its table."""
