"""The receipt as plain text: what somebody needs to come back to their case, and nothing about them. 「回执」"""

from __future__ import annotations

from django.utils.translation import gettext

from wolaiban.web.shared.showing import CaseShown
from wolaiban.web.shared.telling import when


def receipt_text(shown: CaseShown, address: str) -> str:
    """Number, code, link, who is responsible and until when; ends of lines as every telephone and PC shows them."""
    colon, case = gettext("："), shown.case
    lines = [
        (gettext("事项"), shown.service_name),
        (gettext("诉求"), shown.subject),
        (gettext("编号"), case.number),
        (gettext("查询码"), case.tracking_code),
        (gettext("查询链接"), address),
        (gettext("提出时间"), when(case.registered_at)),
        (gettext("现在谁负责"), shown.held_by),
    ]
    lines += [(promise.label, f"{gettext('最晚')} {when(promise.due_at)}") for promise in shown.owed if promise.due_at]
    told = [f"{label}{colon}{text}" for label, text in lines if text]
    told += ["", gettext("凭编号和查询码随时查看进度，办结后作评价。查询码等于您的身份，请勿转给他人。")]
    return "\r\n".join([*told, ""])
