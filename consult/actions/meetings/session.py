"""The session of a meeting: presence, the agenda's points, what is said, interruption, the end.

Every act gets the locked meeting and who acts. Votes are in ``votes``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from consult import clock
from consult.access import Capacity
from consult.actions.actor import Actor, record
from consult.actions.notifications.notices import notify_seated
from consult.models import Attendance, Entry, Guest, Meeting, Motion, Seat
from consult.queries.meeting import lacking, presider_of
from consult.refusals import ActionError, NotAllowed
from consult.rules.text import same_secret

State, Verb, Mode = Meeting.State, Entry.Verb, Attendance.Mode
# What a council decides in the end; the text is printed in the minutes.
ON_THE_WHOLE = "Thông qua ý kiến tư vấn, phản biện của Hội đồng về hồ sơ"
MOST_GUESTS = 300


def require_state(meeting: Meeting, *states: str) -> None:
    """Raises ``ActionError`` with the reason that the meeting's state gives."""
    if meeting.state in states:
        return
    reasons = {
        State.CALLED: _("The meeting has not been opened yet."),
        State.OPEN: _("The meeting is in session."),
        State.ADJOURNED: _("The meeting is interrupted."),
    }
    raise ActionError(f"meeting_{meeting.state}", reasons.get(State(meeting.state), _("This meeting is over.")))


def require_may_preside(meeting: Meeting, by: Actor) -> None:
    """A deputy runs the session only when the chair has asked them to preside."""
    if by.capacity == Capacity.DEPUTY and not meeting.deputy_presides:
        raise NotAllowed("not_asked_to_preside", _("The chair has not asked you to preside."))


def enter(meeting: Meeting, verb: str, text: str = "", **fields: Any) -> Entry:
    """Write one line of what happened."""
    return Entry.objects.create(meeting=meeting, verb=verb, text=text.strip(), at=clock.now(), **fields)


def seat_of(meeting: Meeting, seat_id: int | None, by: Actor) -> Seat:
    """A seat of this meeting, one's own where none is named. Raises ``ActionError``."""
    seats = meeting.council.seats.filter(released_at=None).select_related("person__expert")
    found = seats.filter(pk=seat_id) if seat_id else seats.filter(person=by.person)
    seat = found.first()
    if seat is None:
        raise NotAllowed("no_seat", _("You have no seat in this council."))
    return seat


def come(meeting: Meeting, by: Actor, *, mode: str, code: str = "") -> None:
    """Say by one's own device that one is here. To be in the room takes the code that stands at its door."""
    require_state(meeting, *Meeting.LIVE)
    if mode == Mode.ROOM and not same_secret(code, meeting.check_in_code):
        raise ActionError("not_checked_in", _("Scan the code in the room, or tell the secretary that you are here."))
    _set_mode(meeting, seat_of(meeting, None, by), mode)


def set_presence(meeting: Meeting, by: Actor, *, seat: int, mode: str) -> None:
    """The secretary notes who came and who left."""
    require_may_preside(meeting, by)
    require_state(meeting, *Meeting.LIVE)
    _set_mode(meeting, seat_of(meeting, seat, by), mode)


def _set_mode(meeting: Meeting, seat: Seat, mode: str) -> None:
    if mode not in Mode.values:
        raise ActionError("mode_missing", _("Choose how they take part."))
    old = meeting.attendances.filter(seat=seat).values_list("mode", flat=True).first() or Mode.ABSENT
    Attendance.objects.update_or_create(meeting=meeting, seat=seat, defaults={"mode": mode})
    if meeting.state == State.OPEN and (old == Mode.ABSENT) != (mode == Mode.ABSENT):
        enter(meeting, Verb.LEFT if mode == Mode.ABSENT else Verb.CAME, seat=seat)


def open_meeting(meeting: Meeting, by: Actor, *, deputy_presides: bool = False) -> None:
    """Open the meeting, or go on after an interruption. Raises ``ActionError`` saying who is missing for a quorum."""
    require_state(meeting, State.CALLED, State.ADJOURNED)
    if by.capacity != Capacity.DEPUTY:
        meeting.deputy_presides = deputy_presides
    require_may_preside(meeting, by)
    problems = lacking(meeting)
    if problems:
        raise ActionError.of(problems)
    resumed = meeting.state == State.ADJOURNED
    meeting.state, meeting.resumes_at = State.OPEN, None
    meeting.opened_at = meeting.opened_at or clock.now()
    ensure_final_motion(meeting)
    enter(meeting, Verb.RESUMED if resumed else Verb.OPENED, seat=presider_of(meeting))
    if not resumed and meeting.points:
        set_point(meeting, by, point=1)
    dossier = meeting.council.dossier
    record(dossier, "meeting_resumed" if resumed else "meeting_opened", by, sequence=meeting.sequence)


def ensure_final_motion(meeting: Meeting) -> Motion:
    """The motion on the whole, which every meeting has."""
    motion, _made = Motion.objects.get_or_create(
        meeting=meeting, is_final=True, defaults={"position": 999, "text": ON_THE_WHOLE}
    )
    return motion


def set_point(meeting: Meeting, by: Actor, *, point: int) -> None:
    """Turn to a point of the agenda, counted from 1."""
    require_may_preside(meeting, by)
    require_state(meeting, State.OPEN)
    points = meeting.points
    if not 1 <= point <= len(points):
        raise ActionError("no_such_point", _("There is no such point on the agenda."))
    if point != meeting.point:
        meeting.point = point
        enter(meeting, Verb.POINT, f"{point}. {points[point - 1]}")


