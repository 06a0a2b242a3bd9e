"""The cases that a service publishes one by one, with the words written for the public. 「公开办件」

Which ones, `[publish] listed` of the file says: a decision that stands in the case, the states in which it is public.
What is shown: official numbers, the published fields, the words named in `[publish] words`, and the promises whose
`shown` is "public". What somebody wrote who asked never is, nor who they are, but for the name of a firm where `firm`
says so, and of whoever agreed to be named in the field that `asker` names. At the due instant of the promise that
`until` names it is over, whether or not the clock has come by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects

from wolaiban.catalogue.service import LEFT, MATTER, FieldRule, Service
from wolaiban.lib import clock
from wolaiban.promises.life import Act, Given, Life, life
from wolaiban.promises.linking import asker_named
from wolaiban.promises.models import Case, Promise
from wolaiban.promises.reading import matters, said_at_first, words_by_seq
from wolaiban.promises.recording import service_of
from wolaiban.promises.town import town

from .placing import listed_by
from .tally import due_and_kept

AT_MOST = 200


@dataclass(frozen=True)
class Published:
    """One case as anybody may read it. 「公开件」

    `texts` are the words for the public by field, the latest of each; `about` what tasks are called, by number; `asker`
    who brought it, if they agreed to be named.
    """

    case: Case
    life: Life
    fields: Mapping[str, str]
    texts: Mapping[str, str]
    promises: tuple[Given, ...]
    about: Mapping[int, str]
    firm: str = ""
    asker: str = ""

    @property
    def service(self) -> Service:
        return self.life.service


@dataclass(frozen=True)
class Missed:
    """A promise that was not kept in time: who owed it, until when, and since when it is kept, if it is. 「逾期承诺」

    `number` is that of its case and `about` what it is about, where the case is published.
    """

    promise: Promise
    number: str
    about: str


def missed(service: Service, year: int) -> list[Missed]:
    """The promises that a service lists by name, missed in the cases registered in a year; the latest `AT_MOST`."""
    due, kept = due_and_kept("rate_due_at", clock.now())
    rows = Promise.objects.filter(due & ~kept, code__in=service.publish.missed, counts=True)
    rows = rows.filter(case__service=service.code, case__hidden="", case__registered_on__year=year)
    found = list(rows.select_related("case").prefetch_related("case__words").order_by("-rate_due_at", "-id")[:AT_MOST])
    keys = {one.case_id for one in found}
    told = set(published_cases(service).filter(pk__in=keys).values_list("pk", flat=True)) if found else set()
    named = {one.case_id: matters(one.case) for one in found if one.case_id in told} if _names_matters(service) else {}
    numbers = {one.case_id: one.case.number for one in found if one.case_id in told}
    return [Missed(one, numbers.get(one.case_id, ""), named.get(one.case_id, {}).get(one.task, "")) for one in found]


def _names_matters(service: Service) -> bool:
    return MATTER in service.publish.words


def published_cases(service: Service) -> QuerySet[Case]:
    """The cases of a service that anybody may read, the newest first; none where its file names no words for them.

    What was taken back, declined or merged since has no page, as it has no line on a board.
    """
    if not service.publish.words or service.publish.listed is None:
        return Case.objects.none()
    found = Case.objects.filter(listed_by(service), service=service.code, hidden="").exclude(contract_state__in=LEFT)
    over = Promise.objects.filter(case=OuterRef("pk"), code=service.publish.until, due_at__lte=clock.now())
    found = found.exclude(Exists(over)) if service.publish.until else found
    return found.order_by("-registered_at", "id")


def of_firm(cases: QuerySet[Case], name: str) -> QuerySet[Case]:
    """Those of the published cases whose firm is called so, or has this in its name."""
    firm = {"words__seq": 1, "words__content__requester__organisation__icontains": name}
    return cases.filter(**firm) if name and "\x00" not in name else cases


def firm_of(case: Case) -> str:
    """The firm that a case is about, as last corrected; empty once it is erased."""
    return str(said_at_first(case).get("requester", {}).get("organisation", ""))


def published(cases: Sequence[Case]) -> list[Published]:
    """What of such cases is for everybody: as many questions for a page of them as for one."""
    prefetch_related_objects(cases, "words", "events")
    return [_published(case) for case in cases]


def _published(case: Case) -> Published:
    service = service_of(case)
    acts = [event.act() for event in sorted(case.events.all(), key=lambda event: event.seq)]
    lived = life(service, acts, town(), clock.now())
    shown = [rule for rule in service.fields.values() if _for_all(rule, service)]
    return Published(
        case=case,
        life=lived,
        fields={rule.name: lived.fields[rule.name] for rule in shown if rule.name in lived.fields},
        texts=_texts(case, lived),
        promises=tuple(given for given in lived.promises if given.rule.shown == "public"),
        about=matters(case) if _names_matters(service) else {},
        firm=firm_of(case) if service.publish.firm else "",
        asker=asker_named(case),
    )


def _texts(case: Case, life: Life) -> dict[str, str]:
    """The words for the public by field, the latest of each.

    Where the verb that decided on the publication takes such words, those of the latest decision alone: who publishes
    anew with less leaves nothing of the fuller text behind.
    """
    publish, rows = life.service.publish, words_by_seq(case)
    listed = publish.listed.fields if publish.listed else {}
    decided = [act for act in life.acts if not listed.keys().isdisjoint(act.fields)]
    found: dict[str, str] = {}
    for name in publish.words:
        since = max((act.seq for act in decided if name in _taken(life, act)), default=0)
        said = [rows[seq].content.get(name) for seq in sorted(rows) if seq >= since]
        if texts := [text for text in said if text]:
            found[name] = texts[-1]
    return found


def _taken(life: Life, act: Act) -> tuple[str, ...]:
    verb = life.service.verbs.get(act.verb)
    return (*verb.needs, *verb.may) if verb else ()


def _for_all(rule: FieldRule, service: Service) -> bool:
    """Official numbers, and what the file publishes; nothing typed, nothing that only some may see."""
    named = rule.kind == "code" or rule.name in service.publish.fields
    return named and not rule.is_words and rule.seen_by is None
