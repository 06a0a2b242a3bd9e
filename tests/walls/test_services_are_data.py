"""Services are files: the product's code knows neither their names nor their periods."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.walls._source import PACKAGE, SERVICES, files, literals, names, short

ENGLISH = r"\b\d+[ -]?(?:(?:working|elapsed|business|calendar)[ -])?(?:minute|hour|day|week|month|year)s?\b"
CHINESE = r"\d+ ?个?(?:工作)?(?:分钟|小时|工作日|工作时|自然日|日内|天|个月|周)"
IN_WORDS = r"[一二三四五六七八九十两]+ ?个?工作(?:日|小时|分钟)"
PERIOD = re.compile(f"{ENGLISH}|{CHINESE}|{IN_WORDS}", re.IGNORECASE)

# Places whose messages show somebody who wrote a period wrongly, or asks for help, what one looks like. Each is an
# example for people: outside the room of periods itself a text that is nothing but a period is reckoned with, so it is
# not excused.
READS_PERIODS = "wolaiban/workdays/"
EXAMPLES = {
    READS_PERIODS: "reads periods: its errors show the forms",
    "wolaiban/catalogue/": "checks the files of services: its findings say what was expected",
}


def service_words() -> list[str]:
    """Codes and names of the shipped services."""
    words = []
    for path in sorted(SERVICES.glob("*/service.toml")):
        service = tomllib.loads(path.read_text(encoding="utf-8")).get("service", {})
        name = service.get("name", {})
        words += [path.parent.name, *(name.values() if isinstance(name, dict) else [name])]
    assert len(words) >= 4, f"expected the shipped services below {SERVICES}"
    return [word for word in words if word]


def template_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a template, without its comments."""
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"))
    comment = re.compile(r"\{% comment.*?%\}.*?\{% endcomment %\}", re.S)
    text = comment.sub(lambda found: "\n" * found[0].count("\n"), text)
    yield from enumerate(text.splitlines(), 1)


def found(pattern: re.Pattern[str], *, with_names: bool) -> list[tuple[str, str, bool]]:
    """Where a pattern stands in the product's code and templates: place, finding, whether it is the whole text."""
    places = []
    for path in files(".py"):
        texts = [*literals(path), *(names(path) if with_names else ())]
        places += [(path, line, match[0], text) for line, text in texts for match in pattern.finditer(text)]
    for path in files(".html", ".txt", ".js"):
        lines = template_lines(path)
        places += [(path, line, match[0], match[0]) for line, text in lines for match in pattern.finditer(text)]
    return [(f"{short(path)}:{line}", what, what == text.strip()) for path, line, what, text in places]


def test_no_service_is_named_in_the_code() -> None:
    words = "|".join(re.escape(word) for word in service_words())
    assert not found(re.compile(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", re.IGNORECASE), with_names=True)


def test_no_period_is_written_in_the_code() -> None:
    periods = found(PERIOD, with_names=False)
    excused = {
        place
        for place, _, whole in periods
        if place.startswith(READS_PERIODS) or (not whole and place.startswith(tuple(EXAMPLES)))
    }
    assert not [(place, what) for place, what, _ in periods if place not in excused]


@pytest.mark.parametrize(
    "text", ["3 working days", "30 minutes", "2 hours", "3个工作日", "30分钟", "5 个工作日", "3个月"]
)
def test_a_period_is_recognised(text: str) -> None:
    assert PERIOD.fullmatch(text)


@pytest.mark.parametrize("text", ["2024-09-13", "3 rows", "第3条", "9月", "2024年", "case 12", "%d days"])
def test_what_is_no_period_is_not(text: str) -> None:
    assert not PERIOD.search(text)


def test_the_package_was_read() -> None:
    assert len(files(".py")) > 50, f"only {len(files('.py'))} files below {PACKAGE}"
