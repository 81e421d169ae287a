"""A review while it is written."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS

from consult.access import Capacity
from consult.actions.reviews.drafting import save_draft
from consult.actions.reviews.files import add_review_file, remove_review_file
from consult.actions.uploads import too_large
from consult.files import FileFaultError
from consult.forms import steps as forms
from consult.forms.steps.review import saved_fields
from consult.models import Review, ReviewFile, Task
from consult.queries.reviews import answers_by_section, may_read_review, readable_reviews, remarks_by_page
from consult.queries.supplements import supplements

from .autosaving import autosaved, first_error, refused
from .files import serve
from .methods import changes, reads
from .shared import open_dossier, person_of
from .steps import seen_task
from .uploading import TOO_LARGE


@login_required
@reads
def side_by_side(request: HttpRequest, pk: int) -> HttpResponse:
    """The reviews that this person may read, part by part, and all remarks by attachment and page."""
    access = open_dossier(request, pk)
    reviews = readable_reviews(access.dossier, access.person, access.capacities)
    if not reviews:
        raise Http404
    context = {
        "dossier": access.dossier,
        "reviews": reviews,
        "parts": answers_by_section(reviews),
        "remarks": remarks_by_page(reviews),
        "outside": access.capacities <= {Capacity.PROPOSER},
        "supplements": supplements(access.dossier) if access.may("supplement.read") else [],
    }
    return render(request, "pages/reviews.html", context)


@login_required
@changes
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one file to a review; answers with the list of its files, an error below if it cannot be taken."""
    error, upload = "", request.FILES.get("file")
    try:
        if request.META.get(TOO_LARGE):
            raise too_large()
        if upload is None:
            error = _("Choose a file.")
        else:
            add_review_file(review_id=_own(request, pk).pk, by=person_of(request), upload=upload)
    except FileFaultError as fault:
        error = str(fault.reason)
    return _files(request, _own(request, pk), error)


@login_required
@changes
def remove_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Take a file of a review back."""
    review = _own(request, pk)
    remove_review_file(review_id=pk, file_id=file, by=person_of(request))
    return _files(request, review)


@login_required
@reads
def review_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a review, for whoever may read the review under its author's name."""
    found = get_object_or_404(ReviewFile.objects.select_related("review__seat"), pk=pk)
    access = open_dossier(request, found.review.dossier_id)
    if not may_read_review(found.review, access.dossier, access.person, access.capacities):
        raise Http404
    return serve(request, found.file, found.name, found.media_type, inline="inline" in request.GET)


def _own(request: HttpRequest, pk: int) -> Review:
    """The review that this person writes. Raises ``Http404`` to everybody else."""
    review = get_object_or_404(Review.objects.select_related("seat"), pk=pk)
    if review.seat.person_id != person_of(request).pk:
        raise Http404
    open_dossier(request, review.dossier_id)
    return review


def _files(request: HttpRequest, review: Review, error: str = "") -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        if error:
            messages.error(request, error)
        step = Task.objects.filter(process__review=review, node="write_review", status=STATUS.NEW).first()
        return redirect("task", pk=step.pk) if step else redirect("dossier", pk=review.dossier_id)
    context = {"review": review, "error": error}
    return render(request, "parts/review_files.html", context, status=422 if error else 200)


@login_required
@changes
def save_review(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep a review as it is typed; the page sends it every few seconds and after a lost connection."""
    step, _held, decision = seen_task(request, pk)
    if not decision or step.node != "write_review" or step.status != STATUS.NEW:
        return refused(str(decision.reason or _("This review is closed.")))
    form = forms.ReviewForm(request.POST, task=step)
    if not form.is_valid():
        # A field that does not hold is not among what was sent: saving the rest would empty it.
        return refused(first_error(form))
    save = partial(
        save_draft,
        review=step.process.review,
        by=person_of(request),
        content=form.cleaned_data["content"],
        recommendation=form.cleaned_data.get("recommendation", ""),
        remarks=form.cleaned_data.get("remarks"),
        revision=form.cleaned_data.get("revision") or 0,
    )
    return autosaved(save, lambda review: {"fields": saved_fields(review)})
