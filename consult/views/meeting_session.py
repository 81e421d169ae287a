"""A meeting on the day: what everybody present sees live, and how chair and secretary run it.

The page asks every two seconds whether something has happened and is told "no" without a body; see
docs/decisions/0013-meetings-are-polled.md.
"""

from __future__ import annotations

import io
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from viewflow.workflow import STATUS

from consult.access import require
from consult.commands import meetings
from consult.forms.base import StyledForm
from consult.forms.meeting_session import FORMS, TYPED, RegisterForm
from consult.models import Meeting, Task
from consult.problem_text import problem_text
from consult.queries.arrival import mails_of_people
from consult.queries.meeting import table_of
from consult.queries.reviews import readable_reviews
from consult.refusals import Refusal, told_by

from .limits import may_register
from .methods import changes, reads, reads_and_changes
from .once import once
from .shared import DossierAccess, open_dossier, post_data

SALT = "workshop"
# Acts whose effect the page alone would not show to whoever did them.
CONFIRMED = {
    "break-off": gettext_lazy("The vote has been broken off. Nothing was counted, and it can be opened again.")
}
# What a page shows that was opened before the meeting began, or while it was interrupted.
WAITING = (Meeting.State.CALLED, Meeting.State.ADJOURNED)


def _seen(request: HttpRequest, pk: int) -> tuple[Meeting, DossierAccess]:
    """The meeting and its dossier, for whoever may see its council. Raises ``Http404`` to everybody else."""
    meeting = get_object_or_404(Meeting.objects.select_related("council"), pk=pk)
    access = open_dossier(request, meeting.council.dossier_id)
    require(access.may("council.view"), known=False)
    meeting.council.dossier = access.dossier
    return meeting, access


def _live(request: HttpRequest, meeting: Meeting, access: DossierAccess) -> dict[str, Any]:
    """What the live part shows to this person."""
    table = table_of(meeting)
    mine = table.place_of(access.person)
    guests = list(meeting.guests.all())
    return {
        "meeting": meeting,
        "dossier": access.dossier,
        "table": table,
        "lacking": [problem_text(problem) for problem in table.lacking],
        "mine": mine,
        "runs": bool(access.may("meeting.run")),
        "attends": bool(access.may("meeting.attend")) and mine is not None,
        "presides": table.presider is not None and table.presider.person_id == access.person.pk,
        "code": request.GET.get("code") or request.POST.get("code", ""),
        "guests": guests,
        "absent_guests": sum(guest.by_themselves and not guest.came for guest in guests),
    }


def _form(name: str, meeting: Meeting, *args: Any, **kwargs: Any) -> StyledForm:
    if name == "note":
        kwargs["meeting"] = meeting
    return FORMS[name](*args, **kwargs)


def _page(request: HttpRequest, meeting: Meeting, access: DossierAccess, bound: dict[str, StyledForm]) -> HttpResponse:
    live = _live(request, meeting, access)
    mine = live["mine"]
    forms = {
        name: bound.get(name)
        or _form(
            name,
            meeting,
            initial={"text": mine.attendance.reserved_opinion} if name == "reserve" and mine else {},
            auto_id=f"{name}_%s",
        )
        for name in TYPED
    }
    step = Task.objects.filter(dossier=access.dossier, node="hold_meeting", status=STATUS.NEW).first()
    context = {
        "may_enter_vote": meeting.form == Meeting.Form.ROUND and meeting.is_live and access.may("enter.vote"),
        **live,
        "forms": forms,
        "reviews": readable_reviews(access.dossier, access.person, access.capacities),
        "mails": mails_of_people(access.dossier, meeting).values() if access.may("mail.read") else [],
        "step": step if step and access.may("task.hold_meeting") else None,
        "workshop_url": settings.SITE_URL + reverse("register_guest", args=[signing.dumps(meeting.pk, salt=SALT)])
        if meeting.form == Meeting.Form.WORKSHOP
        else "",
    }
    status = 422 if any(form.errors for form in bound.values()) else 200
    return render(request, "pages/meeting.html", context, status=status)


@login_required
@never_cache
@reads
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a meeting."""
    found, access = _seen(request, pk)
    return _page(request, found, access, {})


@login_required
@never_cache
@reads
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """The live part, or 204 when nothing has happened since the version that the page shows."""
    found, access = _seen(request, pk)
    if request.GET.get("v") == str(found.version):
        return HttpResponse(status=204)
    response = render(request, "parts/meeting_live.html", _live(request, found, access))
    begun = request.GET.get("s") in WAITING and found.state == Meeting.State.OPEN
    if (begun or not found.is_live) and access.may("meeting.run"):
        # What stands around the live part changes too for who runs the session.
        response["HX-Refresh"] = "true"
    return response


@login_required
@changes
@once
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One act in the session. A refused one says why, and keeps what was typed."""
    if name not in FORMS:
        raise Http404
    found, access = _seen(request, pk)
    require(access.may(meetings.SESSION_ACTS[name].asks))
    form = _form(name, found, request.POST, auto_id=f"{name}_%s")
    trouble, done = "", str(CONFIRMED.get(name, ""))
    if form.is_valid():
        try:
            found = meetings.act_in_session(meeting_id=pk, act=name, by=access.person, **form.cleaned_data)
        except Refusal as refusal:
            trouble = str(refusal.reason)
            form.add_error(None, trouble)
    elif name not in TYPED:
        trouble = " ".join(str(error) for errors in form.errors.values() for error in errors)
    found.council.dossier = access.dossier
    if request.htmx:  # type: ignore[attr-defined]
        context = {**_live(request, found, access), "trouble": trouble, "done": "" if trouble else done}
        return render(request, "parts/meeting_live.html", context, status=422 if trouble else 200)
    if form.errors and name in TYPED:
        return _page(request, found, access, {name: form})
    if trouble:
        messages.error(request, trouble)
    elif done:
        messages.success(request, done)
    return redirect("meeting", pk=pk)


@login_required
@reads
def check_in_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code that stands at the room's door, for those who run the session."""
    found, access = _seen(request, pk)
    require(access.may("meeting.run"))
    drawing = io.BytesIO()
    address = f"{settings.SITE_URL}{reverse('meeting', args=[pk])}?code={found.check_in_code}"
    segno.make(address, error="m").save(drawing, kind="svg", scale=6, border=2)
    response = HttpResponse(drawing.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@reads_and_changes
@once
def register_guest(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody without an account enters themselves for a workshop, by the link that the office spreads."""
    try:
        pk = signing.loads(code, salt=SALT)
    except signing.BadSignature as wrong:
        raise Http404 from wrong
    found = get_object_or_404(
        Meeting.objects.select_related("council__dossier__union"), pk=pk, form=Meeting.Form.WORKSHOP
    )
    form = RegisterForm(post_data(request))
    too_many = request.method == "POST" and form.is_valid() and not may_register(request, pk)
    if too_many:
        form.add_error(None, _("Too many people have registered from here in a short time. Try again later."))
    elif request.method == "POST" and form.is_valid():
        with told_by(form):
            meetings.register_guest(meeting_id=pk, **form.cleaned_data)
            messages.success(request, _("Thank you, you are registered."))
            return redirect("register_guest", code=code)
    dossier = found.council.dossier
    context = {"form": form, "meeting": found, "dossier": dossier, "subject": not dossier.confidential,
               "open": found.is_live and not dossier.outcome}  # fmt: skip
    status = 429 if too_many else 422 if form.errors else 200
    return render(request, "pages/register_guest.html", context, status=status)
