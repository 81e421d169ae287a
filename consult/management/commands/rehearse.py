"""The main job without a browser, through the real flows and a real worker."""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from consult.demo.rehearsal import DifferentError, expect, rehearse
from consult.documents.layout_rules import check
from consult.models import Dossier, Job

POLL_SECONDS = 0.2


class Command(BaseCommand):
    help = "Plays the fuel-station case from submission to archive on an empty database; needs a running worker."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--wait", type=float, default=120.0, help="seconds to wait for the worker at each paper")

    def handle(self, *args: Any, **options: Any) -> None:
        if Dossier.objects.exists():
            raise CommandError("the rehearsal wants an empty database")
        self.wait = options["wait"]
        self.step = 0
        started = time.monotonic()
        try:
            with translation.override("vi"):
                dossier = rehearse(self.say, self.settle)
                self.settle_all(dossier)
                self.check_papers(dossier)
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
        """Wait until the worker has made the papers for which the flow waits."""
        self._await(Job.objects.filter(dossier=dossier, task__isnull=False).exclude(state=Job.State.DONE), "a paper")

    def settle_all(self, dossier: Dossier) -> None:
        unfinished = Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
        self._await(unfinished, "the remaining jobs")

    def check_papers(self, dossier: Dossier) -> None:
        kinds: list[str] = []
        for document in dossier.documents.select_related("entry"):
            version = document.versions.get()
            with version.file.open("rb") as stream:
                faults = {name: found for name, found in check(BytesIO(stream.read())).items() if found}
            expect(faults, {}, f"layout of {document.kind}")
            kinds.append(document.kind)
            path = version.file.path if hasattr(version.file, "path") else version.file.name
            number = document.entry.symbol if document.entry else "–"
            self.stdout.write(f"     {document.kind:20s} {number:14s} {version.pages} tr.  {path}")
        wanted = [
            "receipt", "supplement_request", "council_decision", "review", "review", "meeting_invitation",
            "meeting_invitation", "minutes", "opinion",
        ]  # fmt: skip
        expect(kinds, wanted, "papers")
        expect(Job.objects.filter(state=Job.State.FAILED).count(), 0, "failed jobs")
