"""Documents that go out: to whom they still have to be sent, and how each recipient got one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.access import OFFICE_ROLES, check_union, organisations_as, require
from consult.actions.dispatch import add_recipients, record_sent, take_back
from consult.forms.dispatch import AddRecipientsForm, SentForm
from consult.forms.filters import UnionFilters
from consult.models import Organisation, RegisterEntry, Sending
from consult.queries.dispatch import sendings_of, sendings_to_show
from consult.refusals import told_by
from consult.rules.text import whole_number

from .methods import changes, reads_and_changes
from .shared import filters_asked, person_of, post_data

PAGE_SIZE = 30


def _ticked(request: HttpRequest) -> set[int]:
    numbers = (whole_number(one) for one in request.POST.getlist("sending"))
    return {number for number in numbers if number is not None}


def _record(request: HttpRequest, union: Organisation, form: SentForm) -> bool:
    """Record what the form says of the ticked rows. Returns whether it was recorded."""
    require(check_union(person_of(request), "register.void", union.pk))
    if not form.is_valid():
        return False
    with told_by(form):
        count = record_sent(union=union, sendings=_ticked(request), by=person_of(request), **form.cleaned_data)
        said = ngettext("Recorded for %(count)s recipient.", "Recorded for %(count)s recipients.", count)
        messages.success(request, said % {"count": count})
        return True
    return False


@login_required
@reads_and_changes
def dispatch(request: HttpRequest) -> HttpResponse:
    """Every recipient to whom something still has to be sent; several are recorded at once."""
    filters = filters_asked(request, UnionFilters, *OFFICE_ROLES)
    union = filters.chosen_union
    form = SentForm(post_data(request))
    if request.method == "POST" and _record(request, union, form):
        return redirect(request.get_full_path())
    page = Paginator(sendings_to_show([union.pk]), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "union": union,
        "unions": list(filters.unions.values()),
        "form": form,
        "page": page,
        "ticked": _ticked(request) if request.method == "POST" else set(),
        "may_enter": bool(check_union(person_of(request), "register.void", union.pk)),
    }
    return render(request, "pages/dispatch.html", context, status=422 if form.errors else 200)


def _entry(request: HttpRequest, pk: int) -> RegisterEntry:
    mine = organisations_as(person_of(request), *OFFICE_ROLES)
    found: RegisterEntry = get_object_or_404(
        RegisterEntry.objects.select_related("register__union"), pk=pk, register__union__in=mine
    )
    return found


@login_required
@reads_and_changes
def entry_recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """The recipients of one document, how and when each got it; the clerk adds some and records what was sent."""
    entry = _entry(request, pk)
    person, union = person_of(request), entry.register.union
    adding = request.POST.get("form") == "add"
    form = SentForm(None if adding else post_data(request))
    add_form = AddRecipientsForm(post_data(request) if adding else None)
    if request.method == "POST":
        require(check_union(person, "register.void", union.pk))
        if not adding and _record(request, union, form):
            return redirect("entry_recipients", pk=pk)
        if adding and add_form.is_valid():
            with told_by(add_form):
                add_recipients(entry=entry, names=add_form.chosen, by=person)
                return redirect("entry_recipients", pk=pk)
    rows = list(sendings_of(entry))
    context: dict[str, Any] = {
        "entry": entry,
        "rows": rows,
        "open": any(row.sent_on is None for row in rows),
        "form": form,
        "add_form": add_form,
        "ticked": _ticked(request) if request.method == "POST" else set(),
        "may_enter": bool(check_union(person, "register.void", union.pk)) and entry.voided_at is None,
    }
    bad = form.errors or add_form.errors
    return render(request, "pages/entry_recipients.html", context, status=422 if bad else 200)


@login_required
@changes
def take_back_sending(request: HttpRequest, pk: int) -> HttpResponse:
    """What was recorded as sent was a slip."""
    mine = organisations_as(person_of(request), *OFFICE_ROLES)
    sending = get_object_or_404(Sending.objects.select_related("union"), pk=pk, union__in=mine)
    take_back(sending=sending, by=person_of(request))
    messages.success(request, _("It is to be sent again."))
    return redirect("entry_recipients", pk=sending.entry_id)
