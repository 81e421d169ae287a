"""For who keeps the system running: what is stuck, what failed, when the sweep and the backup ran last; and retention."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.access import check_union, organisations_as
from consult.actions.retention import periods, set_periods
from consult.forms.office import RetentionForm
from consult.models import Organisation, Person
from consult.queries import operations as queries
from consult.queries import stored
from consult.refusals import NotAllowed
from consult.storage import space

from .methods import reads, reads_and_changes
from .office import office_page
from .shared import person_of, post_data

A_PAGE = 30


def _run_by(person: Person, action: str) -> list[int]:
    """The unions in which this person may do ``action``. Raises ``ActionError`` when there is none."""
    mine = [union for union in organisations_as(person, "administrator") if check_union(person, action, union)]
    if not mine:
        raise NotAllowed("not_administrator", _("This page is for administrators."))
    return mine


@login_required
@reads
def operations(request: HttpRequest) -> HttpResponse:
    """Stuck dossiers, failed jobs with the reason and "try again", and the last sweep and backup."""
    unions = _run_by(person_of(request), "operations.view")
    return render(
        request,
        "pages/operations.html",
        {
            "page": Paginator(queries.failed_jobs(unions), A_PAGE).get_page(request.GET.get("page")),
            "lost": stored.in_words(list(stored.still_lost(unions)[:A_PAGE])),
            "room": space.room(),
            "stuck": queries.stuck_dossiers(unions),
            "heartbeats": queries.heartbeats(),
            "work": queries.work_now(),
            "backups": queries.backups(),
        },
    )


@login_required
@reads_and_changes
def retention(request: HttpRequest) -> HttpResponse:
    """How long the union keeps what no law asks it to keep."""
    person = person_of(request)
    unions = _run_by(person, "retention.edit")
    union = Organisation.objects.get(pk=unions[0])
    form = RetentionForm(post_data(request), initial=periods(union))
    if request.method == "POST" and form.is_valid():
        set_periods(union=union, days=form.cleaned_data, by=person)
        messages.success(request, _("The periods have been saved."))
        return redirect("retention")
    return office_page(request, "retention", union, form=form)
