"""Meetings: called, held with a quorum or not, voted, minuted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Refused, Who
from consult.models import Attendance, DocumentKind, Dossier, Draft, Meeting, Seat
from consult.richtext import clean, is_empty
from consult.rules.meeting import Presence, count_votes, quorum_problems

from .actor import Actor, record
from .drafts import require_newest
from .notices import office, seated, tell
from .papers import make_numbered, make_paper, revoke

QUORATE, NO_QUORUM = "quorate", "no_quorum"


def call_meeting(
    *,
    dossier: Dossier,
    by: Actor,
    starts_at: datetime,
    place: str = "",
    link: str = "",
    agenda: str = "",
    **_ignored: Any,
) -> str:
    """Call the council together; everybody with a seat gets the invitation."""
    _require_possible(starts_at, place, link)
    meeting = Meeting.objects.create(
        council=dossier.council,
        sequence=dossier.council.meetings.count() + 1,
        starts_at=starts_at,
        place=place.strip(),
        link=link.strip(),
        agenda=agenda.strip(),
    )
    make_numbered(DocumentKind.MEETING_INVITATION, dossier, by=by.person, meeting=meeting, signer=by.person)
    make_paper(DocumentKind.ATTENDANCE_LIST, dossier, meeting=meeting)
    make_paper(DocumentKind.BALLOT, dossier, meeting=meeting)
    record(dossier, "meeting_called", by, sequence=meeting.sequence, starts_at=starts_at.isoformat())
    _tell_seated(meeting, "meeting")
    return "called"


def _require_possible(starts_at: datetime, place: str, link: str) -> None:
    if starts_at <= clock.now():
        raise Refused(_("Choose a time that is not past."))
    if not (place.strip() or link.strip()):
        raise Refused(_("Give a place or an online link."))


def _tell_seated(meeting: Meeting, kind: str, **data: Any) -> None:
    """Tell everybody with a seat when and where; by mail with a calendar file, which is why the meeting is named."""
    tell(
        seated(meeting.council.dossier),
        kind,
        dossier=meeting.council.dossier,
        key=f"m{meeting.pk}:{meeting.revision}",
        meeting=meeting.pk,
        starts_at=meeting.starts_at.isoformat(),
        place=meeting.place,
        link=meeting.link,
        **data,
    )


def move_meeting(
    *, dossier: Dossier, by: Actor, starts_at: datetime, reason: str, place: str = "", link: str = "", agenda: str = ""
) -> None:
    """Give a called meeting another time or place. A new invitation replaces the old one. Raises ``Refused``."""
    _require_possible(starts_at, place, link)
    if not reason.strip():
        raise Refused(_("Give a reason."))
    meeting = dossier.council.meetings.latest("sequence")
    if meeting.state != Meeting.State.CALLED:
        raise Refused(_("This meeting is over."))
    meeting.starts_at, meeting.place, meeting.link = starts_at, place.strip(), link.strip()
    meeting.agenda = agenda.strip() or meeting.agenda
    meeting.revision += 1
    meeting.save()
    old = dossier.documents.filter(kind=DocumentKind.MEETING_INVITATION, revoked_at=None).latest("id")
    new = make_numbered(DocumentKind.MEETING_INVITATION, dossier, by=by.person, meeting=meeting, signer=by.person)
    revoke(dossier=dossier, document=old, by=by, reason=reason, replaced_by=new)
    record(dossier, "meeting_moved", by, reason=reason, sequence=meeting.sequence, starts_at=starts_at.isoformat())
    _tell_seated(meeting, "meeting_moved", reason=reason.strip())


def cancel_called(dossier: Dossier) -> None:
    """Take a meeting that was called and not held off everybody's calendar, since its dossier was broken off."""
    called = Meeting.objects.filter(council__dossier=dossier, state=Meeting.State.CALLED).last()
    if called is None:
        return
    called.state = Meeting.State.CANCELLED
    called.revision += 1
    called.save(update_fields=["state", "revision"])
    _tell_seated(called, "meeting_cancelled")


def hold_meeting(
    *,
    dossier: Dossier,
    by: Actor,
    attendance: Mapping[int, Mapping[str, str]],
    deputised: bool = False,
    minutes: str = "",
    conclusion: str = "",
    revision: int | None = None,
    **_ignored: Any,
) -> str:
    """Record who came, whether there was a quorum, the votes and the minutes.

    ``attendance`` maps a seat to its mode, vote and reserved opinion. Without a quorum the meeting ends there and
    another has to be called. Returns whether it was quorate. ``revision`` is the saved draft of the minutes from which they
    were begun; when somebody saved another since, ``OvertakenError``.
    """
    if revision is not None:
        require_newest(dossier, Draft.Kind.MINUTES, revision, by.person)
    meeting = dossier.council.meetings.latest("sequence")
    seats = list(dossier.council.seats.filter(released_at=None))
    rows = [_attendance(meeting, seat, attendance.get(seat.pk, {})) for seat in seats]
    rules = dossier.procedure.rules
    meeting.deputised = deputised
    presences = [Presence(row.seat.kind, row.mode != Attendance.Mode.ABSENT, row.vote) for row in rows]
    if quorum_problems(presences, rules.quorum, deputised=deputised):
        for row in rows:
            row.vote = ""
        Attendance.objects.bulk_create(rows)
        meeting.state = Meeting.State.NO_QUORUM
        meeting.minutes = clean(minutes)
        meeting.save()
        record(dossier, "no_quorum", by, sequence=meeting.sequence)
        tell(office(dossier, Who.OFFICER), "no_quorum", dossier=dossier, key=f"m{meeting.pk}", besides=by.person)
        return NO_QUORUM
    if any(row.mode != Attendance.Mode.ABSENT and not row.vote for row in rows):
        raise Refused(_("Record the vote of everybody who was present; an abstention is a vote too."))
    if is_empty(minutes):
        raise Refused(_("Write down what was said."))
    Attendance.objects.bulk_create(rows)
    result = count_votes(presences, rules.vote)
    meeting.state = Meeting.State.HELD
    meeting.minutes = clean(minutes)
    meeting.conclusion = conclusion.strip()
    meeting.passed = result.passed
    meeting.save()
    make_numbered(DocumentKind.MINUTES, dossier, by=by.person, meeting=meeting, tally=result)
    record(
        dossier, "meeting_held", by, sequence=meeting.sequence, passed=result.passed, votes_for=result.votes_for,
        present=result.present,
    )  # fmt: skip
    return QUORATE


def _attendance(meeting: Meeting, seat: Seat, given: Mapping[str, str]) -> Attendance:
    mode = given.get("mode") or Attendance.Mode.ABSENT
    absent = mode == Attendance.Mode.ABSENT
    return Attendance(
        meeting=meeting,
        seat=seat,
        mode=mode,
        vote="" if absent else given.get("vote", ""),
        reserved_opinion=given.get("reserved_opinion", "").strip(),
    )
