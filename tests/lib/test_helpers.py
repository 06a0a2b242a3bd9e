"""The small helpers: the clock, identifiers, canonical bytes, tables."""

import gzip
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolaiban.lib import clock, ids
from wolaiban.lib.canonical import canonical, digest, plain
from wolaiban.lib.tables import tables
from wolaiban.lib.words import Refusal

NOON = datetime(2024, 9, 13, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def real_clock():
    yield
    clock.run_real()


def test_the_clock_shows_the_real_time_unless_it_is_moved():
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now().utcoffset() == timedelta(0) and not clock.is_moved()


def test_a_held_clock_stands_still_and_goes_back():
    with clock.at(NOON):
        assert clock.now() == clock.now() == NOON
        with clock.at(NOON + timedelta(days=1)) as tomorrow:
            assert clock.now() == tomorrow
        assert clock.now() == NOON
    assert not clock.is_moved()


def test_a_moved_clock_runs_on_at_its_speed_and_alike_in_every_process():
    clock.move_to(NOON, since=time.time() - 60)
    assert timedelta(0) <= clock.now() - NOON - timedelta(seconds=60) < timedelta(seconds=5)
    clock.move_to(NOON, speed=60, since=time.time() - 60)
    assert timedelta(0) <= clock.now() - NOON - timedelta(hours=1) < timedelta(minutes=5)


def test_whoever_moves_a_followed_clock_moves_it_for_all(tmp_path):
    file = tmp_path / "clock"
    clock.follow(file)
    assert not clock.is_moved(), "nobody has moved it yet"
    clock.move_to(NOON, speed=0)
    with clock.at(NOON + timedelta(days=1)):
        assert clock.now() == NOON + timedelta(days=1), "a held instant is this process's own"
    assert clock.now() == NOON
    told = json.loads(file.read_text())
    told |= {"shows": (NOON + timedelta(hours=2)).isoformat(), "speed": 0.0}
    (other := tmp_path / "other").write_text(json.dumps(told))
    other.replace(file)
    assert clock.now() == NOON + timedelta(hours=2), "another process moved it"
    assert clock.is_followed() and clock.speed() == 0


def test_a_clock_held_by_one_thread_runs_and_can_be_moved_in_the_others(tmp_path):
    clock.follow(tmp_path / clock.FILE)
    try:
        clock.move_to(datetime(2024, 9, 13, 8, tzinfo=UTC), speed=0)
        with clock.held_here(datetime(2024, 9, 1, tzinfo=UTC)), ThreadPoolExecutor() as others:
            assert clock.now() == datetime(2024, 9, 1, tzinfo=UTC)
            assert others.submit(clock.now).result() == datetime(2024, 9, 13, 8, tzinfo=UTC)
            assert others.submit(clock.is_followed).result()
            others.submit(clock.move_to, datetime(2024, 9, 14, tzinfo=UTC), speed=0).result()
        assert clock.now() == datetime(2024, 9, 14, tzinfo=UTC)
    finally:
        clock.run_real()


def test_an_instant_needs_a_time_zone():
    naive = datetime(2024, 9, 13)
    for call in (clock.move_to, ids.uuid7, canonical):
        with pytest.raises(ValueError, match="time zone"):
            call(naive)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_a_uuid_of_version_7_begins_with_its_millisecond(at):
    made = ids.uuid7(at)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(at.timestamp() * 1000)


def test_uuids_sort_by_time_and_do_not_repeat():
    made = [ids.uuid7(NOON + timedelta(milliseconds=n)) for n in range(200)]
    assert made == sorted(made)
    assert len({ids.uuid7(NOON) for _ in range(1000)}) == 1000


def test_a_code_survives_being_read_aloud_and_typed():
    code = ids.tracking_code()
    assert len(code) == 12 and set(code) <= set(ids.ALPHABET)
    assert ids.as_typed(f" {code[:4]}-{code[4:8]} {code[8:]}".lower()) == code
    assert ids.as_typed("oiL") == "011"


def test_the_same_value_has_the_same_bytes_whatever_its_order_zone_and_container():
    shanghai = timezone(timedelta(hours=8))
    one = {"b": (1, None), "a": NOON, "字": "值", "d": date(2024, 9, 13), "n": Decimal("1.50")}
    other = {"n": Decimal("1.50"), "d": date(2024, 9, 13), "字": "值", "a": NOON.astimezone(shanghai), "b": [1, None]}
    assert canonical(one) == canonical(other)
    assert canonical(one) == (
        '{"a":"2024-09-13T04:00:00.000000Z","b":[1,null],"d":"2024-09-13","n":"1.50","字":"值"}'.encode()
    )
    assert digest(one) == digest(canonical(one)) != digest({**one, "b": (1, 0)})


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])) | st.dates()
    | st.datetimes(timezones=st.just(UTC)) | st.uuids(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=12,
)  # fmt: skip


@given(VALUES)
def test_a_value_that_went_through_json_has_the_same_digest(value):
    assert digest({"v": json.loads(json.dumps(plain(value)))}) == digest({"v": value})


@pytest.mark.parametrize("value", [1.5, {1: 2}, object(), {"a": float("nan")}, {1, 2}, b"x"])
def test_what_has_no_one_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical({"value": value})


def test_a_uuid_is_its_text():
    assert canonical(UUID(int=1)) == b'"00000000-0000-0000-0000-000000000001"'


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress('\ufeffa,b,\r\n1,"x\r\ny"\r\n\r\n , \r\n2\r\n'.encode()))
    with tables(path) as found:
        (table,) = ((t.name, t.columns, list(t.rows)) for t in found)
    assert table == ("a", ("a", "b"), [(2, {"a": "1", "b": "x\r\ny"}), (5, {"a": "2", "b": ""})])


def test_a_row_longer_than_the_head_and_a_head_named_twice_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2,3\n", encoding="utf-8")
    with pytest.raises(Refusal, match="row 2"), tables(path) as found:
        [list(table.rows) for table in found]
    path.write_text("a,a\n", encoding="utf-8")
    with pytest.raises(Refusal, match="twice"), tables(path) as found:
        list(found)


def test_a_refusal_speaks_the_language_asked_for():
    refusal = Refusal("不行。", "No.")
    assert (refusal.words(), refusal.words("en-GB"), refusal.words("zh-hans"), str(refusal)) == (
        "不行。", "No.", "不行。", "不行。 | No.",
    )  # fmt: skip
