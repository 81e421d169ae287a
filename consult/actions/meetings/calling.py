"""Meetings: called, moved, cancelled. What happens on the day is in ``session`` and ``voting``, the minutes in ``minutes``."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.actions.actor import Actor, record
from consult.actions.documents import make_document, make_numbered, revoke
from consult.actions.meetings.session import add_guest, ensure_final_motion
from consult.actions.meetings.voting import begin_round
from consult.actions.notifications.notices import notify_seated
from consult.models import Document, DocumentKind, Dossier, Meeting
from consult.refusals import ActionError


def call_meeting(
    *,
    dossier: Dossier,
    by: Actor,
    starts_at: datetime,
    place: str = "",
    link: str = "",
    agenda: str = "",
    form: str = Meeting.Form.MEETING,
    guests: str = "",
) -> str:
    """Call the council together; everybody with a seat gets the invitation.

    ``form`` is one that the procedure allows. A written round needs no place: ``starts_at`` is the time until which
    everybody votes, and the vote runs at once. ``guests`` are asked too, a line each: name, then organisation after a comma.
    """
    if form not in dossier.procedure.rules.meeting_forms:
        raise ActionError("form_not_allowed", _("The procedure does not allow this form."), where="form")
    written = form == Meeting.Form.ROUND
    _require_possible(starts_at, place or ("-" if written else ""), link)
    meeting = Meeting.objects.create(
        council=dossier.council,
        round=dossier.round,
        form=form,
        sequence=dossier.council.meetings.count() + 1,
        starts_at=starts_at,
        place=place.strip(),
        link=link.strip(),
        agenda=agenda.strip(),
    )
    for line in guests.splitlines():
        name, _comma, organisation = line.partition(",")
        if name.strip():
            add_guest(meeting, name=name, organisation=organisation)
    _invite(dossier, by, meeting)
    if written:
        _begin_round(meeting)
    else:
        for kind in (DocumentKind.ATTENDANCE_LIST, DocumentKind.BALLOT):
            if dossier.procedure.rules.makes(kind):
                make_document(kind, dossier, meeting=meeting)
    record(dossier, "meeting_called", by, sequence=meeting.sequence, starts_at=starts_at.isoformat())
    notify_seated(meeting, "round" if written else "meeting")
    return "called"


def _begin_round(meeting: Meeting) -> None:
    ensure_final_motion(meeting)
    meeting.state, meeting.opened_at = Meeting.State.OPEN, clock.now()
    meeting.save(update_fields=["state", "opened_at"])
    begin_round(meeting)


def _require_possible(starts_at: datetime, place: str, link: str) -> None:
    if starts_at <= clock.now():
        raise ActionError("time_past", _("Choose a time in the future."), where="starts_at")
    if not (place.strip() or link.strip()):
        raise ActionError("place_missing", _("Give a place or an online link."))


def _invite(dossier: Dossier, by: Actor, meeting: Meeting) -> Document | None:
    """Make the invitation to the meeting as it stands now, which takes the place of an earlier one.

    None where the procedure does without: everybody is told by mail.
    """
    if not dossier.procedure.rules.makes(DocumentKind.MEETING_INVITATION):
        return None
    letter = make_numbered(DocumentKind.MEETING_INVITATION, dossier, by=by.person, meeting=meeting, signer=by)
    meeting.invitation = letter
    meeting.save(update_fields=["invitation"])
    return letter


def move_meeting(
    *, dossier: Dossier, by: Actor, starts_at: datetime, reason: str, place: str = "", link: str = "", agenda: str = ""
) -> None:
    """Give a called meeting another time or place. A new invitation replaces the old one. Raises ``ActionError``."""
    _require_possible(starts_at, place, link)
    if not reason.strip():
        raise ActionError("reason_missing", _("Give a reason."), where="reason")
    meeting = dossier.council.meetings.latest("sequence")
    if meeting.state != Meeting.State.CALLED:
        raise ActionError("meeting_over", _("This meeting is over."))
    meeting.starts_at, meeting.place, meeting.link = starts_at, place.strip(), link.strip()
    meeting.agenda = agenda.strip() or meeting.agenda
    meeting.revision += 1
    meeting.save()
    # Somebody may have revoked it by hand; an earlier meeting's stays as it is.
    old = meeting.invitation
    new = _invite(dossier, by, meeting)
    if old is not None and old.revoked_at is None:
        revoke(dossier=dossier, document=old, by=by, reason=reason, replaced_by=new)
    record(dossier, "meeting_moved", by, reason=reason, sequence=meeting.sequence, starts_at=starts_at.isoformat())
    notify_seated(meeting, "meeting_moved", reason=reason.strip())


def cancel_called(dossier: Dossier) -> None:
    """Take a meeting that was called and not held off everybody's calendar, since its dossier was broken off."""
    called = Meeting.objects.filter(council__dossier=dossier, state__in=Meeting.LIVE).last()
    if called is None:
        return
    called.state = Meeting.State.CANCELLED
    called.revision += 1
    called.save(update_fields=["state", "revision"])
    notify_seated(called, "meeting_cancelled")
