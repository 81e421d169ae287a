"""The papers of a dossier: made again, signed elsewhere, revoked, asked for beside the procedure."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from viewflow.workflow import STATUS

from consult.actions import jobs, letters, papers, signing
from consult.actions.actor import Actor, chain_events, record
from consult.actions.asked_papers import ASKED
from consult.actions.reviews import declarations
from consult.actions.storing import in_store, upload_in_store
from consult.models import Document, DocumentKind, Dossier, Job, Person, Task
from consult.refusals import ActionError

from .locking import decide, lock


def _dossier_of(document: Document) -> Dossier:
    """The dossier of a paper. Raises ``Http404`` for a union's own paper, of which nothing is decided here."""
    if document.dossier is None:
        raise Http404
    return document.dossier


def _lock_of(document: Document) -> Dossier:
    return lock(_dossier_of(document).pk)


@transaction.atomic
def make_paper_again(*, document_id: int, by: Person) -> None:
    """Render a paper anew from its frozen data, as a new version."""
    document = Document.objects.get(pk=document_id)
    decide(by, "job.retry", _lock_of(document))
    if document.revoked_at:
        raise ActionError("revoked_already", _("This paper is revoked already."))
    papers.make_again(document)


def bring_signed_paper(*, document_id: int, by: Person, upload: File, source: str) -> None:
    """Keep a paper that was signed outside or by hand, beside the one made here."""
    document = Document.objects.select_related("dossier__union").get(pk=document_id)
    _bringing(document, _dossier_of(document), by)
    brought = signing.examine_signed(document=document, upload=upload, source=source)
    with upload_in_store(brought.version), transaction.atomic():
        dossier = _lock_of(document)
        actor = _bringing(document, dossier, by)
        signing.keep_signed(dossier=dossier, document=document, by=actor, brought=brought)
        chain_events(dossier)


def _bringing(document: Document, dossier: Dossier, by: Person) -> Actor:
    actor = decide(by, "signed.bring", dossier)
    if dossier.step == "bring_signed" and document.kind == DocumentKind.OPINION:
        raise ActionError("opinion_in_its_step", _("Bring the opinion in its own step."))
    return actor


@transaction.atomic
def revoke_paper(*, document_id: int, by: Person, reason: str, replaced_by: Document | None = None) -> None:
    """Say publicly that a paper is no longer valid."""
    document = Document.objects.get(pk=document_id)
    dossier = _lock_of(document)
    papers.revoke(dossier=dossier, document=document, by=decide(by, "issued.revoke", dossier), reason=reason,
                  replaced_by=replaced_by)  # fmt: skip
    chain_events(dossier)


@transaction.atomic
def classify(*, dossier_id: int, by: Person, confidential: bool) -> None:
    """Say whether the public page may tell the dossier's subject, and whether it is written down who opens it."""
    dossier = lock(dossier_id)
    actor = decide(by, "dossier.classify", dossier)
    if dossier.confidential == confidential:
        return
    dossier.confidential = confidential
    dossier.save(update_fields=["confidential", "search_text"])
    declarations.classified(dossier)
    record(dossier, "made_confidential" if confidential else "made_open", actor)
    chain_events(dossier)


@transaction.atomic
def ask_department(*, dossier_id: int, by: Person, **data: Any) -> None:
    """Ask a department for its view by letter."""
    dossier = lock(dossier_id)
    letters.ask_department(dossier=dossier, by=decide(by, "department.ask", dossier), **data)
    chain_events(dossier)


@transaction.atomic
def remind_by_letter(*, task_id: int, by: Person) -> None:
    """Write to whoever is late with a step."""
    task = Task.objects.select_related("assignee__expert").get(pk=task_id)
    dossier = lock(task.dossier_id)
    letters.remind_by_letter(dossier=dossier, by=decide(by, "letter.remind", dossier), task=task)
    chain_events(dossier)


@transaction.atomic
def ask_paper(*, dossier_id: int, kind: str, by: Person) -> None:
    """Make a paper that is asked for beside the flow: one of the kinds in ``ASKED``. Raises KeyError for others."""
    asked = ASKED[kind]
    dossier = lock(dossier_id)
    asked.make(dossier=dossier, by=decide(by, asked.may, dossier))
    chain_events(dossier)


def make_paper_now(job: Job) -> None:
    """Render a claimed job's paper, sign it if the office holds the keys, store it, and keep it.

    In one transaction the paper's row is written, the job closed and the flow goes on. Raises ``jobs.LostClaimError`` when
    another worker took over meanwhile; then nothing is kept.
    """
    version = job.version
    assert version is not None
    rendered = papers.render(version)
    jobs.renew_lease(job)
    made, source = signing.sign_here(version, rendered)
    jobs.renew_lease(job)
    papers.attach_rendered(version, made, source)
    with in_store(version), transaction.atomic():
        dossier = lock(version.document.dossier_id) if version.document.dossier_id else None
        jobs.complete(job)
        version.save()
        if dossier is not None and job.task_id:
            task = Task.objects.select_related("process").get(pk=job.task_id)
            if task.status != STATUS.CANCELED:
                task.dossier = task.process.dossier = dossier
                activation = task.flow_task.activation_class(task)
                activation.start()
                activation.execute()
                chain_events(dossier)
