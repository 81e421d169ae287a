"""Votes at a meeting: put to the vote, cast, counted; open or secret, in the room or on phones."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from consult import clock
from consult.actions.actor import Actor, record
from consult.actions.meetings import ballot_box
from consult.actions.meetings.session import enter, require_may_preside, require_state, seat_of
from consult.models import Attendance, Ballot, Entry, Meeting, Motion
from consult.queries.meeting import attendance_of, lacking, presider_of
from consult.refusals import ActionError, NotAllowed
from consult.rules.meeting import (
    LEAST_FOR_SECRET,
    Presence,
    Tally,
    count_secret,
    count_votes,
    is_tied,
    secrecy_problem,
)

State, Mode = Motion.State, Attendance.Mode


def _motion(meeting: Meeting, motion_id: int, *states: str) -> Motion:
    motion = meeting.motions.filter(pk=motion_id).first()
    if motion is None or motion.state not in states:
        raise ActionError("vote_not_running", _("This vote is no longer open. The page now shows the current state."))
    return motion


def add_motion(meeting: Meeting, by: Actor, *, text: str, secret: bool = False) -> None:
    """Plan a point to be decided."""
    require_may_preside(meeting, by)
    require_state(meeting, *Meeting.LIVE)
    if not text.strip():
        raise ActionError("text_missing", _("Write what is to be decided."), where="text")
    Motion.objects.create(meeting=meeting, text=text.strip(), secret=secret, position=meeting.motions.count() + 1)


def drop_motion(meeting: Meeting, by: Actor, *, motion: int) -> None:
    """Take a planned point back."""
    require_may_preside(meeting, by)
    found = _motion(meeting, motion, State.PLANNED)
    if found.is_final:
        raise ActionError("final_vote_missing", _("The vote on the dossier as a whole has not been taken yet."))
    found.delete()


def open_motion(meeting: Meeting, by: Actor, *, motion: int, secret: bool = False) -> None:
    """Put a point to the vote, one at a time, with a quorum. ``secret`` makes it secret; what was planned so stays so."""
    require_may_preside(meeting, by)
    require_state(meeting, Meeting.State.OPEN)
    found = _motion(meeting, motion, State.PLANNED)
    if meeting.motions.filter(state__in=[State.OPEN, State.TIED]).exists():
        raise ActionError("vote_running", _("Close the running vote first."))
    _put(meeting, found, secret=found.secret or secret)


def _put(meeting: Meeting, motion: Motion, *, secret: bool) -> None:
    problems = [] if meeting.form == Meeting.Form.ROUND else lacking(meeting)
    if problems:
        raise ActionError.of(problems)
    voters = [row for row in attendance_of(meeting) if row.is_present or meeting.form == Meeting.Form.ROUND]
    if secret and len(voters) < LEAST_FOR_SECRET:
        raise ActionError(
            "too_few_for_secrecy",
            _("Too few people are present for a secret vote; the result would reveal who voted how."),
        )
    motion.secret, motion.state = secret, State.OPEN
    motion.ballot_box = ballot_box.sealed(motion.pk) if secret else b""
    motion.save()


def begin_round(meeting: Meeting) -> None:
    """In a written round the vote on the whole runs from the call to the deadline."""
    motion = meeting.motions.get(is_final=True)
    _put(meeting, motion, secret=False)


def cast(meeting: Meeting, by: Actor, *, motion: int, choice: str) -> None:
    """Vote, once in a secret vote; in an open one a later vote takes the place of an earlier one."""
    found = _motion(meeting, motion, State.OPEN)
    seat = seat_of(meeting, None, by)
    _cast(meeting, found, seat.pk, choice)


def cast_for(meeting: Meeting, by: Actor, *, motion: int, seat: int, choice: str) -> None:
    """The secretary notes the raised hand of one who is in the room; in an open vote only."""
    require_may_preside(meeting, by)
    found = _motion(meeting, motion, State.OPEN)
    if found.secret:
        raise ActionError("own_vote_only", _("In a secret vote everybody casts their own vote."))
    _cast(meeting, found, seat_of(meeting, seat, by).pk, choice)


def cast_by_letter(meeting: Meeting, by: Actor, *, choice: str) -> None:
    """Somebody's vote in a written round as they wrote it on paper; an open vote only. Raises ``ActionError``."""
    if meeting.form != Meeting.Form.ROUND:
        raise ActionError("not_in_writing", _("Only a vote that runs in writing can be entered from a letter."))
    found = meeting.motions.filter(is_final=True, state=State.OPEN).first()
    if found is None:
        raise ActionError("vote_not_running", _("This vote is no longer open. The page now shows the current state."))
    if found.secret:
        raise ActionError("own_vote_only", _("In a secret vote everybody casts their own vote."))
    seat = meeting.council.seats.filter(person=by.author, released_at=None).first()
    if seat is None:
        raise NotAllowed("no_seat", _("You have no seat in this council."))
    _cast(meeting, found, seat.pk, choice)


