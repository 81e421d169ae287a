"""Documents: asked for with their data frozen, numbered where they carry a number, made by a worker, kept with their hash."""

from __future__ import annotations

import hashlib
from copy import copy
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity
from consult.actions import jobs, previews, trials
from consult.actions.notifications.notices import notify, office
from consult.documents import DEFINITIONS, freeze, pdf
from consult.documents.names import KIND_NAMES
from consult.documents.originals import with_original
from consult.documents.parts import MayNotDecideError, NoTitleError
from consult.libraries.renderer import RenderedPdf, RenderRefusedError
from consult.models import (
    Council,
    Document,
    DocumentKind,
    DocumentTemplate,
    DocumentVersion,
    Dossier,
    Job,
    Opinion,
    Person,
    RegisterEntry,
    Review,
    Task,
)
from consult.refusals import ActionError
from consult.rules import numbering, verification

from .actor import Actor, record
from .dispatch import SENT_WHEN_MADE, open_sendings
from .registers import next_number, settled_series
from .template_renderings import forget_renderings_of
from .templates import template_in_use

Source = DocumentVersion.Source
# Whose will it is to sign: of whoever acts, or of whoever approved, earlier, what is made now.
Will = Actor | Council | Opinion
APPROVES: dict[type, set[str]] = {
    Council: {DocumentKind.COUNCIL_DECISION, DocumentKind.REVIEWER_INVITATION},
    Opinion: {DocumentKind.OPINION},
}


@transaction.atomic
def number_for(
    kind: DocumentKind, dossier: Dossier, by: Person, *, abbreviation: str | None = None, **extra: Any
) -> RegisterEntry:
    """The next number of the series to which this kind of document belongs; ``extra`` is what the document is made from.

    ``abbreviation`` is that of its symbol, where the kind has several.
    """
    symbol = DEFINITIONS[kind].symbol
    assert symbol is not None, kind
    series = settled_series(dossier.union, symbol, clock.today(), kind).kind
    unit = dossier.procedure.rules.unit if symbol == numbering.LETTER else ""
    subject = DEFINITIONS[kind].subject.format(kind=KIND_NAMES[dossier.kind], **extra)
    return next_number(
        union=dossier.union, kind=series, abbreviation=symbol if abbreviation is None else abbreviation, unit=unit,
        subject=f"{subject}: {dossier.title}", by=by,
    )  # fmt: skip


def make_document(
    kind: DocumentKind,
    dossier: Dossier,
    *,
    entry: RegisterEntry | None = None,
    review: Review | None = None,
    task: Task | None = None,
    addressee: Person | None = None,
    signer: Will | None = None,
    **extra: Any,
) -> Document:
    """Ask for a document of ``dossier``. ``task`` is the step that waits for it, ``signer`` whose will it is to sign.

    What it says is frozen here: later changes of people or data do not reach it. Raises ``ActionError`` when the union keeps
    no title under which the signer signs, ``ValueError`` for a number too much or too few, or a will that is another's.
    """
    if (entry is None) != (DEFINITIONS[kind].symbol is None):
        raise ValueError(f"{kind}: its definition says whether it carries a number; make_numbered gives one")
    signing = person_willing(kind, signer)
    code = verification.new_code() if DEFINITIONS[kind].issued else None
    people = {name: person for name, person in (("signer", signing), ("addressee", addressee)) if person is not None}
    try:
        title, data = freeze(
            kind, dossier, entry=entry, review=review, day=clock.today(), code=code or "", **people, **extra
        )
    except MayNotDecideError as by_order:
        raise ActionError(
            "no_decision_by_order",
            _(
                "%(name)s signs by order (TL.), and a decision is never signed so. Let somebody decide who signs as the "
                "head or for the head."
            )
            % {"name": by_order.person.name},
        ) from by_order
    except NoTitleError as missing:
        raise ActionError(
            "signatory_missing",
            _("No signing title is recorded for %(name)s. Add it under Office, Signers.")
            % {"name": missing.person.name},
        ) from missing
    template = template_in_use(dossier.union_id, kind)
    trials.would_make(kind, title, data, template)
    previews.forget(dossier, kind=kind, title=title)
    document = Document.objects.create(
        dossier=dossier,
        kind=kind,
        title=title[:600],
        entry=entry,
        review=review,
        addressee=addressee,
        signer=signing,
        code=code,
        made_at=clock.now(),
    )
    _ask_version(document, data, task, template)
    if kind in SENT_WHEN_MADE:
        open_sendings(document)
    return document


