"""The officer's care for reviewers: replace, excuse, give time, invite again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.access import refusal, require
from consult.commands import reviewers
from consult.forms.dossier import ReasonForm
from consult.forms.reviewers import ExtendForm, ReplaceForm
from consult.models import Review
from consult.refusals import told_by

from .methods import changes, reads_and_changes
from .shared import open_dossier, person_of, post_data


def managed_review(request: HttpRequest, pk: int) -> Review:
    """A review of which this person takes care. Raises ``Http404`` to strangers, and what says why not to the others."""
    review = get_object_or_404(Review.objects.select_related("seat__person"), pk=pk)
    access = open_dossier(request, review.dossier_id)
    if not access.may("council.view"):
        raise Http404
    decision = access.may("review.manage")
    if not decision:
        raise refusal(decision)
    return review


def _act(
    request: HttpRequest, review: Review, form: ReasonForm, title: str, act: Any, done: str, preview: str = ""
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            act(review_id=review.pk, by=person_of(request), **form.cleaned_data)
            messages.success(request, done)
            return redirect("dossier", pk=review.dossier_id)
    context = {"form": form, "review": review, "dossier": review.dossier, "title": title, "preview": preview}
    return render(request, "pages/reviewer.html", context, status=422 if form.errors else 200)


@login_required
@reads_and_changes
def replace_reviewer(request: HttpRequest, pk: int) -> HttpResponse:
    review = managed_review(request, pk)
    form = ReplaceForm(post_data(request), dossier=review.dossier)
    done = _("The new reviewer has been invited.")
    preview = reverse("preview_replacement", args=[pk])
    return _act(request, review, form, _("Replace a reviewer"), reviewers.replace_reviewer, done, preview)


@login_required
@reads_and_changes
def excuse_reviewer(request: HttpRequest, pk: int) -> HttpResponse:
    review = managed_review(request, pk)
    form = ReasonForm(post_data(request))
    return _act(
        request, review, form, _("Excuse a reviewer"), reviewers.excuse_reviewer, _("The reviewer has been excused.")
    )


@login_required
@reads_and_changes
def extend_review(request: HttpRequest, pk: int) -> HttpResponse:
    review = managed_review(request, pk)
    form = ExtendForm(post_data(request), initial={"due_on": review.asked_until})
    return _act(request, review, form, _("Give more time"), reviewers.extend_review, _("The deadline has been moved."))


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
    return _act(request, review, form, _("Ask for more time"), reviewers.ask_more_time, _("The officer has been told."))


@login_required
@changes
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    review = managed_review(request, pk)
    reviewers.invite_again(review_id=pk, by=person_of(request))
    messages.success(request, _("The invitation has been sent again."))
    return redirect("dossier", pk=review.dossier_id)
