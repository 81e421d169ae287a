"""A meeting as its pages show it, and its minutes as they write themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from consult.models import Attendance, Availability, Dossier, Entry, Meeting, Motion, Person, Seat, Slot
from consult.rules.meeting import Presence, quorum_problems
from consult.rules.minutes import MinutesEntry, MotionResult, compose
from consult.rules.problem import Problem
from consult.rules.text import whole_number


@dataclass(frozen=True)
class AttendanceRow:
    """One seat at the table: its row of presence, and its vote in the running open motion."""

    attendance: Attendance
    voted: bool
    choice: str

    @property
    def seat(self) -> Seat:
        return self.attendance.seat


@dataclass(frozen=True)
class Table:
    """Everything that the page of a meeting shows to everybody present."""

    meeting: Meeting
    places: list[AttendanceRow]
    lacking: list[Problem]
    motions: list[Motion]
    running: Motion | None
    entries: list[Entry]
    presider: Seat | None
    points: list[tuple[int, str]] = field(default_factory=list)

    @property
    def present(self) -> int:
        return sum(place.attendance.is_present for place in self.places)

    @property
    def voted(self) -> int:
        return sum(place.voted for place in self.places)

    @property
    def broken_off(self) -> list[str]:
        """The points whose secret vote was broken off and has not been opened again since."""
        broken = {entry.text for entry in self.entries if entry.verb == Entry.Verb.BROKEN_OFF}
        return [one.text for one in self.motions if one.state == Motion.State.PLANNED and one.text in broken]

    def place_of(self, person: Person) -> AttendanceRow | None:
        return next((place for place in self.places if place.seat.person_id == person.pk), None)


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """A row for every seat that is asked to a meeting, absent until it came.

    Who left the council meanwhile is there where they took part or left after its end; who came after its end is not, nor
    after the opening of a written round.
    """
    rows = {row.seat_id: row for row in meeting.attendances.all()}
    found = []
    for seat in meeting.council.seats.select_related("person__expert"):
        if not _is_asked(meeting, seat, took_part=seat.pk in rows):
            continue
        row = rows.get(seat.pk) or Attendance(meeting=meeting, seat=seat, mode=Attendance.Mode.ABSENT)
        row.seat = seat
        found.append(row)
    return found


def _is_asked(meeting: Meeting, seat: Seat, *, took_part: bool) -> bool:
    written = meeting.form == Meeting.Form.ROUND
    end = None if meeting.is_live else meeting.closed_at
    last = meeting.opened_at if written else end
    if seat.seated_at is not None and last is not None and seat.seated_at > last:
        return False
    left = seat.released_at
    return left is None or took_part or (end is not None and left > end)


def lacking(meeting: Meeting, rows: Sequence[Attendance] | None = None) -> list[Problem]:
    """Who or what still lacks for a quorum. ``rows`` spare a second look at who is present."""
    rows = attendance_of(meeting) if rows is None else rows
    rule = meeting.council.dossier.procedure.rules.quorum
    counted = [row for row in rows if row.seat.released_at is None or row.is_present]
    presences = [Presence(row.seat.kind, row.is_present) for row in counted]
    return quorum_problems(presences, rule, deputy_presides=meeting.deputy_presides)


def presider_of(meeting: Meeting, rows: Sequence[Attendance] | None = None) -> Seat | None:
    """Who presides: the chair if present, else the deputy who was asked and is present."""
    rows = attendance_of(meeting) if rows is None else rows
    present = {row.seat.kind: row.seat for row in rows if row.is_present}
    return present.get(Seat.Kind.CHAIR) or (present.get(Seat.Kind.DEPUTY) if meeting.deputy_presides else None)


def table_of(meeting: Meeting) -> Table:
    """The meeting as it stands now, in a fixed number of queries."""
    rows = [row for row in attendance_of(meeting) if row.seat.released_at is None or row.is_present]
    motions = list(meeting.motions.all())
    running = next((one for one in motions if one.state in (Motion.State.OPEN, Motion.State.TIED)), None)
    ballots = dict(running.ballots.values_list("seat_id", "choice")) if running else {}
    return Table(
        meeting=meeting,
        places=[AttendanceRow(row, row.seat_id in ballots, ballots.get(row.seat_id, "")) for row in rows],
        lacking=lacking(meeting, rows),
        motions=motions,
        running=running,
        entries=list(meeting.entries.select_related("seat__person__expert", "guest", "motion").order_by("-id")),
        presider=presider_of(meeting, rows),
        points=list(enumerate(meeting.points, start=1)),
    )


def _speaker(entry: Entry) -> str:
    if entry.seat is not None:
        return entry.seat.person.titled_name
    if entry.guest is not None:
        organisation = f" ({entry.guest.organisation})" if entry.guest.organisation else ""
        return f"{entry.guest.name}{organisation}"
    return ""


def _decided(motion: Motion | None) -> MotionResult | None:
    if motion is None or motion.passed is None:
        return None
    return MotionResult(
        motion.text,
        motion.secret,
        motion.present,
        motion.votes_for,
        motion.votes_against,
        motion.abstentions,
        motion.passed,
        motion.tie_broken,
    )


def composed_minutes(meeting: Meeting) -> str:
    """The minutes as what happened in the session gives them, as HTML."""
    entries = meeting.entries.select_related("seat__person__expert", "guest", "motion").order_by("id")
    return compose(
        [
            MinutesEntry(
                timezone.localtime(entry.at).strftime("%H giờ %M phút"),
                entry.verb,
                _speaker(entry),
                entry.text,
                _decided(entry.motion),
            )
            for entry in entries
        ]
    )


@dataclass(frozen=True)
class SlotRow:
    """A possible time, what everybody says of it, and who would lack for a quorum."""

    slot: Slot
    answers: list[tuple[Seat, str]]
    sure: list[Problem]
    at_best: list[Problem]
    can: int
    may: int

    @property
    def mark(self) -> str:
        """``sure`` with those who can, ``maybe`` with those who can if need be, else ``no``."""
        return "sure" if not self.sure else "maybe" if not self.at_best else "no"


MARKS = ("sure", "maybe", "no")


def slot_rows(dossier: Dossier) -> list[SlotRow]:
    """The possible times that are still to come, the best first: a sure quorum, then the most who can come."""
    council = dossier.council
    seats = list(council.seats.filter(released_at=None).select_related("person__expert"))
    given: dict[int, dict[int, str]] = {}
    for one in Availability.objects.filter(slot__council=council):
        given.setdefault(one.slot_id, {})[one.seat_id] = one.answer
    rows = [_slot_row(slot, seats, given.get(slot.pk, {}), dossier) for slot in council.slots.all()]
    return sorted(rows, key=lambda row: (MARKS.index(row.mark), -row.can, -row.may, row.slot.starts_at))


def _slot_row(slot: Slot, seats: Sequence[Seat], answers: dict[int, str], dossier: Dossier) -> SlotRow:
    rule = dossier.procedure.rules.quorum
    yes, maybe = Availability.Answer.YES, Availability.Answer.MAYBE

    def problems(accepted: set[Any]) -> list[Problem]:
        return quorum_problems([Presence(seat.kind, answers.get(seat.pk) in accepted) for seat in seats], rule)

    return SlotRow(
        slot,
        [(seat, answers.get(seat.pk, "")) for seat in seats],
        problems({yes}),
        problems({yes, maybe}),
        sum(answer == yes for answer in answers.values()),
        sum(answer == maybe for answer in answers.values()),
    )


def slot_named(dossier: Dossier, number: str) -> Slot | None:
    """The possible time with this number, as an address gives it."""
    known = whole_number(number)
    return dossier.council.slots.filter(pk=known).first() if known is not None else None
