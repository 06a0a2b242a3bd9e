"""The form in which somebody asks. 「诉求表单」"""

from __future__ import annotations

from django.utils.translation import gettext

from wolaiban.catalogue.service import Service
from wolaiban.web.shared.acting import unit_options
from wolaiban.web.shared.forms import Entry, Form, asker_fields, field_entry, requester_entries


def ask_form(service: Service) -> Form:
    """What the service asks for, then who asks."""
    rule = service.verbs["register"]
    units = [("", gettext("不涉及")), *unit_options()]
    entries = [field_entry(service, name, units, required=name in rule.needs) for name in asker_fields(service)]
    for entry in entries:
        entry.hint = _hints().get(entry.name, "")
    return Form(sorted(entries, key=_place) + requester_entries(firm=service.asker == "firm"))


def _place(entry: Entry) -> int:
    order = ("subject", "text", "board", "about_unit", "confidential")
    return order.index(entry.name) if entry.name in order else len(order)


def _hints() -> dict[str, str]:
    return {
        "subject": gettext("用一句话说清楚要办什么。"),
        "text": gettext("写明经过和希望的结果；地点、时间越具体，办得越快。"),
        "confidential": gettext("选“是”，承办单位看不到您的姓名、单位和联系方式。"),
        "about_unit": gettext("如果反映的是某个单位，请选出；本件不会交给它办理。"),
    }
