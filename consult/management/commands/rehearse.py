"""The main job without a browser, through the real flows and a real worker."""

from __future__ import annotations

import hashlib
import subprocess
import time
from collections import Counter
from io import BytesIO
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from consult.actions import signing
from consult.demo.office import build_office
from consult.demo.rehearsal import DifferentError, expect, rehearse
from consult.demo.rehearsal_by_letter import rehearse_by_letter
from consult.layout_checks.rules import check
from consult.models import DocumentVersion, Dossier, Job
from consult.rules import verification

POLL_SECONDS = 0.2
WANTED = {
    "receipt": 1, "supplement_request": 1, "council_decision": 1, "reviewer_invitation": 3, "review": 2,
    "meeting_invitation": 2, "attendance_list": 2, "ballot": 2, "minutes": 1, "opinion": 1, "response": 1,
    "archive_contents": 1, "archive_cover": 1,
}  # fmt: skip
# The response is the proposer's own letter.
WANTED_BY_LETTER = {
    "receipt": 1, "council_decision": 1, "council_change": 1, "reviewer_invitation": 2, "review": 2,
    "meeting_invitation": 1, "attendance_list": 1, "ballot": 1, "minutes": 1, "opinion": 1, "archive_contents": 1,
    "archive_cover": 1,
}  # fmt: skip


class Command(BaseCommand):
    help = "Plays two cases from their beginning to the archive on an empty database; needs a running worker."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--wait", type=float, default=120.0, help="seconds to wait for the worker at each document")

    def handle(self, *args: Any, **options: Any) -> None:
        if Dossier.objects.exists():
            raise CommandError("the rehearsal wants an empty database")
        self.wait = options["wait"]
        self.step = 0
        started = time.monotonic()
        try:
            with translation.override("vi"):
                office = build_office()
                dossier = rehearse(office, self.say, self.settle)
                self.settle_all(dossier)
                self.check_documents(dossier, WANTED)
                self.check_opinion(dossier)
                dossier = rehearse_by_letter(office, self.say, self.settle, self.settle_all)
                self.settle_all(dossier)
                self.check_documents(dossier, WANTED_BY_LETTER)
                self.check_opinion(dossier)
        except (DifferentError, TimeoutError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"xong trong {time.monotonic() - started:.1f} giây")

    def say(self, line: str) -> None:
        self.step += 1
        self.stdout.write(f"{self.step:3d}. {line}")

    def _await(self, waiting: Any, what: str) -> None:
        deadline = time.monotonic() + self.wait
        while waiting.exists():
            if time.monotonic() > deadline:
                raise TimeoutError(f"no worker finished {what} within {self.wait:.0f} s")
            time.sleep(POLL_SECONDS)

    def settle(self, dossier: Dossier) -> None:
        """Wait until the worker has made the documents for which the flow waits."""
        self._await(Job.objects.filter(dossier=dossier, task__isnull=False).exclude(state=Job.State.DONE), "a document")

    def settle_all(self, dossier: Dossier) -> None:
        unfinished = Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
        self._await(unfinished, "the remaining jobs")

    def check_documents(self, dossier: Dossier, wanted: dict[str, int]) -> None:
        kinds: Counter[str] = Counter()
        for document in dossier.documents.select_related("entry"):
            version = document.versions.get()
            faults = {name: found for name, found in check(BytesIO(_content(version))).items() if found}
            expect(faults, {}, f"layout of {document.kind}")
            kinds[document.kind] += 1
            number = document.entry.symbol if document.entry else "–"
            self.stdout.write(f"     {document.kind:20s} {number:14s} {version.pages} tr.  {_path(version)}")
        expect(kinds, Counter(wanted), "documents")
        expect(Job.objects.filter(state=Job.State.FAILED).count(), 0, "failed jobs")

    def check_opinion(self, dossier: Dossier) -> None:
        """The opinion's signatures by two programs, and the public page by code and by file."""
        document = dossier.documents.get(kind="opinion")
        version = document.versions.get()
        content = _content(version)
        facts = signing.facts_of(version)
        expect([one.field for one in facts], [signing.PERSON_FIELD, signing.BODY_FIELD], "signatures")
        expect([(one.good, one.trusted) for one in facts], [(True, True)] * 2, "signatures as pyHanko finds them")
        self.say("pyHanko: hai chữ ký nguyên vẹn, tin cậy")
        with NamedTemporaryFile(suffix=".pdf") as file:
            file.write(content)
            file.flush()
            told = subprocess.run(["pdfsig", file.name], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607
        expect(told.count("Signature is Valid."), 2, "signatures as pdfsig finds them")
        self.say("pdfsig: hai chữ ký hợp lệ")
        expect({name: found for name, found in check(BytesIO(content)).items() if found}, {}, "layout of the opinion")
        self.say("thể thức văn bản đúng quy định")
        secure = settings.SECURE_SSL_REDIRECT
        client = Client(SERVER_NAME="localhost")
        typed = client.get(reverse("verify"), {"code": verification.written(document.code or "")}, secure=secure)
        page = client.get(typed["Location"], secure=secure).content.decode()
        expect((document.entry.symbol if document.entry else "") in page, True, "the public page by code")
        self.say(f"trang công khai nhận ra mã {verification.written(document.code or '')}")
        expect(f'data-hash="{hashlib.sha256(content).hexdigest()}"' in page, True, "the public page by file")
        self.say("trang công khai nhận ra tệp")


def _content(version: DocumentVersion) -> bytes:
    with version.file.open("rb") as stream:
        return stream.read()


def _path(version: DocumentVersion) -> str:
    try:
        return str(version.file.path)
    except NotImplementedError:
        return str(version.file.name)
