"""Under Office: the union above, and the unions below with what they show."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from consult.access import UNION_TABLE, check_union, organisations_as
from consult.actions import subordination as actions
from consult.forms.filters import YearFilters
from consult.forms.subordination import AskUpperForm, ShowsForm
from consult.models import Organisation, Person, Subordination
from consult.queries.subordination import PAGE_SIZE, figures_of, lower_unions, requests_of, shown_dossiers
from consult.refusals import NotAllowed, told_by

from .methods import changes, reads, reads_and_changes
from .office import office_page
from .shared import filters_asked, person_of, post_data


def represented_by(person: Person) -> Organisation:
    """The union for which this person says what stands above it. Raises ``NotAllowed``."""
    mine = organisations_as(person, *UNION_TABLE["upper.edit"])
    union = Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.UNION).order_by("pk").first()
    if union is None:
        raise NotAllowed("not_representing", _("This is decided by the union's leader and its administrator."))
    return union


@login_required
@reads_and_changes
def upper_union(request: HttpRequest) -> HttpResponse:
    """The union above this one: asked for by name, and what it sees."""
    person = person_of(request)
    union = represented_by(person)
    row = Subordination.objects.filter(lower=union).select_related("upper").first()
    form = (
        AskUpperForm(post_data(request)) if row is None else ShowsForm(post_data(request), initial={"shows": row.shows})
    )
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            if row is None:
                actions.ask_upper(union=union, by=person, **form.cleaned_data)
                messages.success(request, _("The request has been sent. Nothing is shown until it is confirmed."))
            else:
                actions.set_shows(union=union, by=person, **form.cleaned_data)
                messages.success(request, _("Saved. It holds from now on."))
            return redirect("upper_union")
    levels = (Organisation.Level.CENTRAL, Organisation.Level.PROVINCIAL)
    others = Organisation.objects.filter(kind=Organisation.Kind.UNION, level__in=levels).exclude(pk=union.pk)
    names = [] if row else list(others.order_by("sort_key").values_list("name", flat=True)[:100])
    return office_page(request, "upper_union", union, form=form, row=row, names=names)


@login_required
@changes
def leave_upper(request: HttpRequest) -> HttpResponse:
    """Be under no union any more."""
    person = person_of(request)
    actions.leave_upper(union=represented_by(person), by=person)
    messages.success(request, _("Recorded. The upper union sees nothing any more."))
    return redirect("upper_union")


@login_required
@reads
def lowers(request: HttpRequest) -> HttpResponse:
    """The unions below with their figures for a year, and those that ask to be."""
    filters = filters_asked(request, YearFilters, *UNION_TABLE["lower.view"])
    union, year = filters.chosen_union, filters.chosen_year
    page = Paginator(lower_unions(union), PAGE_SIZE).get_page(request.GET.get("page"))
    return office_page(
        request,
        "lower_unions",
        union,
        filters=filters,
        year=year,
        page=page,
        figures=figures_of(list(page), year),
        requests=requests_of(union)[:PAGE_SIZE],
        may_decide=bool(check_union(person_of(request), "lower.decide", union.pk)),
        query=f"union={union.pk}&year={year}",
    )


def _below(request: HttpRequest, pk: int, action: str) -> Subordination:
    """A union below, or that asks to be, of the union in which this person may do ``action``. Raises ``Http404``."""
    row = get_object_or_404(Subordination.objects.select_related("lower", "upper"), pk=pk)
    if not check_union(person_of(request), action, row.upper_id):
        raise Http404
    return row


@login_required
@changes
def confirm_lower(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a union that has asked be under this one."""
    actions.confirm_lower(row=_below(request, pk, "lower.decide"), by=person_of(request))
    messages.success(request, _("Confirmed; the union has been told."))
    return redirect("lower_unions")


@login_required
@changes
def drop_lower(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a request, or have a union under this one no longer."""
    actions.drop_lower(row=_below(request, pk, "lower.decide"), by=person_of(request))
    messages.success(request, _("Recorded; the union has been told."))
    return redirect("lower_unions")


@login_required
@reads
def lower_dossiers(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossiers of a union below, by title and state, where it shows them; nothing of them is opened from here."""
    row = _below(request, pk, "lower.view")
    if row.confirmed_at is None or row.shows != Subordination.Shows.DOSSIERS:
        raise Http404
    filters = YearFilters(request.GET, unions=[row.upper])
    year = filters.chosen_year
    page = Paginator(shown_dossiers(row, year), PAGE_SIZE).get_page(request.GET.get("page"))
    return office_page(
        request, "lower_dossiers", row.upper, row=row, filters=filters, year=year, page=page, query=f"year={year}"
    )