def all_in_favour(meeting: Meeting, by: Actor, *, motion: int) -> None:
    """The secretary notes that everybody who has not voted yet raises the hand in favour."""
    require_may_preside(meeting, by)
    found = _motion(meeting, motion, State.OPEN)
    if found.secret:
        raise ActionError("own_vote_only", _("In a secret vote everybody casts their own vote."))
    voted = set(found.ballots.values_list("seat_id", flat=True))
    for row in attendance_of(meeting):
        if row.is_present and row.seat_id not in voted:
            _cast(meeting, found, row.seat_id, "for")


def _cast(meeting: Meeting, motion: Motion, seat_id: int, choice: str) -> None:
    if choice not in Attendance.Vote.values:
        raise ActionError("choice_missing", _("Choose for, against or abstention."))
    if meeting.form == Meeting.Form.ROUND:
        if clock.now() > meeting.starts_at:
            raise ActionError("time_over", _("The time for voting is over."))
        if seat_id not in {row.seat_id for row in attendance_of(meeting)}:
            raise NotAllowed(
                "seated_after_opening", _("You joined the council after this vote was opened and have no vote in it.")
            )
        Attendance.objects.update_or_create(meeting=meeting, seat_id=seat_id, defaults={"mode": Mode.WRITTEN})
    elif not meeting.attendances.filter(seat_id=seat_id).exclude(mode=Mode.ABSENT).exists():
        raise ActionError("not_checked_in", _("Check in first; then you can vote."))
    if not motion.secret:
        Ballot.objects.update_or_create(motion=motion, seat_id=seat_id, defaults={"choice": choice})
        return
    _mark, first = Ballot.objects.get_or_create(motion=motion, seat_id=seat_id)
    if not first:
        raise ActionError(
            "voted_already", _("You have already voted; a vote cannot be taken out of the ballot box again.")
        )
    motion.ballot_box = ballot_box.with_vote(motion.pk, motion.ballot_box, choice)
    motion.save(update_fields=["ballot_box"])


def close_motion(
    meeting: Meeting,
    by: Actor,
    *,
    motion: int,
    ballots_for: int = 0,
    ballots_against: int = 0,
    ballots_abstain: int = 0,
) -> None:
    """Close a vote and count it, once. In a secret one the ballots from the box in the room are added.

    Who is present and did not vote abstained. A tie waits for whoever presides. Raises ``ActionError`` when more ballots are
    entered than there are people who have not voted by phone, and when the figures would tell who voted how; nothing of the
    count is said then, and the vote runs on.
    """
    require_may_preside(meeting, by)
    found = _motion(meeting, motion, State.OPEN)
    rows = [row for row in attendance_of(meeting) if row.is_present]
    if meeting.form == Meeting.Form.ROUND and clock.now() <= meeting.starts_at and not _all_answered(meeting, rows):
        raise ActionError("votes_outstanding", _("The time for voting is not over, and not everybody has voted."))
    ballots = Counter({"for": ballots_for, "against": ballots_against, "abstain": ballots_abstain})
    if not found.secret and ballots.total():
        raise ActionError("not_secret", _("Ballots are counted in secret votes only."))
    tally = _count_secret(meeting, found, rows, ballots) if found.secret else _count_open(meeting, found, rows)
    found.present = tally.present
    found.votes_for, found.votes_against, found.abstentions = tally.votes_for, tally.votes_against, tally.abstentions
    found.passed, found.tie_broken = tally.passed, tally.tie_broken
    found.ballot_box = b""
    if is_tied(tally, meeting.council.dossier.procedure.rules.vote):
        found.state, found.passed = State.TIED, None
        found.save()
        return
    _decide(meeting, found, by)


