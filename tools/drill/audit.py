"""What the clients were told, compared with what database, store and mail sink hold."""

from __future__ import annotations

import email
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.utils import timezone

from consult.actions.notifications.digest import KIND as DIGEST
from consult.models import Attachment, Document, Dossier, Event, Job, Notification, Organisation, Register
from consult.queries.history import history_faults
from consult.queries.operations import stuck_dossiers

from .clients import EVENTS, Ledger
from .told import not_told, was_overtaken

# The documents of a dossier that goes straight through, one version of each.
DOCUMENTS = Counter(
    receipt=1, council_decision=1, reviewer_invitation=2, review=2, meeting_invitation=1, attendance_list=1, ballot=1,
    minutes=1, opinion=1, response=1, archive_contents=1, archive_cover=1,
)  # fmt: skip
ACTS = {*EVENTS.values(), "submitted"}
# A worker killed between the mail server's answer and its own commit: told, not counted as a fault.
SENT_AGAIN = "mails sent again after a killed worker"


@dataclass
class Findings:
    """The figures, and what lies behind each that is not nought."""

    figures: dict[str, int] = field(default_factory=dict)
    details: list[str] = field(default_factory=list)

    def count(self, name: str, found: list[str]) -> None:
        self.figures[name] = len(found)
        self.details += [f"{name}: {one}" for one in found[:10]]

    @property
    def clean(self) -> bool:
        return not any(found for name, found in self.figures.items() if name != SENT_AGAIN)


def audit(ledger: Ledger, titles: list[str], mails: Path) -> Findings:
    """Compare everything. Every figure should be 0; only mails sent again have an excuse."""
    findings = Findings()
    stored = _store()
    findings.count("dossiers not ended", _not_ended(titles))
    findings.count("acknowledged acts lost", _lost(ledger, stored))
    findings.count("acts done twice", _twice())
    missing, doubled = _documents(titles, stored)
    findings.count("documents missing or damaged", missing)
    findings.count("documents doubled", doubled)
    missing, doubled, again = _mails(mails, titles)
    findings.count("mails missing", missing)
    findings.count("mails doubled", doubled)
    findings.count(SENT_AGAIN, again)
    findings.count("numbers skipped or doubled", _numbers())
    unions = list(Organisation.objects.filter(kind="union").values_list("pk", flat=True))
    findings.count("stuck dossiers", [dossier.title for dossier in stuck_dossiers(unions)])
    findings.count("jobs not done", _open_jobs())
    findings.count("jobs given up", [f"{job.key}: {job.error[:120]}" for job in Job.objects.filter(state="failed")])
    running = Dossier.objects.exclude(stage="draft")
    findings.count(
        "faults in histories", [f"{d.title}: {fault} {place}" for d, fault, place in history_faults(running)]
    )
    return findings


def _store() -> dict[str, str]:
    """Every object in the store: its key and the SHA-256 of what it holds."""
    bucket = default_storage.bucket  # type: ignore[attr-defined]
    return {one.key: hashlib.sha256(one.get()["Body"].read()).hexdigest() for one in bucket.objects.all()}


def _not_ended(titles: list[str]) -> list[str]:
    ended = set(Dossier.objects.filter(title__in=titles, outcome="archived").values_list("title", flat=True))
    return sorted(set(titles) - ended)


def _lost(ledger: Ledger, stored: dict[str, str]) -> list[str]:
    events = {
        (e.dossier.title if e.dossier else "", e.verb, e.person_id)
        for e in Event.objects.exclude(dossier=None).select_related("dossier")
    }
    described = set(Dossier.objects.values_list("title", flat=True))
    uploaded = {
        (a.dossier.title, a.sha256)
        for a in Attachment.objects.select_related("dossier")
        if stored.get(str(a.file)) == a.sha256
    }
    lost = []
    for told in ledger.told:
        if told.what == "described":
            kept = told.title in described
        elif told.what == "uploaded":
            kept = (told.title, told.detail) in uploaded
        else:
            kept = (told.title, told.what, told.person) in events
        if not kept:
            lost.append(f"{told.title}: {told.what} {told.detail[:12]}")
    return lost


