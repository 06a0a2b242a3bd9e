"""Problems as RFC 9457 writes them, in the caller's language: what, why, and what to do now. 「问题答复」"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from django.http import HttpRequest, HttpResponse

from wolaiban.promises.telling import reader_lang as lang

MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[int, tuple[str, str, str]] = {
    400: ("malformed", "请求无法读取", "The request cannot be read"),
    401: ("unauthorized", "令牌无效", "The token is not valid"),
    403: ("forbidden", "无权办理", "Not allowed"),
    404: ("not-found", "未找到", "Not found"),
    405: ("method-not-allowed", "方法不可用", "Not this method"),
    409: ("conflict", "现在不能办理", "Not possible now"),
    413: ("too-large", "内容过大", "Too much was sent"),
    415: ("unsupported-type", "类型不收", "Not this type"),
    422: ("invalid", "内容有误", "Something sent is wrong"),
    429: ("too-often", "提交过于频繁", "Too often"),
    503: ("unavailable", "暂不可用", "Not available"),
}


def say(zh: str, en: str) -> str:
    """The sentence in the caller's language."""
    return en if lang() == "en" else zh


class Problem(Exception):
    """Something that is answered with a problem instead of a result. 「问题」

    `errors` pairs fields with sentences; `more` holds further members, such as what is possible instead; `headers`
    go out with it.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        errors: Sequence[tuple[str, str]] = (),
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.more = status, detail, tuple(errors), dict(more or {})
        self.headers = dict(headers or {})

    @classmethod
    def at_fields(cls, errors: Sequence[tuple[str, str]]) -> Problem:
        """422: the fields that are wrong, each with its sentence."""
        return cls(422, " ".join(dict.fromkeys(message for _, message in errors)), errors)

    @classmethod
    def at_field(cls, field: str, zh: str, en: str) -> Problem:
        """422: one field."""
        return cls.at_fields([(field, say(zh, en))])


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as a response."""
    code, zh, en = TITLES[problem.status]
    body: dict[str, Any] = {
        "type": f"urn:wolaiban:problem:{code}",
        "title": say(zh, en),
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.path,
        "errors": [{"field": field, "message": message} for field, message in problem.errors],
        **problem.more,
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), content_type=MEDIA_TYPE, status=problem.status)
    for name, value in problem.headers.items():
        response[name] = value
    if problem.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="wolaiban"'
    return response


def unknown_field(name: str, known: Sequence[str]) -> str:
    """The sentence for a field that nothing here takes, with the nearest one that is taken."""
    return say(*unknown_field_words(name, known))


def unknown_field_words(name: str, known: Sequence[str]) -> tuple[str, str]:
    """The same in Chinese and in English."""
    near = get_close_matches(name, known, n=1, cutoff=0.4)
    if near:
        return f"没有字段“{name}”，是否指“{near[0]}”？", f"There is no field {name}. Did you mean {near[0]}?"
    zh, en = "、".join(sorted(known)), ", ".join(sorted(known))
    return f"没有字段“{name}”。可用：{zh}。", f"There is no field {name}. Possible are: {en}."


def unknown_value(field: str, name: str, known: Sequence[str]) -> Problem:
    """422 for a code that is not among those known."""
    return Problem.at_fields([(field, unknown_code(name, known))])


FEW = 30
"""So many codes can be read through in a sentence."""


def unknown_code(name: str, known: Sequence[str], *, every: bool = False) -> str:
    """The sentence for a code that is not among those known: the nearest one, else (or with `every`) all if few."""
    near = get_close_matches(name, known, n=1, cutoff=0.4)
    zh, en = [f"“{name}”不存在。"], [f"There is no {name}."]
    if near:
        zh.append(f"是否指“{near[0]}”？")
        en.append(f"Did you mean {near[0]}?")
    if 0 < len(known) <= FEW and (every or not near):
        zh.append(f"可用：{'、'.join(known)}。")
        en.append(f"Possible are: {', '.join(known)}.")
    elif not near:
        zh.append("请核对代码。")
        en.append("Compare the code.")
    return say("".join(zh), " ".join(en))
