"""The sentences for mistakes, in both languages: what is wrong, why, and what to do now. 「差错的说法」"""

from __future__ import annotations

from collections.abc import Mapping

APPENDED: Mapping[str, Mapping[str, str]] = {
    "expected": {"zh": "应为：{}。", "en": "Expected: {}."},
    "nearest": {"zh": "是不是想写“{}”？", "en": "Did you mean “{}”?"},
}

_FORM = {
    "bad_toml": ("不是合法的 TOML：{why}。请改正该行。", "Not valid TOML: {why}. Correct that line."),
    "not_utf8": ("文件不是 UTF-8 编码。请另存为 UTF-8。", "The file is not UTF-8. Save it as UTF-8."),
    "unreadable": ("文件无法读取：{why}。", "The file cannot be read: {why}."),
    "unknown_key": ("没有“{word}”这个键。", "There is no key “{word}”."),
    "missing_key": ("缺少必填的“{word}”。", "The required “{word}” is missing."),
    "wrong_type": ("“{word}”的类型不对。", "“{word}” is of the wrong type."),
    "name_of_languages": (
        "名称在这里只写中文，其他语言写在 words.toml 的 [service] 下。",
        "The name is written here in Chinese only; words.toml gives it in other languages, under [service].",
    ),
    "unknown_word": ("“{word}”不在可用的词里。", "“{word}” is not one of the words allowed here."),
    "double": ("“{word}”重复了，请只留一个。", "“{word}” stands twice; keep one."),
    "bad_period": ("“{word}”不是期限。", "“{word}” is not a period."),
    "bad_reminder": ("“{word}”不是提醒时点。", "“{word}” is not a reminder."),
    "bad_moment": ("“{word}”不是时刻。", "“{word}” is not an instant."),
    "bad_pattern": (
        '“{word}”不是条件：应写动作名，或写至少有一项的表，如 {{ do = "close" }}。',
        '“{word}” is not a pattern: write a verb\'s name, or a table that is not empty, such as {{ do = "close" }}.',
    ),
    "count_or_sum": (
        "count（计数）和 sum（求和）应写其一，例如 count = {{}}。",
        "Write either count or sum, for example count = {{}}.",
    ),
    "no_expression": (
        '“{word}”是表达式，这里没有比较和计算。请列出取值，如 {{ rating = ["dissatisfied"] }}。',
        '“{word}” is an expression, and there are none. List the values, as in {{ rating = ["dissatisfied"] }}.',
    ),
    "workdays": ("{zh}", "{en}"),
}

_FILES = {
    "no_town": ("“{word}”里没有 town.toml，不是一座城的文件夹。", "“{word}” has no town.toml: it is no town's folder."),
    "no_services": (
        "一个服务事项也没有。请在 services/ 下建一个文件夹。",
        "There is no service at all. Make a folder for one under services/.",
    ),
    "no_service": ("文件夹里没有 service.toml。", "The folder has no service.toml."),
    "version_name": ("文件名不是事项版本的写法。", "This is not how the file of a version is called."),
    "version_date": (
        "文件名的日期与 valid_from（{word}）不同。",
        "The date in the file's name is not its valid_from ({word}).",
    ),
    "double_version": (
        "两个文件都自 {word} 起施行。每个版本要有自己的日期。",
        "Two files are valid from {word}. Each version needs a date of its own.",
    ),
    "folder_name": ("代码“{word}”与文件夹名不同。", "The code “{word}” is not the name of its folder."),
    "file_name": ("代码“{word}”与文件名不同。", "The code “{word}” is not the name of its file."),
    "too_long": (
        "文件有 {word} 行，超过 {limit} 行。请拆成两个事项，或把说明移到 policy.md。",
        "The file has {word} lines, more than {limit}. Make it two services, or move explanations to policy.md.",
    ),
    "no_policy": (
        "没有政策依据文件“{word}”。请写明每个数字的来源。",
        "There is no policy file “{word}”. Write one that gives the source of every number.",
    ),
    "number_without_policy": (
        "数字“{word}”没有写进 {policy} 的表格。请加一行并注明来源；自行决定的写“本地决定”。",
        "The number “{word}” stands in no table row of {policy}. Add a row with its source, or “local decision”.",
    ),
    "number_without_source": (
        "{policy} 写了“{word}”，但“来源”一栏空缺。自行决定的写“本地决定”。",
        "{policy} has “{word}” but nothing under “Source”. Name the source, or write “local decision”.",
    ),
    "no_list": ("没有列表文件 {path}。", "There is no list file {path}."),
    "bad_list": (
        "列表文件应当只有一组条目，每条有 code、zh、en。",
        "A list file holds one array of entries, each with code, zh, en.",
    ),
}

