"""A meeting beside its steps: moved to another time, taken into a calendar."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.access import require, require_on
from consult.commands import meetings
from consult.exports.calendar_file import meeting_file
from consult.forms.steps.meeting import MoveForm
from consult.models import Meeting
from consult.refusals import told_by

from .methods import reads, reads_and_changes
from .shared import calendar_answer, open_dossier, post_data


@login_required
@reads_and_changes
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a called meeting another time or place."""
    access = open_dossier(request, pk)
    require_on(access.person, "meeting.move", access.dossier)
    meeting = access.dossier.council.meetings.latest("sequence")
    now = {name: getattr(meeting, name) for name in ("starts_at", "place", "link", "agenda")}
    form = MoveForm(post_data(request), initial=now)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            meetings.move_meeting(dossier_id=pk, by=access.person, **form.cleaned_data)
            messages.success(request, _("The meeting has been moved; everybody will get the new invitation."))
            return redirect("dossier", pk=pk)
    context = {"form": form, "dossier": access.dossier, "meeting": meeting}
    return render(request, "pages/move_meeting.html", context, status=422 if form.errors else 200)


@login_required
@reads
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting as a calendar file."""
    meeting = get_object_or_404(Meeting.objects.select_related("council__dossier__union"), pk=pk)
    access = open_dossier(request, meeting.council.dossier_id)
    require(access.may("council.view"), known=False)
    url = settings.SITE_URL + reverse("dossier", args=[access.dossier.pk])
    return calendar_answer("lich-hop.ics", *meeting_file(meeting, access.person, url))
