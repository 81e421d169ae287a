"""What is done with a document once it is made: signed elsewhere, checked, revoked, taken along for Word."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from consult.access import require_on
from consult.actions.signing import facts_of
from consult.actions.template_renderings import filled
from consult.commands import documents
from consult.documents import word
from consult.files import MEDIA_TYPES
from consult.forms.documents import SignedForm
from consult.forms.registers import RevokeForm
from consult.libraries.signing import SignedElsewhereError
from consult.models import Document, DocumentVersion
from consult.refusals import told_by
from consult.rules.text import safe_file_name

from .files import readable
from .methods import reads, reads_and_changes
from .shared import post_data


def _document(pk: int) -> Document:
    return get_object_or_404(Document.objects.select_related("dossier", "entry"), pk=pk)


@login_required
@reads
def signatures(request: HttpRequest, pk: int) -> HttpResponse:
    """Who signed a file, when, and whether it was changed since."""
    version = get_object_or_404(DocumentVersion.objects.select_related("document__dossier__union"), pk=pk)
    access = readable(request, version.document)
    if not version.file:
        raise Http404
    context: dict[str, Any] = {"version": version, "document": version.document, "dossier": access.dossier}
    try:
        found = facts_of(version)
    except SignedElsewhereError as fault:
        return render(request, "pages/signatures.html", {**context, "busy": fault.reason == "busy"})
    reasons = dict(version.signatures.values_list("fingerprint", "issuer_reason"))
    context["signatures"] = [(facts, reasons.get(facts.certificate.fingerprint, "")) for facts in found]
    return render(request, "pages/signatures.html", context)


@login_required
@reads_and_changes
def bring_signed(request: HttpRequest, pk: int) -> HttpResponse:
    """The clerk brings a document that was signed elsewhere."""
    document = _document(pk)
    access = readable(request, document)
    require_on(access.person, "signed.bring", access.dossier)
    form = SignedForm(post_data(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with told_by(form, otherwise="upload"):
            documents.bring_signed_document(document_id=pk, by=access.person, **form.cleaned_data)
            messages.success(request, _("The signed document has been saved."))
            return redirect("dossier", pk=document.dossier_id)
    context = {"form": form, "document": document, "dossier": access.dossier, "version": document.versions.last()}
    return render(request, "pages/bring_signed.html", context, status=422 if form.errors else 200)


@login_required
@reads_and_changes
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Say publicly that a document is no longer valid."""
    document = _document(pk)
    access = readable(request, document)
    require_on(access.person, "issued.revoke", access.dossier)
    form = RevokeForm(post_data(request), document=document)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            documents.revoke_document(document_id=pk, by=access.person, **form.cleaned_data)
            messages.success(request, _("The document has been revoked; anyone who checks it will see this."))
            return redirect("dossier", pk=document.dossier_id)
    context = {"form": form, "document": document, "dossier": access.dossier}
    return render(request, "pages/revoke.html", context, status=422 if form.errors else 200)


@login_required
@reads
def as_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """A document as DOCX, for who must change it in Word."""
    version = get_object_or_404(DocumentVersion.objects.select_related("document__dossier"), pk=pk)
    readable(request, version.document)
    content = (
        filled(version)
        if version.template
        else word.render(version.document.kind, version.document.title, version.data, moment=version.rendered_at)
    )
    name = safe_file_name(f"{version.document.title}.docx")
    return HttpResponse(
        content,
        content_type=MEDIA_TYPES["docx"],
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
