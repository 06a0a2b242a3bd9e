"""No stuck promise: wherever one can still run, something reachable must keep or release it. 「无法了结的承诺」

The states of a case and its verbs form a graph. A promise runs from the states it can be given in; every verb
that need not settle it carries it on. For a task's promise a node also says whether the task is still open,
since a task that is over takes no more verbs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .service import RELEASING_VERBS, Pattern, PromiseRule, Service, VerbRule


@dataclass(frozen=True)
class Move:
    """One way a verb can go: from a state to a state. 「流转」"""

    verb: VerbRule
    source: str
    target: str
    entered: bool


Node = tuple[str, bool]
"""A state of the case, and whether the task of the promise is still open."""


def moves(service: Service) -> list[Move]:
    """Every move that the file allows, registration left out."""
    found = []
    for verb in service.verbs.values():
        if verb.name == "register":
            continue
        sources = verb.from_states
        if sources is None:
            sources = tuple(state for state in service.states if state not in service.ends)
        for source in sources:
            found += [Move(verb, source, target, entered) for target, entered in targets(verb, source)]
    return found


def targets(verb: VerbRule, source: str) -> list[tuple[str, bool]]:
    """Where a verb may lead from a state, and whether that counts as entering it."""
    found = [(branch.to or source, branch.to is not None) for branch in verb.to]
    if not verb.to or verb.to[-1].when is not None:
        found.append((source, False))
    return list(dict.fromkeys(found))


def first_states(service: Service) -> list[str]:
    """The states registration leads to."""
    register = service.verbs.get("register")
    return [branch.to for branch in register.to if branch.to] if register else []


class Flow:
    """Every move of a service's file, and the states a case can come into: worked out once. 「流转图」"""

    def __init__(self, service: Service) -> None:
        self.service, self.moves = service, moves(service)
        self.known = self._reachable()

    def _reachable(self) -> set[str]:
        seen, queue = set(first_states(self.service)), list(first_states(self.service))
        while queue:
            state = queue.pop()
            for move in self.moves:
                if move.source == state and move.target not in seen:
                    seen.add(move.target)
                    queue.append(move.target)
        return seen

    def stuck(self) -> Iterator[tuple[PromiseRule, list[str]]]:
        """Each promise with the states in which it can run and nothing that can still happen settles it.

        That the asker withdraws, or the case is declined or merged, is no way to settle a promise that was given.
        """
        for rule in self.service.promises:
            graph = _Graph(self, rule)
            if not graph.kept():
                continue
            if states := sorted({state for state, is_open in graph.running() if not graph.settles((state, is_open))}):
                yield rule, states

    def never_kept(self) -> Iterator[PromiseRule]:
        """Promises that no verb can keep, wherever the case is."""
        return (rule for rule in self.service.promises if not _Graph(self, rule).kept())

    def matching(self, patterns: Iterable[Pattern]) -> list[Move]:
        """The moves that can fit one of the patterns, registration included."""
        register = self.service.verbs.get("register")
        first = [Move(register, "", state, True) for state in first_states(self.service)] if register else []
        return [move for move in first + self.moves if any(_may_match(pattern, move) for pattern in patterns)]