def _twice() -> list[str]:
    counted = Counter(Event.objects.filter(verb__in=ACTS).values_list("dossier__title", "verb", "person"))
    titles = Counter(Dossier.objects.exclude(title="").values_list("title", flat=True))
    found = [*counted.items(), *titles.items()]
    return [f"{key}: {n} times" for key, n in found if n > 1]


def _documents(titles: list[str], stored: dict[str, str]) -> tuple[list[str], list[str]]:
    missing, doubled = [], []
    for dossier in Dossier.objects.filter(title__in=titles):
        documents = Document.objects.filter(dossier=dossier).prefetch_related("versions")
        kinds = Counter(document.kind for document in documents)
        missing += [f"{dossier.title}: {kind}" for kind in (DOCUMENTS - kinds).elements()]
        doubled += [f"{dossier.title}: {kind}" for kind in (kinds - DOCUMENTS).elements()]
        for document in documents:
            versions = list(document.versions.all())
            if len(versions) > 1:
                doubled.append(f"{dossier.title}: {len(versions)} versions of {document.kind}")
            missing += [
                f"{dossier.title}: {document.kind} is not what was made"
                for version in versions
                if not version.sha256 or stored.get(str(version.file)) != version.sha256
            ]
    named = {str(name) for name in Attachment.objects.values_list("file", flat=True)}
    for document in Document.objects.prefetch_related("versions"):
        named |= {str(version.file) for version in document.versions.all()}
    strays = [key for key in stored if key.startswith("documents/") and key not in named]
    return missing, doubled + [f"in the store, named by no row: {key}" for key in strays]


def _mails(folder: Path, titles: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Mails that are missing, doubled without an excuse, and sent by each of several attempts at one job.

    What should have come is known from the procedure; what was asked for besides has to have come as well.
    """
    received: Counter[str] = Counter()
    for file in folder.glob("*.eml"):
        message = email.message_from_bytes(file.read_bytes())
        received[str(message["Message-ID"]).split(".")[0].strip("<")] += 1
    came = set(received)
    missing: list[str] = []
    for dossier in Dossier.objects.filter(title__in=titles, outcome="archived").select_related("union"):
        missing += not_told(dossier, lambda notice: f"notice-{notice.pk}" in came)
    doubled: list[str] = []
    again: list[str] = []
    for notice in Notification.objects.exclude(job=None).select_related("job", "task"):
        name = f"notice-{notice.pk}"
        copies = received.pop(name, 0)
        if not copies and not was_overtaken(notice) and not _said_otherwise(notice):
            missing.append(f"{notice.key} ({notice.job.state})")
        if copies > 1:
            found = again if copies <= notice.job.attempts else doubled
            found.append(f"{name}: {copies} times in {notice.job.attempts} attempts")
    return sorted(set(missing)), doubled + [f"{name} belongs to no notice" for name in received], again


def _said_otherwise(notice: Notification) -> bool:
    """The mail of a day is not sent when nothing waits any more."""
    return notice.kind == DIGEST and notice.job.state == Job.State.CANCELLED


def _hour(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M:%S}"


def _open_jobs() -> list[str]:
    """Jobs that nobody has ended, and since when a worker has been called for them."""
    return [
        f"{job.key}: {job.state}, attempt {job.attempts}, until {_hour(job.run_after)}, called {_hour(job.dispatched_at)}"
        f" {job.error[:120]}"
        for job in Job.objects.filter(state__in=["waiting", "running"]).exclude(kind__in=["backup", "trial"])
    ]


def _numbers() -> list[str]:
    found = []
    for register in Register.objects.all():
        numbers = sorted(
            [*register.entries.values_list("number", flat=True), *register.incoming.values_list("number", flat=True)]
        )
        if numbers != list(range(1, register.last + 1)):
            found.append(f"{register.kind} {register.year}: {numbers[:5]}…, last {register.last}")
    return found
