"""Filters and tags of the pages. 「模板标签」"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

import segno
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from wolaiban.lib import clock
from wolaiban.web.shared import telling
from wolaiban.web.shared.history import StepShown

register = template.Library()


class HasDue(Protocol):
    """A promise as pages show it. 「承诺」"""

    @property
    def due_at(self) -> datetime | None: ...
    @property
    def begins(self) -> bool: ...


@register.filter
def when(at: datetime | None) -> str | SafeString:
    """An instant as the clock shows it, with its year."""
    return _time(at, telling.when(at)) if at else ""


@register.filter
def until(promise: HasDue) -> str | SafeString:
    """The due instant of a promise: what ends at daybreak is over as that day begins, all else as a day ends."""
    return _time(promise.due_at, telling.when(promise.due_at, begins=promise.begins)) if promise.due_at else ""


@register.filter
def happened(step: StepShown) -> str | SafeString:
    """The instant of a step: what the clock does at daybreak belongs to the day that begins."""
    return _time(step.at, telling.when(step.at, begins=step.begins))


@register.filter
def when_short(at: datetime | None) -> str | SafeString:
    """An instant as the clock shows it, without its year where it is this one."""
    return _time(at, telling.when(at, year=False)) if at else ""


@register.filter
def left(due_at: datetime | None) -> str:
    """What is left until a due instant."""
    return telling.left(due_at, clock.now()) if due_at else ""


@register.filter
def worded(labels: Mapping[str, str]) -> str:
    """A name as the files of a town give it, in the reader's language."""
    return labels.get(telling.reader_lang()) or labels["zh"]


@register.filter
def is_past(at: datetime | None) -> bool:
    """Whether an instant has passed."""
    return at is not None and at < clock.now()


@register.simple_tag
def qr(address: str, label: str) -> SafeString:
    """A QR code of an address as an SVG with a name for those who cannot see it."""
    out = io.BytesIO()
    segno.make(address, micro=False, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, light="#fff", title=label
    )
    # The library escapes the title; nothing else in its drawing comes from outside.
    drawing = mark_safe(out.getvalue().decode())  # noqa: S308
    return format_html('<span class="qr" role="img" aria-label="{}">{}</span>', label, drawing)


def _time(at: datetime, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="minutes"), text)