class _Graph:
    """Where one promise runs, and how it can be settled."""

    def __init__(self, flow: Flow, rule: PromiseRule) -> None:
        self.service, self.rule, self.moves, self.known = flow.service, rule, flow.moves, flow.known

    def kept(self) -> bool:
        """Whether some possible move can keep the promise."""
        possible = (move for move in self.moves if move.source in self.known)
        return any(self._fits(self.rule.kept_by, move, (move.source, True)) for move in possible)

    def running(self) -> list[Node]:
        """The nodes in which the promise can be running."""
        queue = list(dict.fromkeys((state, True) for state in self._given()))
        seen = list(queue)
        while queue:
            node = queue.pop()
            for move, after in self._steps(node):
                if after not in seen and not self._surely(move, node):
                    seen.append(after)
                    queue.append(after)
        return seen

    def settles(self, start: Node) -> bool:
        """Whether some way from here may keep or release the promise."""
        seen, queue = {start}, [start]
        while queue:
            node = queue.pop()
            for move, after in self._steps(node):
                if self._perhaps(move, node):
                    return True
                if after not in seen:
                    seen.add(after)
                    queue.append(after)
        return False

    def _given(self) -> Iterator[str]:
        register = self.service.verbs.get("register")
        if register:
            for state in first_states(self.service):
                if self._gives(Move(register, "", state, True)):
                    yield state
        for move in self.moves:
            if move.source in self.known and move.target not in self.service.ends and self._gives(move):
                yield move.target

    def _gives(self, move: Move) -> bool:
        if not self.rule.given_by:
            return self.rule.of in move.verb.opens
        return any(_may_match(pattern, move) for pattern in self.rule.given_by)

    def _steps(self, node: Node) -> Iterator[tuple[Move, Node]]:
        """The moves possible here while the promise runs, and where they lead."""
        state, is_open = node
        for move in self.moves:
            if move.source != state:
                continue
            into_end = move.target in self.service.ends
            if into_end and not (self._perhaps(move, node) or move.verb.name in RELEASING_VERBS):
                continue  # A verb into an end is refused while a promise runs that it does not settle.
            yield move, (move.target, is_open)
            if is_open and move.verb.finishes and self._acts_on_task(move) and not self._settled_by(move):
                yield move, (move.target, False)

    def _acts_on_task(self, move: Move) -> bool:
        return self.rule.of is not None and self.rule.of in move.verb.on

    def _reaches(self, pattern: Pattern, move: Move, node: Node) -> bool:
        """Whether an event speaks of this promise: of the whole case, or of the open task it belongs to."""
        if self.rule.of is None or pattern.of_case:
            return True
        return node[1] and self._acts_on_task(move)

    def _perhaps(self, move: Move, node: Node) -> bool:
        return self._released(move, node) or self._fits((*self.rule.kept_by, *self.rule.released_by), move, node)

    def _fits(self, patterns: Iterable[Pattern], move: Move, node: Node) -> bool:
        return any(_may_match(pattern, move) and self._reaches(pattern, move, node) for pattern in patterns)

    def _released(self, move: Move, node: Node) -> bool:
        """By the kernel itself: its task dropped, a wait at the end."""
        if move.verb.drops and self._acts_on_task(move) and node[1]:
            return True
        return self.rule.held_by == "clock" and move.target in self.service.ends

    def _settled_by(self, move: Move) -> bool:
        """Whether the move surely settles the promise of the very task it acts on."""
        patterns = (*self.rule.kept_by, *self.rule.released_by)
        return any(_is_plain(pattern) and _may_match(pattern, move) for pattern in patterns)

    def _surely(self, move: Move, node: Node) -> bool:
        """Whether the move leaves the promise no way to go on running."""
        if move.target in self.service.ends:
            return True
        patterns = (*self.rule.kept_by, *self.rule.released_by)
        plain = (pattern for pattern in patterns if _is_plain(pattern))
        # Another task of the kind may be the one acted on: only what reaches every task is sure.
        return any(_may_match(p, move) and (self.rule.of is None or p.of_case) for p in plain)


def _may_match(pattern: Pattern, move: Move) -> bool:
    """Whether some event of this move can fit the pattern."""
    if pattern.do and move.verb.name not in pattern.do:
        return False
    if pattern.to and not (move.entered and move.target in pattern.to):
        return False
    if pattern.all is None:
        return True
    return pattern.all in move.verb.on and (move.verb.finishes or move.verb.drops)


def _is_plain(pattern: Pattern) -> bool:
    """Whether verb and state alone decide."""
    counted = pattern.times or pattern.days or pattern.handling or pattern.below
    return not (pattern.fields or pattern.all or counted)
