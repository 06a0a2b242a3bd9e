"""The form in which somebody asks. 「诉求表单」"""

from __future__ import annotations

from django.utils.translation import gettext

from wolaiban.catalogue.service import Service
from wolaiban.catalogue.vocabulary import FIELDS
from wolaiban.web.shared.acting import unit_options
from wolaiban.web.shared.forms import Entry, Form, asker_fields, field_entry, requester_entries

AT_ONCE = ("subject", "text", "requester.organisation", "requester.name", "requester.phone")
"""What stands open on a telephone; all else may be left as it is, and opens with one touch."""
AFTER = ("attachment", "requester.email", "board", "about_unit", "confidential")


def ask_form(service: Service) -> Form:
    """What the service asks for, then who asks, then what may be left."""
    rule = service.verbs["register"]
    units = [("", gettext("不涉及")), *unit_options(service)]
    entries = [field_entry(service, name, units, required=name in rule.needs) for name in asker_fields(service)]
    entries += requester_entries(firm=service.asker == "firm")
    for entry in entries:
        if _is_usual(service, entry.name):
            entry.hint = _hints().get(entry.name, entry.hint)
        entry.aside = entry.name not in AT_ONCE and not (entry.required and entry.name in service.fields)
    return Form(sorted(entries, key=_place))


def _place(entry: Entry) -> int:
    """As they stand on the page, so that errors are told in that order."""
    order = (*AT_ONCE, *AFTER)
    return order.index(entry.name) if entry.name in order else len(order)


def _is_usual(service: Service, name: str) -> bool:
    """Whether a question is called what it is called everywhere; a hint may not fit one with a name of its own."""
    return name not in FIELDS or service.words.get("fields", {}).get(name) == FIELDS[name]


def _hints() -> dict[str, str]:
    return {
        "subject": gettext("用一句话说清楚要办什么。"),
        "text": gettext("写明经过和希望的结果；地点、时间越具体，办得越快。"),
        "requester.phone": gettext("用于告知进展；没有电话的，在下面“更多内容”里填电子邮箱。"),
        "requester.email": gettext("电话和电子邮箱至少填一项。"),
        "confidential": gettext("选“是”，承办单位看不到您的姓名、单位和联系方式。"),
        "about_unit": gettext("如果反映的是某个单位，请选出；本件不会交给它办理。"),
    }