_NAMES = {
    "unknown_state": ("没有“{word}”这个状态。", "There is no state “{word}”."),
    "unknown_contract_state": (
        "“{word}”不是统一状态；统计和接口只认统一状态。",
        "“{word}” is not a contract state, and figures and the API know only those.",
    ),
    "unknown_verb": ("没有“{word}”这个动作。", "There is no verb “{word}”."),
    "unknown_field": (
        "没有“{word}”这个字段，请在 [fields] 里声明。",
        "There is no field “{word}”; declare it in [fields].",
    ),
    "unknown_task": (
        "没有“{word}”这类分项，请在 [tasks] 里声明。",
        "There is no kind of task “{word}”; declare it in [tasks].",
    ),
    "unknown_promise": ("没有“{word}”这个承诺。", "There is no promise “{word}”."),
    "unknown_figure": (
        "没有“{word}”这个指标，请在 [[figure]] 里声明。",
        "There is no figure “{word}”; declare it as a [[figure]].",
    ),
    "figure_taken": (
        "“{word}”是每个事项都有的指标，请换一个代码。",
        "“{word}” is a figure that every service has; choose another code.",
    ),
    "not_for_all": (
        "“{word}”不能对外公示：属于个人、限定可见或是附件。",
        "“{word}” cannot be published: it is personal, for some only, or a file.",
    ),
    "asker_of_staff": (
        "“{word}”是工作人员的角色，不能作为提出诉求的人；本单位自己登记的写 office。",
        "“{word}” is a role of staff, which nobody takes by asking; what officers file for themselves says office.",
    ),
    "office_does_nothing": (
        "office 只能写在 asker 里；动作“{word}”要写由哪个岗位做，例如 any_officer。",
        "office stands only for `asker`; the verb “{word}” needs the role that does it, such as any_officer.",
    ),
    "unknown_role": (
        "没有“{word}”这个角色；新角色要在 words.toml 的 [roles] 里写中英文名。",
        "There is no role “{word}”; a new one needs its words in both languages under [roles] of words.toml.",
    ),
    "unknown_rule": ("rules/ 里没有“{word}”这条规则。", "There is no rule “{word}” in rules/."),
    "unknown_hours": (
        "town.toml 里没有“{word}”这套服务时间。",
        "town.toml has no service hours “{word}”.",
    ),
    "unknown_calendar": ("calendars/ 里没有日历“{word}”。", "There is no calendar “{word}” in calendars/."),
    "unknown_zone": ("没有“{word}”这个时区。", "There is no time zone “{word}”."),
    "unknown_choice": ("“{word}”不是字段“{field}”的选项。", "“{word}” is no choice of the field “{field}”."),
    "unknown_who": ("演员表和角色里都没有“{word}”。", "“{word}” is neither in the cast nor a role."),
    "unknown_placeholder": ("编号里不能用 {{{word}}}。", "A number cannot have {{{word}}}."),
    "verb_without_words": (
        "动作“{word}”不在标准动作里，也没有中英文名。请改名，或在 words.toml 的 [verbs] 里写明。",
        "The verb “{word}” is no standard verb and has no words. Rename it, or name it under [verbs] of words.toml.",
    ),
    "missing_words": (
        "“{word}”缺少名称（{lang}）。请在 words.toml 里补上。",
        "“{word}” has no words ({lang}). Add them in words.toml.",
    ),
    "unused_words": (
        "words.toml 为“{word}”写了名称，但事项里没有它。",
        "words.toml names “{word}”, which the service does not have.",
    ),
    "no_share": (
        "“{word}”不是“数量 ÷ 数量”的指标，不能写在 below 里：要有 sum 和 over = {{ sum = … }}，不带条件。",
        "“{word}” is no number over another: `below` needs a figure with sum and over = {{ sum = … }}, no condition.",
    ),
    "field_kind": ("字段“{word}”的种类不合此处所需。", "The field “{word}” is not of the kind needed here."),
}

