"""No free text enters an event: what a person typed lies in words that can be erased, an event holds codes alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cast import FIRM, SHIPPED, City, playing
from tests.folders import copied
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.models import Area, Deputy, Organisation, Post
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case, Event, Words
from wolaiban.promises.reading import matters
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import erase, perform, register
from wolaiban.promises.verifying import verify

GOSSIP = "王经理 13800001234"


def filed(city: City, **said: Any) -> Case:
    return city.clock("2024-09-13 16:50").firm.asks("pingfu365", "厂区用水接入卡住了", **said)


def responded(city: City) -> Case:
    case = filed(city)
    city.lin.does("respond", case, text="明早回话")
    return case


def dispatched(city: City, **said: Any) -> Case:
    case = responded(city)
    city.lin.dispatches(case, "water", **said)
    return case


def everything_said(case: Case) -> str:
    """All of a case that no erasure reaches."""
    columns = ("fields", "area", "channel", "external_number", "state", "lead_unit", "collector")
    rows = [Case.objects.filter(pk=case.pk).values(*columns), case.tasks.values(), case.promises.values()]
    return str([list(row) for row in (*rows, Event.objects.filter(case=case).values())])


def refused(call: Any, *args: Any, **said: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*args, **said)
    return caught.value


def test_the_unit_complained_of_is_one_of_the_towns(city: City):
    told = refused(filed, city, about_unit=f"watr {GOSSIP}")
    assert [(one.code, one.field) for one in told.wrong] == [("unknown_unit", "about_unit")]
    assert "反映的单位" in told.message("zh") and "water" in told.message("zh") and "水务集团" in told.message("zh")
    assert "Unit complained about" in told.message("en") and "water" in told.message("en")
    assert not Case.objects.exists()
    assert filed(city, about_unit="water").fields == {"about_unit": "water"}


def test_a_task_is_given_to_a_unit_of_the_town(city: City):
    told = refused(city.lin.dispatches, responded(city), f"planing {GOSSIP}")
    assert [(one.code, one.field) for one in told.wrong] == [("unknown_unit", "tasks")]
    assert "planning" in told.message("en") and "自然资源和规划局" in told.message("zh")


def test_units_that_do_not_exist_are_all_named_at_once(city: City):
    told = refused(city.lin.dispatches, responded(city), "watr", ("planing", "ecology"))
    assert [one.about["value"] for one in told.wrong] == ["watr", "planing"]


def test_where_no_unit_is_known_yet_the_refusal_says_so(city: City):
    Post.objects.all().delete()
    Organisation.objects.all().delete()
    told = refused(filed, city, about_unit="water")
    assert "wolaiban officer import" in told.message("en") and "wolaiban officer import" in told.message("zh")


def test_what_a_task_is_about_can_be_erased(city: City):
    case = responded(city)
    tasks = [Opening("lead", "water", matter=GOSSIP, name="pipes"), Opening("co", "planning", after=("pipes",))]
    city.lin.does("dispatch", case, tasks=tasks)
    assert matters(case) == {1: GOSSIP} and GOSSIP not in everything_said(case)
    city.lin.does("classify", case, grade="complex", ground="管线长")
    assert verify().clean
    erase(case, by=city.op.actor)
    assert matters(case) == {} and verify().clean
    assert GOSSIP not in str(list(Words.objects.values()))


def test_the_matter_of_a_later_task_is_kept_under_its_number(city: City):
    case = dispatched(city)
    city.water_handler.does("return_back", case, task=1, ground="不属本单位")
    city.lin.does("redispatch", case, tasks=[Opening("lead", "planning", matter="管线走廊")])
    assert matters(case) == {2: "管线走廊"}


def test_a_task_is_named_by_a_code(city: City):
    told = refused(city.lin.does, "dispatch", responded(city), tasks=[Opening("lead", "water", name=GOSSIP)])
    assert [(one.code, one.field) for one in told.wrong] == [("not_a_name", "tasks")]
    assert GOSSIP in told.message("zh") and GOSSIP in told.message("en")


def test_a_task_carries_no_typed_fields(city: City):
    case = responded(city)
    for fields in ({"text": GOSSIP}, {"whatever": GOSSIP}):
        told = refused(city.lin.does, "dispatch", case, tasks=[Opening("lead", "water", fields=fields)])
        assert [(one.code, one.field) for one in told.wrong] == [("not_of_task", "tasks")]


def test_who_stands_in_for_somebody_is_on_record_by_key(city: City):
    post = Post.objects.get(officer=city.chen.officer)
    day = date(2024, 9, 13)
    Deputy.objects.create(post=post, officer=city.stranger.officer, from_on=day, until_on=day)
    case = filed(city)
    event = city.stranger.does("decline", case, ground="不属受理范围")
    assert event.behalf == f"officer:{city.chen.officer.pk}"
    assert city.chen.officer.name not in everything_said(case)


@pytest.mark.parametrize(
    ("verb", "said", "code"),
    [
        ("refuse_extension", {"promise": GOSSIP, "ground": "x"}, "no_such_promise"),
        ("refuse_extension", {"promise": "done", "until": GOSSIP, "ground": "x"}, "not_a_date"),
        ("grant_extension", {"promise": GOSSIP, "until": "2024-09-25"}, "no_such_promise"),
        ("grant_extension", {"promise": "done", "until": "2024-09-25", "because": GOSSIP}, "not_taken"),
        ("talk", {"text": "x", "because": GOSSIP}, "not_taken"),
        ("pause", {"reason": GOSSIP}, "not_a_choice"),
        ("join", {"merged": GOSSIP}, "not_a_number_of_case"),
    ],
)
def test_the_kernels_own_fields_take_no_free_text(city: City, verb: str, said: dict[str, str], code: str):
    case = dispatched(city)
    told = refused(city.chen.does, verb, case, **said)
    assert code in [one.code for one in told.wrong] and told.message("zh") and told.message("en")
    assert GOSSIP not in everything_said(case)


def test_erasing_takes_nothing_along(city: City):
    case = filed(city)
    with pytest.raises(TypeError):
        perform(case, "erase", by=city.op.actor, ground=GOSSIP)
    assert GOSSIP not in everything_said(case)


def files(city: City, **said: Any) -> Case:
    return register("pingfu365", **{"by": city.lin.actor, "requester": FIRM, "subject": "用水"} | said)


def test_an_area_is_one_of_the_towns(city: City):
    Area.objects.create(code="330482001", name="当湖街道", kind="sub_district")
    told = refused(files, city, area="33048200")
    assert [(one.code, one.field) for one in told.wrong] == [("unknown_area", "area")]
    assert "330482001" in told.message("en") and "当湖街道" in told.message("zh")
    assert files(city, area="330482001").area == "330482001"


def test_who_asks_comes_online_and_an_officer_says_how_it_came(city: City):
    for channel in ("phone", "import", GOSSIP):
        told = refused(city.firm.asks, "pingfu365", "用水", channel=channel)
        assert [(one.code, one.field) for one in told.wrong] == [("not_a_choice", "channel")]
        assert "online" in told.message("en")
    assert city.firm.asks("pingfu365", "用水", channel="app").channel == "app"
    assert files(city, channel="phone").channel == "phone"
    for channel in ("import", "smoke_signal", GOSSIP):
        assert "window" in refused(files, city, channel=channel).message("zh")


def test_a_record_names_channels_and_areas_of_its_own_by_code(city: City):
    said = {"by": Actor.importer("old"), "asked_at": city.t("2024-06-03 10:00")}
    case = files(city, channel="hotline_2010", area="330499", about_unit="long_gone", **said)
    assert (case.channel, case.area, case.fields) == ("hotline_2010", "330499", {"about_unit": "long_gone"})
    for name in ("channel", "area", "about_unit"):
        told = refused(files, city, **{name: "王经理"}, **said)
        assert [one.field for one in told.wrong] == [name]


@pytest.mark.parametrize("ahead", [timedelta(minutes=5), timedelta(0), -timedelta(days=30)])
def test_a_device_may_be_a_little_fast_and_offline_for_a_month(city: City, ahead: timedelta):
    city.clock("2024-09-13 16:50")
    assert files(city, written_at=clock.now() + ahead).written_at == clock.now() + ahead


@pytest.mark.parametrize("ahead", [timedelta(minutes=5, seconds=1), -timedelta(days=30, seconds=1)])
def test_a_device_that_is_years_off_is_told(city: City, ahead: timedelta):
    city.clock("2024-09-13 16:50")
    told = refused(files, city, written_at=clock.now() + ahead)
    assert [(one.code, one.field) for one in told.wrong] == [("wrong_device_time", "written_at")]
    assert "30" in told.message("zh") and "5" in told.message("en")


@pytest.mark.parametrize("asked", ["2024-09-12 16:49", "2024-09-13 16:51", "1990-01-01 00:00"])
def test_a_conversation_of_an_officer_lies_at_most_a_day_back(city: City, asked: str):
    city.clock("2024-09-13 16:50")
    told = refused(files, city, asked_at=city.t(asked))
    assert [(one.code, one.field) for one in told.wrong] == [("too_early", "asked_at")]


def test_a_record_does_not_lie_ahead(city: City):
    city.clock("2024-09-13 16:50")
    assert (
        refused(files, city, by=Actor.importer("old"), asked_at=city.t("2024-09-13 16:51")).wrong[0].code == "too_early"
    )


def test_all_that_is_wrong_with_a_filing_is_said_at_once(city: City):
    city.clock("2024-09-13 16:50")
    told = refused(
        files, city, subject="", board="x", about_unit="watr", requester={"phone": "12"}, channel="smoke",
        asked_at=city.t("2024-09-11 16:50"),
    )  # fmt: skip
    assert {one.field for one in told.wrong} == {
        "subject", "board", "about_unit", "requester.name", "requester.phone", "channel", "asked_at",
    }  # fmt: skip
    assert not Case.objects.exists()


@pytest.fixture
def careful(db: None, tmp_path: Path) -> Iterator[City]:
    """A town whose letters name an officer and a sum, and may be delegated."""
    town = copied(SHIPPED, tmp_path / "town", "mailbox", "pingfu365")
    folder = town / "services" / "mailbox"
    file, words = folder / "service.toml", folder / "words.toml"
    text = file.read_text(encoding="utf-8").replace("category = {}", 'category = {}\nminder = { kind = "person" }', 1)
    text = text.replace("category = {}", 'category = {}\nmoney = { kind = "number" }', 1)
    text = text.replace('may = ["text", "category"', 'may = ["text", "minder", "money", "category"')
    text = text.replace("note = {", 'delegate = { by = ["any_officer"] }\nnote = {')
    file.write_text(text, encoding="utf-8")
    labels = '[fields]\nminder = { zh = "经办人", en = "Minder" }\nmoney = { zh = "金额", en = "Money" }\n'
    words.write_text(words.read_text(encoding="utf-8") + labels, encoding="utf-8")
    with playing(town) as city:
        yield city.clock("2024-09-13 16:50")


def test_an_officer_is_named_by_login_and_kept_by_key(careful: City):
    key = str(careful.chen.officer.pk)
    for said in ("chen", key):
        assert careful.lin.files("mailbox", "路灯不亮", minder=said).fields["minder"] == key
    told = refused(careful.lin.files, "mailbox", "路灯不亮", minder="chan")
    assert [(one.code, one.field) for one in told.wrong] == [("unknown_person", "minder")]
    assert "Minder" in told.message("en") and "chen" in told.message("en") and "陈主任" in told.message("zh")


def test_who_asks_cannot_find_out_by_guessing_who_works_for_the_town(careful: City):
    told = refused(careful.firm.asks, "mailbox", "路灯不亮", minder="chan")
    assert "chen" not in told.message("en") and "陈主任" not in told.message("zh")


@pytest.mark.parametrize("text", ["陈主任", "officer:1", "9" * 40, "²", "chen; 13800001234"])
def test_nobody_is_named_by_what_is_no_officer(careful: City, text: str):
    assert refused(careful.lin.files, "mailbox", "路灯不亮", minder=text).wrong[0].code == "unknown_person"


def test_a_delegation_names_an_officer(careful: City):
    case = careful.lin.files("mailbox", "路灯不亮")
    told = refused(careful.lin.does, "delegate", case, to="沈师傅", until=date(2024, 9, 20))
    assert [(one.code, one.field) for one in told.wrong] == [("unknown_person", "to")]
    event = careful.lin.does("delegate", case, to="chen", until=date(2024, 9, 20))
    assert event.fields == {"to": str(careful.chen.officer.pk), "until": "2024-09-20"} and verify().clean


def test_a_number_is_no_story(careful: City):
    assert careful.lin.files("mailbox", "路灯不亮", money="12000.50").fields["money"] == "12000.50"
    told = refused(careful.lin.files, "mailbox", "路灯不亮", money="138000012341390000567813700009999")
    assert [(one.code, one.field) for one in told.wrong] == [("not_a_number", "money")] and "15" in told.message("en")
