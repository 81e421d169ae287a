"""Documents that the officer asks for beside the procedure."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consult.access import require_on
from consult.actions.requestable import REQUESTABLE
from consult.commands import documents
from consult.forms.documents import CopyForm, DepartmentForm
from consult.models import Organisation, Task
from consult.queries.copies import originals
from consult.refusals import told_by

from .methods import changes, reads_and_changes
from .once import once
from .shared import open_dossier, person_of, post_data


@login_required
@reads_and_changes
@once
def ask_department(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter that asks a department for its view."""
    access = open_dossier(request, pk)
    require_on(access.person, "department.ask", access.dossier)
    form = DepartmentForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            documents.ask_department(dossier_id=pk, by=access.person, **form.cleaned_data)
            messages.success(request, _("The letter has its number and is being made."))
            return redirect("dossier", pk=pk)
    departments = Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT).values_list("name", flat=True)
    context = {"form": form, "dossier": access.dossier, "departments": departments}
    return render(request, "pages/ask_department.html", context, status=422 if form.errors else 200)


@login_required
@reads_and_changes
@once
def certify_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A certified copy of a document, or of a letter that came in."""
    access = open_dossier(request, pk)
    require_on(access.person, "copy.certify", access.dossier)
    offered = originals(access.dossier, access.person)
    initial = {"original": request.GET.get("original", "")}
    form = CopyForm(post_data(request), offered=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        with told_by(form, otherwise="original"):
            documents.certify_copy(dossier_id=pk, by=access.person, **form.arguments)
            messages.success(request, _("The copy has its number and is being made."))
            return redirect("dossier", pk=pk)
    context = {"form": form, "dossier": access.dossier, "offered": offered}
    return render(request, "pages/certify_copy.html", context, status=422 if form.errors else 200)


@login_required
@reads_and_changes
@once
def remind_by_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter to whoever is late with a step: seen, then numbered and made."""
    task = get_object_or_404(Task.objects.select_related("assignee"), pk=pk)
    access = open_dossier(request, task.dossier_id)
    require_on(access.person, "letter.remind", access.dossier)
    if request.method != "POST":
        return render(request, "pages/remind_by_letter.html", {"task": task, "dossier": access.dossier})
    documents.remind_by_letter(task_id=pk, by=access.person)
    messages.success(request, _("The letter has its number and is being made."))
    return redirect("dossier", pk=task.dossier_id)


@login_required
@changes
@once
def request_document(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A document that is asked for by a button alone."""
    open_dossier(request, pk)
    if kind not in REQUESTABLE:
        raise Http404
    documents.request_document(dossier_id=pk, kind=kind, by=person_of(request))
    messages.success(request, _("The document is being made."))
    return redirect("dossier", pk=pk)


@login_required
@changes
def classify(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether the public page may tell the subject."""
    open_dossier(request, pk)
    documents.classify(dossier_id=pk, by=person_of(request), confidential=request.POST.get("confidential") == "yes")
    messages.success(request, _("Recorded."))
    return redirect("dossier", pk=pk)
