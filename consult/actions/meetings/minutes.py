"""Minutes: of a meeting that was kept in a session, or of one that is recorded afterwards; signed by whoever presided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity
from consult.actions.actor import Actor, record
from consult.actions.decisions import APPROVAL, StepDecision, one_of, send_back
from consult.actions.documents import make_numbered
from consult.actions.drafts import newest_draft, require_newest, save_text
from consult.actions.meetings.session import ensure_final_motion
from consult.actions.notifications.notices import notify, office
from consult.models import Attendance, DocumentKind, Dossier, Draft, Meeting, Motion, Person, Seat
from consult.queries.meeting import attendance_of, lacking, presider_of
from consult.refusals import ActionError
from consult.richtext import clean, is_empty
from consult.rules.meeting import Presence, Tally, count_votes, quorum_problems, time_problem

QUORATE, NO_QUORUM, TO_SIGN = "quorate", "no_quorum", "to_sign"
KEPT_AT_DESK = (Meeting.State.OPEN, Meeting.State.ADJOURNED)


def hold_meeting(
    *,
    dossier: Dossier,
    by: Actor,
    attendance: Mapping[int, Mapping[str, str]] | None = None,
    deputy_presides: bool = False,
    minutes: str = "",
    conclusion: str = "",
    revision: int | None = None,
    began_at: datetime | None = None,
    ended_at: datetime | None = None,
    read_out: bool = False,
    absences: Mapping[int, str] | None = None,
) -> str:
    """Hand over the minutes of a meeting. Returns whether there was a quorum, and whether they are still to be signed.

    A meeting that was kept in a session brings its presence and votes along. For one that is recorded afterwards
    ``attendance`` maps a seat to its mode, vote and reserved opinion, and it is asked when it began (``began_at``; as called
    where nothing is said) and ended. Without a quorum the meeting ends there and another has to be called. ``absences`` maps
    seats to why they did not come; ``read_out`` says that the minutes were read to those present. ``revision`` is the saved
    draft from which the minutes were begun; when somebody saved another since, ``EditConflict``.
    """
    if revision is not None:
        require_newest(dossier, Draft.Kind.MINUTES, revision, by.person, minutes, conclusion)
    meeting = dossier.council.meetings.latest("sequence")
    if meeting.state in KEPT_AT_DESK:
        raise ActionError("session_open", _("End the meeting first."))
    if meeting.state == Meeting.State.CLOSED:
        outcome = _from_the_desk(dossier, by, meeting, minutes, conclusion, read_out=read_out)
        _note_absences(meeting, absences or {})
        return outcome
    meeting.opened_at, meeting.closed_at, meeting.read_out = began_at or meeting.starts_at, ended_at, read_out
    meeting.deputy_presides = deputy_presides
    rows = [
        _attendance(meeting, seat, (attendance or {}).get(seat.pk, {}), (absences or {}).get(seat.pk, ""))
        for seat in dossier.council.seats.filter(released_at=None)
    ]
    return _recorded(dossier, by, meeting, rows, minutes, conclusion)


def _note_absences(meeting: Meeting, absences: Mapping[int, str]) -> None:
    """A row for everybody who never came, too; and why."""
    Attendance.objects.bulk_create(row for row in attendance_of(meeting) if row.pk is None)
    for row in meeting.attendances.filter(mode=Attendance.Mode.ABSENT, seat__in=absences):
        row.absence_reason = absences[row.seat_id].strip()
        row.save(update_fields=["absence_reason"])


def _without_quorum(dossier: Dossier, by: Actor, meeting: Meeting, minutes: str) -> str:
    meeting.state = Meeting.State.NO_QUORUM
    meeting.minutes = clean(minutes)
    meeting.version += 1
    meeting.save()
    record(dossier, "no_quorum", by, sequence=meeting.sequence)
    notify(office(dossier, Capacity.OFFICER), "no_quorum", dossier=dossier, key=f"m{meeting.pk}", besides=by.person)
    return NO_QUORUM


def _from_the_desk(
    dossier: Dossier, by: Actor, meeting: Meeting, minutes: str, conclusion: str, *, read_out: bool
) -> str:
    if meeting.form == Meeting.Form.ROUND and lacking(meeting):
        return _without_quorum(dossier, by, meeting, minutes)
    _require_text(minutes)
    # What is handed over is a state as every other: sent back, the minutes begin from it.
    newest = newest_draft(dossier, Draft.Kind.MINUTES)
    save_text(
        dossier=dossier, kind=Draft.Kind.MINUTES, by=by.person, body=minutes, conclusion=conclusion,
        revision=newest.revision if newest else 0,
    )  # fmt: skip
    meeting.minutes, meeting.conclusion = clean(minutes), conclusion.strip()
    meeting.minuted_by, meeting.minuted_at, meeting.read_out = by.person, clock.now(), read_out
    meeting.version += 1
    meeting.save()
    record(dossier, "minutes_written", by, sequence=meeting.sequence)
    return TO_SIGN


def _require_text(minutes: str) -> None:
    if is_empty(minutes):
        raise ActionError("text_missing", _("Write down what was said."))


def signer_of(dossier: Dossier) -> Person:
    """Who signs the minutes besides the secretary: whoever presided, else the chair."""
    presider = presider_of(dossier.council.meetings.latest("sequence"))
    if presider is not None and presider.released_at is None:
        return presider.person
    return dossier.council.seats.select_related("person").get(kind=Seat.Kind.CHAIR, released_at=None).person


def sign_minutes(*, dossier: Dossier, by: Actor, decision: str, remarks: str = "") -> str:
    """Whoever presided signs the minutes, or sends them back with remarks. Signed, they are numbered and made."""
    meeting = dossier.council.meetings.latest("sequence")
    if one_of(decision, *APPROVAL) == StepDecision.SEND_BACK:
        return send_back(dossier, by, "minutes_sent_back", remarks, meeting=meeting)
    meeting.signed_by, meeting.signed_at = by.person, clock.now()
    _hold(dossier, by, meeting)
    return StepDecision.APPROVE


def hold_ahead(*, dossier: Dossier, by: Actor, decision: str) -> None:
    """In a rehearsal: the minutes as they will be once whoever presided signs them."""
    if decision == TO_SIGN:
        meeting = dossier.council.meetings.latest("sequence")
        meeting.signed_by, meeting.signed_at = signer_of(dossier), clock.now()
        _hold(dossier, by, meeting)


def _hold(dossier: Dossier, by: Actor, meeting: Meeting) -> None:
    meeting.state = Meeting.State.HELD
    meeting.version += 1
    meeting.save()
    make_numbered(DocumentKind.MINUTES, dossier, by=by.person, meeting=meeting)
    whole = meeting.motions.get(is_final=True)
    record(
        dossier, "meeting_held", by, sequence=meeting.sequence, passed=whole.passed, votes_for=whole.votes_for,
        present=whole.present,
    )  # fmt: skip


def _recorded(
    dossier: Dossier,
    by: Actor,
    meeting: Meeting,
    rows: list[Attendance],
    minutes: str,
    conclusion: str,
) -> str:
    rules = dossier.procedure.rules
    presences = [Presence(row.seat.kind, row.is_present, row.vote) for row in rows]
    meeting.attendances.all().delete()
    wrong_time = time_problem(meeting.opened_at or meeting.starts_at, meeting.closed_at, clock.now())
    if quorum_problems(presences, rules.quorum, deputy_presides=meeting.deputy_presides):
        if wrong_time is not None and wrong_time.code == "minutes_before_meeting":
            raise ActionError.of([wrong_time])
        for row in rows:
            row.vote = ""
        Attendance.objects.bulk_create(rows)
        return _without_quorum(dossier, by, meeting, minutes)
    if any(row.is_present and not row.vote for row in rows):
        raise ActionError(
            "votes_missing", _("Record the vote of everybody who was present; an abstention is a vote too.")
        )
    _require_text(minutes)
    if wrong_time is not None:
        raise ActionError.of([wrong_time])
    Attendance.objects.bulk_create(rows)
    result = count_votes(presences, rules.vote)
    meeting.minutes, meeting.conclusion, meeting.passed = clean(minutes), conclusion.strip(), result.passed
    _save_result(meeting, result)
    _hold(dossier, by, meeting)
    return QUORATE


def _save_result(meeting: Meeting, result: Tally) -> None:
    motion = ensure_final_motion(meeting)
    motion.state, motion.closed_at, motion.secret = Motion.State.CLOSED, clock.now(), False
    motion.present, motion.passed, motion.tie_broken = result.present, result.passed, result.tie_broken
    motion.votes_for, motion.votes_against, motion.abstentions = (
        result.votes_for, result.votes_against, result.abstentions,
    )  # fmt: skip
    motion.save()


def _attendance(meeting: Meeting, seat: Seat, given: Mapping[str, str], absence_reason: str) -> Attendance:
    mode = given.get("mode") or Attendance.Mode.ABSENT
    absent = mode == Attendance.Mode.ABSENT
    return Attendance(
        meeting=meeting,
        seat=seat,
        mode=mode,
        vote="" if absent else given.get("vote", ""),
        reserved_opinion="" if absent else given.get("reserved_opinion", "").strip(),
        absence_reason=absence_reason.strip() if absent else "",
    )
