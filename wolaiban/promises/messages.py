"""The sentences of refusals: what, why, what to do now; Chinese first, English complete. 「提示语」"""

from __future__ import annotations

from collections.abc import Mapping

from wolaiban.catalogue.service import Service

from .life import Wrong

SENTENCES: Mapping[str, tuple[str, str]] = {
    "unknown_verb": (
        "本事项没有“{verb}”这一操作，请从可用操作中选择。",
        "This service has no verb “{verb}”. Choose one of those offered.",
    ),
    "wrong_state": (
        "当前状态为“{state}”，不能{verb}。请刷新页面，查看现在可以做什么。",
        "The case is “{state}”, so “{verb}” is not possible now. Reload and see what is.",
    ),
    "wrong_role": (
        "您的岗位不能{verb}。如确需办理，请联系企服中心。",
        "Your posts do not allow “{verb}”. If it must be done, ask the service centre.",
    ),
    "which_task": (
        "请指明要{verb}的分项（{kinds}）。",
        "Say which task ({kinds}) “{verb}” is about.",
    ),
    "no_task_needed": ("“{verb}”针对整个办件，不要填写分项。", "“{verb}” is about the whole case; leave the task out."),
    "no_such_task": ("没有分项“{task}”，请核对。", "There is no task “{task}”. Check which is meant."),
    "task_over": ("分项 {task} 已结束，不能再{verb}。", "Task {task} is over; “{verb}” is no longer possible on it."),
    "task_waits": (
        "分项 {task} 要等分项 {before} 完成后才开始，现在不能{verb}。请先完成前面的分项。",
        "Task {task} starts when task {before} is done; until then “{verb}” is not possible on it. Finish that first.",
    ),
    "already_signed": ("{unit} 已签收，无需重复。", "{unit} has signed already; nothing is left to do."),
    "unit_elsewhere": (
        "{unit} 属于邻城，本事项没有约定与邻城往来，请选本地单位。",
        "{unit} belongs to a neighbouring town, with which this service exchanges nothing. Choose a unit of this town.",
    ),
    "sign_first": ("请先签收，再{verb}。", "Sign for the case first, then “{verb}” is yours to do."),
    "rated_already": (
        "这次办理已经评价过；评价只有一次，不能更改。如仍有问题，请申请重新办理并写明原因。",
        "This handling has been rated; a rating is given once and cannot be changed. If it is still not right, reopen "
        "the case and say why.",
    ),
    "once_only": ("“{verb}”已经做过，只做一次。", "“{verb}” has been done already; it is done once."),
    "task_without": (
        "每个“{kind}”都要填写“{field}”，否则无从计时。",
        "Every “{kind}” needs its “{field}”: without it no clock would run.",
    ),
    "too_small": ("“{field}”不能小于 {limit}，现为 {value}。", "“{field}” cannot be below {limit}; it is {value}."),
    "too_large": ("“{field}”不能大于 {limit}，现为 {value}。", "“{field}” cannot be above {limit}; it is {value}."),
    "needs": ("请填写“{field}”。", "Fill in “{field}”."),
    "not_taken": ("“{verb}”不接受“{field}”，请删去该项。", "“{verb}” does not take “{field}”; leave it out."),
    "not_a_choice": (
        "“{field}”不能是“{value}”，请从中选择：{choices}。",
        "“{field}” cannot be “{value}”. Choose one of: {choices}.",
    ),
    "not_a_date": (
        "“{field}”应为日期，如 2024-09-19，现为“{value}”。",
        "“{field}” must be a date such as 2024-09-19, not “{value}”.",
    ),
    "not_a_number": (
        "“{field}”应为数字（整数部分最多 15 位，小数最多 6 位），现为“{value}”。",
        "“{field}” must be a number of at most 15 digits and 6 decimals, not “{value}”.",
    ),
    "not_a_code": (
        "“{field}”应为编号或版本，如 14-2、第8号（有数字，最多 40 个字符，不写别的文字），现为“{value}”。",
        "“{field}” must be an official number or version such as 14-2 or 2024.1: at least one digit, at most 40 "
        "characters, no other words; not “{value}”.",
    ),
    "not_a_period": (
        "“{field}”应为整数加单位的期限（分钟、天、工作日、个月等），现为“{value}”。",
        "“{field}” must be a whole number and a unit (minutes, days, working days, months...), not “{value}”.",
    ),
    "unknown_unit": ("“{field}”：没有单位“{value}”。{zh}", "“{field}”: there is no unit “{value}”. {en}"),
    "unknown_person": (
        "“{field}”：没有登录名或编号为“{value}”的工作人员。{zh}",
        "“{field}”: no officer has the login or key “{value}”. {en}",
    ),
    "nothing_to_hand_over": (
        "本件没有绑定在{name}名下的事项，不必移交。",
        "Nothing of this case is bound to {name}; there is nothing to hand over.",
    ),
    "heir_has_no_post": (
        "{name}今天没有岗位，不能接手。请选择另一位在岗人员。",
        "{name} holds no post today and cannot take over. Choose somebody who does.",
    ),
    "heir_may_not": (
        "{name}的岗位不能“{verb}”，接手后本件无人可签。请选择有此职责的人。",
        "No post of {name} may do “{verb}”, so nobody could sign this case. Choose somebody who may.",
    ),
    "unknown_area": ("没有区域“{value}”。{zh}", "There is no area “{value}”. {en}"),
    "no_such_promise": ("本事项没有承诺“{promise}”，请核对。", "This service has no promise “{promise}”. Compare it."),
    "not_a_number_of_case": (
        "“{value}”不是办件编号，请填写编号。",
        "“{value}” is no number of a case. Give the number.",
    ),
    "unknown_case": (
        "“{field}”：没有编号为“{value}”的办件，或您无权查看。请核对编号。",
        "“{field}”: there is no case {value}, or none that you may see. Compare the number.",
    ),
    "case_of_other": (
        "“{field}”：{value} 不是“{zh}”的办件。请核对编号。",
        "“{field}”: {value} is no case of {en}. Compare the number.",
    ),
    "not_a_name": (
        "分项的名称应为代码（如 pipes_1，最多 30 个字符），现为“{value}”。说明请写在 matter。",
        "A task's name is a code such as pipes_1, of at most 30 characters, not “{value}”. Say what the task is about "
        "in its matter.",
    ),
    "no_such_file": (
        "“{field}”中有文件未收到、已过期或已用过，请重新上传。",
        "“{field}”: a file was not received, has waited too long, or was used before. Send it again.",
    ),
    "too_many_files": ("一次最多 {most} 个文件，请分次提交。", "At most {most} files at once. Send the others later."),
    "not_of_task": (
        "分项里不能写“{field}”，请写在整件的内容里。",
        "A task does not carry “{field}”. Say it of the whole case.",
    ),
    "not_a_channel": (
        "渠道应为代码，如 phone，现为“{value}”。请在映射文件的 words 里换成代码。",
        "The channel must be a code such as phone, not “{value}”. Put it into other words in the map.",
    ),
    "wrong_device_time": (
        "设备填写时间须在诉求前 {days} 天以内，且最多比现在快 {minutes} 分钟。请校准设备时钟，或删去该项。",
        "The device's time may lie at most {days} days before the conversation and {minutes} minutes ahead of now. "
        "Set its clock, or leave the time out.",
    ),
    "at_the_door": ("{zh}", "{en}"),
    "day_over": (
        "“{field}”须为今天或以后的日期，{value} 已过。",
        "“{field}” must be today or later; {value} is over.",
    ),
    "not_an_identity": (
        "“{field}”须为有效的居民身份证号或统一社会信用代码，请对照证件填写。",
        "“{field}” must be a valid identity card number or unified social credit code. Copy it from the document.",
    ),
    "day_to_come": (
        "“{field}”不能晚于今天，{value} 还没有到。",
        "“{field}” cannot be later than today; {value} is still to come.",
    ),
    "not_of_the_unit": (
        "“{field}”只能是您本人所在的单位。请由{unit}的经办人办理。",
        "“{field}” can only be a unit for which you handle cases. Leave it to a handler of {unit}.",
    ),
    "ground_for_grade": (
        "改变分类须写明理由，请填写“{ground}”。",
        "A change of class needs its reason: fill in “{ground}”.",
    ),
    "opens_not": ("“{verb}”不能交办“{kind}”。", "“{verb}” cannot open a task of kind “{kind}”."),
    "one_lead": ("须且只须一个主办单位，请指定。", "Name exactly one lead unit."),
    "unit_complained_of": (
        "所反映的正是{unit}，不得交其办理，请另选单位。",
        "The complaint is about {unit}: it may not handle it. Choose another unit.",
    ),
    "not_yet": ("须先完成：{what}。", "First do: {what}."),
    "tasks_open": ("还有未完成的“{what}”，完成后再办。", "Tasks of kind “{what}” are still open; finish them first."),
    "still_running": (
        "承诺“{promise}”仍在计时，不能{verb}。请先履行该承诺。",
        "The promise “{promise}” is still running, so “{verb}” is not possible. Keep it first.",
    ),
    "already_paused": ("已因“{reason}”挂起，无需重复。", "It is paused for “{reason}” already."),
    "nothing_to_pause": (
        "没有因“{reason}”可以暂停的承诺，无需挂起。",
        "No promise that “{reason}” could pause is owed here, so there is nothing to pause.",
    ),
    "not_paused": ("当前没有挂起，无需恢复。", "Nothing is paused, so there is nothing to resume."),
    "not_running": (
        "承诺“{promise}”不在计时，不能延期。",
        "The promise “{promise}” is not running; it cannot be extended.",
    ),
    "not_extendable": ("承诺“{promise}”不可延期。", "The promise “{promise}” cannot be extended."),
    "paused_now": (
        "承诺“{promise}”正在挂起，恢复后再申请延期。",
        "The promise “{promise}” is paused. Resume it, then extend it.",
    ),
    "extended_already": (
        "承诺“{promise}”最多延期 {times} 次，已用完。",
        "The promise “{promise}” may be extended {times} time(s); that is used up.",
    ),
    "beyond_ceiling": (
        "最晚只能延至 {last}，{until} 超过上限。",
        "The last day possible is {last}; {until} is beyond it.",
    ),
    "no_extension": (
        "延期日 {until} 须为原到期日之后的工作日。",
        "{until} must be a working day after the present due day.",
    ),
    "no_request": (
        "承诺“{promise}”没有待批的延期申请，请先由承办单位申请。",
        "Nobody has asked to extend the promise “{promise}”, or it is decided already. It must be asked for first.",
    ),
    "own_extension": (
        "申请人不能批准自己的延期，请由他人批准。",
        "Whoever asked for an extension does not grant it; let somebody else decide.",
    ),
    "not_the_signer": (
        "须由{signer}本人签批，或由其书面委托的人签批。",
        "Only {signer}, or somebody with their recorded delegation, may sign.",
    ),
    "did_it_themselves": (
        "须由他人{verb}：已由您本人{did}。",
        "“{verb}” is for somebody else: you did “{did}” yourself.",
    ),
    "same_person": (
        "“{field}”和“{other}”不能是同一人，请另选一人。",
        "“{field}” and “{other}” cannot be the same person. Choose somebody else.",
    ),
    "signs_own": (
        "“{field}”不能是已经{did}的人，请另选一人。",
        "“{field}” cannot be whoever did “{did}”. Choose somebody else.",
    ),
    "is_that_person": (
        "您是本件的“{field}”，须由他人{verb}。",
        "You are the “{field}” of this case: “{verb}” is for somebody else.",
    ),
    "may_not_sign": (
        "“{field}”不能是{name}：其岗位在此不能“{verb}”。请选择有此职责的人。",
        "“{field}” cannot be {name}, whose posts do not allow “{verb}” here. Choose somebody who may.",
    ),
    "no_signer": (
        "尚未指定“{field}”，无人可以签批；请先指定。",
        "Nobody is named as “{field}” yet, so nobody may sign. Name somebody first.",
    ),
    "already_registered": ("该办件已登记。", "The case is registered already."),
    "not_registered": ("该办件尚未登记。", "The case is not registered yet."),
    "back_in_time": (
        "时间不能早于上一条记录（{at}）。",
        "The instant may not lie before the last event ({at}).",
    ),
    "too_early": (
        "诉求时间最早只能填写 {hours} 小时之前，且不得晚于现在。",
        "The conversation may lie at most {hours} hours back, and not in the future.",
    ),
    "not_in_force": ("该事项在此日期尚未施行。", "The service was not in force on that day."),
    "bad_contact": ("{zh}", "{en}"),
    "no_name": ("请填写姓名或单位名称。", "Give a name, or the name of the firm."),
    "no_contact": (
        "请留下电话或电子邮箱，以便告知进展。",
        "Leave a phone number or an e-mail address, so that you can be told how it goes.",
    ),
    "merge_over": ("并入的办件须为同一事项且均未办结。", "Both cases must be of one service and still open."),
    "merge_older": ("须将较晚的办件并入较早的办件。", "Merge the younger case into the older one."),
    "rule_said_no": (
        "《{title_zh}》（{on} 起施行）不允许：{zh}",
        "“{title_en}” (in force since {on}) does not allow it: {en}",
    ),
    "neighbour_silent": (
        "{zh}尚未答复有没有先例，答复后再办。等不及的，请电话询问并记下答复。",
        "{en} has not said yet whether it knows an earlier case. Wait, or ask by telephone and record the answer.",
    ),
    "nobody_to_ask": (
        "没有接通的邻城，问不了。请电话询问并记下答复。",
        "No neighbouring town is connected, so nobody is asked. Ask by telephone and record the answer.",
    ),
    "no_rule_then": (
        "《{zh}》在 {on} 没有生效的版本，不能据以办理。请核对日期。",
        "No version of “{en}” was in force on {on}, so nothing can be decided by it. Check the day.",
    ),
}


def sentence(wrong: Wrong, service: Service, lang: str) -> str:
    """One reason in words; codes of states, verbs, fields, promises, roles become their labels."""
    zh, en = SENTENCES[wrong.code]
    kinds = {
        "state": "states", "verb": "verbs", "field": "fields", "promise": "promises", "role": "roles", "kind": "tasks",
        "did": "verbs", "other": "fields",
    }  # fmt: skip
    about = {key: service.word(kinds[key], text, lang) if key in kinds else text for key, text in wrong.about.items()}
    about.setdefault("ground", service.word("fields", "ground", lang))
    about |= {
        "what": _labels(service, about.get("what", ""), lang),
        "kinds": _labels(service, about.get("kinds", ""), lang),
    }
    return (en if lang.startswith("en") else zh).format(**about)


def _labels(service: Service, codes: str, lang: str) -> str:
    """Codes joined by a stroke, each as its label: a task kind, or a verb."""
    words = (
        service.word("tasks" if code in service.tasks else "verbs", code, lang) for code in codes.split("/") if code
    )
    return " / ".join(words)
