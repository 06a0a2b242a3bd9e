"""The files that a verb carries: found by their references, described in its words, bound to its event. 「附件随办」"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from wolaiban.catalogue.service import Service

from .files import MOST, key_of
from .life import Wrong
from .models import Event, File


@dataclass
class Attached:
    """The words of a verb with its files described, the files by field, and what is wrong with them. 「随附文件」"""

    words: Mapping[str, Any]
    files: dict[str, list[File]] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)

    def bind(self, event: Event) -> list[Wrong]:
        """Make the files those of an event; of two verbs that name the same file one gets it."""
        gone = []
        for name, files in self.files.items():
            keys = [file.pk for file in files]
            free = File.objects.filter(pk__in=keys, case=None)
            if free.update(case=event.case, seq=event.seq, field=name) < len(keys):
                gone.append(Wrong(event.seq, "no_such_file", {"field": name}, name))
        return gone


def attached(service: Service, words: Mapping[str, Any], seq: int) -> Attached:
    """What is said in fields of kind file, as references, turned into files that no verb has taken yet."""
    named = {name: _texts(value) for name, value in words.items() if is_file(service, name)}
    if not named:
        return Attached(words)
    found = Attached(dict(words))
    keys = {name: [key_of(text) for text in texts] for name, texts in named.items()}
    wanted = {key for several in keys.values() for key in several if key is not None}
    rows = {row.pk: row for row in File.objects.filter(pk__in=wanted, case=None)} if len(wanted) <= MOST else {}
    found.wrong += _wrong(keys, rows, seq)
    for name, several in keys.items():
        found.files[name] = [rows[key] for key in dict.fromkeys(several) if key in rows]
        found.words[name] = [row.described() for row in found.files[name]]  # type: ignore[index]
    return found


def is_file(service: Service, name: str) -> bool:
    """Whether a field carries files."""
    rule = service.fields.get(name)
    return rule is not None and rule.kind == "file"


def _texts(value: Any) -> list[str]:
    return [str(text) for text in value] if isinstance(value, list | tuple) else [str(value)]


def _wrong(keys: Mapping[str, list[UUID | None]], rows: Mapping[UUID, File], seq: int) -> Iterator[Wrong]:
    last = list(keys)[-1]
    if sum(len(several) for several in keys.values()) > MOST:
        yield Wrong(seq, "too_many_files", {"field": last, "most": str(MOST)}, last)
        return
    seen: set[UUID | None] = set()
    for name, several in keys.items():
        if any(key is None or key not in rows or key in seen for key in several):
            yield Wrong(seq, "no_such_file", {"field": name}, name)
        seen |= set(several)
