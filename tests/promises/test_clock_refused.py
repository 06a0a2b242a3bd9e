"""A verb of the clock that a case refuses is passed over: it stands in nobody's way (kernel §10)."""

from __future__ import annotations

from pathlib import Path

from tests.cast import FIRM, SHIPPED, playing
from tests.folders import copied, write_service
from wolaiban.people.actor import Actor
from wolaiban.promises.verbs import perform, register
from wolaiban.promises.verifying import verify

SERVICE = """
[service]
code = "waits"
name = "等候"
valid_from = 2024-01-01
number = "W{year}-{random}"
asker = "resident"
policy = "policy.md"

[states]
registered = "registered"
expired = "closed"

[[promise]]
code = "wait"
within = "1 hour"
kept_by = ["expire"]
held_by = "clock"
at_due = "expire"

[[promise]]
code = "answer_it"
within = "5 working days"
kept_by = ["note", "expire_by_hand"]
held_by = "desk"

[verbs]
register = { by = ["resident"], to = "registered" }
note = { by = ["desk"], from = ["registered"] }
expire = { by = ["clock"], from = ["registered"], to = "expired" }
expire_by_hand = { by = ["desk"], from = ["registered"], to = "expired" }
"""


def test_the_desk_still_acts_on_a_case_that_refused_the_clock(db: None, tmp_path: Path):
    folder = copied(SHIPPED, tmp_path / "town", "mailbox")
    write_service(folder / "services" / "waits", SERVICE)
    with playing(folder) as city:
        city.clock("2024-09-13 10:00")
        case = register("waits", by=Actor.asker(), requester=FIRM)
        city.later(hours=2)
        assert city.tick() == 1
        case.refresh_from_db()
        assert case.state == "registered", "a promise to the asker still runs, so the clock may not end the case"
        perform(case, "note", by=city.lin.actor)
        assert city.promise(case, "answer_it").state == "kept"
        assert verify().clean
