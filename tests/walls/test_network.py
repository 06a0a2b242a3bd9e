"""Tests use this machine only."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from tests.conftest import NetworkRefused


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_a_connection_to_another_machine_is_refused(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as outside, pytest.raises(NetworkRefused):
        outside.connect(address)


def test_a_name_of_another_machine_is_not_even_looked_up() -> None:
    with pytest.raises(NetworkRefused):
        urllib.request.urlopen("http://example.invalid/", timeout=1)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