_SENSE = {
    "within_or_due": ("within 与 due 必须且只能写一个。", "Give exactly one of within and due."),
    "by_or_to": ("by 与 to 只能写一个。", "Give only one of by and to."),
    "choices_or_list": ("choices 与 list 只能写一个。", "Give only one of choices and list."),
    "choices_of_kind": ("种类为“{word}”的字段不能有选项。", "A field of kind “{word}” has no choices."),
    "choice_without_period": (
        "字段“{field}”的选项“{word}”没有期限；每个选项都要有。",
        "The choice “{word}” of “{field}” has no period; each choice needs one.",
    ),
    "no_default": (
        "字段“{word}”没有默认值，未分类时无从计时。请写 default。",
        "The field “{word}” has no default, so nothing says how long before it is set. Give it a default.",
    ),
    "held_by_task": (
        'held_by = "task" 只能用于分项的承诺（of）。',
        'held_by = "task" is for promises of tasks (of) only.',
    ),
    "effect_without_on": (
        "“{word}”要作用于分项，请用 on 写明哪类分项。",
        "“{word}” acts on a task; say with on which kinds of task.",
    ),
    "not_the_clock's": (
        '动作“{word}”不归 clock，系统时钟做不了它。请在其 by 里加 "clock"。',
        'The verb “{word}” does not belong to the clock, so nothing would do it. Add "clock" to its by.',
    ),
    "idle_clock": (
        "动作“{word}”只归 clock，却没有承诺用 at_due 或 if_broken 叫它。",
        "The verb “{word}” is the clock's alone, and no promise calls it by at_due or if_broken.",
    ),
    "nobody_asks": (
        "动作“{word}”永远做不了：没有动作 extend，就没有人能申请延期。请加上 extend。",
        "The verb “{word}” is never possible: without a verb extend nobody can ask for an extension. Add it.",
    ),
    "extendable_minutes": (
        "承诺“{word}”以分钟或小时计，不能延期；只有以日或更长计的可以。",
        "The promise “{word}” runs by minutes or hours; only days or longer can be extended.",
    ),
    "given_at_end": (
        "进入终结状态时不能作出承诺（“{word}”）：终结之后没有时限在走。",
        "Nothing is given by entering an end (“{word}”): no clock runs in an end.",
    ),
    "opens_at_end": (
        "动作“{word}”进入终结状态，不能同时开出分项。",
        "The verb “{word}” leads into an end and so cannot open tasks.",
    ),
    "dead_branch": (
        "动作“{word}”的这一分支永远轮不到：前面已有一个总是成立的分支。",
        "This branch of “{word}” is never reached: one before it always holds.",
    ),
    "never_set": (
        "没有动作设置字段“{word}”。请写进某个动作的 needs 或 may，或删去。",
        "No verb sets the field “{word}”. Put it into needs or may of one, or drop it.",
    ),
    "never_opened": (
        "没有动作开出“{word}”分项。请用 opens，或删去。",
        "No verb opens a task “{word}”. Use opens, or drop it.",
    ),
    "never_possible": (
        "动作“{word}”永远做不了：它的 from 里没有一个到得了的状态。",
        "The verb “{word}” is never possible: no state of its from can be reached.",
    ),
    "never_given": (
        "承诺“{word}”永远不会作出：没有动作符合它的 from。",
        "The promise “{word}” is never given: no verb can fit its from.",
    ),
    "never_kept": (
        "承诺“{word}”永远无法兑现：没有动作符合它的 kept_by（分项的承诺只由作用于该分项的动作兑现）。",
        "The promise “{word}” can never be kept: no verb fits its kept_by "
        "(a task's promise is kept by verbs that act on that task).",
    ),
    "unreachable": (
        "从登记出发到不了状态“{word}”。请让某个动作进入它，或删去。",
        "No way leads from registration to the state “{word}”. Let a verb enter it, or drop it.",
    ),
    "stuck": (
        "承诺“{word}”在状态“{states}”仍可能在走，而此后没有动作能兑现或解除它。"
        '请补 kept_by 或 released_by，如 {{ to = "{state}" }}。',
        "The promise “{word}” can still be running in “{states}”, and nothing after it keeps or releases it. "
        'Add to kept_by or released_by, for instance {{ to = "{state}" }}.',
    ),
    "no_register": ("没有 register，谁也提不了。", "There is no register, so nobody can ask."),
    "number_braces": ("编号规则“{word}”的花括号不对。", "The braces of the number pattern “{word}” are wrong."),
    "number_not_unique": (
        "编号规则“{word}”会重号：要有 {{random}} 或 {{seq}}。",
        "The number pattern “{word}” repeats itself: it needs {{random}} or {{seq}}.",
    ),
    "number_unsafe": (
        "编号规则“{word}”含有不能放进网址的字符。公文编号请另设字段。",
        "The number pattern “{word}” has characters that no address carries. Keep an official number in a field.",
    ),
}

_MESSAGES = {
    "message_when": (
        "on、moved、stage 必须且只能写一个，否则不知道何时发出。",
        "Give exactly one of on, moved and stage: they say when it is sent.",
    ),
    "message_to": ("要写明发给谁（to）。", "Say to whom it goes (to)."),
    "message_blank": ("消息里不能用 {{{word}}}。", "A message cannot have {{{word}}}."),
    "code_to_others": (
        '查询码能打开办件，只能发给诉求人：含 {{code}} 的消息应当 to = ["asker"]。',
        'The tracking code opens the case, so only the asker gets it: to = ["asker"] where a text has {{code}}.',
    ),
    "sms_body": (
        "短信网关的报文里缺少 {{{word}}}，短信发不到人。",
        "The body for the SMS gateway lacks {{{word}}}, so no message would arrive.",
    ),
    "sms_ok": ("“{word}”不是正则表达式：{why}。", "“{word}” is no regular expression: {why}."),
}

_SITUATIONS = {
    "no_steps": ("这个情形没有步骤。", "This situation has no steps."),
    "backwards": ("时间倒退到了 {word}，步骤要按先后写。", "Time runs back to {word}; write the steps in order."),
    "before_service": ("{word} 时事项尚未施行。", "The service is not yet in force on {word}."),
}

SENTENCES: Mapping[str, Mapping[str, str]] = {
    code: {"zh": zh, "en": en}
    for group in (_FORM, _FILES, _NAMES, _SENSE, _MESSAGES, _SITUATIONS)
    for code, (zh, en) in group.items()
}
"""By code of the mistake; blanks are filled from its values."""
