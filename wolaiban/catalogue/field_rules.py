"""The `[fields]` of a service file and the lists beside it, from TOML to objects. 「字段的读取」"""

from __future__ import annotations

from pathlib import Path

from . import vocabulary
from .mistakes import Findings
from .service import Choice, FieldRule
from .shape import Table, load, word_of

KINDS = (
    *("text", "choice", "date", "period", "number", "code", "area", "yes"),
    *("unit", "person", "case", "file", "identity"),
)


def read_field(name: str, table: Table, folder: Path) -> FieldRule:
    """One field; its choices stand in the file, or in a list of their own that an operator edits."""
    choices = _choices(table, folder)
    chosen = bool(choices) or "choices" in table or "list" in table
    kind = table.one_of("kind", KINDS, "choice" if chosen else "text")
    if kind == "yes":
        choices = tuple(Choice(code, words) for code, words in vocabulary.YES_NO.items())
    rule = FieldRule(
        name=name,
        kind=kind,
        choices=choices,
        default=_default(table),
        seen_by=_seen_by(table),
        personal=table.flag("personal"),
        least=_bound(table, "least"),
        most=_bound(table, "most"),
        unseen=table.flag("unseen"),
        of=table.texts("of"),
    )
    _fit(rule, table, chosen)
    table.close()
    return rule


def _fit(rule: FieldRule, table: Table, chosen: bool) -> None:
    """Choices belong to the kind `choice`, or are the units to choose from; the default is one of them."""
    if rule.kind == "choice" and not chosen:
        table.findings.add("missing_key", table.path("choices"), word="choices")
    if rule.kind not in ("choice", "unit") and chosen:
        table.findings.add("choices_of_kind", table.path("kind"), word=rule.kind, expected='kind = "choice"')
    for name, kind, said in (("least", "number", rule.least), ("most", "number", rule.most),
                             ("unseen", "case", rule.unseen), ("of", "case", rule.of)):  # fmt: skip
        if said and rule.kind != kind:
            table.findings.add("field_kind", table.path(name), word=rule.name, expected=f'kind = "{kind}"')
    if len(set(rule.codes)) < len(rule.codes):
        double = next(code for code in rule.codes if rule.codes.count(code) > 1)
        table.findings.add("double", table.path("choices"), word=double)
    if rule.default is not None and rule.choices and rule.default not in rule.codes:
        table.findings.unknown("unknown_choice", table.path("default"), rule.default, rule.codes, field=rule.name)


def _default(table: Table) -> str | None:
    raw = table.get("default")
    if raw is None:
        return None
    if (word := word_of(raw)) is None:
        table.findings.add("wrong_type", table.path("default"), word=raw, expected='"…", true, false')
    return word


def _bound(table: Table, name: str) -> str:
    """A whole number, or the name of the field that holds one; empty where there is none."""
    raw = table.get(name)
    if raw is None or (isinstance(raw, str | int) and not isinstance(raw, bool)):
        return "" if raw is None else str(raw)
    table.findings.add("wrong_type", table.path(name), word=raw, expected='0, "…"')
    return ""


def _seen_by(table: Table) -> tuple[str, ...] | None:
    if "seen_by" not in table or table.raw["seen_by"] == "all":
        table.get("seen_by")
        return None
    return table.texts("seen_by")


def _choices(table: Table, folder: Path) -> tuple[Choice, ...]:
    codes, listed = table.texts("choices"), table.maybe("list")
    if listed and codes:
        table.findings.add("choices_or_list", table.key)
    if listed:
        return read_list(folder / f"{listed}.toml", table)
    return tuple(Choice(code) for code in codes)


def read_list(path: Path, table: Table) -> tuple[Choice, ...]:
    """The entries of a list file: one array of tables `code, zh, en, on = true, basis, when = { field = … }`."""
    if not path.is_file():
        others = sorted(other.stem for other in path.parent.glob("*.toml"))
        right = [
            name
            for name in others
            if name.partition(".")[0] not in ("service", "words", "messages", "situations", "import")
        ]
        table.findings.unknown("no_list", table.path("list"), path.stem, right, path=path.name)
        return ()
    findings = table.findings.into(_beside(table.findings, path.name))
    raw = load(path, findings)
    if raw is None:
        return ()
    arrays = [name for name, value in raw.items() if isinstance(value, list)]
    if len(raw) != 1 or not arrays:
        findings.add("bad_list", expected='[[choice]]\ncode = "…"\nzh = "…"\nen = "…"'.replace("\n", " "))
        return ()
    return tuple(_entry(row, findings) for row in Table(raw, "", findings).rows(arrays[0]))


def _entry(row: Table, findings: Findings) -> Choice:
    code = row.text("code", required=True)
    words = {lang: row.text(lang) for lang in ("zh", "en")}
    for lang in ("zh", "en"):
        if not words[lang]:
            findings.add("missing_words", row.path(lang), word=code, lang=lang)
    when = {name: row.table("when").texts(name) for name in row.table("when").raw}
    choice = Choice(code, words, row.flag("on", True), row.text("basis"), when)
    row.close()
    return choice


def _beside(findings: Findings, name: str) -> str:
    return f"{findings.file.rpartition('/')[0]}/{name}".lstrip("/")
