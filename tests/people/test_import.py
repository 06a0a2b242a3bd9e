"""Areas, units, officers and posts from files: all or nothing, and each fault by row and column."""

import csv
import gzip
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from wolaiban.lib.shipped import shipped_town
from wolaiban.lib.words import Refusal
from wolaiban.people.importing import import_people
from wolaiban.people.models import Area, Deputy, Officer, Organisation, Post

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 13)
SHIPPED = [shipped_town() / "people" / f"{name}.csv" for name in ("officers", "areas", "organisations")]
HEAD = "login,name,phone,unit,role,from"


@pytest.fixture
def centre() -> Organisation:
    return Organisation.objects.create(code="centre", name="企服中心", kind="centre")


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Area, Organisation, Officer, Post, Deputy))


def test_the_shipped_town_has_nine_areas_of_which_eight_have_a_centre():
    outcome = import_people(*SHIPPED, on=DAY)
    assert outcome.problems == [] and outcome.saved
    towns = Area.objects.exclude(kind="community").filter(code__startswith="330482")
    assert towns.count() == 9 and towns.filter(has_centre=True).count() == 8
    centres = Organisation.objects.centres().exclude(area=None)
    assert {c.area_id for c in centres} == set(towns.filter(has_centre=True).values_list("pk", flat=True))
    assert {"desk", "unit", "centre", "caller", "supervisor", "leader", "operator", "cppcc", "government"} == set(
        Post.objects.values_list("role", flat=True)
    )
    assert not any(officer.has_usable_password() for officer in Officer.objects.all())
    assert Deputy.objects.get().post.officer.login == "gao"


def test_a_second_import_changes_nothing():
    import_people(*SHIPPED, on=DAY)
    before = counts()
    again = import_people(*SHIPPED, on=date(2024, 12, 1))
    assert {kind for _, kind in again.counts} == {"same"} and again.new_logins == []
    assert counts() == before


