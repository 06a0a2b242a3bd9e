"""Files that come with a form: taken in at once, so that a form to be mended keeps them. 「表单附件」"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat

from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.people.actor import Actor
from wolaiban.promises import limits
from wolaiban.promises.files import UNTAKEN, headers_of, key_of, reference
from wolaiban.promises.life import Wrong
from wolaiban.promises.models import File
from wolaiban.promises.receiving import receive
from wolaiban.promises.refused import Refused

from .forms import Entry, Form


def take_files(form: Form, request: HttpRequest, service: Service, by: Actor) -> None:
    """Take in the files sent with a form that is filled in; its entries then name them, as the verb wants it.

    Those of an earlier try come back as references. Raises Refused with what is wrong with each file, after taking in
    the others. Officers are not limited; anybody else is, by network address.
    """
    wrong: list[Wrong] = []
    for entry in form.entries:
        if entry.kind == "file":
            files = [*_kept(entry, wrong), *_sent(entry, request, by, wrong)]
            entry.options = tuple((reference(file), f"{file.name} · {filesizeformat(file.size)}") for file in files)
            entry.values = tuple(code for code, _ in entry.options)
    if wrong:
        raise Refused(wrong, service)


def file_response(file: File) -> HttpResponse:
    """The file as a browser is to treat it."""
    return HttpResponse(bytes(file.content), headers=dict(headers_of(file)))


def _kept(entry: Entry, wrong: list[Wrong]) -> Iterable[File]:
    """Those of an earlier try that no verb has taken; nobody loses one that was swept away without being told."""
    keys = {key for key in map(key_of, entry.values) if key is not None}
    found = list(File.objects.filter(pk__in=keys).order_by("pk")) if keys else []
    if gone := len(keys) - len(found):
        hours = UNTAKEN // timedelta(hours=1)
        about = {
            "zh": f"有 {gone} 个附件上传后超过 {hours} 小时没有提交，已删除。请重新选择，或不带附件再次提交。",
            "en": f"Files are kept for {hours} hours before they are sent in; {gone} of yours had to go. Choose them "
            "again, or send the form without.",
        }
        wrong.append(Wrong(1, "at_the_door", about, entry.name))
    return [file for file in found if file.case_id is None]


def _sent(entry: Entry, request: HttpRequest, by: Actor, wrong: list[Wrong]) -> Iterable[File]:
    now, address = clock.now(), limits.address_of_caller(request) if by.kind != "officer" else None
    for upload in request.FILES.getlist(entry.name):
        try:
            yield receive(upload, by=f"{by.kind}:{by.id}".rstrip(":"), address=address, at=now)
        except Refusal as refusal:
            name = upload.name or ""
            about = {"zh": f"{name}：{refusal.zh}", "en": f"{name}: {refusal.en}"}
            wrong.append(Wrong(1, "at_the_door", about, entry.name))
