"""Under Office: standing councils with their term, decision and people."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from consult import clock
from consult.access import UNION_TABLE, organisations_as
from consult.actions.standing import add_member, remove_member, save_standing
from consult.forms.standing import StandingCouncilForm, StandingMemberForm
from consult.models import Organisation, Person, StandingCouncil, StandingMember
from consult.queries.standing import standing_councils
from consult.refusals import NotAllowed, told_by

from .methods import changes, reads, reads_and_changes
from .office import office_page
from .once import once
from .shared import person_of, post_data


def called_by(person: Person) -> Organisation:
    """The union whose standing councils this person keeps. Raises ``NotAllowed``."""
    mine = organisations_as(person, *UNION_TABLE["standing.edit"])
    union = Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.UNION).order_by("pk").first()
    if union is None:
        raise NotAllowed(
            "not_keeping_councils", _("Standing councils are kept by the union's officers, leader and administrator.")
        )
    return union


def _council(request: HttpRequest, pk: int) -> StandingCouncil:
    union = called_by(person_of(request))
    return get_object_or_404(StandingCouncil.objects.select_related("union"), pk=pk, union=union)


@login_required
@reads
def standing(request: HttpRequest) -> HttpResponse:
    """The standing councils of the union."""
    union = called_by(person_of(request))
    today = clock.today()
    councils = [{"council": one, "in_term": one.in_term(today)} for one in standing_councils(union)]
    return office_page(request, "standing", union, councils=councils)


@login_required
@reads_and_changes
@once
def add_standing(request: HttpRequest) -> HttpResponse:
    """A new standing council."""
    person = person_of(request)
    union = called_by(person)
    form = StandingCouncilForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            council = form.save(commit=False)
            save_standing(council=council, union=union, by=person)
            messages.success(request, _("Saved. Now enter its people."))
            return redirect("standing_council", pk=council.pk)
    return office_page(
        request, "standing_form", union, form=form, title=_("A standing council"), once=True, back="standing"
    )


@login_required
@reads_and_changes
def edit_standing(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, term and decision."""
    council = _council(request, pk)
    form = StandingCouncilForm(post_data(request), instance=council)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            save_standing(council=form.save(commit=False), union=council.union, by=person_of(request))
            messages.success(request, _("Saved."))
            return redirect("standing_council", pk=pk)
    return office_page(request, "standing_form", council.union, form=form, title=council.name, back="standing")


@login_required
@reads_and_changes
def standing_council(request: HttpRequest, pk: int) -> HttpResponse:
    """The people of a standing council, and one more."""
    council = _council(request, pk)
    form = StandingMemberForm(post_data(request), union=council.union)
    if request.method == "POST" and form.is_valid():
        with told_by(form, otherwise="person"):
            add_member(council=council, by=person_of(request), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("standing_council", pk=pk)
    members = council.members.select_related("person__expert")
    in_term = council.in_term(clock.today())
    return office_page(
        request, "standing_council", council.union, council=council, members=members, form=form, in_term=in_term
    )


@login_required
@changes
def remove_standing_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody out of a standing council."""
    union = called_by(person_of(request))
    rows = StandingMember.objects.select_related("council__union", "person")
    member = get_object_or_404(rows, pk=pk, council__union=union)
    remove_member(member=member, by=person_of(request))
    messages.success(request, _("Removed."))
    return redirect("standing_council", pk=member.council_id)
