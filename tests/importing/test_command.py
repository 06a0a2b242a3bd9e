"""The command line of `wolaiban import`: what it refuses before it begins, what it prints, when it fails."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.importing.conftest import letter, record
from wolaiban.promises.models import Case, Head
from wolaiban.promises.verifying import verify


def test_the_summary_has_every_count_and_the_record_is_sealed(pinghu, line, tmp_path):
    file = record(tmp_path / "letters.csv", letter(1), letter(2, "?"))
    code, out, err = line("import", file, "--service", "mailbox", "--json")
    data = json.loads(out)
    assert code == 0 and err == ""
    assert {name: data[name] for name in ("rows", "new", "unchanged", "completed", "rejected", "dry_run")} == {
        "rows": 2, "new": 1, "unchanged": 0, "completed": 0, "rejected": 1, "dry_run": False,
    }  # fmt: skip
    assert data["seconds"] >= 0 and data["rejects"] == f"{file}.rejected.csv" and data["service"] == "mailbox"
    assert data["map"].endswith("services/mailbox/import.toml")
    assert Head.objects.get().cases == 1 and verify().clean


def test_people_read_the_counts_and_where_the_rejected_rows_are(pinghu, line, tmp_path):
    file = record(tmp_path / "letters.csv", letter(1), letter(2, "?"))
    code, out, _ = line("import", file, "--service", "mailbox", "--rejects", tmp_path / "bad.csv", "--dry-run")
    assert code == 0 and "2  行 rows" in out and "1  退回 rejected" in out and "bad.csv" in out and "dry run" in out


def test_no_row_that_fits_is_a_failure(pinghu, line, tmp_path):
    code, _, err = line("import", record(tmp_path / "letters.csv", letter(2, "?")), "--service", "mailbox")
    assert code == 1 and "没有一行能导入" in err and "No row fits" in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--service", "mailbx"), ("没有事项“mailbx”", "mailbox")),
        (("--service", "pingfu365"), ("没有映射文件", "--map")),
        (("--service", "mailbox", "--map", "nowhere.toml"), ("没有映射文件 nowhere.toml",)),
        (("--service", "mailbox", "--rejects", "{file}"), ("不能用作退回文件",)),
        (("--service", "mailbox", "--rejects", "{file}/bad.csv"), ("--rejects",)),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_done(words, says, pinghu, line, tmp_path):
    file = record(tmp_path / "letters.csv", letter(1))
    code, out, err = line("import", file, *(word.format(file=file) for word in words))
    assert (code, out) == (1, "") and all(one in err for one in says)
    assert file.read_text().startswith("message_id") and not Case.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("letters.csv", None, "找不到文件"),
        ("letters.ods", b"x", "不是 CSV 或 XLSX"),
        ("letters.csv", b"", "是空的"),
        ("letters.xlsx", b"PK", "不是有效的 XLSX"),
        ("letters.csv.gz", b"\x1f\x8b\x08\x00", "letters.csv.gz"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_no_trace(name, content, says, pinghu, line, tmp_path):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    code, _, err = line("import", file, "--service", "mailbox")
    assert code == 1 and says in err and "Traceback" not in err


def test_a_file_cut_short_is_refused_before_the_first_row(pinghu, line, tmp_path):
    whole = gzip.compress(record(tmp_path / "l.csv", *(letter(n) for n in range(500))).read_bytes())
    file = tmp_path / "letters.csv.gz"
    file.write_bytes(whole[: len(whole) // 2])
    code, _, err = line("import", file, "--service", "mailbox")
    assert code == 1 and "letters.csv.gz" in err and not Case.objects.exists()


def test_a_wrong_map_is_named_in_both_languages(pinghu, line, tmp_path):
    (tmp_path / "map.toml").write_text('[record]\nnumber = "mesage_id"\n[register]\nat = "created_at"\n')
    file = record(tmp_path / "letters.csv", letter(1))
    code, _, err = line("import", file, "--service", "mailbox", "--map", tmp_path / "map.toml")
    assert code == 1 and "map.toml [record.number]" in err and "是不是想写“message_id”" in err and "Did you mean" in err
