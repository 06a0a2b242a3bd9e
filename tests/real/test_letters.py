"""Thousands of real letters with their real answers, replayed; an independent count of the file agrees."""

from __future__ import annotations

import bisect
import csv
import gzip
from datetime import datetime
from pathlib import Path

from wolaiban.promises.models import Case, Event, Promise
from wolaiban.promises.verifying import verify
from wolaiban.statistics.figures import figures
from wolaiban.statistics.replay import figures_from_events

RECORD = "zh_messages_replies.csv.gz"


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answered_within(letters: Path, calendar: Path, days: int) -> int:
    """Answered on a date no later than that of the Nth working day after registration: counted with nothing of ours."""
    with calendar.open(encoding="utf-8", newline="") as file:
        workdays = [row["date"] for row in csv.DictReader(file) if row["is_workday"] in ("1", "true", "True")]
    count = 0
    for row in rows(letters):
        asked, answered = row["created_at"][:10], row["replied_at"][:10]
        count += answered <= workdays[bisect.bisect_right(workdays, asked) + days - 1]
    return count


def test_the_letters_replay_and_an_independent_count_agrees(db, in_town, importing, data, tmp_path):
    letters, calendar = data(RECORD), data("cn_calendar_days.csv")
    in_town("pinghu")
    whole = len(rows(letters))
    summary = importing(letters, "mailbox", "--rejects", tmp_path / "rejected.csv")
    assert (summary["rows"], summary["new"], summary["rejected"]) == (whole, whole, 0)
    assert Case.objects.filter(contract_state="answered").count() == whole
    assert Event.objects.count() == 2 * whole, "the one reply is one event, which counts as response and as answer"
    assert not Promise.objects.filter(code__in=("respond", "answer")).exclude(state__in=("kept", "kept_late")).exists()
    account, again = figures("mailbox"), figures_from_events("mailbox")
    for days in (3, 7, 15):
        figure, count = account.figure(f"answered_within:{days}wd"), answered_within(letters, calendar, days)
        assert (figure.numerator, figure.denominator) == (count, whole)
        assert again.figure(figure.code).result == figure.result
    assert account.figure("finished").value == whole
    if whole == 2251:  # the part of the record that is handed out
        assert [account.figure(f"answered_within:{days}wd").numerator for days in (3, 7, 15)] == [568, 1101, 1683]
    _every_answer_stands_at_the_instant_that_the_record_gives(letters)
    _a_second_run_changes_nothing(importing, letters, whole, tmp_path)
    report = verify()
    assert report.clean and (report.cases, report.events) == (whole, 2 * whole)


def _a_second_run_changes_nothing(importing, letters: Path, whole: int, tmp_path: Path) -> None:
    before = set(Event.objects.values_list("hash", flat=True))
    again = importing(letters, "mailbox", "--rejects", tmp_path / "rejected.csv")
    assert (again["unchanged"], again["new"], again["completed"], again["rejected"]) == (whole, 0, 0, 0)
    assert set(Event.objects.values_list("hash", flat=True)) == before


def _every_answer_stands_at_the_instant_that_the_record_gives(letters: Path) -> None:
    """Row by row: number, both instants, who asked and what was said, in the words' own rows."""
    stored = {
        case.external_number: (case.registered_at, case.answered_at, {w.seq: w.content for w in case.words.all()})
        for case in Case.objects.prefetch_related("words")
    }
    for row in rows(letters):
        asked, answered = (datetime.fromisoformat(f"{row[name]}+08:00") for name in ("created_at", "replied_at"))
        words = {1: {"subject": row["subject"], "text": row["body"], "requester": {"user": row["user_id"]}},
                 2: {"answer": row["reply"]}}  # fmt: skip
        assert stored.pop(row["message_id"]) == (asked, answered, words)
    assert not stored
