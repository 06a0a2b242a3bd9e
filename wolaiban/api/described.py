"""The page of the description: every call, what it takes, what it answers; it needs no script. 「接口说明页」"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

SHAPES = "#/components/schemas/"
NOTHING = "null"
CODE = '<span class="code">{}</span>'


@dataclass(frozen=True)
class Kind:
    """What stands in a place: a word such as `string`, or the name of a shape described on the page. 「类型」"""

    words: tuple[str, ...]
    shapes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One entry of a call or of a shape. 「一项」"""

    name: str
    kind: Kind
    required: bool
    says: str
    place: str = ""


@dataclass(frozen=True)
class Reply:
    """One answer that a call may give. 「一种应答」"""

    status: str
    says: str
    kind: Kind


@dataclass(frozen=True)
class Call:
    """A method at an address. 「一个接口」"""

    method: str
    path: str
    says: str
    token: str
    rows: tuple[Row, ...]
    replies: tuple[Reply, ...]

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"{self.method.lower()}-{self.path.strip('/').replace('/', '-').translate(str.maketrans('', '', '{}'))}"


@dataclass(frozen=True)
class Shape:
    """An object that calls take or give. 「一种对象」"""

    name: str
    says: str
    rows: tuple[Row, ...]


class Page(DocsBase):
    """Renders the schema as one page; the machine's version stands beside it. 「说明页」"""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **path_params: Any) -> HttpResponse:
        """The page at /api/v1/docs."""
        schema = api.get_openapi_schema(path_params=path_params)
        found = list(calls(schema))
        given = {
            "api": api,
            "source": self.get_openapi_url(api, path_params),
            "says": marked(api.description),
            "calls": found,
            "shapes": list(shapes(schema, found)),
        }
        return render(request, "api/docs.html", given)


def calls(schema: Mapping[str, Any]) -> Iterator[Call]:
    """Every call, by its address."""
    for path, operations in sorted(schema["paths"].items()):
        for method, operation in operations.items():
            rows = (*_parameters(operation), *_body(operation, schema))
            replies = tuple(_replies(operation))
            says = marked(operation.get("description") or operation.get("summary", ""))
            yield Call(method.upper(), path, says, _token(operation), rows, replies)


def shapes(schema: Mapping[str, Any], found: Iterable[Call]) -> Iterator[Shape]:
    """Every object that these calls take or give, by name; what only bundles the parameters of a call is left."""
    named = {name for call in found for entry in (*call.rows, *call.replies) for name in entry.kind.shapes}
    every = schema["components"]["schemas"]
    while more := {one for name in named for row in _rows(every[name]) for one in row.kind.shapes} - named:
        named |= more
    for name in sorted(named):
        yield Shape(name, marked(every[name].get("description", "")), tuple(_rows(every[name])))


def _parameters(operation: Mapping[str, Any]) -> Iterator[Row]:
    for one in operation.get("parameters", ()):
        says = one.get("description") or one["schema"].get("description", "")
        yield Row(one["name"], kind_of(one["schema"]), bool(one.get("required")), marked(says), one["in"])


def _body(operation: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Row]:
    """The entries of the body; one that is a shape of its own is opened here, since it is what one has to send."""
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        sent = content["schema"]
        found = schema["components"]["schemas"][sent["$ref"].removeprefix(SHAPES)] if "$ref" in sent else sent
        place = "form" if media.startswith("multipart") else "body"
        for row in _rows(found):
            yield Row(row.name, row.kind, row.required, row.says, place)


def _replies(operation: Mapping[str, Any]) -> Iterator[Reply]:
    for status, reply in operation["responses"].items():
        content = next(iter(reply.get("content", {}).values()), {})
        yield Reply(str(status), reply.get("description", ""), kind_of(content.get("schema", {})))


def _token(operation: Mapping[str, Any]) -> str:
    """Whether a token is needed, may be given, or means nothing."""
    security = operation.get("security", [])
    if not security:
        return ""
    return "optional" if {} in security else "required"


def _rows(shape: Mapping[str, Any]) -> Iterator[Row]:
    required = shape.get("required", ())
    for name, one in shape.get("properties", {}).items():
        yield Row(name, kind_of(one), name in required, marked(one.get("description", "")))


def marked(text: str) -> SafeString:
    """Words for the page: what stands in backticks is set as code."""
    parts = enumerate(text.split("`"))
    return format_html_join("", "{}", ((format_html(CODE, part) if n % 2 else part,) for n, part in parts))


def kind_of(schema: Mapping[str, Any]) -> Kind:
    """What a schema allows, in a few words.

    >>> kind_of({"type": "array", "items": {"type": "string"}}).words
    ('list of', 'string')
    """
    if "$ref" in schema:
        return Kind((), (schema["$ref"].removeprefix(SHAPES),))
    if ways := schema.get("anyOf") or schema.get("allOf"):
        found = [kind_of(way) for way in ways]
        words = tuple(dict.fromkeys(word for kind in found for word in kind.words if word != NOTHING))
        empty = ("or null",) if any(NOTHING in kind.words for kind in found) else ()
        return Kind((*words, *empty), tuple(name for kind in found for name in kind.shapes))
    if schema.get("type") == "array":
        inner = kind_of(schema.get("items", {}))
        return Kind(("list of", *inner.words), inner.shapes)
    if "enum" in schema:
        return Kind(tuple(str(value) for value in schema["enum"]))
    return Kind(tuple(str(schema[key]) for key in ("format", "type") if key in schema)[:1])
