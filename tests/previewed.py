"""What a card shows before an act, and what was issued afterwards, as texts to be held against each other."""

from __future__ import annotations

import io
import re
from typing import Any

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from consult import tasks
from consult.models import (
    Document,
    Draft,
    Event,
    GroupReport,
    Job,
    Notification,
    Opinion,
    RegisterEntry,
    Review,
    Task,
)

MARK = "DỰ THẢO"
APPROVE = {"decision": "approve"}
KEPT_ROWS = [Document, Draft, Event, GroupReport, Job, Notification, Opinion, RegisterEntry, Review, Task]
# What is drawn anew for each document.
CODES = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}|(?<=/v/)[0-9A-Z]{16}|(?<=tại: ).*?(?= Rất mong)")

Kinds = dict[str, str]


def text_of(content: bytes) -> str:
    pages = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return CODES.sub("…", " ".join(pages.replace(MARK, "").split()))


def look(client: Client, name: str, *arguments: Any, **data: Any) -> Any:
    """What the card shows; looking leaves no row but what was seen."""
    before = [model.objects.count() for model in KEPT_ROWS]
    answer = client.post(reverse(name, args=arguments), data)
    assert [model.objects.count() for model in KEPT_ROWS] == before
    return answer


def read(client: Client, answer: Any) -> Kinds:
    """The texts of the PDFs that a card shows, by the titles of their documents."""
    assert answer.status_code == 200
    assert [one.preview.trouble for one in answer.context["shown"]] == [None] * len(answer.context["shown"])
    contents = {one.preview.title: client.get(one.address).content for one in answer.context["shown"]}
    for content in contents.values():
        assert all(MARK in page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return {title: text_of(content) for title, content in contents.items()}


def issued_texts(dossier: Any, kinds: set[str]) -> Kinds:
    for job in dossier.jobs.filter(version__document__kind__in=kinds, state=Job.State.WAITING):
        tasks.run_job(job.pk)
    found = {}
    for document in dossier.documents.filter(kind__in=kinds).order_by("pk"):
        with document.versions.latest("version").file.open("rb") as stream:
            found[document.title] = text_of(stream.read())
    return found