def note(meeting: Meeting, by: Actor, *, text: str, seat: int | None = None, guest: int | None = None) -> None:
    """Write down what was said, and by whom."""
    require_may_preside(meeting, by)
    require_state(meeting, State.OPEN)
    if not text.strip():
        raise ActionError("note_missing", _("Write down what was said."), where="text")
    speaker = seat_of(meeting, seat, by) if seat else None
    visitor = meeting.guests.filter(pk=guest).first() if guest else None
    enter(meeting, Verb.SPOKE, text, seat=speaker, guest=visitor)


def strike(meeting: Meeting, by: Actor, *, entry: int) -> None:
    """Take back a note."""
    require_may_preside(meeting, by)
    require_state(meeting, State.OPEN, State.ADJOURNED)
    meeting.entries.filter(pk=entry, verb=Verb.SPOKE).delete()


def reserve(meeting: Meeting, by: Actor, *, text: str) -> None:
    """Give a reserved opinion, in one's own words, until the minutes are signed; they print it under one's name."""
    require_state(meeting, State.OPEN, State.ADJOURNED, State.CLOSED)
    row = meeting.attendances.filter(seat=seat_of(meeting, None, by)).exclude(mode=Mode.ABSENT).first()
    if row is None:
        raise ActionError("not_taking_part", _("Only people who take part can reserve an opinion."))
    row.reserved_opinion = text.strip()
    row.save(update_fields=["reserved_opinion"])


def invite_guest(meeting: Meeting, by: Actor, *, name: str, organisation: str = "") -> None:
    """Enter somebody who has no seat and is asked, or has come."""
    require_state(meeting, *Meeting.LIVE)
    add_guest(meeting, name=name, organisation=organisation)


def add_guest(
    meeting: Meeting, *, name: str, organisation: str = "", remark: str = "", by_themselves: bool = False
) -> Guest:
    """Enter a guest. Raises ``ActionError`` without a name, or when there are too many."""
    if not name.strip():
        raise ActionError("name_missing", _("Write the name."), where="name")
    # Whoever fills the list by the link takes no place of those whom the office enters, nor of those who came.
    waiting = {"by_themselves": True, "came": False}
    counted = meeting.guests.filter(**waiting) if by_themselves else meeting.guests.exclude(**waiting)
    if counted.count() >= MOST_GUESTS:
        raise ActionError("too_many_guests", _("There are already too many guests. Tell the office."))
    return Guest.objects.create(
        meeting=meeting,
        name=name.strip(),
        organisation=organisation.strip(),
        remark=remark.strip(),
        by_themselves=by_themselves,
    )


def guest_came(meeting: Meeting, by: Actor, *, guest: int, came: bool) -> None:
    """Note whether a guest is there."""
    require_state(meeting, *Meeting.LIVE)
    meeting.guests.filter(pk=guest).update(came=came)


def drop_absent_guests(meeting: Meeting, by: Actor) -> None:
    """Take those off the list who registered by the link and are not here."""
    require_state(meeting, *Meeting.LIVE)
    meeting.guests.filter(by_themselves=True, came=False).delete()


def adjourn(
    meeting: Meeting, by: Actor, *, reason: str, resumes_at: datetime | None = None, place: str = "", link: str = ""
) -> None:
    """Interrupt the meeting; with a time to go on at, everybody gets it, and the same event moves in their calendars."""
    require_may_preside(meeting, by)
    require_state(meeting, State.OPEN)
    if meeting.motions.filter(state__in=[Motion.State.OPEN, Motion.State.TIED]).exists():
        raise ActionError("vote_running", _("Close the running vote first."))
    if not reason.strip():
        raise ActionError("reason_missing", _("Give a reason."), where="reason")
    if resumes_at is not None and resumes_at <= clock.now():
        raise ActionError("time_past", _("Choose a time in the future."), where="resumes_at")
    meeting.state, meeting.resumes_at = State.ADJOURNED, resumes_at
    enter(meeting, Verb.ADJOURNED, reason)
    record(meeting.council.dossier, "meeting_adjourned", by, reason=reason, sequence=meeting.sequence)
    if resumes_at is not None:
        meeting.place, meeting.link = place.strip() or meeting.place, link.strip() or meeting.link
        meeting.revision += 1
        # Who comes next time is noted anew.
        here = meeting.attendances.exclude(mode=Mode.ABSENT)
        here.update(mode_before_break=F("mode"), mode=Mode.ABSENT)
        meeting.save()
        notify_seated(meeting, "meeting_adjourned", reason=reason.strip())


def close_meeting(meeting: Meeting, by: Actor) -> None:
    """End the meeting. Everything that was to be decided is decided, the whole among it."""
    require_may_preside(meeting, by)
    require_state(meeting, State.OPEN)
    if meeting.motions.filter(state__in=[Motion.State.OPEN, Motion.State.TIED]).exists():
        raise ActionError("vote_running", _("Close the running vote first."))
    whole = meeting.motions.filter(is_final=True, state=Motion.State.CLOSED).first()
    if whole is None:
        raise ActionError("final_vote_missing", _("The vote on the dossier as a whole has not been taken yet."))
    meeting.motions.filter(state=Motion.State.PLANNED).delete()
    meeting.state, meeting.closed_at, meeting.passed = State.CLOSED, clock.now(), whole.passed
    enter(meeting, Verb.CLOSED)
    record(meeting.council.dossier, "meeting_closed", by, sequence=meeting.sequence)
