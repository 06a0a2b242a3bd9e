"""Sentences that hold names or what people typed, marked as theirs. 「引文」"""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def quoting(sentence: str, **said: object) -> SafeString:
    """A sentence of the product with names and words put in, each isolated and escaped."""
    # The sentence comes from the code and its translation; everything put in is escaped.
    return mark_safe(sentence % {name: format_html("<bdi>{}</bdi>", text) for name, text in said.items()})  # noqa: S308
