"""Minutes: of a meeting that was kept in a session, or of one that is recorded afterwards; signed by whoever presided."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity
from consult.actions.actor import Actor, record
from consult.actions.decisions import APPROVAL, StepDecision, one_of, send_back
from consult.actions.drafts import require_newest
from consult.actions.meetings.session import ensure_final_motion
from consult.actions.notifications.notices import notify, office
from consult.actions.papers import make_numbered
from consult.models import Attendance, DocumentKind, Dossier, Draft, Meeting, Motion, Person, Seat
from consult.queries.meeting import lacking, presider_of
from consult.refusals import ActionError
from consult.richtext import clean, is_empty
from consult.rules.meeting import Presence, Tally, count_votes, quorum_problems

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
) -> str:
    """Hand over the minutes of a meeting. Returns whether there was a quorum, and whether they are still to be signed.

    A meeting that was kept in a session brings its presence and votes along. For one that is recorded afterwards
    ``attendance`` maps a seat to its mode, vote and reserved opinion. Without a quorum the meeting ends there and another
    has to be called. ``revision`` is the saved draft from which the minutes were begun; when somebody saved another since,
    ``EditConflict``.
    """
    if revision is not None:
        require_newest(dossier, Draft.Kind.MINUTES, revision, by.person, minutes, conclusion)
    meeting = dossier.council.meetings.latest("sequence")
    if meeting.state in KEPT_AT_DESK:
        raise ActionError("session_open", _("End the meeting first."))
    if meeting.state == Meeting.State.CLOSED:
        return _from_the_desk(dossier, by, meeting, minutes, conclusion)
    return _recorded(dossier, by, meeting, attendance or {}, deputy_presides, minutes, conclusion)


def _without_quorum(dossier: Dossier, by: Actor, meeting: Meeting, minutes: str) -> str:
    meeting.state = Meeting.State.NO_QUORUM
    meeting.minutes = clean(minutes)
    meeting.version += 1
    meeting.save()
    record(dossier, "no_quorum", by, sequence=meeting.sequence)
    notify(office(dossier, Capacity.OFFICER), "no_quorum", dossier=dossier, key=f"m{meeting.pk}", besides=by.person)
    return NO_QUORUM


def _from_the_desk(dossier: Dossier, by: Actor, meeting: Meeting, minutes: str, conclusion: str) -> str:
    if meeting.form == Meeting.Form.ROUND and lacking(meeting):
        return _without_quorum(dossier, by, meeting, minutes)
    _require_text(minutes)
    meeting.minutes, meeting.conclusion = clean(minutes), conclusion.strip()
    meeting.minuted_by, meeting.minuted_at = by.person, clock.now()
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
    if presider is not None:
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
    attendance: Mapping[int, Mapping[str, str]],
    deputy_presides: bool,
    minutes: str,
    conclusion: str,
) -> str:
    seats = list(dossier.council.seats.filter(released_at=None))
    rows = [_attendance(meeting, seat, attendance.get(seat.pk, {})) for seat in seats]
    rules = dossier.procedure.rules
    meeting.deputy_presides = deputy_presides
    presences = [Presence(row.seat.kind, row.is_present, row.vote) for row in rows]
    meeting.attendances.all().delete()
    if quorum_problems(presences, rules.quorum, deputy_presides=deputy_presides):
        for row in rows:
            row.vote = ""
        Attendance.objects.bulk_create(rows)
        return _without_quorum(dossier, by, meeting, minutes)
    if any(row.is_present and not row.vote for row in rows):
        raise ActionError(
            "votes_missing", _("Record the vote of everybody who was present; an abstention is a vote too.")
        )
    _require_text(minutes)
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
