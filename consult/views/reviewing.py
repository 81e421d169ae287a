"""A review while it is written."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from viewflow.workflow import STATUS

from consult.access import Refused
from consult.actions.reviews import StaleDraftError, save_draft
from consult.forms import steps as forms
from consult.forms.steps.review import saved_fields

from .shared import person_of
from .steps import seen_task


@login_required
@require_POST
def save_review(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep a review as it is typed; the page sends it every few seconds and after a lost connection."""
    step, _held, decision = seen_task(request, pk)
    if not decision or step.node != "write_review" or step.status != STATUS.NEW:
        return JsonResponse({"error": str(decision.reason or _("This review is closed."))}, status=409)
    form = forms.ReviewForm(request.POST, task=step)
    form.is_valid()
    try:
        review = save_draft(
            review=step.process.review,
            by=person_of(request),
            content=form.cleaned_data["content"],
            recommendation=form.cleaned_data.get("recommendation", ""),
            remarks=form.cleaned_data.get("remarks"),
            revision=form.cleaned_data.get("revision") or 0,
        )
    except StaleDraftError as stale:
        return JsonResponse(
            {
                "error": _("This review was changed on another device."),
                "revision": stale.review.revision,
                "fields": saved_fields(stale.review),
            },
            status=412,
        )
    except Refused as refusal:
        return JsonResponse({"error": str(refusal.reason)}, status=409)
    return JsonResponse({"revision": review.revision})
