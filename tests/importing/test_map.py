"""What columns mean: conditions, joined cells, other words, other ways to write an instant; and every wrong map."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.importing.conftest import LETTERS, letter, record, rejected
from wolaiban.catalogue import TownError, read_town
from wolaiban.lib.words import Refusal
from wolaiban.promises.importing import heads, read_map, sheet_of
from wolaiban.promises.models import Case, Words
from wolaiban.promises.town import serve, town

RIGHT = """
[record]
number = "message_id"
[register]
at = "created_at"
requester = { user = "user_id" }
fields = { subject = "subject" }
[[verb]]
do = "answer"
at = "replied_at"
fields = { answer = "reply" }
"""
WRONG = {
    "column": ('number = "message_id"', 'number = "mesage_id"', "record.number", "“mesage_id”", "message_id"),
    "column of nothing": ('at = "created_at"', 'at = "zzz"', "register.at", "“zzz”", ", ".join(LETTERS)),
    "verb": ('do = "answer"', 'do = "anwser"', "verb[1].do", "“anwser”", "answer"),
    "verb no import may do": ('do = "answer"', 'do = "rate"', "verb[1].do", "“rate”", "answer, classify, respond"),
    "field": ("{ subject =", "{ subjetc =", "register.fields.subjetc", "subjetc", "subject"),
    "field the verb does not take": ("{ answer =", "{ subject =", "verb[1].fields.subject", "subject", "answer"),
    "requester": ("{ user =", "{ fone =", "register.requester.fone", "fone", "phone"),
    "key": ("[[verb]]\ndo", "[[verb]]\nwhenn = { reply = true }\ndo", "verb[1].whenn", "whenn", "when"),
    "table": ("[record]", "[recrod]\n[record]", "recrod", "recrod", "record"),
    "missing key": ('at = "replied_at"', "", "verb[1].at", "“at”", ""),
    "missing table": ('[record]\nnumber = "message_id"', "", "record", "“record”", ""),
    "condition": ("[[verb]]", "[[verb]]\nwhen = { replied = true }", "verb[1].when.replied", "replied", "replied_at"),
    "condition of a kind": ("[[verb]]", "[[verb]]\nwhen = { reply = 3 }", "verb[1].when.reply", "3", "…"),
    "zone": ("[record]", '[record]\nzone = "Asia/Shanghia"', "record.zone", "Shanghia", "Asia/Shanghai"),
    "hour": ("[record]", '[record]\nday_only = "25:00"', "record.day_only", "25:00", "24:00"),
    "source": ("[record]", '[record]\nsource = "留言板"', "record.source", "留言板", "A-Z"),
    "value": ('"subject" }', "7 }", "register.fields.subject", "7", "column"),
    "value of two": ('"subject" }', '{ text = "a", column = "body" } }', "register.fields.subject", "text", "column"),
    "toml": ('do = "answer"', "do = answer", "", "TOML", ""),
}


@pytest.mark.parametrize(("old", "new", "key", "says", "right"), WRONG.values(), ids=WRONG)
def test_a_wrong_map_names_file_key_expectation_and_the_right_word(old, new, key, says, right, pinghu, tmp_path):
    assert old in RIGHT
    path = tmp_path / "map.toml"
    path.write_text(RIGHT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TownError) as found:
        read(path)
    (mistake,) = found.value.mistakes
    assert str(path) in str(mistake) and mistake.key == key
    for lang in ("zh", "en"):
        assert says in mistake.sentence(lang) and right in mistake.sentence(lang)


def read(path: Path, columns: tuple[str, ...] = LETTERS):
    return read_map(path, town().service("mailbox"), columns, zone=town().zone, source="旧 留言板 2019")


def test_a_map_without_a_source_gives_the_name_of_the_file_in_ascii(pinghu, tmp_path):
    path = tmp_path / "map.toml"
    path.write_text(RIGHT, encoding="utf-8")
    assert read(path).source == "-2019"


def run(importing, tmp_path, text: str, *rows: dict[str, str]):
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    return importing(record(tmp_path / "r.csv", *rows), "mailbox", "--map", path)


def test_instants_are_read_as_the_record_writes_them(pinghu, importing, tmp_path):
    text = RIGHT.replace(
        "[record]", '[record]\nzone = "America/New_York"\nformats = ["%d/%m/%Y %H:%M"]\nday_only = "24:00"'
    )
    written = {
        "1": ("25/04/2019 09:32", datetime(2019, 4, 25, 13, 32, tzinfo=UTC)),
        "2": ("2019-04-25 09:32", datetime(2019, 4, 25, 13, 32, tzinfo=UTC)),
        "3": ("2019-04-25T09:32:09.688+02:00", datetime(2019, 4, 25, 7, 32, 9, 688000, tzinfo=UTC)),
        "4": ("2019-04-25", datetime(2019, 4, 26, 4, 0, tzinfo=UTC)),
        "5": ("2019-01-25T09:32:09Z", datetime(2019, 1, 25, 9, 32, 9, tzinfo=UTC)),
    }
    summary = run(importing, tmp_path, text, *(letter(n, cell) for n, (cell, _) in written.items()))
    assert summary["rejected"] == 0
    found = dict(Case.objects.values_list("external_number", "registered_at"))
    assert found == {n: instant for n, (_, instant) in written.items()}


def test_a_verb_happened_where_its_condition_holds(pinghu, importing, tmp_path):
    text = RIGHT.replace("[[verb]]", '[[verb]]\nwhen = { status = ["Done", "Sent"], reply = true }')
    rows = [
        letter(1, answered="2019-05-01 09:00", status="Done"),
        letter(2, answered="2019-05-01 09:00", status="Open"),
        letter(3, answered="2019-05-01 09:00", status="Sent", reply=""),
        letter(4, status="Sent", reply="已修好。"),
    ]
    summary = run(importing, tmp_path, text, *rows)
    states = dict(Case.objects.values_list("external_number", "state"))
    assert states == {"1": "answered", "2": "registered", "3": "registered"}
    (row,) = rejected(summary)
    assert (row["message_id"], row["rejected_column"]) == ("4", "replied_at"), "it was done, but nobody knows when"


def test_cells_are_joined_put_into_other_words_or_left_out(pinghu, importing, tmp_path):
    text = RIGHT.replace(
        'fields = { subject = "subject" }',
        """
