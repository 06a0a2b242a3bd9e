"""A restored backup or a copy for tests sends nothing until an operator says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import SHIPPED, City
from tests.clockwork.conftest import Gateway
from wolaiban.clockwork import instance
from wolaiban.clockwork.delivering import deliver_due
from wolaiban.clockwork.models import Instance
from wolaiban.clockwork.outbox import standing
from wolaiban.lib import clock
from wolaiban.people.welcome import BACKEND
from wolaiban.promises.models import Delivery


@pytest.fixture(autouse=True)
def no_old_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WOLAIBAN_TOWN", str(SHIPPED))
    for command in ("confirm", "deliveries"):
        monkeypatch.setattr(f"wolaiban.command.{command}.bring_up_to_date", lambda: None)


def copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rows on another machine."""
    monkeypatch.setattr(instance, "_machine", lambda: "another machine")


def test_the_first_clock_of_a_new_town_sends(city: City, gateway: Gateway):
    city.firm.asks("pingfu365", "用水")
    assert deliver_due(clock.now()) == 1
    assert Instance.objects.get().fingerprint == instance.fingerprint()


def test_a_copy_sends_nothing_and_what_waited_is_dropped_when_it_is_confirmed(
    city: City, gateway: Gateway, monkeypatch: pytest.MonkeyPatch, line: Callable[..., tuple[int, str, str]]
):
    assert instance.may_send()
    city.firm.asks("pingfu365", "用水")
    copied(monkeypatch)
    assert deliver_due(clock.now()) == 0 and not gateway.posted
    assert standing().may_send is False and standing().waiting == 2
    assert Delivery.objects.live().count() == 2, (
        "another machine on the same database must not drop what the live one sends"
    )
    code, out, _ = line("confirm", "--json")
    assert (code, json.loads(out)["dropped"], json.loads(out)["waited"]) == (0, 2, {"came": 1, "received": 1})
    assert deliver_due(clock.now()) == 0 and not gateway.posted
    city.other_firm.asks("pingfu365", "新的")
    assert deliver_due(clock.now()) == 1


def test_a_second_machine_for_the_same_database_sends_what_waits(
    city: City, gateway: Gateway, monkeypatch: pytest.MonkeyPatch, line: Callable[..., tuple[int, str, str]]
):
    assert instance.may_send()
    city.firm.asks("pingfu365", "用水")
    copied(monkeypatch)
    assert line("confirm", "--send-waiting")[0] == 0
    assert deliver_due(clock.now()) == 1
    monkeypatch.undo()
    assert instance.may_send(), "the first one goes on"


def test_an_operator_holds_everything_before_restoring_over_the_same_file(
    city: City, gateway: Gateway, line: Callable[..., tuple[int, str, str]]
):
    assert line("confirm", "--hold")[0] == 0
    city.firm.asks("pingfu365", "用水")
    assert deliver_due(clock.now()) == 0
    assert line("confirm", "--send-waiting")[0] == 0
    assert deliver_due(clock.now()) == 1
    assert "未作改动" in line("confirm")[1]


@pytest.mark.sqlite
def test_a_database_put_in_the_place_of_another_is_another(city: City, tmp_path: Path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text(""), other.write_text("")
    before = instance._inode(one)
    other.replace(one)
    assert instance._inode(one) != before and instance._inode(tmp_path / "none") == 0


def test_a_database_restored_over_the_very_same_file_sends_nothing_until_it_is_confirmed(
    city: City, gateway: Gateway, tmp_path: Path, settings: Any, line: Callable[..., tuple[int, str, str]]
):
    settings.TOWN_FOLDER = tmp_path
    city.firm.asks("pingfu365", "备份之前")
    assert deliver_due(clock.now()) == 1
    saved = Instance.objects.get().sent_at
    city.later(minutes=5)
    city.firm.asks("pingfu365", "备份之后")
    assert deliver_due(clock.now()) == 1
    Instance.objects.update(sent_at=saved)  # the rows of five minutes ago are back, in the same file
    Delivery.objects.update(state="waiting", message=None)
    assert deliver_due(clock.now()) == 0 and standing().may_send is False
    assert line("confirm")[0] == 0
    assert standing().may_send and len(gateway.posted) == 2
    city.later(minutes=5)
    city.other_firm.asks("pingfu365", "确认之后")
    assert deliver_due(clock.now()) == 1 and instance.may_send()


def test_a_folder_that_cannot_be_written_ends_no_round_and_is_told_once(
    city: City, gateway: Gateway, tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
):
    settings.TOWN_FOLDER = tmp_path / "gone"
    for n in range(2):
        city.later(minutes=n)
        city.firm.asks("pingfu365", "用水")
        assert deliver_due(clock.now()) == 1
    assert ["cannot be written" in record.getMessage() for record in caplog.records] == [True]
    settings.TOWN_FOLDER = tmp_path
    city.later(minutes=5)
    city.firm.asks("pingfu365", "写得了了")
    assert deliver_due(clock.now()) == 1 and (tmp_path / ".sent").is_file()


def test_machines_that_share_the_folder_send_in_turn(
    city: City, gateway: Gateway, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    settings.TOWN_FOLDER, here = tmp_path, instance._machine()
    for n, machine in enumerate((here, "another machine", here)):
        monkeypatch.setattr(instance, "_machine", lambda machine=machine: machine)
        if n == 1:
            instance.confirm(clock.now(), send_waiting=True)
        city.later(minutes=5)
        city.firm.asks("pingfu365", "用水")
        assert deliver_due(clock.now()) == 1 and standing().may_send


def test_the_operator_sees_what_was_given_up_and_tries_it_again(
    city: City, gateway: Gateway, line: Callable[..., tuple[int, str, str]]
):
    gateway.answers = 400
    case = city.firm.asks("pingfu365", "用水")
    deliver_due(clock.now())
    told = json.loads(line("deliveries", "--json")[1])
    assert (told["given_up"], told["waiting"]) == (1, 0)
    assert (told["list"][0]["number"], told["list"][0]["error"]) == (case.number, "HTTP 400")
    watched = Client().get("/api/v1/healthz").json()["messages"]
    assert watched == {"waiting": 0, "oldest": None, "given_up": 1, "held": False}
    gateway.answers = 200
    assert json.loads(line("deliveries", "--again", "--json")[1])["tried_again"] == 1
    assert deliver_due(clock.now()) == 1
    assert gateway.heads[0]["Idempotency-Key"] == gateway.heads[1]["Idempotency-Key"]


def test_the_operators_page_says_that_a_restored_database_is_held(city: City, monkeypatch: pytest.MonkeyPatch):
    assert instance.may_send()
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(city.op.officer, backend=BACKEND)
    assert "wolaiban confirm" not in client.get("/office/sending/").content.decode()
    monkeypatch.setattr("wolaiban.clockwork.mark.is_behind", lambda: True)
    assert "wolaiban confirm" in client.get("/office/sending/").content.decode()
