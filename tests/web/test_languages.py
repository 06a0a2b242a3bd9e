"""Chinese first, English complete: every text has its English, and no English page shows Chinese that is no data."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest
from django.db.models.functions import Upper
from django.test import Client

from tests.cast import City
from tests.web.conftest import ASKED, FIRMS, RESIDENTS
from tests.web.seeing import han_in
from wolaiban.people.models import Organisation
from wolaiban.promises.models import Case

ROOM = Path(__file__).resolve().parents[2] / "wolaiban"
CATALOGUES = sorted(ROOM.rglob("locale/en/LC_MESSAGES/django.po"))
HAN = re.compile(r"[\u3400-\u9fff]")


def texts_of_templates() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOM.rglob("templates/**/*.html")):
        source = path.read_text(encoding="utf-8")
        for quote in "\"'":
            for found in re.finditer(rf"{{%\s*translate\s+{quote}([^{quote}]+){quote}", source):
                yield path.name, found[1]
        for found in re.finditer(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate", source, re.S):
            yield path.name, re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", found[1])


def texts_of_code() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOM / "web").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("gettext", "ngettext")
            ):
                for argument in node.args[: 1 if node.func.id == "gettext" else 2]:
                    assert isinstance(argument, ast.Constant), f"{path.name}: a text must stand in the call"
                    yield path.name, str(argument.value)


def test_every_text_has_its_english() -> None:
    entries = [entry for path in CATALOGUES for entry in polib.pofile(str(path)) if entry.translated()]
    known = {text for entry in entries for text in (entry.msgid, entry.msgid_plural)}
    texts = [*texts_of_templates(), *texts_of_code()]
    assert len(texts) > 150, "the texts were not found"
    assert not [(where, text) for where, text in texts if text not in known]


def test_no_english_text_is_left_over_or_half_chinese() -> None:
    used = {text for _, text in [*texts_of_templates(), *texts_of_code()]} | {"简体中文", "English"}
    entries = [entry for path in CATALOGUES if path.parents[3].name != "people" for entry in polib.pofile(str(path))]
    assert not [entry.msgid for entry in entries if entry.msgid not in used], "nothing uses these any more"
    assert not [entry.msgid for entry in entries if HAN.search(entry.msgstr)]
    assert not [entry.msgid for entry in entries if entry.fuzzy]


@pytest.mark.parametrize("source", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_the_compiled_texts_are_those_of_the_source(source: Path) -> None:
    compiled = source.with_suffix(".mo")
    assert compiled.is_file(), "run bin/setup: it compiles the texts"
    said = {entry.msgid: entry.msgstr or entry.msgstr_plural for entry in polib.mofile(str(compiled))}
    assert said == {e.msgid: e.msgstr or e.msgstr_plural for e in polib.pofile(str(source)) if e.translated()}


def test_no_page_in_english_shows_chinese_that_is_no_data(city: City, officer: Callable[..., Client]) -> None:
    Organisation.objects.update(name_en=Upper("code"))
    visitor = Client(headers={"accept-language": "en-GB"})
    visitor.post(f"/ask/{FIRMS}/", ASKED | {"text": "管道没有接进来", "board": "project"})
    case = Case.objects.get()
    city.later(minutes=20)
    city.lin.does("respond", case, text="今天查管线")
    city.lin.dispatches(case, "water", ("planning",), grade="ordinary", matter="供水")
    city.water_handler.does("sign", case, task=1)
    city.water_handler.does("pause", case, reason="asker", ground="缺图纸")
    late = city.other_firm.asks(FIRMS, "另一件")
    closed = city.other_firm.asks(FIRMS, "办好的一件")
    city.lin.does("close", closed, answer="办好了")
    city.later(hours=2)
    code = f"?code={case.tracking_code}"
    pages = ["/", "/ask/", f"/ask/{FIRMS}/", f"/ask/{RESIDENTS}/", "/track/", "/track/?number=a&code=b", "/figures/",
             "/demo/", "/nothing", "/account/login/", f"/track/{case.number}/{code}", f"/asked/{case.number}/{code}",
             f"/track/{closed.number}/?code={closed.tracking_code}"]  # fmt: skip
    said = {path: han_in(visitor.get(path).content.decode()) for path in pages}
    wrong = visitor.post(f"/ask/{FIRMS}/", {"requester.phone": "85"}).content.decode()
    said["wrong"] = han_in(wrong)
    for person in (city.lin, city.chen, city.he, city.water_handler):
        client = officer(person, "en-GB")
        pages = ["/desk/", "/desk/?show=all", "/desk/?show=filed", "/desk/file/", f"/desk/file/{FIRMS}/",
                 f"/desk/file/{RESIDENTS}/"]  # fmt: skip
        pages += [f"/desk/case/{one.number}/" for one in (case, late, closed)]
        pages += [f"/desk/case/{case.number}/{verb}/" for verb in ("talk", "note", "pause", "answer", "merge")]
        said |= {f"{path} {person.officer.login}": han_in(client.get(path).content.decode()) for path in pages}
    assert not {path: found for path, found in said.items() if found}


def test_the_language_is_changed_on_every_page_and_stays(visitor: Client) -> None:
    page = visitor.get("/track/").content.decode()
    assert 'lang="zh-hans"' in page and 'value="en"' in page
    answer = visitor.post("/i18n/setlang/", {"language": "en", "next": "/track/"}, follow=True)
    assert 'lang="en"' in answer.content.decode() and "Tracking code" in answer.content.decode()
    assert "Track" in visitor.get("/").content.decode()