empty = []
channel = { column = "via", words = { WEB = "online" }, otherwise = "other" }
area = { text = "330482" }
fields = { subject = { columns = ["subject", "body"], between = "：" }, confidential = "secret" }
""".replace("empty = []\n", ""),
    ).replace("[record]", '[record]\nempty = ["无"]')
    rows = [letter(1, via="WEB", body="三号灯", secret="是"), letter(2, via="?", body="无", secret="")]
    assert run(importing, tmp_path, text, *rows)["rejected"] == 0
    first, second = Case.objects.order_by("external_number")
    assert (first.channel, first.area, first.fields) == ("online", "330482", {"confidential": "yes"})
    assert (second.channel, second.fields) == ("other", {})
    subjects = [Words.objects.get(case=case).content["subject"] for case in (first, second)]
    assert subjects == ["路灯不亮：三号灯", "路灯不亮"]


def test_a_value_that_is_no_choice_is_refused_by_the_service_in_words(pinghu, importing, tmp_path):
    text = RIGHT.replace('{ subject = "subject" }', '{ subject = "subject", confidential = "secret" }')
    summary = run(importing, tmp_path, text, letter(1, secret="perhaps"), letter(2, secret="no"))
    (row,) = rejected(summary)
    assert row["rejected_column"] == "secret" and "perhaps" in row["reason_en"] and summary["new"] == 1


def test_a_record_of_who_was_given_what_opens_tasks_and_acts_on_them(db, in_town, importing, tmp_path):
    """The shipped file lets no import dispatch, so this town's says that it may."""
    folder = in_town("pinghu")
    file = folder / "services" / "mailbox" / "service.toml"
    text = file.read_text(encoding="utf-8")
    for old in ('dispatch = { by = ["desk", "centre"', 'sign = { by = ["unit"'):
        assert old in text
        text = text.replace(old, f'{old}, "import"')
    file.write_text(text, encoding="utf-8")
    serve(read_town(folder))
    steps = """
[[verb]]
do = "dispatch"
at = "sent"
opens = [{ kind = "lead", unit = "office" }]
[[verb]]
do = "sign"
at = "signed"
task = 1
[[verb]]
do = "answer"
"""
    right = RIGHT.replace('[[verb]]\ndo = "answer"\n', steps.lstrip())
    given = letter(
        1, answered="2019-05-01 09:00", sent="2019-04-25 10:00", signed="2019-04-26 16:00", office="water"
    )  # fmt: skip
    assert run(importing, tmp_path, right, given, letter(2, sent="", signed="", office=""))["rejected"] == 0
    case = Case.objects.get(external_number="1")
    task = case.tasks.get()
    assert (case.lead_unit, task.unit, task.kind) == ("water", "water", "lead")
    assert task.signed_at == datetime(2019, 4, 26, 8, 0, tzinfo=UTC) and case.state == "answered"
    wrong = right.replace('kind = "lead"', 'kind = "leed"')
    (tmp_path / "map.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(TownError, match=r"verb\[1\].opens\[1\].kind.*“leed”"):
        read(tmp_path / "map.toml", tuple(given))


def test_one_sheet_of_a_workbook_may_be_named(pinghu, importing, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["notes"])
    sheet = book.create_sheet("2019")
    sheet.append(LETTERS)
    sheet.append([letter(1)[name] for name in LETTERS])
    book.save(tmp_path / "letters.xlsx")
    for name, count in (("2019", 1), ("2020", 0)):
        path = tmp_path / f"{name}.toml"
        path.write_text(RIGHT.replace("[record]", f'[record]\nsheet = "{name}"'), encoding="utf-8")
        if count:
            assert importing(tmp_path / "letters.xlsx", "mailbox", "--map", path)["new"] == count
        else:
            with pytest.raises(Refusal, match="2019"):
                heads(tmp_path / "letters.xlsx", sheet_of(path))


def test_a_way_in_a_persons_words_is_refused_at_its_column(pinghu, importing, tmp_path):
    """Neither channel nor area nor unit can be erased, so that none of them holds what somebody wrote."""
    text = RIGHT.replace(
        'fields = { subject = "subject" }',
        'fields = { subject = "subject", about_unit = "unit" }\nchannel = "via"\narea = "where"',
    )
    good = {"via": "phone_2010", "where": "330499", "unit": "old-water"}
    rows = [letter(1, **good)]
    rows += [letter(n, **good | {name: "王经理 13800001234"}) for n, name in enumerate(good, start=2)]
    summary = run(importing, tmp_path, text, *rows, letter(9, **good | {"via": ""}))
    assert dict(Case.objects.values_list("external_number", "channel")) == {"1": "phone_2010", "9": "import"}
    assert [row["rejected_column"] for row in rejected(summary)] == list(good)
