"""Where no call is: an address that is none, or lacks the method, is answered with a problem too. 「无此地址」"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import isfunction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.csrf import csrf_exempt

from wolaiban.promises.access import door

from .problems import Problem, answer, say

View = Callable[..., HttpResponseBase]


def with_problems(urls: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The addresses of the API, each telling in a problem which methods it has; after them all others."""
    for url in urls:
        # The description and its pages are no calls, and answer whatever the method is.
        if isinstance(url, URLPattern) and isfunction(url.callback):
            url.callback = _telling(url.callback)
    return [*urls, re_path(r"^.*\Z", nowhere, name="nowhere")]


@csrf_exempt
@door("anybody")
def nowhere(request: HttpRequest) -> HttpResponse:
    """404 for an address under which there is no call."""
    detail = say(
        "接口没有这个地址。全部地址见 /api/v1/openapi.json，说明见 /api/v1/docs。",
        "The API has no such address. All of them stand in /api/v1/openapi.json, with pages at /api/v1/docs.",
    )
    return answer(request, Problem(404, detail))


def _telling(view: View) -> View:
    @wraps(view)
    def answered(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponseBase:
        response = view(request, *parts, **named)
        return _other_method(request, response["Allow"]) if response.status_code == 405 else response

    return answered


def _other_method(request: HttpRequest, allowed: str) -> HttpResponse:
    methods = ", ".join(sorted(allowed.split(", ")))
    detail = say(
        f"此地址不接受 {request.method}，可用：{methods}。",
        f"This address does not take {request.method}. Use {methods}.",
    )
    response = answer(request, Problem(405, detail))
    response["Allow"] = methods
    return response
