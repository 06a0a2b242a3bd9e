"""What is told where personal data are asked: who, why, how long, which, who reads them, what rights. 「收集告知」

Made of the fields of the form, so that a field more in the file is a field more in the notice (Personal Information
Protection Law §17).
"""

from __future__ import annotations

from django.utils.translation import gettext

from wolaiban.catalogue.service import Service
from wolaiban.promises.town import town
from wolaiban.web.shared.forms import Form
from wolaiban.web.shared.offers import offer
from wolaiban.web.shared.people import Names, rooms_of_roles
from wolaiban.web.shared.telling import reader_lang

ANSWERS_FOR_IT = "desk"
Line = tuple[str, str]


def notice(service: Service, form: Form) -> list[Line]:
    """The lines of the notice, a heading and a sentence each; the purpose with the time of keeping stands first."""
    asked = [entry for entry in form.entries if _is_personal(service, entry.name)]
    needed = [entry.label for entry in asked if not entry.optional]
    free = [entry.label for entry in asked if entry.optional]
    which = _list(needed) + (gettext("；选填：%(fields)s") % {"fields": _list(free)} if free else "")
    readers = gettext("受理和办理本件的工作人员。对外只公布件数和比率，不公布诉求内容和提出人。")
    if "confidential" in service.fields:
        readers += gettext("选择保密的，承办单位看不到您的姓名、单位和联系方式。")
    return [
        (gettext("谁收集"), _collector(service)),
        (gettext("用途和保存多久"), offer(service).purpose),
        (gettext("收集哪些"), which),
        (gettext("谁看得到"), readers),
        (gettext("您的权利"), _rights()),
    ]


def _collector(service: Service) -> str:
    here, lang = town(), reader_lang()
    name = here.name.get(lang) or here.name.get("zh", "")
    desk = Names(rooms=rooms_of_roles()).holder(service, ANSWERS_FOR_IT)
    return f"{name} · {desk}"


def _rights() -> str:
    return gettext(
        "凭编号和查询码随时查看您提交的内容；要更正、要副本、要删除或撤回同意，在进度页留言或到服务窗口办理。"
        "不填选填项不影响办理；不愿在网上填写的，可到窗口或打电话办理。"
    )


def _is_personal(service: Service, name: str) -> bool:
    known = service.fields.get(name)
    return name.startswith("requester.") or (known is not None and (known.personal or known.kind == "file"))


def _list(labels: list[str]) -> str:
    return gettext("、").join(labels)
