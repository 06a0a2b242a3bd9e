"""A record goes through the verbs at its own instants: once, whole rows only, whatever comes between."""

from __future__ import annotations

import gzip
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import City
from tests.importing.conftest import LETTERS, letter, record, rejected
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.importing import heads, read_map, replay, rows
from wolaiban.promises.importing.replaying import _Batch
from wolaiban.promises.models import Case, Event, Head, Promise, Refusal, Words
from wolaiban.promises.town import town
from wolaiban.promises.verbs import erase, perform, register
from wolaiban.promises.verifying import verify

ZONE = ZoneInfo("Asia/Shanghai")
STATEMENTS_A_ROW = 19  # registration and answer with their savepoints


def t(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_one_reply_counts_as_response_and_answer_at_the_recorded_instants(pinghu, importing, tmp_path):
    file = record(tmp_path / "letters.csv", letter(1, "2019-04-25T09:32:09", "2019-04-26T10:00:00"))
    summary = importing(file)
    assert (summary["rows"], summary["new"], summary["rejected"]) == (1, 1, 0)
    case = Case.objects.get()
    assert (case.external_number, case.state, case.registered_at) == ("1", "answered", t("2019-04-25T09:32:09"))
    assert case.responded_at == case.answered_at == t("2019-04-26T10:00:00")
    kept = {p.code: (p.state, p.settled_at) for p in case.promises.exclude(code="archive")}
    assert kept == {code: ("kept", t("2019-04-26T10:00:00")) for code in ("respond", "answer")}
    done = list(case.events.values_list("verb", "at", "by"))
    source = "import:message-board"
    assert done == [("register", case.registered_at, source), ("answer", case.answered_at, source)]
    assert all((clock.now() - event.recorded_at).total_seconds() < 60 for event in case.events.all())
    assert "路灯" not in str(list(Event.objects.values())), "typed text belongs into words that can be erased"
    assert Words.objects.get(case=case, seq=2).content == {"answer": "已更换灯泡。"}


def test_what_came_too_late_is_broken_at_its_due_instant(pinghu, importing, tmp_path):
    importing(record(tmp_path / "letters.csv", letter(1, "2019-04-25T09:32:09", "2019-07-01T10:00:00")))
    promise = Promise.objects.get(code="respond")
    assert (promise.state, promise.broken_at) == ("kept_late", t("2019-04-26T17:00:00"))


def test_a_second_run_changes_nothing_and_says_so(pinghu, importing, line, tmp_path):
    file = record(tmp_path / "letters.csv", letter(1, answered="2019-04-26T10:00:00"), letter(2))
    importing(file)
    before = list(Event.objects.values_list("hash", flat=True)), Head.objects.count()
    again = importing(file)
    assert (again["unchanged"], again["new"], again["completed"]) == (2, 0, 0)
    assert (list(Event.objects.values_list("hash", flat=True)), Head.objects.count()) == before
    assert "没有任何改动" in line("import", file, "--service", "mailbox")[1]
    assert verify().clean


def test_an_answer_that_came_since_is_added_and_nothing_else(pinghu, importing, tmp_path):
    importing(record(tmp_path / "may.csv", letter(1), letter(2)))
    summary = importing(record(tmp_path / "june.csv", letter(1, answered="2019-05-06T09:00:00"), letter(2)))
    assert (summary["completed"], summary["unchanged"]) == (1, 1)
    states = dict(Case.objects.values_list("external_number", "state"))
    assert states == {"1": "answered", "2": "registered"} and Event.objects.count() == 3


def test_a_record_that_now_says_something_else_is_not_written_over(pinghu, importing, tmp_path):
    importing(record(tmp_path / "may.csv", letter(1, answered="2019-05-06T09:00:00")))
    summary = importing(record(tmp_path / "june.csv", letter(1, answered="2019-05-05T09:00:00")))
    (row,) = rejected(summary)
    assert row["rejected_column"] == "replied_at" and "2019-05-06 09:00:00" in row["reason_zh"]
    assert Case.objects.get().answered_at == t("2019-05-06T09:00:00")


def test_a_case_that_an_officer_answered_meanwhile_is_refused_in_words(pinghu, importing, tmp_path):
    importing(record(tmp_path / "may.csv", letter(1)))
    City(town()).lin.does("answer", Case.objects.get(), answer="已换新灯")
    (row,) = rejected(importing(record(tmp_path / "june.csv", letter(1, answered="2019-05-06T09:00:00"))))
    assert "已答复" in row["reason_zh"] and Event.objects.count() == 2


BAD = {
    "closed before it was made": (letter(9, answered="2019-04-25T09:32:08"), "replied_at", "早于 created_at"),
    "no instant": (letter(9, "yesterday"), "created_at", "“yesterday”不是可识别的时间"),
    "no such day": (letter(9, "2019-02-30T08:00:00"), "created_at", "不是可识别的时间"),
    "the year nought": (letter(9, "0001-01-01T00:00:00"), "created_at", "不是可识别的时间"),
    "what programs write for never": (letter(9, answered="9999-12-31"), "replied_at", "不是可识别的时间"),
    "empty instant": (letter(9, ""), "created_at", "时间为空"),
    "no subject": (letter(9, subject=""), "subject", "请填写"),
    "no number": (letter(""), "message_id", "编号为空"),
    "in the future": (letter(9, "2199-01-01T08:00:00"), "created_at", "时间在将来"),
    "before the service": (letter(9, "2001-01-01T08:00:00"), "created_at", "尚未施行"),
    "answered without words": (letter(9, answered="2019-05-01T08:00:00", reply=""), "reply", "请填写"),
    "a NUL": (letter(9, body="a\0b"), "body", "NUL"),
    "too long a number": (letter("9" * 121), "message_id", "超过 120 个字符"),
}


@pytest.mark.parametrize(("row", "column", "says"), BAD.values(), ids=BAD)
def test_a_bad_row_is_rejected_with_its_reason_and_spoils_no_other(row, column, says, pinghu, importing, tmp_path):
    good = [letter(1), letter(2, answered="2019-04-26T10:00:00")]
    summary = importing(record(tmp_path / "letters.csv", good[0], row, good[1]))
    (out,) = rejected(summary)
    assert (out["rejected_row"], out["rejected_column"]) == ("3", column)
    assert says in out["reason_zh"] and out["reason_en"] and out["user_id"] == row["user_id"]
    assert summary["new"] == Case.objects.count() == 2 and Event.objects.count() == 3
    assert not Refusal.objects.exists(), "a rejected row leaves nothing behind"


def test_cells_beyond_the_last_column_reject_the_row_alone(pinghu, importing, tmp_path):
    file = tmp_path / "letters.csv"
    file.write_text(",".join(LETTERS) + "\n1,U,路灯,2019-04-25 09:00,灯,,,还有\n2,U,路灯,2019-04-25 09:00,灯,,\n")
    summary = importing(file)
    assert "多于列名" in rejected(summary)[0]["reason_zh"] and summary["new"] == 1


def test_the_file_of_rejections_is_mended_and_imported(pinghu, importing, tmp_path):
    importing(record(tmp_path / "letters.csv", letter(1), letter(2, "25 April")))
    bad = tmp_path / "letters.csv.rejected.csv"
    assert bad.stat().st_mode & 0o077 == 0, "it holds what people wrote"
    bad.write_text(bad.read_text(encoding="utf-8-sig").replace("25 April", "2019-04-25 08:00"), encoding="utf-8")
    assert importing(bad)["new"] == 1
    assert Case.objects.count() == 2
    assert importing(record(tmp_path / "letters.csv", letter(1)))["rejects"] is None
    assert not bad.exists(), "an old file of rejections would mislead"


def test_a_dry_run_saves_nothing_but_says_what_would_be_rejected(pinghu, importing, tmp_path):
    summary = importing(record(tmp_path / "letters.csv", letter(1), letter(2, "?")), "mailbox", "--dry-run")
    assert (summary["new"], summary["rejected"], len(rejected(summary))) == (1, 1, 1)
    assert not Case.objects.exists() and not Head.objects.exists()


def test_one_number_twice_in_a_file_is_one_case(pinghu, importing, tmp_path):
    summary = importing(record(tmp_path / "letters.csv", letter(1), letter(1)))
    assert (summary["new"], summary["unchanged"], Case.objects.count()) == (1, 1, 1)


def test_what_was_erased_is_not_brought_back(pinghu, importing, tmp_path):
    file = record(tmp_path / "letters.csv", letter(1, answered="2019-04-26T10:00:00"))
    importing(file)
    erase(Case.objects.get(), by=Actor.clock())
    assert importing(file)["unchanged"] == 1
    assert {row.erased_at is None for row in Words.objects.all()} == {False}
    assert verify().clean


def test_a_number_given_by_hand_before_is_the_same_case(pinghu, importing, tmp_path):
    """A case that somebody registered under the record's number gets what it lacks."""
    register(
        "mailbox", by=Actor.importer("by-hand"), requester={"name": "张三"}, subject="路灯不亮",
        asked_at=t("2019-04-25T09:32:09"), external_number="1",
    )  # fmt: skip
    assert importing(record(tmp_path / "letters.csv", letter(1, answered="2019-04-26T10:00:00")))["completed"] == 1


def _meaning(file: Path):
    service = town().service("mailbox")
    return read_map(Path(service.folder) / "import.toml", service, heads(file), zone=town().zone, source="x")


@pytest.mark.parametrize("killed_after", [1, 2, 3, 5, 8])
def test_killed_in_the_middle_and_run_again_gives_the_same(killed_after, pinghu, tmp_path, monkeypatch):
    """Three rows a batch; the kill comes inside one, at the n-th answer."""
    monkeypatch.setattr("wolaiban.promises.importing.replaying.BATCH", 3)
    file = record(tmp_path / "letters.csv", *(letter(n, answered="2019-04-26T10:00:00") for n in range(9)))
    calls = 0

    def dying(*given, **said):
        nonlocal calls
        calls += 1
        if calls > killed_after:
            raise KeyboardInterrupt
        return perform(*given, **said)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("wolaiban.promises.importing.replaying.perform", dying)
        replay(rows(file), _meaning(file), rejected=pytest.fail)
    whole = killed_after // 3 * 3
    assert (Case.objects.count(), Event.objects.count()) == (whole, whole * 2)
    outcome = replay(rows(file), _meaning(file), rejected=pytest.fail)
    assert (outcome.unchanged, outcome.new) == (whole, 9 - whole)
    assert Event.objects.count() == 18 and verify().clean


def test_two_imports_at_once_make_one_case_a_number(pinghu, tmp_path, monkeypatch):
    """The other one writes between our question and our writing."""
    file = record(tmp_path / "letters.csv", letter(1, answered="2019-04-26T10:00:00"))
    meaning = _meaning(file)
    replay(rows(file), meaning, rejected=pytest.fail)
    real, asked = _Batch.known, []

    def late(self, numbers):
        asked.append(numbers)
        return {} if len(asked) == 1 else real(self, numbers)

    monkeypatch.setattr(_Batch, "known", late)
    outcome = replay(rows(file), meaning, rejected=pytest.fail)
    assert (outcome.unchanged, Case.objects.count(), len(asked)) == (1, 1, 2)


@pytest.mark.parametrize("ending", [".csv.gz", ".xlsx", ".xlsx.gz"])
def test_gzip_and_workbooks_give_the_same_as_csv(ending, pinghu, importing, tmp_path):
    given = [letter(1, "2019-04-25T09:32:09", "2019-04-26T00:00:00"), letter(2), letter(3, "2019-02-30T08:00:00")]
    file = tmp_path / f"letters{ending}"
    packed = gzip.compress if ending.endswith(".gz") else bytes
    if "xlsx" in ending:
        book = openpyxl.Workbook()
        book.active.append(LETTERS)
        for row in given:
            cells = [row[name] for name in LETTERS]
            book.active.append([_typed(cell) for cell in cells])
        book.save(tmp_path / "plain.xlsx")
        file.write_bytes(packed((tmp_path / "plain.xlsx").read_bytes()))
    else:
        file.write_bytes(packed(record(tmp_path / "plain.csv", *given).read_bytes()))
    summary = importing(file)
    assert (summary["new"], summary["rejected"]) == (2, 1)
    assert Case.objects.get(external_number="1").answered_at == t("2019-04-26T00:00:00")
    again = importing(record(tmp_path / "letters.csv", *given[:2]))
    assert again["unchanged"] == 2, "whatever the file's kind, it is the same record"


def _typed(cell: str) -> object:
    """As a spreadsheet keeps it: numbers and instants, not text."""
    try:
        return int(cell) if cell.isdigit() else datetime.fromisoformat(cell)
    except ValueError:
        return cell


def test_statements_a_row_are_bounded(pinghu, tmp_path):
    file = record(tmp_path / "letters.csv", *(letter(n, answered="2019-04-26T10:00:00") for n in range(20)))
    with CaptureQueriesContext(connection) as first:
        replay(rows(file), _meaning(file), rejected=pytest.fail)
    with CaptureQueriesContext(connection) as again:
        replay(rows(file), _meaning(file), rejected=pytest.fail)
    assert len(first) <= 20 * STATEMENTS_A_ROW + 4
    assert len(again) <= 4, "rows that are known already cost two questions a batch"
