"""What stories of ledgers share: units and people, lines entered, tasks with days and numbers, evidence, the board."""

from __future__ import annotations

from tests.cast import City, Person
from wolaiban.lib import clock
from wolaiban.promises.files import reference, take_in
from wolaiban.promises.life import Life, Opening
from wolaiban.promises.models import Case
from wolaiban.promises.recording import life_of
from wolaiban.promises.verbs import register
from wolaiban.statistics.board import Board, Row, board


def unit(city: City, code: str, name: str) -> Person:
    """A new unit of the town, and who handles for it."""
    city.adds(code, name)
    return city.joins(f"{code}-handler", f"{name}经办", code, "unit")


def city_investment(city: City) -> Person:
    """The city investment group, as the first working days of 2023 begin."""
    city.clock("2023-01-03 09:00")
    return unit(city, "cityinvest", "城市投资集团")


def listed(city: City, service: str, subject: str, **fields: str) -> Case:
    """A line of a ledger that an officer enters for their own office."""
    return register(service, by=city.qian.actor, requester={}, subject=subject, **fields)


def part(kind: str, unit: str, name: str = "", after: tuple[str, ...] = (), matter: str = "", **fields: str) -> Opening:
    """A task of a plan."""
    return Opening(kind, unit, matter, name, after, fields=fields)


def proof(name: str = "验收单.pdf") -> list[str]:
    """Evidence, as a reference to a file taken in."""
    return [reference(take_in(name, b"%PDF-1.7\n1 0 obj\n", by="officer:0", at=clock.now()))]


def shown(service: str, *, public: bool = False) -> Board:
    """The board as it stands now."""
    return board(service, clock.now(), public=public)


def row(found: Board, case: Case) -> Row:
    """The line of one case."""
    return next(one for one in found.rows if one.case.pk == case.pk)


def life(case: Case) -> Life:
    """A case as it stands now."""
    case.refresh_from_db()
    return life_of(case, clock.now())
