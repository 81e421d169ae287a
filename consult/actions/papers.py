"""Papers: asked for with their data frozen, numbered where they carry a number, made by a worker, kept with their hash."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity
from consult.actions import jobs
from consult.actions.notifications.notices import notify, office
from consult.documents import PAPERS, freeze, pdf
from consult.documents.parts import KIND_NAMES, NoTitleError
from consult.libraries.renderer import Rendered
from consult.models import Document, DocumentKind, DocumentVersion, Dossier, Job, Person, RegisterEntry, Review, Task
from consult.refusals import ActionError
from consult.rules import numbering, verification

from .actor import Actor, record
from .registers import next_number, series_of

Source = DocumentVersion.Source


def number_for(kind: DocumentKind, dossier: Dossier, by: Person, **extra: Any) -> RegisterEntry:
    """The next number of the series to which this kind of paper belongs; ``extra`` is what the paper is made from."""
    symbol = PAPERS[kind].symbol
    assert symbol is not None, kind
    series = series_of(dossier.union, kind, clock.today())
    unit = dossier.procedure.rules.unit if symbol == numbering.LETTER else ""
    subject = PAPERS[kind].subject.format(kind=KIND_NAMES[dossier.kind], **extra)
    return next_number(
        union=dossier.union, kind=series, abbreviation=symbol, unit=unit, subject=f"{subject}: {dossier.title}", by=by
    )


def make_paper(
    kind: DocumentKind,
    dossier: Dossier,
    *,
    entry: RegisterEntry | None = None,
    review: Review | None = None,
    task: Task | None = None,
    addressee: Person | None = None,
    signer: Person | None = None,
    **extra: Any,
) -> Document:
    """Ask for a paper of ``dossier``. ``task`` is the step of the flow that waits for it.

    What the paper says is frozen here: later changes of people or data do not reach it. Raises ``ActionError`` when the union
    keeps no title under which ``signer`` signs.
    """
    code = verification.new_code() if PAPERS[kind].issued else None
    people = {name: person for name, person in (("signer", signer), ("addressee", addressee)) if person is not None}
    try:
        title, data = freeze(
            kind, dossier, entry=entry, review=review, day=clock.today(), code=code or "", **people, **extra
        )
    except NoTitleError as missing:
        raise ActionError(
            "signatory_missing",
            _("The office keeps no title under which %(name)s signs. It is added under Office, Signers.")
            % {"name": missing.person.name},
        ) from missing
    document = Document.objects.create(
        dossier=dossier,
        kind=kind,
        title=title[:600],
        entry=entry,
        review=review,
        addressee=addressee,
        signer=signer,
        code=code,
        made_at=clock.now(),
    )
    _ask_version(document, data, task)
    return document


def make_numbered(kind: DocumentKind, dossier: Dossier, *, by: Person, **extra: Any) -> Document:
    """Number a paper and ask for it, in one."""
    return make_paper(kind, dossier, entry=number_for(kind, dossier, by, **extra), **extra)


def make_again(document: Document) -> DocumentVersion:
    """Render a paper anew from the same frozen data, as a new version; the old one stays."""
    return _ask_version(document, document.versions.latest("version").data, None)


def _ask_version(document: Document, data: dict[str, Any], task: Task | None) -> DocumentVersion:
    version = DocumentVersion.objects.create(document=document, version=document.versions.count() + 1, data=data)
    jobs.enqueue(Job.Kind.RENDER, f"render:{version.pk}", version=version, dossier=document.dossier, task=task)
    return version


def revoke(
    *, dossier: Dossier, document: Document, by: Actor, reason: str, replaced_by: Document | None = None
) -> None:
    """Mark an issued paper as no longer valid, for everybody who asks by its code. Raises ``ActionError``."""
    if document.code is None:
        raise ActionError("not_issued", _("This paper is not issued under a code."))
    if document.revoked_at:
        raise ActionError("revoked_already", _("This paper is revoked already."))
    if not reason.strip():
        raise ActionError("reason_missing", _("Give a reason."), where="reason")
    if replaced_by is not None and (replaced_by.dossier_id != dossier.pk or replaced_by.pk == document.pk):
        raise ActionError("wrong_replacement", _("Choose another paper of this dossier."), where="replaced_by")
    document.revoked_at = clock.now()
    document.revoked_by = by.person
    document.revoke_reason = reason.strip()
    document.replaced_by = replaced_by
    document.save()
    record(dossier, "paper_revoked", by, reason=reason, title=document.title)


def render(version: DocumentVersion) -> Rendered:
    """Turn a version's frozen data into a PDF. Touches no database and takes no lock."""
    return pdf.render(version.document.kind, version.document.title, version.data)


def notify_not_made(job: Job) -> None:
    """Tell the office that a paper could not be made; its page says why, and offers another try."""
    version = DocumentVersion.objects.select_related("document__dossier").get(job=job)
    dossier = version.document.dossier
    if dossier is None:
        # A union's own paper is on the page of the system's state.
        return
    people = {person.pk: person for role in (Capacity.OFFICER, Capacity.CLERK) for person in office(dossier, role)}
    notify(
        people.values(),
        "paper_failed",
        dossier=dossier,
        key=f"v{version.pk}:{job.attempts}",
        paper=version.document.title,
    )


def attach_rendered(version: DocumentVersion, made: Rendered, source: str) -> None:
    """Give a version its file and the file's hash; neither is stored yet, and the row is not saved."""
    version.file = ContentFile(made.content, name="paper.pdf")
    version.sha256 = hashlib.sha256(made.content).hexdigest()
    version.pages = made.pages
    version.source = source
    version.rendered_at = clock.now()
