"""Small services written in one line, for tests of one mechanism."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.promises.strategies import ENDS, FIELDS, GRADES, KINDS, LIVE
from wolaiban.catalogue.service import Branch, ByField, Pattern, PromiseRule, Service, VerbRule
from wolaiban.workdays import Period


def small(*told: PromiseRule, again: tuple[str, ...] = (), **rules: VerbRule) -> Service:
    """A service with these promises, the verbs of the kernel, and whatever verbs a test needs beside them."""
    everything = ("grade", "flag", "span", "due_on", "from_on")
    kernel = [
        VerbRule("register", ("desk",), None, (Branch("registered"),), may=everything, opens=KINDS),
        VerbRule("pause", ("desk",), LIVE, needs=("reason",)),
        VerbRule("resume", ("desk",), LIVE, may=("reason",)),
        VerbRule("extend", ("desk",), LIVE, needs=("promise", "until")),
        VerbRule("grant_extension", ("desk",), LIVE, needs=("promise", "until")),
        VerbRule("recount", ("clock", "desk"), LIVE),
        VerbRule("withdraw", ("desk",), LIVE, (Branch("withdrawn"),)),
        VerbRule("work", ("desk",), LIVE, (Branch("working"),), may=everything),
        VerbRule("answer", ("desk",), LIVE, (Branch("answered"),), may=everything),
        VerbRule("close", ("desk",), LIVE, (Branch("closed"),)),
        VerbRule("open_more", ("desk",), LIVE, opens=KINDS),
        VerbRule("sign", ("desk",), LIVE, on=("lead",)),
        VerbRule("finish", ("desk",), LIVE, on=KINDS, finishes=True, may=everything),
        VerbRule("drop", ("desk",), LIVE, on=KINDS, drops=True),
        VerbRule("set", ("desk",), LIVE, may=everything),
        VerbRule("say", ("desk",), LIVE, may=everything),
    ]
    return Service(
        code="probe",
        name={"en": "Probe"},
        valid_from=date(2020, 1, 1),
        number="P{random}",
        asker="firm",
        hours="office",
        policy="policy.md",
        states={state: state for state in (*LIVE, *ENDS)},
        fields=FIELDS,
        tasks=KINDS,
        promises=told,
        verbs={rule.name: rule for rule in kernel} | rules,
        again=again,
    )


def clock_of(code: str, within: Any = "3 working days", **more: Any) -> PromiseRule:
    """A promise given at registration and kept by `close`, unless said otherwise."""
    register, closed = (Pattern(do=("register",)),), (Pattern(to=("closed",)),)
    told: dict[str, Any] = {"given_by": register, "kept_by": closed, "held_by": "desk", "due": None}
    return PromiseRule(code=code, within=Period.parse(within) if isinstance(within, str) else within, **told | more)


def by_grade(simple: str, ordinary: str, complex: str, firm_with: str | None = None) -> ByField:
    """A period that the class of the case decides."""
    return ByField("grade", dict(zip(GRADES, map(Period.parse, (simple, ordinary, complex)), strict=True)), firm_with)
