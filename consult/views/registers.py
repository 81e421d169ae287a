"""The registers of a union: what goes out under a number, what comes in; on screen, on paper, as a sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.access import OFFICE_ROLES, check_union, organisations_as, require
from consult.actions.registers import enter_incoming, enter_late, reserve_number, void_number
from consult.exports import register
from consult.files import MEDIA_TYPES
from consult.forms.dossier import ReasonForm
from consult.forms.registers import KINDS, IncomingForm, LateForm, ReserveForm
from consult.models import Organisation, RegisterEntry
from consult.queries import registers as queries
from consult.refusals import told_by
from consult.rules import numbering

from .methods import reads, reads_and_changes
from .once import once
from .shared import person_of, post_data, union_asked, year_asked

PAGE_SIZE = 30
ALL = "all"
KIND_NAMES = dict(KINDS) | {numbering.RECEIPT: "PTN"}


def _union_of(request: HttpRequest) -> Organisation:
    return union_asked(request, *OFFICE_ROLES)


def _kind_of(request: HttpRequest) -> str | None:
    """The kind of paper that is asked for; a letter's is empty, so that all of them is another word."""
    asked = request.GET.get("kind", ALL)
    return None if asked == ALL else asked


def _frame(request: HttpRequest, union: Organisation) -> dict[str, Any]:
    year = year_asked(request)
    mine = organisations_as(person_of(request), *OFFICE_ROLES)
    return {
        "union": union,
        "unions": Organisation.objects.filter(pk__in=mine),
        "year": year,
        "years": queries.years_of([union.pk]),
        "may_enter": bool(check_union(person_of(request), "register.void", union.pk)),
    }


@login_required
@reads_and_changes
@once
def registers(request: HttpRequest) -> HttpResponse:
    """Papers that went out; the clerk takes a number for one written by hand, or enters one numbered on paper."""
    union, person = _union_of(request), person_of(request)
    frame = _frame(request, union)
    late = request.POST.get("form") == "late"
    forms = {
        "form": ReserveForm(None if late else post_data(request)),
        "late_form": LateForm(post_data(request) if late else None, auto_id="late_%s"),
    }
    asked = forms["late_form" if late else "form"]
    if request.method == "POST":
        require(check_union(person, "register.void", union.pk))
        if asked.is_valid():
            act = enter_late if late else reserve_number
            with told_by(asked, otherwise="number" if late else None):
                entry = act(union=union, by=person, **asked.cleaned_data)
                messages.success(request, _("Number %(symbol)s is given.") % {"symbol": entry.symbol})
                return redirect(f"{reverse('registers')}?union={union.pk}&year={entry.register.year}")
    kind = _kind_of(request)
    series = [one for one in queries.series_of([union.pk], frame["year"]) if not one.incoming]
    page = Paginator(queries.entries_of([union.pk], frame["year"], kind), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {**frame, **forms, "series": series, "kind": ALL if kind is None else kind, "page": page, "late": late}
    return render(request, "pages/registers.html", context, status=422 if asked.errors else 200)


@login_required
@reads_and_changes
@once
def incoming(request: HttpRequest) -> HttpResponse:
    """Papers that came in; the clerk enters one."""
    union, person = _union_of(request), person_of(request)
    frame = _frame(request, union)
    form = IncomingForm(post_data(request), union=union.pk)
    if request.method == "POST":
        require(check_union(person, "register.void", union.pk))
        if form.is_valid():
            with told_by(form):
                paper = enter_incoming(union=union, by=person, **form.cleaned_data)
                messages.success(request, _("Entered under arrival number %(number)s.") % {"number": paper.number})
                return redirect(f"{reverse('incoming')}?union={union.pk}&year={paper.register.year}")
    page = Paginator(queries.incoming_of([union.pk], frame["year"]), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request, "pages/incoming.html", {**frame, "form": form, "page": page}, status=422 if form.errors else 200
    )


@login_required
@reads
def register_file(request: HttpRequest, direction: str, form: str) -> HttpResponse:
    """A register of a year for printing (pdf) or taking along (xlsx)."""
    union, year = _union_of(request), year_asked(request)
    if direction == "out":
        title = f"Sổ đăng ký văn bản đi năm {year}"
        head, rows = queries.OUTGOING_HEAD, queries.outgoing_rows(union, year, _kind_of(request))
    elif direction == "in":
        title = f"Sổ đăng ký văn bản đến năm {year}"
        head, rows = queries.INCOMING_HEAD, queries.incoming_rows(union, year)
    else:
        raise Http404
    if form == "pdf":
        content = register.as_pdf(title, union.name, head, rows).content
    elif form == "xlsx":
        content = register.as_sheet(title, head, rows)
    else:
        raise Http404
    how = "inline" if form == "pdf" else "attachment"
    name = f"so-{'di' if direction == 'out' else 'den'}-{year}.{form}"
    return HttpResponse(
        content,
        content_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'{how}; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


@login_required
@reads_and_changes
def void_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Void a number that belongs to no paper."""
    person = person_of(request)
    entry = get_object_or_404(
        RegisterEntry.objects.select_related("register__union"),
        pk=pk,
        register__union__in=organisations_as(person, *OFFICE_ROLES),
    )
    require(check_union(person, "register.void", entry.register.union_id))
    form = ReasonForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            void_number(entry=entry, by=person, reason=form.cleaned_data["reason"])
            messages.success(request, _("Number %(symbol)s is void.") % {"symbol": entry.symbol})
            return redirect("registers")
    return render(request, "pages/void.html", {"form": form, "entry": entry}, status=422 if form.errors else 200)
