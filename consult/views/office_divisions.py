"""Under Office: its divisions, and whether steps wait for one officer of each dossier or for all."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from consult.access import UNION_TABLE, organisations_as
from consult.actions.divisions import save_divisions, set_naming
from consult.forms.responsible import DivisionFormSet, NamingForm
from consult.models import Division, Organisation, Person
from consult.refusals import NotAllowed, told_by

from .methods import reads_and_changes
from .office import office_page
from .shared import person_of, post_data


def divided_by(person: Person) -> Organisation:
    """The union whose divisions this person edits. Raises ``NotAllowed``."""
    mine = organisations_as(person, *UNION_TABLE["division.edit"])
    union = Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.UNION).order_by("pk").first()
    if union is None:
        raise NotAllowed("not_dividing", _("Divisions are set by the union's leader and its administrator."))
    return union


@login_required
@reads_and_changes
def divisions(request: HttpRequest) -> HttpResponse:
    """The divisions of the office."""
    person = person_of(request)
    union = divided_by(person)
    rows = DivisionFormSet(post_data(request), queryset=Division.objects.filter(union=union))
    if request.method == "POST" and rows.is_valid():
        save_divisions(union=union, kept=rows.save(commit=False), by=person)
        messages.success(request, _("Saved."))
        return redirect("divisions")
    return office_page(request, "divisions", union, rows=rows)


@login_required
@reads_and_changes
def naming(request: HttpRequest) -> HttpResponse:
    """Whom steps of the office wait for."""
    person = person_of(request)
    union = divided_by(person)
    form = NamingForm(post_data(request), union=union)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            set_naming(union=union, names_responsible=form.cleaned_data["names_responsible"], by=person)
            messages.success(request, _("Saved."))
            return redirect("naming")
    return office_page(request, "naming", union, form=form)
