"""Programs that file as fast as they can, and note what was confirmed to them."""

from __future__ import annotations

import http.client
import json
import threading
import uuid
from dataclasses import dataclass, field
from http import HTTPStatus

FILERS = 4
PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Filing:
    """One sending: its words occur once, its key comes again when it is sent again."""

    subject: str
    key: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass
class Load:
    """What was confirmed, with the number given, and what was sent and stayed without an answer."""

    port: int
    token: str
    confirmed: dict[str, str] = field(default_factory=dict)
    unanswered: list[Filing] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    enough: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def file(self, name: str, wanted: int) -> None:
        """File until the town is gone; `enough` is set after `wanted` confirmations."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        count = 0
        while not self.over.is_set():
            filing = Filing(f"{name} 第 {count} 件")
            if not self.send(connection, filing):
                self.unanswered.append(filing)
                return
            count += 1
            if len(self.confirmed) >= wanted:
                self.enough.set()

    def send(self, connection: http.client.HTTPConnection, filing: Filing) -> bool:
        """Send one; whether an answer came. Another answer than a confirmation is a fault."""
        body = {
            "service": "pingfu365",
            "subject": filing.subject,
            "channel": "phone",
            "requester": {"name": "测试", "phone": "0573-85000099", "organisation": "测试厂"},
        }
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": filing.key,
        }
        try:
            connection.request("POST", "/api/v1/cases", json.dumps(body), headers)
            answer = connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return False
        if answer.status != HTTPStatus.CREATED:
            self.faults.append(f"{answer.status} {said.decode()[:300]}")
            self.over.set()
            self.enough.set()
        else:
            self.confirmed[filing.subject] = json.loads(said)["number"]
        return True

    def start(self, name: str, wanted: int) -> list[threading.Thread]:
        """Several filers at once."""
        threads = [threading.Thread(target=self.file, args=(f"{name}{n}", wanted), daemon=True) for n in range(FILERS)]
        for thread in threads:
            thread.start()
        return threads
