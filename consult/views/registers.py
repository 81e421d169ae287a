"""The registers of a union: what goes out under a number, what comes in; on screen, on paper, as a sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from consult.access import OFFICE_ROLES, check_union, organisations_as, require
from consult.actions.incoming import register_letter
from consult.actions.register_notes import note_dispatch, note_passing
from consult.actions.registers import enter_late, reserve_number, void_number
from consult.exports import register
from consult.files import MEDIA_TYPES
from consult.forms.dossier import ReasonForm
from consult.forms.filters import ALL_KINDS, RegisterFilters, YearFilters
from consult.forms.incoming import IncomingForm
from consult.forms.registers import KINDS, DispatchForm, LateForm, PassingForm, ReserveForm
from consult.models import IncomingLetter, RegisterEntry
from consult.queries import registers as queries
from consult.refusals import told_by
from consult.rules import numbering

from .incoming import require_whole
from .methods import reads, reads_and_changes
from .once import once
from .shared import filters_asked, person_of, post_data

PAGE_SIZE = 30
KIND_NAMES = dict(KINDS) | {numbering.RECEIPT: "PTN"}


def _outgoing(request: HttpRequest) -> RegisterFilters:
    return filters_asked(request, RegisterFilters, *OFFICE_ROLES)


def _frame(request: HttpRequest, filters: YearFilters) -> dict[str, Any]:
    union = filters.chosen_union
    return {
        "filters": filters,
        "union": union,
        "unions": list(filters.unions.values()),
        "year": filters.chosen_year,
        "years": queries.years_of([union.pk]),
        "may_enter": bool(check_union(person_of(request), "register.void", union.pk)),
    }


@login_required
@reads_and_changes
@once
def registers(request: HttpRequest) -> HttpResponse:
    """Documents that went out; the clerk takes a number for one written by hand, or enters one numbered on paper."""
    filters, person = _outgoing(request), person_of(request)
    frame, union = _frame(request, filters), filters.chosen_union
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
                messages.success(request, _("Number %(symbol)s has been given.") % {"symbol": entry.symbol})
                return redirect(f"{reverse('registers')}?union={union.pk}&year={entry.register.year}")
    kind = filters.readable.get("kind")
    series = [one for one in queries.series_of([union.pk], frame["year"]) if not one.incoming]
    page = Paginator(queries.entries_of([union.pk], frame["year"], kind), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **frame,
        **forms,
        "series": series,
        "kind": ALL_KINDS if kind is None else kind,
        "page": page,
        "late": late,
    }
    return render(request, "pages/registers.html", context, status=422 if asked.errors else 200)


@login_required
@reads_and_changes
@once
def incoming(request: HttpRequest) -> HttpResponse:
    """Letters that came in; the clerk enters one."""
    filters, person = filters_asked(request, YearFilters, *OFFICE_ROLES), person_of(request)
    frame, union = _frame(request, filters), filters.chosen_union
    form = IncomingForm(post_data(request), request.FILES or None, union=union)
    frame["may_register"] = bool(check_union(person, "letter.enter", union.pk))
    if request.method == "POST":
        require(check_union(person, "letter.enter", union.pk))
        if form.is_valid():
            with told_by(form):
                require_whole(request)
                letter = register_letter(union=union, by=person, **form.arguments)
                messages.success(request, _("Entered under arrival number %(number)s.") % {"number": letter.written})
                return redirect(_after_entering(request, letter))
    page = Paginator(queries.incoming_of([union.pk], frame["year"]), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request, "pages/incoming.html", {**frame, "form": form, "page": page}, status=422 if form.errors else 200
    )


def _after_entering(request: HttpRequest, letter: IncomingLetter) -> str:
    """Where somebody was about to enter something from the letter, or the letter's own page."""
    back = request.GET.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return f"{back}?letter={letter.pk}"
    return reverse("incoming_letter", args=[letter.pk])


@login_required
@reads
def register_file(request: HttpRequest, direction: str, form: str) -> HttpResponse:
    """A register of a year for printing (pdf) or taking along (xlsx). What cannot be read is said on the register's page."""
    filters = _outgoing(request)
    union, year = filters.chosen_union, filters.chosen_year
    if filters.errors:
        return redirect(f"{reverse('incoming' if direction == 'in' else 'registers')}?{request.GET.urlencode()}")
    if direction == "out":
        title = "Sổ đăng ký văn bản đi"
        table = queries.outgoing_table(union, year, filters.readable.get("kind"))
    elif direction == "in":
        title = "Sổ đăng ký văn bản đến"
        table = queries.incoming_table(union, year)
    else:
        raise Http404
    if form == "pdf":
        content = register.as_pdf(title, union, year, table).content
    elif form == "xlsx":
        content = register.as_sheet(f"{title} năm {year}", table.head, table.rows, issuer=union.name)
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
def complete_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """What the outgoing register says of a number besides: who signed, who got it, when it was sent."""
    entry = get_object_or_404(
        RegisterEntry.objects.select_related("register__union", "dispatch"), pk=pk, register__union__in=_read(request)
    )
    form = partial(DispatchForm, sent_by_rows=entry.sendings.exists())
    return _complete(request, entry, form, getattr(entry, "dispatch", None), note_dispatch, "registers")


@login_required
@reads_and_changes
def complete_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """To whom an incoming letter was passed on, and when."""
    letter = get_object_or_404(
        IncomingLetter.objects.select_related("register__union", "passing"), pk=pk, register__union__in=_read(request)
    )
    return _complete(request, letter, PassingForm, getattr(letter, "passing", None), note_passing, "incoming")


def _read(request: HttpRequest) -> list[int]:
    """The unions whose registers this person reads."""
    return organisations_as(person_of(request), *OFFICE_ROLES)


def _complete(
    request: HttpRequest,
    row: RegisterEntry | IncomingLetter,
    form_class: Callable[..., Any],
    noted: Any,
    act: Any,
    back: str,
) -> HttpResponse:
    """Complete a row of a register by the clerk."""
    person = person_of(request)
    require(check_union(person, "register.void", row.register.union_id))
    form = form_class(post_data(request), initial=model_to_dict(noted) if noted else None)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            act(**{"entry" if isinstance(row, RegisterEntry) else "letter": row}, by=person, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(f"{reverse(back)}?union={row.register.union_id}&year={row.register.year}")
    context = {"form": form, "row": row, "back": back}
    return render(request, "pages/complete_row.html", context, status=422 if form.errors else 200)


@login_required
@reads_and_changes
def void_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Void a number that belongs to no document."""
    person = person_of(request)
    entry = get_object_or_404(
        RegisterEntry.objects.select_related("register__union"),
        pk=pk,
        register__union__in=_read(request),
    )
    require(check_union(person, "register.void", entry.register.union_id))
    form = ReasonForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            void_number(entry=entry, by=person, reason=form.cleaned_data["reason"])
            messages.success(request, _("Number %(symbol)s has been voided.") % {"symbol": entry.symbol})
            return redirect("registers")
    return render(request, "pages/void.html", {"form": form, "entry": entry}, status=422 if form.errors else 200)