def _all_answered(meeting: Meeting, present: list[Attendance]) -> bool:
    """Whether every seat has answered a written round."""
    return len(present) == len(attendance_of(meeting))


def _count_open(meeting: Meeting, motion: Motion, rows: list[Attendance]) -> Tally:
    choices = dict(motion.ballots.values_list("seat_id", "choice"))
    present = {row.seat_id for row in rows}
    # Who voted and left has a vote: it was given while the vote ran.
    gone = [row for row in attendance_of(meeting) if row.seat_id in choices and row.seat_id not in present]
    presences = [Presence(row.seat.kind, True, choices.get(row.seat_id, "abstain")) for row in [*rows, *gone]]
    if motion.is_final:
        for row in rows:
            row.vote = choices.get(row.seat_id, "abstain")
            row.save()
    return count_votes(presences, meeting.council.dossier.procedure.rules.vote)


def _count_secret(meeting: Meeting, motion: Motion, rows: list[Attendance], ballots: Counter[str]) -> Tally:
    marked = set(motion.ballots.values_list("seat_id", flat=True))
    present = {row.seat_id for row in rows}
    if ballots.total() > len(present - marked):
        raise ActionError(
            "ballots_do_not_match",
            _("There are %(ballots)s ballots, and %(left)s people who have not voted by phone. Count again.")
            % {"ballots": ballots.total(), "left": len(present - marked)},
        )
    problem = secrecy_problem(len(marked), len(marked - present), ballots.total())
    if problem is not None:
        raise ActionError.of([problem])
    counts = ballot_box.opened(motion.pk, motion.ballot_box) + ballots
    return count_secret(len(present | marked), counts, meeting.council.dossier.procedure.rules.vote)


def break_off(meeting: Meeting, by: Actor, *, motion: int) -> None:
    """End a secret vote without counting it: the ballot box is destroyed, and the point can be put to the vote anew."""
    require_may_preside(meeting, by)
    found = _motion(meeting, motion, State.OPEN)
    if not found.secret:
        raise ActionError("not_secret", _("Only a secret vote can be broken off; an open one is closed and counted."))
    found.ballots.all().delete()
    found.state, found.ballot_box = State.PLANNED, b""
    found.save(update_fields=["state", "ballot_box"])
    # Without its motion: a planned one may be taken back, and this line stays.
    enter(meeting, Entry.Verb.BROKEN_OFF, found.text)
    record(meeting.council.dossier, "vote_broken_off", by, text=found.text)


def decide_tie(meeting: Meeting, by: Actor, *, motion: int, passed: bool) -> None:
    """Whoever presides decides a tie, openly. Raises ``ActionError`` for anybody else."""
    found = _motion(meeting, motion, State.TIED)
    presider = presider_of(meeting)
    if presider is None or presider.person_id != by.person.pk:
        raise NotAllowed("not_presiding", _("A tie is decided by whoever presides."))
    found.passed, found.tie_broken = passed, True
    _decide(meeting, found, by)


def _decide(meeting: Meeting, motion: Motion, by: Actor) -> None:
    motion.state, motion.closed_at = State.CLOSED, clock.now()
    motion.save()
    enter(meeting, Entry.Verb.DECIDED, motion.text, motion=motion)
    record(
        meeting.council.dossier,
        "motion_decided",
        by,
        text=motion.text,
        votes_for=motion.votes_for,
        present=motion.present,
    )
