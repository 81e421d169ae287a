"""Files and documents, served only after asking the access table."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import FileSystemStorage
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from consult.access import capacities_of, check_union, require
from consult.actions import jobs
from consult.commands import documents
from consult.files import INLINE
from consult.models import Attachment, Document, DocumentVersion, Job, ReadingCopy
from consult.queries import progress
from consult.queries.arrival import given_up
from consult.queries.supplements import came_with, supplements
from consult.refusals import ActionError
from consult.rules.text import safe_file_name

from . import ranges
from .methods import changes, reads
from .reading import reader_context
from .shared import DossierAccess, log_access, open_dossier, person_of

# Nothing in a file may run in the page, and it stays on no disk on its way.
PRIVATE_FILE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cache-Control": "private, no-store",
}


def serve(request: HttpRequest, file: FieldFile, name: str, media_type: str, *, inline: bool) -> HttpResponseBase:
    """Send a file as what it was found to be: nothing in it may run in the page."""
    inline = inline and media_type in INLINE
    if settings.SERVE_FILES_BY == "proxy":
        response: HttpResponseBase = HttpResponse(content_type=media_type)
        response["Content-Disposition"] = content_disposition_header(not inline, name) or ""
        response["X-Accel-Redirect"] = where_it_lies(file)
    else:
        try:
            stream = file.open("rb")
        except FileNotFoundError as fault:
            raise ActionError(
                "file_gone", _("This file is missing from the store. The officer of the dossier has been told.")
            ) from fault
        response = ranges.send(request, file, stream, as_attachment=not inline, filename=name, content_type=media_type)
    for header, value in PRIVATE_FILE.items():
        response[header] = value
    return response


def where_it_lies(file: FieldFile) -> str:
    """The address by which the reverse proxy, and nobody else, fetches a file: in the folder, or signed in the store."""
    if isinstance(file.storage, FileSystemStorage):
        return f"/_files/{quote(str(file.name))}"
    signed = urlsplit(file.storage.url(str(file.name)))
    return f"/_store{signed.path}?{signed.query}"


@login_required
@reads
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One file that came with a dossier."""
    found = get_object_or_404(Attachment, pk=pk)
    open_dossier(request, found.dossier_id, action="file.read")
    return serve(request, found.file, found.name, found.media_type, inline="inline" in request.GET)


def readable(request: HttpRequest, document: Document) -> DossierAccess:
    """The dossier of a document that this person may read. Raises ``Http404`` to everybody else, and for a union's own."""
    person = person_of(request)
    if document.dossier is None:
        raise Http404
    if document.addressee_id == person.pk:
        # A letter is its receiver's, even before they have answered it.
        own = DossierAccess(document.dossier, person, capacities_of(person, document.dossier))
        log_access(request, own)
        return own
    access = open_dossier(request, document.dossier.pk)
    if not progress.may_read(document, access.dossier, access.person, access.capacities):
        raise Http404
    return access


@login_required
@reads
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One version of a document that the system made."""
    version = get_object_or_404(DocumentVersion.objects.select_related("document__dossier"), pk=pk)
    if version.document.dossier is None:
        require(check_union(person_of(request), "document.read", version.document.union_id), known=False)
    else:
        readable(request, version.document)
    if not version.file:
        raise Http404
    name = safe_file_name(f"{version.document.title}.pdf")
    return serve(request, version.file, name, "application/pdf", inline="inline" in request.GET)


@login_required
@reads
def read_attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """A file in the page, by pdf.js or as a picture."""
    found = get_object_or_404(Attachment, pk=pk)
    access = open_dossier(request, found.dossier_id, action="file.read")
    context = {
        "file": found,
        "address": reverse("attachment", args=[pk]),
        "dossier": access.dossier,
        **reader_context(found),
    }
    if "heading" in request.GET:
        context["heading"] = "h1"
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "parts/reader.html", context)
    context |= {
        "checklist": progress.checklist_rows(access.dossier),
        "came": came_with(supplements(access.dossier)),
        "newer": progress.newer_version(found),
    }
    return render(request, "pages/reader.html", context)


@login_required
@reads
def reading_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The pages of an attachment that is a text document, for whoever may read the attachment."""
    found = get_object_or_404(Attachment, pk=pk)
    open_dossier(request, found.dossier_id, action="file.read")
    copy = get_object_or_404(ReadingCopy.objects.exclude(file=""), attachment=found)
    return serve(request, copy.file, f"{found.name}.pdf", "application/pdf", inline=True)


@login_required
@changes
def make_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Render a document anew, as a new version."""
    document = get_object_or_404(Document, pk=pk)
    access = readable(request, document)
    documents.make_document_again(document_id=pk, by=access.person)
    messages.success(request, _("The document is being made again."))
    return redirect("dossier", pk=document.dossier_id)


@login_required
@changes
def retry_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed job again; from the page of one's work, every mail to the same person."""
    job = get_object_or_404(Job.objects.exclude(dossier=None), pk=pk)
    access = open_dossier(request, job.dossier_id or 0)
    documents.try_document_again(job_id=job.pk, by=access.person)
    if request.POST.get("next") == "my_work" and job.notification is not None:
        # There one row stands for all mails to a person.
        for other in given_up(person_of(request)).filter(notification__person=job.notification.person_id):
            jobs.retry(other)
    if request.POST.get("next") in ("operations", "my_work"):
        messages.success(request, _("Trying again."))
        return redirect(request.POST["next"])
    if request.POST.get("next") == "mail":
        return redirect("mail", pk=job.pk)
    return redirect("dossier", pk=access.dossier.pk)