def person_willing(kind: str, signer: Will | None) -> Person | None:
    """Who signs a document of this kind: nobody's signature, by key or by name, stands below what was not their act.

    Whoever signs as a stand-in knows for whom (``Person.signs_for_holder``).
    """
    if signer is None:
        return None
    if isinstance(signer, Actor):
        return _for(signer.person, signer.stands_in_for)
    if kind not in APPROVES.get(type(signer), set()):
        raise ValueError(f"{kind} is not what this {type(signer).__name__.lower()} says that somebody approved")
    approved = signer.approved_by if isinstance(signer, Council) else signer.signed_by
    if approved is None:
        raise ValueError(f"{kind}: nobody has approved it")
    return _for(approved, signer.approved_for if isinstance(signer, Council) else signer.signed_for)


def _for(person: Person, holder: Person | None) -> Person:
    """The person as they sign this document: for themselves, or for whom they stand in."""
    signing = copy(person)
    signing.signs_for_holder = holder
    return signing


def make_numbered(kind: DocumentKind, dossier: Dossier, *, by: Person, **extra: Any) -> Document:
    """Number a document and ask for it, in one. ``extra`` names it in the register and says what it is made from."""
    return make_document(kind, dossier, entry=number_for(kind, dossier, by, **extra), **extra)


def make_again(document: Document) -> DocumentVersion:
    """Render a document anew from the same frozen data, as a new version in the form now in use; the old one stays."""
    newest = document.versions.latest("version")
    return _ask_version(document, newest.data, None, _form_now(document))


def try_again(job: Job) -> bool:
    """Give a job that failed, or waits for its template, a fresh start in the form now in use: its own may be what is wrong.

    Returns whether there was anything to be tried.
    """
    version = job.version
    waits = bool(version and version.template_id and job.state == Job.State.WAITING)
    if version is not None and not version.file and (waits or job.state == Job.State.FAILED):
        forget_renderings_of(version)
        version.template = _form_now(version.document)
        version.save(update_fields=["template"])
    if waits:
        Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(run_after=clock.now())
        jobs.notify_worker(job)
    return waits or jobs.retry(job)


def _form_now(document: Document) -> DocumentTemplate | None:
    return template_in_use(document.union.pk, document.kind)


def _ask_version(
    document: Document, data: dict[str, Any], task: Task | None, template: DocumentTemplate | None
) -> DocumentVersion:
    number = document.versions.count() + 1
    version = DocumentVersion.objects.create(document=document, version=number, data=data, template=template)
    jobs.enqueue(Job.Kind.RENDER, f"render:{version.pk}", version=version, dossier=document.dossier, task=task)
    return version


def revoke(
    *, dossier: Dossier, document: Document, by: Actor, reason: str, replaced_by: Document | None = None
) -> None:
    """Mark an issued document as no longer valid, for everybody who asks by its code. Raises ``ActionError``."""
    if document.code is None:
        raise ActionError("not_issued", _("This document has no verification code."))
    if document.revoked_at:
        raise ActionError("revoked_already", _("This document has already been revoked."))
    if not reason.strip():
        raise ActionError("reason_missing", _("Give a reason."), where="reason")
    if replaced_by is not None and (replaced_by.dossier_id != dossier.pk or replaced_by.pk == document.pk):
        raise ActionError("wrong_replacement", _("Choose another document of this dossier."), where="replaced_by")
    document.revoked_at = clock.now()
    document.revoked_by = by.person
    document.revoke_reason = reason.strip()
    document.replaced_by = replaced_by
    document.save()
    record(dossier, "document_revoked", by, reason=reason, title=document.title)


def render(version: DocumentVersion) -> RenderedPdf:
    """Turn a version's frozen data into a PDF, of a certified copy behind its original. Touches no database and takes no lock.

    Raises ``RenderRefusedError`` with the limit ``layout`` where something runs off: no such document is given to anybody.
    """
    made = pdf.render(version.document.kind, version.document.title, version.data)
    if made.faults:
        first = made.faults[0]
        raise RenderRefusedError("layout", f"{first.page}: {first.passage}")
    return with_original(made, version.data)


def notify_not_made(job: Job) -> None:
    """Tell the office that a document could not be made; its page says why, and offers another try."""
    version = DocumentVersion.objects.select_related("document__dossier").get(job=job)
    dossier = version.document.dossier
    if dossier is None:
        # A union's own document is on the page of the system's state.
        return
    people = {person.pk: person for role in (Capacity.OFFICER, Capacity.CLERK) for person in office(dossier, role)}
    notify(
        people.values(),
        "document_failed",
        dossier=dossier,
        key=f"v{version.pk}:{job.attempts}",
        document=version.document.title,
    )


def attach_rendered(version: DocumentVersion, made: RenderedPdf, source: str) -> None:
    """Give a version its file and the file's hash; neither is stored yet, and the row is not saved."""
    version.file = ContentFile(made.content, name="document.pdf")
    version.sha256 = hashlib.sha256(made.content).hexdigest()
    version.pages = made.pages
    version.source = source
    version.rendered_at = clock.now()