def test_a_workbook_has_one_sheet_each_and_numbers_as_spreadsheets_keep_them(tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, path in (("人员", SHIPPED[0]), ("区域", SHIPPED[1]), ("单位", SHIPPED[2])):
        sheet = book.create_sheet(name)
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                sheet.append([float(cell) if cell.isdigit() and len(cell) in (9, 12) else cell for cell in row])
    for row in book["人员"].iter_rows(min_row=2, min_col=9, max_col=10):
        for cell in row:
            cell.value = date.fromisoformat(cell.value) if cell.value else None
    book.save(tmp_path / "people.xlsx")
    packed = tmp_path / "people.xlsx.gz"
    packed.write_bytes(gzip.compress((tmp_path / "people.xlsx").read_bytes()))
    from_book = import_people(tmp_path / "people.xlsx", on=DAY)
    assert from_book.problems == [] and Area.objects.filter(code="330482101").exists()
    for again in ([packed], SHIPPED):
        assert {kind for _, kind in import_people(*again, on=DAY).counts} == {"same"}


def test_a_chinese_head_and_encoding_and_gzip_are_read(tmp_path, centre):
    plain = write(
        tmp_path / "x.csv", "登录名,姓名,单位,角色,到任日期", "lin,林溪窗,centre,desk,2024年4月1日", encoding="gb18030"
    )
    packed = tmp_path / "officers.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert import_people(packed, on=DAY).problems == []
    post = Post.objects.get()
    assert (post.officer.name, post.from_on) == ("林溪窗", date(2024, 4, 1))
    assert {kind for _, kind in import_people(plain, on=DAY).counts} == {"same"}


def test_each_fault_is_named_by_row_and_column_and_nothing_is_saved(tmp_path, centre):
    before = counts()
    path = write(
        tmp_path / "officers.csv",
        HEAD,
        "lin,林溪窗,13812345678,centre,desk,2024-04-01",
        "tao,陶晚晴,85012345,centre,desk,2024-04-01",
        "gao,,,centre,desk,2024-04-01",
        "he,何回声,,centra,desk,2024-04-01",
        "du,杜查明,,centre,desk,yesterday",
        "Big Boss,凌包案,,centre,leader,2024-04-01",
        "yun,云维扬,,centre,,2024-04-01",
        "mo,莫旁观,,centre,deskk,2024-04-01",
    )
    outcome = import_people(path, on=DAY, roles=["desk", "leader"])
    assert [(p.row, p.column) for p in outcome.problems] == [
        (3, "phone"), (4, "name"), (5, "unit"), (6, "from"), (7, "login"), (8, "role"), (9, "role"),
    ]  # fmt: skip
    assert "缺区号" in outcome.problems[0].zh and "centre" in outcome.problems[2].en
    assert "desk" in outcome.problems[6].en
    assert all(p.zh and p.en for p in outcome.problems)
    assert not outcome.saved and counts() == before


def test_good_rows_are_saved_only_when_asked_for(tmp_path, centre):
    path = write(tmp_path / "officers.csv", HEAD, "lin,林溪窗,,centre,desk,2024-04-01", "tao,陶晚晴,1,centre,desk,")
    outcome = import_people(path, on=DAY, good_rows=True)
    assert outcome.saved and outcome.new_logins == ["lin"] and len(outcome.problems) == 1
    assert not Officer.objects.filter(login="tao").exists(), "no half of a bad row"


def test_a_bad_post_does_not_leave_its_officer_behind(tmp_path, centre):
    path = write(tmp_path / "officers.csv", HEAD, "lin,林溪窗,,nowhere,desk,2024-04-01")
    import_people(path, on=DAY, good_rows=True)
    assert not Officer.objects.exists()


def test_a_dry_run_saves_nothing(tmp_path, centre):
    path = write(tmp_path / "officers.csv", HEAD, "lin,林溪窗,,centre,desk,2024-04-01")
    outcome = import_people(path, on=DAY, dry_run=True)
    assert outcome.counts["officers", "added"] == 1 and not outcome.saved and not Officer.objects.exists()


@pytest.mark.parametrize(
    ("head", "column"),
    [("login,name,unit,rolle", "rolle"), ("login,name,unit,role,salary", "salary"), ("login,name,unit", "role")],
)
def test_a_wrong_head_is_named(tmp_path, centre, head, column):
    outcome = import_people(write(tmp_path / "officers.csv", head, "lin,林溪窗,centre"), on=DAY)
    assert (1, column) in [(p.row, p.column) for p in outcome.problems] and not outcome.saved


def test_a_post_without_a_first_day_begins_on_the_day_of_the_import_once(tmp_path, centre):
    path = write(tmp_path / "officers.csv", "login,name,unit,role", "lin,林溪窗,centre,desk")
    import_people(path, on=DAY)
    import_people(path, on=date(2024, 12, 1))
    assert [p.from_on for p in Post.objects.all()] == [DAY]


def test_a_hand_over_is_entered_by_importing_again(tmp_path, centre):
    head = HEAD + ",to"
    import_people(write(tmp_path / "officers.csv", head, "lin,林溪窗,,centre,desk,2024-04-01,"), on=DAY)
    path = write(
        tmp_path / "officers.csv", head,
        "lin,林溪窗,,centre,desk,2024-04-01,2024-10-01", "tao,陶晚晴,,centre,desk,2024-10-01,",
    )  # fmt: skip
    assert import_people(path, on=DAY).counts["officers", "changed"] == 1
    assert [p.officer.login for p in Post.objects.on(date(2024, 10, 1))] == ["tao"]


def test_an_empty_cell_does_not_wipe_out_what_is_known(tmp_path, centre):
    import_people(write(tmp_path / "officers.csv", HEAD, "lin,林溪窗,13812345678,centre,desk,2024-04-01"), on=DAY)
    import_people(write(tmp_path / "officers.csv", HEAD, "lin,林溪窗,,centre,desk,2024-04-01"), on=DAY)
    assert Officer.objects.get().phone == "13812345678"


def test_nothing_lies_above_itself(tmp_path):
    head = "code,name,kind,parent,has_centre"
    import_people(write(tmp_path / "areas.csv", head, "a,甲镇,town,,no", "b,乙社区,community,a,no"), on=DAY)
    outcome = import_people(write(tmp_path / "areas.csv", head, "a,甲镇,town,b,no"), on=DAY)
    assert [(p.row, p.column) for p in outcome.problems] == [(2, "parent")]


@pytest.mark.parametrize("name", ["people.pdf", "absent.csv", "broken.xlsx", "unknown.csv"])
def test_a_file_that_cannot_be_read_is_refused_whole(tmp_path, name):
    if name != "absent.csv":
        write(tmp_path / name, "a,b,c", "1,2,3")
    with pytest.raises(Refusal):
        import_people(tmp_path / name, on=DAY)
