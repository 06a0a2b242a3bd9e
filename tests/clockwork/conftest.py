"""A mail server and a gateway for short messages, in the test's own process: real sockets, answers as the test says."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Mails:
    """A mail server: what it took over, and what it answers to each recipient and each letter."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.to_recipient = self.to_letter = "250 OK"
        self.waits_seconds = 0.0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        self.recipients.append(address)
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.waits_seconds:
            time.sleep(self.waits_seconds)
        if self.to_letter.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return self.to_letter


@pytest.fixture
def mails(settings: Any) -> Iterator[Mails]:
    """A running mail server that the town is told of."""
    found, port = Mails(), free_port()
    server = Controller(found, hostname="127.0.0.1", port=port)
    server.start()
    settings.SMTP_URL = f"smtp://127.0.0.1:{port}"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.DEFAULT_FROM_EMAIL = "平湖市 <help@pinghu.example>"
    yield found
    server.stop()


class Gateway:
    """A gateway for short messages: what it was posted, with which heads, and what it answers."""

    def __init__(self) -> None:
        self.posted: list[dict[str, Any]] = []
        self.heads: list[dict[str, str]] = []
        self.answers = 200
        self.says = b""
        self.charset = ""
        self.waits_seconds = 0.0


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    """A running gateway that the town is told of."""
    found = Gateway()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(found.waits_seconds)
            found.posted.append(json.loads(body))
            found.heads.append(dict(self.headers))
            self.send_response(found.answers)
            if found.answers == 307:
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            if found.charset:
                self.send_header("Content-Type", f"text/plain; charset={found.charset}")
            self.end_headers()
            self.wfile.write(found.says)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.SMS_URL, settings.SMS_TOKEN = f"http://127.0.0.1:{server.server_port}/send", "secret"
    yield found
    server.shutdown()
    server.server_close()
