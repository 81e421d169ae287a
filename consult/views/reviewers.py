"""The officer's care for reviewers: replace, excuse, give time, invite again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.access import refusal, require
from consult.actions.councils import conflict_of
from consult.commands import reviewers
from consult.forms.base import LocalDateInput
from consult.forms.dossier import ReasonForm
from consult.models import Dossier, Person, Review
from consult.queries.candidates import active_experts
from consult.refusals import told_by

from .methods import changes, reads_and_changes
from .shared import open_dossier, person_of, post_data


class ReplaceForm(ReasonForm):
    """Who takes the seat, and why."""

    field_order = ["person", "reason"]
    person = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("New reviewer"))

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = dossier.council.seats.filter(released_at=None).values("person")
        asked = dossier.reviews.values("seat__person")
        experts = (
            Person.objects.filter(expert__in=active_experts(dossier.union_id))
            .exclude(pk__in=seated)
            .exclude(pk__in=asked)
            .select_related("expert")
            .prefetch_related("memberships")
        )
        fitting = [person.pk for person in experts if conflict_of(person, dossier) is None]
        self.fields["person"].queryset = Person.objects.filter(pk__in=fitting).select_related("expert")  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = lambda p: f"{p.titled_name} — {p.expert.employer}"  # type: ignore[attr-defined]


class ExtendForm(ReasonForm):
    """A new deadline."""

    field_order = ["due_on", "reason"]
    due_on = forms.DateField(label=gettext_lazy("New deadline"), widget=LocalDateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


def _managed(request: HttpRequest, pk: int) -> Review:
    review = get_object_or_404(Review.objects.select_related("seat__person"), pk=pk)
    access = open_dossier(request, review.dossier_id)
    if not access.may("council.view"):
        raise Http404
    decision = access.may("review.manage")
    if not decision:
        raise refusal(decision)
    return review


def _act(request: HttpRequest, review: Review, form: ReasonForm, title: str, act: Any, done: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            act(review_id=review.pk, by=person_of(request), **form.cleaned_data)
            messages.success(request, done)
            return redirect("dossier", pk=review.dossier_id)
    context = {"form": form, "review": review, "dossier": review.dossier, "title": title}
    return render(request, "pages/reviewer.html", context, status=422 if form.errors else 200)


@login_required
@reads_and_changes
def replace_reviewer(request: HttpRequest, pk: int) -> HttpResponse:
    review = _managed(request, pk)
    form = ReplaceForm(post_data(request), dossier=review.dossier)
    done = _("The new reviewer is invited.")
    return _act(request, review, form, _("Replace a reviewer"), reviewers.replace_reviewer, done)


@login_required
@reads_and_changes
def excuse_reviewer(request: HttpRequest, pk: int) -> HttpResponse:
    review = _managed(request, pk)
    form = ReasonForm(post_data(request))
    return _act(request, review, form, _("Excuse a reviewer"), reviewers.excuse_reviewer, _("The reviewer is excused."))


@login_required
@reads_and_changes
def extend_review(request: HttpRequest, pk: int) -> HttpResponse:
    review = _managed(request, pk)
    form = ExtendForm(post_data(request), initial={"due_on": review.asked_until})
    return _act(request, review, form, _("Give more time"), reviewers.extend_review, _("The deadline is moved."))


@login_required
@reads_and_changes
def ask_more_time(request: HttpRequest, pk: int) -> HttpResponse:
    """A reviewer asks for more time; to everybody else the page does not exist."""
    own = Review.objects.select_related("seat__person", "dossier").filter(seat__released_at=None)
    review = get_object_or_404(own, pk=pk, seat__person=person_of(request))
    access = open_dossier(request, review.dossier_id)
    require(access.may("time.ask"))
    form = ExtendForm(post_data(request))
    form.fields["reason"].required = True
    return _act(request, review, form, _("Ask for more time"), reviewers.ask_more_time, _("The officer is told."))


@login_required
@changes
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    review = _managed(request, pk)
    reviewers.invite_again(review_id=pk, by=person_of(request))
    messages.success(request, _("The invitation is sent again."))
    return redirect("dossier", pk=review.dossier_id)
