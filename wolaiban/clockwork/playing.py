"""Stories told through the verbs: the past of a town for demonstration, and the week that goes on. 「演示剧」"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self
from uuid import UUID

from wolaiban.catalogue import Situation, read_situations
from wolaiban.catalogue.situations import Step
from wolaiban.lib import clock
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.promises.settling import due_cases, settle
from wolaiban.promises.town import town

from .acting import act, forget
from .models import PutOff

LOG = logging.getLogger(__name__)
PAST, WEEK = "demo", "demo/week"
"""Folders of the town with stories, a folder a service in each: what lies behind, and what is still to come."""
PROGRESS = ".play"
# An older story that ends in the middle would look like a case forgotten.
RECENT = timedelta(days=21)
TICK = timedelta(minutes=1)


def stories(opens: datetime) -> list[Situation]:
    """The town's stories for a demonstration that opens then, and those of its services that are marked for it."""
    here = town()
    own = [
        one for home in (PAST, WEEK) for code in here.services
        for one in read_situations(here.folder / home / code, here.zone)
    ]  # fmt: skip
    shared = [one for code in here.services for one in read_situations(here.folder / "services" / code, here.zone)]
    told = own + [one for one in shared if one.demo and one.start >= opens - RECENT]
    names = {one.name["zh"] for one in told}
    return [one for one in told if all(_can_be_told(step, names) for step in one.steps)]


def _can_be_told(step: Step, names: set[str]) -> bool:
    """Two cases make a merging: the other one must be told too, and named."""
    return step.verb != "join" and (step.verb != "merge" or step.fields.get("into") in names)


class Play:
    """Stories as one row of acts in the order of time, and how far it was played. 「剧目」

    What the town's services refuse is passed over: a visitor was there first. While `strict` it is raised instead:
    then the story is wrong.
    """

    def __init__(self, opens: datetime, *, strict: bool = False) -> None:
        self.opens, self.strict = opens, strict
        self.told: Sequence[Situation] = stories(opens)
        self.done = 0
        self.until = datetime.min.replace(tzinfo=town().zone)
        self.numbers: dict[int, str] = {}
        self.passed_over: list[str] = []
        acts = [(n, step) for n, one in enumerate(self.told) for step in one.steps if step.verb and not step.refused]
        self._acts = sorted(acts, key=lambda found: found[1].at)

    @property
    def acts(self) -> int:
        """How many acts there are."""
        return len(self._acts)

    def on_to(self, at: datetime, note: Path | None = None) -> int:
        """Do what the stories tell up to an instant, and what the clock does between; returns how many acts.

        With `note` each act is noted there, so that a demo that was killed repeats one at most.
        """
        before = self.done
        # Nobody is posted anywhere else, and nothing is put off, while one round is played.
        forget()
        failing = set(PutOff.objects.values_list("case_id", flat=True))
        while self.done < len(self._acts) and self._acts[self.done][1].at <= at:
            number, step = self._acts[self.done]
            _pass_time(step.at, failing)
            self._do(number, step)
            self.done += 1
            self._note(step.at, note)
        _pass_time(at, failing)
        self._note(at, note)
        return self.done - before

    def _note(self, at: datetime, path: Path | None) -> None:
        self.until = max(self.until, at)
        if path:
            self.save(path)

    def _do(self, number: int, step: Step) -> None:
        situation = self.told[number]
        case = Case.objects.filter(number=self.numbers.get(number, "")).first()
        # After a visitor acted on the case, the script comes later: nothing happens before what has happened.
        with clock.held_here(max(step.at, case.seen_at) if case else step.at):
            try:
                case = act(situation, step, case, {self.told[n].name["zh"]: code for n, code in self.numbers.items()})
            except (Refused, LookupError) as refusal:
                if self.strict:
                    raise
                LOG.info("play: %s %s is passed over: %s", situation.name["en"], step.verb, refusal)
                self.passed_over.append(f"{situation.name['en']}: {step.verb}")
            else:
                self.numbers[number] = case.number

    def save(self, path: Path) -> None:
        """Note how far it was played, so that a demo which is opened again goes on there."""
        told = {"opens": self.opens.isoformat(), "until": self.until.isoformat(), "done": self.done, "of": self.acts}
        fresh = path.with_name(f"{path.name}.new")
        fresh.write_text(json.dumps(told | {"numbers": self.numbers}), encoding="utf-8")
        fresh.replace(path)

    @classmethod
    def resumed(cls, path: Path) -> Self:
        """The play that was left, to go on with."""
        told = json.loads(path.read_text(encoding="utf-8"))
        play = cls(datetime.fromisoformat(told["opens"]))
        play.until, play.done = datetime.fromisoformat(told["until"]), told["done"]
        play.numbers = {int(n): number for n, number in told["numbers"].items()}
        return play


def play_on(now: datetime) -> int:
    """In a town for demonstration that was opened as a play: go on with it; returns how many acts."""
    path = town().folder / PROGRESS
    if not town().demo or not path.is_file():
        return 0
    return _resumed(path).on_to(now, path)


class Played(NamedTuple):
    """How far a play has come: until which instant, and how many of its acts. 「演到何处」"""

    until: datetime
    done: int
    acts: int


def played() -> Played | None:
    """How far the play of the town has come; None where there is none."""
    try:
        told = json.loads((town().folder / PROGRESS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Played(datetime.fromisoformat(told["until"]), told["done"], told["of"])


@lru_cache(maxsize=1)
def _resumed(path: Path) -> Play:
    return Play.resumed(path)


def _pass_time(until: datetime, failing: Collection[UUID]) -> None:
    """What happens without a person, a minute after each due instant, as the clock of a served town would do it."""
    while due := due_cases(until, limit=1, without=failing):
        first = due[0].promises.running().filter(due_at__lt=until).order_by("due_at").first()
        at = min(until, first.due_at + TICK) if first else until
        with clock.held_here(at):
            settle(due[0], at)
