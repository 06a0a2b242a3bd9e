"""docs/figures.md says what the code counts."""

from __future__ import annotations

from pathlib import Path

from wolaiban.statistics.figures import ordered
from wolaiban.statistics.page import with_table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "figures.md"


def test_the_page_has_the_table_of_the_code():
    text = PAGE.read_text(encoding="utf-8")
    assert text == with_table(text), "write with_table(text) of wolaiban.statistics.page into docs/figures.md"


def test_every_figure_is_named_and_defined_in_both_languages():
    for figure in ordered():
        assert all(figure.title), figure.code
        assert all(len(words) > 8 for words in figure.definition), figure.code
        assert bool(figure.excluded[0]) == bool(figure.excluded[1]), figure.code
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in figure.words("en", "x", 1)), figure.code
