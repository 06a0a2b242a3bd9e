"""Verify reads the record as it stood at one instant, though officers work on, and writes nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connections

from tests.cast import SHIPPED, City
from wolaiban.command import verify as command
from wolaiban.promises import heads, verifying
from wolaiban.promises.models import Case, Event, Head
from wolaiban.promises.snapshot import snapshot
from wolaiban.promises.verifying import verify


@pytest.fixture
def city(real_city: City, head_key: Path) -> City:
    return real_city


def elsewhere(act: Callable[[], object]) -> None:
    """Do something in a thread, and so over a connection, of its own; what it raises is raised here."""

    def run() -> None:
        try:
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result(timeout=60)


def test_a_case_that_moves_between_two_reads_is_not_named(city: City, monkeypatch: pytest.MonkeyPatch):
    case = city.firm.asks("pingfu365", "厂区用水")
    real = verifying._rows_of

    def rows_of(cases: list[Case]):
        elsewhere(lambda: city.lin.does("respond", case, text="已联系水务"))
        return real(cases)

    monkeypatch.setattr(verifying, "_rows_of", rows_of)
    report = verify()
    assert report.as_json() == {"events": 1, "cases": 1, "differences": [], "broken": []}
    assert case.events.count() == 2, "the officer did not wait for the end of the reading"


@pytest.mark.full
def test_while_officers_work_all_the_time_every_verify_is_clean(city: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(verifying, "CHUNK", 2)
    for number in range(4):
        city.firm.asks("pingfu365", f"先前 {number}")
    stop = threading.Event()

    def work(number: int) -> int:
        done = 0
        try:
            while not stop.is_set():
                case = city.firm.asks("pingfu365", f"第 {number} 位的第 {done} 件")
                city.lin.does("respond", case, text="已联系")
                city.lin.dispatches(case, "water")
                done += 1
        finally:
            connections.close_all()
        return done

    with ThreadPoolExecutor(3) as pool:
        busy = [pool.submit(work, number) for number in range(3)]
        try:
            reports = [verify() for _ in range(12)]
        finally:
            stop.set()
        assert sum(one.result(timeout=60) for one in busy) > 3
    assert [report.broken + report.differences for report in reports] == [[]] * 12
    assert reports[-1].events > reports[0].events, "the record grew meanwhile"


def test_inside_a_snapshot_nothing_can_be_written(city: City):
    city.firm.asks("pingfu365", "厂区用水")
    with pytest.raises(DatabaseError), snapshot():
        Event.objects.update(by="nobody")
    assert Event.objects.exclude(by="nobody").exists()
    city.firm.asks("pingfu365", "之后照常可写")


def test_verify_seals_what_it_found_clean_unless_told_not_to(city: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WOLAIBAN_TOWN", str(SHIPPED))
    city.firm.asks("pingfu365", "厂区用水")
    run = CliRunner()
    for words in (["--no-seal"], ["--json", "--no-seal"]):
        done = run.invoke(command.command, words, catch_exceptions=False)
        assert (done.exit_code, Head.objects.count(), heads._key_path().exists()) == (0, 0, False), done.output
    done = run.invoke(command.command, [], catch_exceptions=False)
    assert (done.exit_code, Head.objects.count()) == (0, 1) and "head 1" in done.output


def test_a_case_deleted_after_a_clean_verify_is_named_by_the_next(city: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WOLAIBAN_TOWN", str(SHIPPED))
    case = city.firm.asks("pingfu365", "厂区用水")
    run = CliRunner()
    assert run.invoke(command.command, [], catch_exceptions=False).exit_code == 0
    for rows in (case.events, case.words, case.promises):
        rows.all().delete()
    Case.objects.filter(pk=case.pk).delete()
    found = run.invoke(command.command, [], catch_exceptions=False)
    assert found.exit_code == 1 and case.number in found.output


def test_verify_brings_no_tables_up_to_date_unless_told_to(city: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WOLAIBAN_TOWN", str(SHIPPED))
    monkeypatch.setattr(command, "is_up_to_date", lambda: False)
    called: list[bool] = []
    monkeypatch.setattr(command, "bring_up_to_date", lambda: called.append(True))
    with pytest.raises(command.Refusal, match="--upgrade"):
        CliRunner().invoke(command.command, [], catch_exceptions=False)
    assert not called
    assert CliRunner().invoke(command.command, ["--upgrade"], catch_exceptions=False).exit_code == 0 and called
