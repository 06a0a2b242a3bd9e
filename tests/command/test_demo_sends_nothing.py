"""A demo town sends nothing and tells nobody, whatever the environment that it is opened in says."""

from __future__ import annotations

from pathlib import Path

import pytest

from wolaiban.command.demo import enter
from wolaiban.config.environment import read_environment


def test_a_demo_opened_where_a_real_town_runs_has_no_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WOLAIBAN_TOWN", "/srv/real")
    monkeypatch.setenv("WOLAIBAN_SMTP_URL", "smtp://mail.pinghu.example")
    monkeypatch.setenv("WOLAIBAN_SMS_URL", "https://sms.pinghu.example/send")
    monkeypatch.setenv("WOLAIBAN_SMS_TOKEN", "secret")
    monkeypatch.setenv("WOLAIBAN_PING_URL", "https://watch.pinghu.example/town")
    enter(tmp_path)
    found = read_environment()
    assert found.town == tmp_path
    assert (found.smtp_url, found.sms_url, found.sms_token, found.ping_url) == ("", "", "", "")
