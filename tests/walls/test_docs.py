"""What the docs list and what there is are the same: words, decisions, settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.walls._source import CHINESE_TERM, PACKAGE, ROOT, files, first_docstring_line, literals, rooms

DOCS = ROOT / "docs"


def glossary() -> dict[str, str]:
    """The words of the glossary: code, as it stands in backticks, to its line."""
    entries: dict[str, str] = {}
    for line in (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines():
        if CHINESE_TERM.search(line):
            for code in re.findall(r"`([^`]+)`", line):
                entries[code] = entries.get(code, "") + line
    return entries


def room_terms() -> dict[str, str]:
    """Each room with its first docstring line."""
    return {room: first_docstring_line(PACKAGE / room / "__init__.py") for room in rooms()}


def model_terms() -> dict[str, str]:
    """Each model of ours with its first docstring line."""
    own = [model for model in apps.get_models() if model.__module__.startswith("wolaiban.")]
    assert len(own) >= 8, "too few models found: are the rooms installed?"
    return {model.__name__: (model.__doc__ or "").strip().partition("\n")[0] for model in own}


def verb_terms() -> dict[str, str]:
    """Each verb that has a file of its own, with its first docstring line."""
    paths = [path for path in sorted((PACKAGE / "promises" / "verbs").glob("*.py")) if not path.stem.startswith("_")]
    assert len(paths) >= 5, "too few verbs found: has the folder moved?"
    return {path.stem: first_docstring_line(path) for path in paths}


@pytest.mark.parametrize("terms", [room_terms, model_terms, verb_terms])
def test_rooms_models_and_verbs_say_their_chinese_word(terms) -> None:  # type: ignore[no-untyped-def]
    silent = [name for name, line in terms().items() if not CHINESE_TERM.search(line)]
    assert not silent, f"first docstring line without 「中文」: {silent}"


@pytest.mark.parametrize("terms", [room_terms, model_terms, verb_terms])
def test_the_glossary_has_the_same_word(terms) -> None:  # type: ignore[no-untyped-def]
    entries = glossary()
    missing = []
    for name, line in terms().items():
        word = CHINESE_TERM.search(line)
        if word and f"「{word[1]}」" not in entries.get(name, ""):
            missing.append(f"`{name}` 「{word[1]}」")
    assert not missing, f"docs/glossary.md lacks: {', '.join(missing)}"


def test_the_glossary_has_every_verb_a_service_may_use() -> None:
    from wolaiban.catalogue.vocabulary import VERBS

    assert not set(VERBS) - set(glossary())


def test_the_glossary_has_every_shared_word_in_its_chinese() -> None:
    from wolaiban.catalogue import vocabulary as words

    entries, missing = glossary(), []
    lists = (words.VERBS, words.CONTRACT_STATES, words.PROMISES, words.ROLES, words.TASKS, words.RATINGS, words.GRADES)
    for labels in (*lists, words.PAUSE_REASONS, words.RESOLVED, words.URGENCY):
        missing += [
            f"`{code}` 「{word['zh']}」"
            for code, word in labels.items()
            if f"「{word['zh']}」" not in entries.get(code, "")
        ]
    assert not missing, f"docs/glossary.md lacks: {', '.join(missing)}"


def test_the_glossary_has_every_outcome_of_a_promise_and_every_figure() -> None:
    from wolaiban.promises.life import given
    from wolaiban.statistics.figures import FIGURES

    outcomes = {given.RUNNING, given.PAUSED, given.KEPT, given.BROKEN, given.KEPT_LATE, given.RELEASED}
    assert not (outcomes | set(FIGURES)) - set(glossary())


def test_the_pages_lead_to_files_that_are_there() -> None:
    pages = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")]
    dead = []
    for page in (*pages, *sorted(DOCS.rglob("*.md"))):
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists():
                dead.append(f"{page.relative_to(ROOT)}: {target}")
    assert not dead


def test_the_tour_names_files_that_are_there() -> None:
    text = (DOCS / "tour.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:wolaiban|towns|tests|bin)/[\w./-]+)`", text))
    assert len(named) > 10
    assert not {name for name in named if not (ROOT / name).exists()}


def test_the_index_of_decisions_matches_the_files() -> None:
    folder = DOCS / "adr"
    written = {path.name for path in folder.glob("[0-9]*.md")}
    index = (folder / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"\]\((?:\./)?([0-9][^)]*\.md)\)", index))
    assert written
    assert listed == written


def test_every_setting_is_documented_for_the_operator() -> None:
    from wolaiban.config.environment import Environment

    settings = {f"WOLAIBAN_{name.upper()}" for name in Environment.model_fields}
    for path in files(".py"):
        settings |= {match for _, text in literals(path) for match in re.findall(r"WOLAIBAN_[A-Z_]*[A-Z]", text)}
    page = (DOCS / "operate.md").read_text(encoding="utf-8")
    missing = sorted(name for name in settings if not re.search(rf"\b{name}\b", page))
    assert not missing, f"docs/operate.md lacks: {missing}"


def test_no_setting_is_documented_that_nothing_reads() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in [*files(".py"), *_scripts()])
    from wolaiban.config.environment import Environment

    known = {f"WOLAIBAN_{name.upper()}" for name in Environment.model_fields}
    documented = set(re.findall(r"\bWOLAIBAN_[A-Z_]*[A-Z]\b", (DOCS / "operate.md").read_text(encoding="utf-8")))
    assert not {name for name in documented - known if name not in code}


def _scripts() -> list[Path]:
    return [path for path in (ROOT / "bin").iterdir() if path.is_file()]
