"""Small services written in one line, for tests of one mechanism."""

from __future__ import annotations

from typing import Any

from tests.promises.strategies import EVERYTHING, GRADES, KINDS, LIVE, MOVING, probe
from wolaiban.catalogue.service import Branch, ByField, Pattern, PromiseRule, Service, VerbRule
from wolaiban.workdays import Period


def small(*told: PromiseRule, again: tuple[str, ...] = (), **rules: VerbRule) -> Service:
    """A service with these promises, the verbs of the kernel, and whatever verbs a test needs beside them."""
    plain = (
        VerbRule("register", ("desk",), None, (Branch("registered"),), may=EVERYTHING, opens=KINDS),
        VerbRule("work", ("desk",), LIVE, (Branch("working"),), may=EVERYTHING),
        VerbRule("answer", ("desk",), LIVE, (Branch("answered"),), may=EVERYTHING),
        VerbRule("close", ("desk",), LIVE, (Branch("closed"),)),
        VerbRule("open_more", ("desk",), LIVE, opens=KINDS),
        VerbRule("finish", ("desk",), LIVE, on=KINDS, finishes=True, may=EVERYTHING),
        VerbRule("drop", ("desk",), LIVE, on=KINDS, drops=True),
        VerbRule("set", ("desk",), LIVE, may=EVERYTHING),
        VerbRule("say", ("desk",), LIVE, may=EVERYTHING),
    )
    # A test's own verb takes the place of one of the same name.
    return probe(told, (*MOVING, *plain, *rules.values()), again)


def clock_of(code: str, within: Any = "3 working days", **more: Any) -> PromiseRule:
    """A promise given at registration and kept by `close`, unless said otherwise."""
    register, closed = (Pattern(do=("register",)),), (Pattern(to=("closed",)),)
    told: dict[str, Any] = {"given_by": register, "kept_by": closed, "held_by": "desk", "due": None}
    return PromiseRule(code=code, within=Period.parse(within) if isinstance(within, str) else within, **told | more)


def by_grade(simple: str, ordinary: str, complex: str, firm_with: str | None = None) -> ByField:
    """A period that the class of the case decides."""
    return ByField("grade", dict(zip(GRADES, map(Period.parse, (simple, ordinary, complex)), strict=True)), firm_with)
