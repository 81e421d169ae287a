"""The people of one's own body: who stands for it, added and retired by themselves."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consult.access import UNION_TABLE, organisations_as
from consult.actions import colleagues as actions
from consult.forms.office_people import ColleagueForm
from consult.models import Membership, Organisation
from consult.queries.people import colleagues_in
from consult.refusals import NotAllowed, told_by

from .methods import changes, reads, reads_and_changes
from .once import once
from .shared import person_of, post_data


@login_required
@reads
def own_bodies(request: HttpRequest) -> HttpResponse:
    """The bodies for which this person stands; with one alone, its people at once."""
    mine = organisations_as(person_of(request), *UNION_TABLE["colleagues.keep"])
    bodies = list(Organisation.objects.filter(pk__in=mine).exclude(kind=Organisation.Kind.UNION))
    if not bodies:
        raise NotAllowed("no_body", _("This page is for people who stand for a body."))
    if len(bodies) == 1:
        return redirect("colleagues", pk=bodies[0].pk)
    return render(request, "pages/own_bodies.html", {"bodies": bodies})


@login_required
@reads_and_changes
@once
def colleagues(request: HttpRequest, pk: int) -> HttpResponse:
    """Who stands for a body; another is added here."""
    person = person_of(request)
    body = get_object_or_404(Organisation, pk=pk)
    if not actions.check_body_of(person, body):
        raise Http404
    form = ColleagueForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            made = actions.add_colleague(body=body, by=person, **form.cleaned_data)
            messages.success(
                request, _("Entered. The invitation is on its way to %(email)s.") % {"email": made.person.email}
            )
            return redirect("colleagues", pk=pk)
    context = {"body": body, "form": form, "rows": colleagues_in(body), "me": person.pk}
    return render(request, "pages/colleagues.html", context, status=422 if form.errors else 200)


@login_required
@changes
def retire_colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a colleague stand for the body no longer."""
    row = get_object_or_404(Membership.objects.select_related("person", "organisation__keeper"), pk=pk)
    actions.retire_colleague(membership=row, by=person_of(request))
    messages.success(request, _("The role has ended; the person has been told."))
    return redirect("colleagues", pk=row.organisation_id)
