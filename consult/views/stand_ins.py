"""Who acts for whom: one's own stand-ins, and those of a union for whoever leads or administers it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consult import clock
from consult.actions import absences
from consult.actions import stand_ins as actions
from consult.forms.experts import AbsenceForm
from consult.forms.stand_ins import StandInForm
from consult.queries.stand_ins import stand_ins_of
from consult.refusals import told_by

from .methods import changes, reads_and_changes
from .once import once
from .shared import person_of, post_data


@login_required
@reads_and_changes
@once
def stand_ins(request: HttpRequest) -> HttpResponse:
    """Who stands in, today and later; another is named here."""
    person = person_of(request)
    form = StandInForm(post_data(request), by=person)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            actions.name_stand_in(by=person, **form.arguments)
            messages.success(request, _("Saved; both have been told."))
            return redirect("stand_ins")
    return _show(request, form, AbsenceForm())


def _show(request: HttpRequest, form: StandInForm, absence_form: AbsenceForm) -> HttpResponse:
    person = person_of(request)
    context = {
        "form": form,
        "absence_form": absence_form,
        "rows": stand_ins_of(person),
        "absences": person.absences.filter(last_day__gte=clock.today()),
    }
    failed = form.errors or absence_form.errors
    return render(request, "pages/stand_ins.html", context, status=422 if failed else 200)


@login_required
@changes
def add_absence(request: HttpRequest) -> HttpResponse:
    """Be away oneself."""
    person = person_of(request)
    form = AbsenceForm(request.POST)
    if form.is_valid():
        with told_by(form):
            absences.add_absence(person=person, **form.cleaned_data)
            messages.success(request, _("Saved. Name somebody who stands in, if steps may wait for you meanwhile."))
            return redirect("stand_ins")
    return _show(request, StandInForm(by=person), form)


@login_required
@changes
def remove_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an absence of one's own; others' do not exist here."""
    row = get_object_or_404(person_of(request).absences, pk=pk)
    absences.remove_absence(absence=row, by=person_of(request))
    messages.success(request, _("Removed."))
    return redirect("stand_ins")


@login_required
@changes
def end_stand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """End one at once."""
    row = stand_ins_of(person_of(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    actions.end_stand_in(stand_in=row, by=person_of(request))
    messages.success(request, _("Ended; both have been told."))
    return redirect("stand_ins")
