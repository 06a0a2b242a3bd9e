"""The form on behalf of somebody: what they said, who they are, when they said it. 「代填表单」"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from wolaiban.catalogue.service import Service
from wolaiban.people.actor import Actor
from wolaiban.promises.life import Wrong
from wolaiban.promises.moments import BACK_AT_MOST, fits
from wolaiban.web.shared.acting import unit_options
from wolaiban.web.shared.forms import Entry, Form, field_entry, requester_entries

MINUTES = "%Y-%m-%dT%H:%M"
# What is written down within the minute; the rest may be left as it stands.
AT_ONCE = ("subject", "text", "requester.organisation", "requester.name", "requester.phone", "requester.consent",
           "asked_at", "channel", "written_at")  # fmt: skip


def file_form(service: Service, now: datetime) -> Form:
    """Every field that registration takes; then, unless it is for the officer's own office, who asked and when."""
    rule = service.verbs["register"]
    units = [("", gettext("不涉及")), *unit_options(service)]
    known = [name for name in (*rule.needs, *rule.may) if name in service.fields]
    entries = [field_entry(service, name, units, required=name in rule.needs) for name in known]
    if service.is_own:
        for entry in entries:
            entry.aside = entry.optional and entry.name != "text"
        return Form(sorted(entries, key=lambda entry: entry.aside))
    entries += requester_entries(firm=service.asker == "firm")
    if service.is_open:  # else nobody asked: the officer names whom it concerns
        entries += [consent(), *_conversation(now)]
    for entry in entries:
        entry.aside = entry.name not in AT_ONCE and not (entry.required and entry.name in known)
    # As they stand on the page, so that errors are told in that order.
    return Form(sorted(entries, key=lambda entry: entry.aside))


def _conversation(now: datetime) -> list[Entry]:
    """When it was told, by which way, and when the device wrote it down."""
    local = timezone.localtime(now)
    asked = Entry(
        "asked_at",
        gettext("谈话时间"),
        "moment",
        values=(local.strftime(MINUTES),),
        hint=gettext("对方提出诉求的时间，承诺由此起算；最多往前一昼夜，不晚于现在。"),
        limits=(_first_minute(local), local.strftime(MINUTES)),
    )
    channel = Entry("channel", gettext("来源渠道"), "radio", channels(), ("phone",))
    written = Entry("written_at", gettext("填写时间"), "hidden")
    return [asked, channel, written]


def consent() -> Entry:
    """Whether the one who told it agrees to be called; what was not asked is not recorded."""
    options = (("yes", gettext("同意")), ("no", gettext("不同意")))
    return Entry("requester.consent", gettext("对方是否同意我们联系、回访"), "radio", options, optional=True)


def _first_minute(local: datetime) -> str:
    """The earliest conversation that can be stated: the first whole minute of the last 24 hours."""
    earliest = local - BACK_AT_MOST
    begun = timedelta(minutes=1) if earliest.second or earliest.microsecond else timedelta(0)
    return (earliest + begun).strftime(MINUTES)


def channels() -> tuple[tuple[str, str], ...]:
    """The ways by which something was told to an officer."""
    return (
        ("phone", gettext("电话")),
        ("window", gettext("窗口")),
        ("visit", gettext("走访")),
        ("online", gettext("网上")),
    )


def area_of(actor: Actor) -> str:
    """The area of an officer whose post is for one; what they hear lies there."""
    return next((standing.area for standing in actor.posts if standing.area), "")


def channel_said(said: dict[str, Any]) -> str:
    """Take the channel out of what was said; what is none of them counts as the first."""
    code = said.pop("channel", "")
    return code if code in dict(channels()) else channels()[0][0]


def moments_said(said: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Take the conversation and the device's time out of what was said; an unreadable conversation is a reason more.

    A conversation in the present minute is now: the field knows no seconds. A device's time that cannot be right is
    left out: nobody sees the field, so nobody could mend it.
    """
    text = said.pop("asked_at", "")
    asked, written = moment(text), moment(said.pop("written_at", ""))
    is_now = asked is not None and timedelta(0) <= now - asked < timedelta(minutes=1)
    asked = None if is_now else asked
    fitting = written if written is not None and fits(written, asked or now, now) else None
    return {"asked_at": asked, "written_at": fitting, "also": _unreadable(text)}


def _unreadable(text: str) -> list[Wrong]:
    if not text or moment(text) is not None:
        return []
    said = gettext("请写成日期和时间，例如 2024-09-13T16:50。")
    return [Wrong(1, "at_the_door", {"zh": said, "en": said}, "asked_at")]


def moment(text: str) -> datetime | None:
    """An instant as a field or a device gives it, in town time unless it says otherwise; None if it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else timezone.make_aware(found)
