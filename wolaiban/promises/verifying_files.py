"""Verify files: each is as the words of its event describe it, and none is missing or came in between. 「附件核验」"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from .models import Case, File, Words

AT_A_TIME = 4
"""Files of ten million bytes that lie in memory at once."""


def files_broken(cases: Iterable[Case], words: Mapping[UUID, Mapping[int, Words]]) -> Iterator[str]:
    """What is wrong with the files of some cases, each named by case number and event."""
    numbers = {case.pk: case.number for case in cases}
    wanted = {
        (case, UUID(one["file"])): (seq, name, one)
        for case, rows in words.items()
        for seq, row in rows.items()
        for name, one in _described(row)
    }
    rows = File.objects.filter(case__in=numbers).defer(None).order_by("case", "seq", "pk")
    for file in rows.iterator(chunk_size=AT_A_TIME):
        assert file.case_id is not None
        place = f"{numbers[file.case_id]}/{file.seq}: file {file.pk}"
        known = wanted.pop((file.case_id, file.pk), None)
        if file.erased_at is not None:
            if known or file.content or file.name:
                yield f"{place} is marked erased, but no erasure is on record"
        elif known is None:
            yield f"{place} is in no event"
        elif known != (file.seq, file.field, file.described()) or file.sealed() != file.digest:
            yield f"{place} was altered"
    for (case, key), (seq, _, _) in wanted.items():
        yield f"{numbers[case]}/{seq}: file {key} is missing"


def _described(row: Words) -> Iterator[tuple[str, dict[str, Any]]]:
    """The files that words name, each with its field."""
    for name, value in row.content.items():
        if isinstance(value, list):
            yield from ((name, one) for one in value if isinstance(one, dict) and "file" in one)
