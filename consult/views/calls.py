"""The call list: whom no mail reaches, with what is due, ticked when they have been told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consult.access import CALLERS, organisations_as
from consult.commands import calls as command
from consult.forms.calls import CallForm
from consult.models import Call
from consult.queries.calls import call_rows, calls_today
from consult.refusals import NotAllowed, told_by

from .methods import changes, reads
from .shared import person_of, post_data

PAGE_SIZE = 20


@login_required
@reads
def calls(request: HttpRequest) -> HttpResponse:
    """Whom to telephone or to write to today."""
    return _list(request, None)


def _list(request: HttpRequest, sent: CallForm | None, about: int = 0) -> HttpResponse:
    person = person_of(request)
    if not organisations_as(person, *CALLERS):
        raise NotAllowed("not_calling", _("Only the office keeps the call list."))
    page = Paginator(calls_today(person), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(row, sent if sent and row.call.pk == about else _form(row.call.pk)) for row in call_rows(page)]
    context = {"page": page, "rows": rows}
    return render(request, "pages/calls.html", context, status=422 if sent else 200)


def _form(call: int, data: Any = None) -> CallForm:
    return CallForm(data, auto_id=f"id_%s_{call}")


@login_required
@changes
def close_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down how it was to tell somebody."""
    person = person_of(request)
    call = get_object_or_404(Call.objects.filter(union__in=organisations_as(person, *CALLERS)), pk=pk)
    form = _form(pk, post_data(request))
    if form.is_valid():
        with told_by(form):
            command.close_call(call_id=call.pk, by=person, **form.cleaned_data)
            messages.success(request, _("Written down; it stands in the dossier's history."))
            return redirect("calls")
    return _list(request, form, pk)
