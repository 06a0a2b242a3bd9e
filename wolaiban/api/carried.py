"""What a verb carries, checked by name before the kernel sees it. 「随附字段」"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from wolaiban.catalogue.service import KERNEL_FIELDS, Service
from wolaiban.people.models import Organisation
from wolaiban.promises.attaching import is_file
from wolaiban.promises.life import Opening
from wolaiban.promises.life.checks import TAKES

from .problems import Problem, say, unknown_field
from .sent import Act

OF_THE_CALL = ("at", "task", "tasks", "lead", "co", "requester", "tracking_code")
LONGEST = 20_000


def carried(service: Service, verb: str, act: Act) -> dict[str, Any]:
    """The fields sent with a verb. Raises Problem 422 for a name the verb does not take, with the nearest it takes."""
    rule = service.verbs[verb]
    takes = [name for name in (*rule.needs, *rule.may, *KERNEL_FIELDS, *TAKES.get(verb, ())) if name != "tasks"]
    known = [*takes, *(name for name in OF_THE_CALL if name not in takes)]
    wrong, said = [], {}
    for name, value in (act.model_extra or {}).items():
        if name not in takes:
            wrong.append((name, unknown_field(name, known)))
        elif problem := _files(value) if is_file(service, name) else _value(value):
            wrong.append((name, problem))
        else:
            said[name] = value.strip() if isinstance(value, str) else value
    if act.requester is not None:
        if "requester" not in takes:
            wrong.append(("requester", unknown_field("requester", takes)))
        else:
            said["requester"] = {name: text for name, text in act.requester.model_dump().items() if text}
    wrong += _beside(verb, said, act)
    if wrong:
        raise Problem.at_fields(wrong)
    return {name: value for name, value in said.items() if value not in (None, "", {}, [])}


def _value(value: Any) -> str:
    """What is wrong with a value that a file's field may have; "" if nothing is."""
    if isinstance(value, str):
        if len(value) > LONGEST:
            return say(f"最多 {LONGEST} 个字符。", f"At most {LONGEST} characters.")
        if "\x00" in value or not _encodable(value):
            return say("含有无效字符，请删去。", "There are invalid characters in this; take them out.")
        return ""
    if value is None or isinstance(value, bool | int):
        return ""
    return say("应为文字、整数或 true、false。", "This must be text, a whole number, true or false.")


def _files(value: Any) -> str:
    """What is wrong with what should name files; whether there are such files is for the kernel to tell."""
    if isinstance(value, list) and all(isinstance(one, str) and _encodable(one) for one in value):
        return ""
    return say("应为 POST /files 所答 file 的列表。", "This must be a list of what POST /files answered as `file`.")


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _beside(verb: str, said: dict[str, Any], act: Act) -> list[tuple[str, str]]:
    """What a verb of the kernel needs, or cannot take, beside the fields of the file."""
    if verb == "merge" and not said.get("into"):
        return [("into", say("请填写并入的办件编号。", "Give the number of the case it goes into."))]
    if verb in ("merge", "correct", "recount") and act.task:
        return [("task", say("此操作针对整个办件，请删去 task。", "This is about the whole case; leave the task out."))]
    return []


def openings(act: Act) -> list[Opening]:
    """The tasks to open; `lead` and `co` are short for two kinds. Raises Problem 422 for a unit that does not exist."""
    short = [("lead", "lead", act.lead)] if act.lead else []
    short += [(f"co.{place}", "co", unit) for place, unit in enumerate(act.co)]
    named = [(f"tasks.{place}.unit", one.unit) for place, one in enumerate(act.tasks)]
    named += [(place, unit) for place, _, unit in short]
    if named:
        _check_units(named)
    return [
        *(Opening(one.kind, one.unit, one.matter, one.name, tuple(one.after), one.replaces) for one in act.tasks),
        *(Opening(kind, unit) for _, kind, unit in short),
    ]


def _check_units(named: list[tuple[str, str]]) -> None:
    codes = {unit for _, unit in named}
    known = set(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))
    if codes <= known:
        return
    every = list(Organisation.objects.values_list("code", flat=True))
    raise Problem.at_fields([(place, _no_unit(unit, every)) for place, unit in named if unit not in known])


def _no_unit(unit: str, every: list[str]) -> str:
    near = get_close_matches(unit, every, n=1, cutoff=0.4)
    zh, en = (f"是否指“{near[0]}”？", f"Did you mean {near[0]}?") if near else ("请核对代码。", "Compare the code.")
    return say(f"没有单位“{unit}”。{zh}", f"There is no unit {unit}. {en}")
