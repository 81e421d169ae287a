"""The documents of a dossier: made again, signed elsewhere, revoked, asked for beside the procedure."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from viewflow.workflow import STATUS

from consult.actions import brought, certified_copies, documents, jobs, letters, signing
from consult.actions.actor import Actor, chain_events, record
from consult.actions.requestable import REQUESTABLE
from consult.actions.reviews import declarations
from consult.actions.storing import in_store, upload_in_store
from consult.actions.template_renderings import forget_renderings_of, rendered_by_template
from consult.actions.trials import tried_first
from consult.models import Document, DocumentKind, Dossier, Job, Person, Task
from consult.refusals import ActionError

from .locking import decide, lock


def _dossier_of(document: Document) -> Dossier:
    """The dossier of a document. Raises ``Http404`` for a union's own document, of which nothing is decided here."""
    if document.dossier is None:
        raise Http404
    return document.dossier


def _lock_of(document: Document) -> Dossier:
    return lock(_dossier_of(document).pk)


@transaction.atomic
def make_document_again(*, document_id: int, by: Person) -> None:
    """Render a document anew from its frozen data, as a new version; one that could not be made is tried again."""
    document = Document.objects.get(pk=document_id)
    dossier = _lock_of(document)
    actor = decide(by, "job.retry", dossier)
    if document.revoked_at:
        raise ActionError("revoked_already", _("This document has already been revoked."))
    newest = document.versions.latest("version")
    job = Job.objects.select_related("version__document").filter(version=newest).first()
    if not newest.file and job is not None and documents.try_again(job):
        return
    if not newest.file:
        raise ActionError("not_made_yet", _("The document is still being made."))
    if newest.source != newest.Source.RENDERED:
        # Nobody's signature is set again without an act of theirs, and no unsigned file takes a signed one's place.
        raise ActionError("signed_already", _("This document is signed. Revoke it and issue another instead."))
    documents.make_again(document)
    record(dossier, "document_made_again", actor, title=document.title)
    chain_events(dossier)


@transaction.atomic
def try_document_again(*, job_id: int, by: Person) -> None:
    """Give the failed job of a dossier a fresh start."""
    job = Job.objects.select_related("version__document").get(pk=job_id)
    assert job.dossier_id is not None
    decide(by, "job.retry", lock(job.dossier_id))
    documents.try_again(job)


def bring_signed_document(*, document_id: int, by: Person, **sent: Any) -> None:
    """Keep a document that was signed outside or by hand, beside the one made here; ``sent`` as ``examine_signed`` takes it."""
    document = Document.objects.select_related("dossier__union").get(pk=document_id)
    _bringing(document, _dossier_of(document), by)
    examined = brought.examine_signed(document=document, **sent)
    with upload_in_store(examined.version), transaction.atomic():
        dossier = _lock_of(document)
        actor = _bringing(document, dossier, by)
        brought.keep_signed(dossier=dossier, document=document, by=actor, brought=examined)
        chain_events(dossier)


def _bringing(document: Document, dossier: Dossier, by: Person) -> Actor:
    actor = decide(by, "signed.bring", dossier)
    if dossier.step == "bring_signed" and document.kind == DocumentKind.OPINION:
        raise ActionError("opinion_in_its_step", _("Upload the opinion in its own step."))
    return actor


@transaction.atomic
def revoke_document(*, document_id: int, by: Person, reason: str, replaced_by: Document | None = None) -> None:
    """Say publicly that a document is no longer valid."""
    document = Document.objects.get(pk=document_id)
    dossier = _lock_of(document)
    documents.revoke(dossier=dossier, document=document, by=decide(by, "issued.revoke", dossier), reason=reason,
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


@tried_first
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


@tried_first
@transaction.atomic
def certify_copy(*, dossier_id: int, by: Person, **data: Any) -> None:
    """A certified copy of a document of the dossier, or of a letter that lies with it."""
    dossier = lock(dossier_id)
    certified_copies.certify_copy(dossier=dossier, by=decide(by, "copy.certify", dossier), **data)
    chain_events(dossier)


@tried_first
@transaction.atomic
def request_document(*, dossier_id: int, kind: str, by: Person) -> None:
    """Make a document that is asked for beside the flow: one of the kinds in ``REQUESTABLE``. Raises KeyError for others."""
    asked = REQUESTABLE[kind]
    dossier = lock(dossier_id)
    asked.make(dossier=dossier, by=decide(by, asked.may, dossier))
    chain_events(dossier)


def make_document_now(job: Job) -> None:
    """Render a claimed job's document, sign it if the office holds the keys, store it, and keep it.

    In one transaction the document's row is written, the job closed and the flow goes on. Raises ``jobs.LostClaimError`` when
    another worker took over meanwhile; then nothing is kept.
    """
    version = job.version
    assert version is not None
    rendered = rendered_by_template(version) if version.template_id else documents.render(version)
    jobs.renew_lease(job)
    signed = signing.sign_here(version, rendered)
    jobs.renew_lease(job)
    documents.attach_rendered(version, signed.made, signed.source)
    with in_store(version), transaction.atomic():
        dossier = lock(version.document.dossier_id) if version.document.dossier_id else None
        jobs.complete(job)
        version.save()
        forget_renderings_of(version)
        signing.keep_signatures(version, signed.signatures)
        if dossier is not None and job.task_id:
            task = Task.objects.select_related("process").get(pk=job.task_id)
            if task.status != STATUS.CANCELED:
                task.dossier = task.process.dossier = dossier
                activation = task.flow_task.activation_class(task)
                activation.start()
                activation.execute()
                chain_events(dossier)
