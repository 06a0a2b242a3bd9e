"""The whole of version 1 under /api/v1: routers, problems, description. 「接口总表」"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser as JSONParser
from ninja.renderers import JSONRenderer

from . import (
    acting,
    astray,
    cases,
    due,
    figures,
    files,
    filing,
    handing,
    heads,
    health,
    misread,
    partners,
    routers,
    rules,
    services,
)
from .described import Page
from .problems import MEDIA_TYPE, Problem, answer, say

RETRY_AFTER = {
    "description": "Seconds after which it is worth while to try again.",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
}


class Renderer(JSONRenderer):
    """JSON with Chinese as it is written. 「原文输出」"""

    json_dumps_params = {"ensure_ascii": False}


class Parser(JSONParser):
    """Reads JSON that says it is JSON, or says nothing. 「只收 JSON」"""

    def parse_body(self, request: HttpRequest) -> Any:
        """What was sent; Problem 415 for a form or a file, which no verb takes."""
        sent = request.content_type or ""
        if sent not in ("", "application/json") and not sent.endswith("+json"):
            raise Problem(
                415,
                say(
                    f"这里只收 application/json，收到的是 {sent}。文件请先发到 POST /api/v1/files。",
                    f"Here only application/json is taken, not {sent}. Files go to POST /api/v1/files first.",
                ),
            )
        return super().parse_body(request)


class Api(NinjaAPI):
    """Says in its description that problems have a media type of their own, and where a token is optional. 「接口」"""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._described: dict[str, Any] = {}

    def _get_urls(self) -> list[URLPattern | URLResolver]:
        return astray.with_problems(super()._get_urls())

    def get_openapi_schema(self, **options: Any) -> Any:
        """The description of the API as OpenAPI 3.1, made once: nothing in it changes while the process lives."""
        key = repr(options)
        if key not in self._described:
            self._described[key] = self._describe(**options)
        return self._described[key]

    def _describe(self, **options: Any) -> Any:
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, reply in operation["responses"].items():
                    if int(status) == 429:
                        reply["headers"] = {"Retry-After": RETRY_AFTER}
                    if int(status) >= 400 and "content" in reply:
                        reply["content"] = {MEDIA_TYPE: next(iter(reply["content"].values()))}
                if operation.get("security") == [{"OptionalBearer": []}]:
                    operation["security"] = [{"Bearer": []}, {}]
        schemes = schema["components"].get("securitySchemes", {})
        if "OptionalBearer" in schemes:
            schemes["Bearer"] = schemes.pop("OptionalBearer")
        return schema


api = Api(
    title="Wolaiban",
    version="1",
    description=(
        "Somebody asked, somebody is responsible, a clock is running, the result is checked and accounted for. "
        "Instants carry the town's offset; sent without one they are town time. Accept-Language chooses zh or en. "
        "A method that an address does not take is answered with 405 and `Allow`."
    ),
    docs=Page(),
    urls_namespace="api",
    renderer=Renderer(),
    parser=Parser(),
)
assert filing and files and cases and acting, "these fill the router of cases by being imported"
# Handing over before the verbs, whose address would take it.
PARTS = (services, rules, due, figures, heads, partners, health)
for part in (handing.router, routers.cases, *(one.router for one in PARTS)):
    api.add_router("", part)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return answer(request, problem)


@api.exception_handler(ValidationError)
def _misread(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return answer(request, misread.problem_of(error.errors))


@api.exception_handler(HttpError)
def _malformed(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Problem):
        return answer(request, error.__cause__)
    detail = say("请求内容不是有效的 JSON，请检查后重发。", "The body is no valid JSON. Mend it and send it again.")
    return answer(request, Problem(error.status_code, detail))


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    detail = say(
        "请求内容过大。文字最多 2.5 MB；文件请逐个发到 POST /api/v1/files，每个不超过 10 MB。",
        "Too much was sent. JSON has at most 2.5 MB; files go one by one to POST /api/v1/files, of at most 10 MB.",
    )
    return answer(request, Problem(413, detail))


@api.exception_handler(MultiPartParserError)
@api.exception_handler(SuspiciousOperation)
def _torn(request: HttpRequest, error: Exception) -> HttpResponse:
    detail = say("表单内容不完整或无法读取，请重发。", "The form is torn or cannot be read. Send it again.")
    return answer(request, Problem(400, detail))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    detail = say(
        "没有找到，或您无权查看。请核对编号、查询码或令牌。",
        "Not found, or not yours to see. Compare the number, the tracking code or the token.",
    )
    return answer(request, Problem(404, detail))
