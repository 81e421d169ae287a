"""Papers: asked for with their data frozen, made by a worker, kept once with their hash."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from consult import clock
from consult.documents import freeze, pdf
from consult.models import Document, DocumentKind, DocumentVersion, Dossier, Job, RegisterEntry, Review, Task

from . import jobs


def make_paper(
    kind: DocumentKind,
    dossier: Dossier,
    *,
    entry: RegisterEntry | None = None,
    review: Review | None = None,
    task: Task | None = None,
    **extra: Any,
) -> Document:
    """Ask for a paper of ``dossier``. ``task`` is the step of the flow that waits for it.

    What the paper says is frozen here: later changes of people or data do not reach it.
    """
    title, data = freeze(kind, dossier, entry=entry, review=review, day=clock.today(), **extra)
    document = Document.objects.create(
        dossier=dossier, kind=kind, title=title[:600], entry=entry, review=review, made_at=clock.now()
    )
    _ask_version(document, data, task)
    return document


def make_again(document: Document) -> DocumentVersion:
    """Render a paper anew from the same frozen data, as a new version; the old one stays."""
    return _ask_version(document, document.versions.latest("version").data, None)


def _ask_version(document: Document, data: dict[str, Any], task: Task | None) -> DocumentVersion:
    version = DocumentVersion.objects.create(document=document, version=document.versions.count() + 1, data=data)
    jobs.ask(Job.Kind.RENDER, f"render:{version.pk}", version=version, dossier=document.dossier, task=task)
    return version


def render(version: DocumentVersion) -> pdf.Rendered:
    """Turn a version's frozen data into a PDF. Touches no database and takes no lock."""
    return pdf.render(version.document.kind, version.document.title, version.data)


def keep(version: DocumentVersion, rendered: pdf.Rendered) -> None:
    """Store a rendered version with its hash, inside the transaction that closes its job."""
    assert transaction.get_connection().in_atomic_block
    path = version.file.field.generate_filename(version, "")
    version.file.storage.delete(path)
    version.file.save(path, ContentFile(rendered.content), save=False)
    version.sha256 = hashlib.sha256(rendered.content).hexdigest()
    version.pages = rendered.pages
    version.rendered_at = clock.now()
    version.save()
