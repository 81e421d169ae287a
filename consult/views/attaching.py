"""Attachments of a dossier as its proposer brings them: in the draft, and for a supplement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS

from consult.actions import half_sent, uploads
from consult.actions.uploads import MOST_FILES
from consult.files import FileFaultError
from consult.forms.entering import ItemsForm
from consult.models import Attachment, Dossier, Person, Task
from consult.queries import progress
from consult.queries.supplements import asked_remarks
from consult.refusals import ActionError, gone
from consult.rules.file_names import item_named
from consult.rules.text import whole_number

from .methods import changes, reads
from .shared import DossierAccess, open_dossier, person_of
from .submitting import editable
from .uploading import TOO_LARGE


def bringing_context(dossier: Dossier) -> dict[str, Any]:
    """The checklist as whoever brings files sees it, with what may still be removed or moved, and what waits to be sorted."""
    rows = progress.checklist_rows(dossier, samples=True)
    unsorted = progress.unsorted_files(dossier)
    brought = [*unsorted, *(file for row in rows for file in row.files)]
    return {
        "dossier": dossier,
        "checklist": rows,
        "unsorted": unsorted,
        "asked": asked_remarks(dossier),
        "fresh": uploads.fresh_files(dossier, brought),
        "may_add": True,
        "targets": [(row.item.code, row.item.title) for row in rows if row.asked],
        "accepts_all": sorted({kind for row in rows if row.asked for kind in row.item.types}),
    }


@login_required
@reads
def attachments(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist with its uploads, and, where the office enters it from a letter, that letter's files."""
    dossier = editable(request, pk).dossier
    letter = dossier.entered_from
    items = ItemsForm(letter=letter, dossier=dossier) if letter else None
    return render(request, "pages/attachments.html", {**bringing_context(dossier), "items": items, "wizard": 3})


@dataclass(frozen=True)
class Brought:
    """A file that a form brought, in itself or by the key of one sent in pieces; ``content`` opens it once."""

    name: str
    content: Callable[[], AbstractContextManager[File[Any]]]


def _brought(request: HttpRequest, pk: int) -> Iterator[Brought]:
    """The files of the form and those that it names as sent before, by keys that are ``uploaded``."""
    for file in request.FILES.getlist("file"):
        yield Brought(file.name or "", partial(_as_it_is, file))
    for key in request.POST.getlist("uploaded")[:MOST_FILES]:
        half = half_sent.find(_uuid(key), person_of(request))
        yield Brought(half.name, partial(half_sent.whole, key=half.key, by=person_of(request), dossier_id=pk))


@contextmanager
def _as_it_is(file: File[Any]) -> Iterator[File[Any]]:
    yield file


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as fault:
        raise gone() from fault


@login_required
@changes
def upload(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Take files of one attachment; answers with its row, an error beside it for what cannot be taken.

    With ``replaces`` one file becomes a new version of another.
    """
    open_dossier(request, pk)
    replaces = whole_number(request.POST.get("replaces", ""))
    files, errors = list(_brought(request, pk)), []
    if request.META.get(TOO_LARGE):
        errors.append(str(uploads.too_large().reason))
    elif not files:
        errors.append(_("Choose a file."))
    add = partial(uploads.add_file, dossier_id=pk, item_code=item, by=person_of(request), replaces=replaces)
    for file in files:
        try:
            with file.content() as content:
                add(upload=content)
        except FileFaultError as fault:
            errors.append(f"{file.name}: {fault.reason}" if len(files) > 1 else str(fault.reason))
    return _row(request, pk, item, " ".join(errors))


@login_required
@changes
def upload_many(request: HttpRequest, pk: int) -> HttpResponse:
    """Take files for the whole checklist, each put where its name says; what its name does not tell is asked for."""
    access = open_dossier(request, pk)
    files = list(_brought(request, pk))
    if request.META.get(TOO_LARGE):
        messages.error(request, str(uploads.too_large().reason))
    elif not files:
        messages.error(request, _("Choose a file."))
    for file in files:
        try:
            with file.content() as content:
                kept = sort_in(access.dossier, content, access.person)
        except FileFaultError as fault:
            messages.error(request, f"{file.name}: {fault.reason}")
        else:
            tell_where(request, access.dossier, kept)
    return _back(request, access)


def sort_in(dossier: Dossier, file: File[Any], by: Person) -> Attachment:
    """Keep a file under the attachment that its name says, or unsorted where that is not told, or takes no such kind."""
    named = item_named(file.name or "", dossier.asked_items())
    if named is not None:
        try:
            return uploads.add_file(dossier_id=dossier.pk, item_code=named.code, upload=file, by=by)
        except FileFaultError as fault:
            if fault.code != "wrong_kind":
                raise
    return uploads.add_file(dossier_id=dossier.pk, item_code=uploads.UNSORTED, upload=file, by=by)


def tell_where(request: HttpRequest, dossier: Dossier, kept: Attachment) -> None:
    """Say under which attachment a file was put, so that what is wrong is put right."""
    item = dossier.procedure.rules.item(kept.item)
    if item is not None:
        messages.success(request, _("“%(name)s” is under “%(title)s”.") % {"name": kept.name, "title": item.title})
    else:
        messages.warning(request, _("Say which attachment “%(name)s” is.") % {"name": kept.name})


def _back(request: HttpRequest, access: DossierAccess, part: str = "") -> HttpResponse:
    """The list anew, or the page on which it stands: that of the draft, or of the supplement that is asked for."""
    dossier = access.dossier
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "parts/bringing.html", {**bringing_context(dossier), "part": True})
    if access.may("dossier.edit"):
        return redirect(f"{reverse('attachments', args=[dossier.pk])}{part}")
    task = Task.objects.filter(dossier=dossier, node="supply_supplement", status=STATUS.NEW).first()
    return redirect(f"{reverse('task', args=[task.pk])}{part}") if task else redirect("dossier", pk=dossier.pk)


def _row(request: HttpRequest, pk: int, item: str, error: str = "", *, gone: bool = False) -> HttpResponse:
    """The row of an attachment anew. ``gone`` says that its last file may have gone, and the row with it."""
    access = open_dossier(request, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        if error:
            messages.error(request, error)
        return _back(request, access, f"#item-{item}" if item else "")
    context = bringing_context(access.dossier)
    rows = {row.item.code: row for row in context["checklist"]}
    if item == uploads.UNSORTED:
        return _back(request, access)
    if item not in rows and gone:
        return render(request, "parts/checklist_gone.html")
    if item not in rows:
        raise ActionError("no_such_item", _("The checklist of this dossier has no such attachment."))
    context |= {"row": rows[item], "error": error, "may_add": bool(access.may("file.add"))}
    return render(request, "parts/checklist_row.html", context, status=422 if error else 200)


@login_required
@changes
def remove_file(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    """Take back a file that has not been handed in."""
    open_dossier(request, pk)
    item = get_object_or_404(Attachment, pk=attachment, dossier=pk).item
    uploads.remove_file(dossier_id=pk, attachment_id=attachment, by=person_of(request))
    return _row(request, pk, item, gone=True)


@login_required
@changes
def move_file(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    """Put a file under another attachment."""
    access = open_dossier(request, pk)
    get_object_or_404(Attachment, pk=attachment, dossier=pk)
    item = request.POST.get("item", "")
    try:
        uploads.move_file(dossier_id=pk, attachment_id=attachment, item_code=item, by=access.person)
    except ActionError as fault:
        messages.error(request, str(fault.reason))
        return _back(request, access)
    return _back(request, access, f"#item-{item}")
