"""An approved council is changed: somebody leaves, somebody comes; proposed by an officer, decided by a leader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity, Decision, approved_by_another, members_of
from consult.models import (
    Attendance,
    CouncilChange,
    Document,
    DocumentKind,
    Dossier,
    Entry,
    Meeting,
    Motion,
    Person,
    Review,
    Seat,
    SeatChange,
    SubjectArea,
)
from consult.refusals import ActionError, NotAllowed
from consult.rules.conflict import barring
from consult.rules.council import CHAIR, DEPUTY, HEAD, REVIEWER, kind_of
from consult.rules.council_change import Line, changed, line_problems, make_up_problems
from consult.rules.problem import Problem, gettext_noop
from consult.rules.text import normal

from .actor import Actor, record
from .councils import leading_of, objections_to
from .decisions import APPROVAL, StepDecision, one_of
from .documents import make_numbered
from .meetings.session import enter
from .notifications.notices import notify, notify_of_meeting, office
from .reviews.invitation import release_seat
from .standing import standing_problems

State = CouncilChange.State


@dataclass(frozen=True)
class Wanted:
    """One line as it is proposed: the seat that is left, who comes, and onto what."""

    leaves: Seat | None
    comes: Person | None
    kind: str
    group: SubjectArea | None = None

    @property
    def line(self) -> Line:
        row = SeatChange(leaves=self.leaves, comes=self.comes, kind=self.kind, group=self.group)
        return Line(row.leaves_id, row.comes_id, row.key)


def change_problems(dossier: Dossier, wanted: Sequence[Wanted]) -> list[Problem]:
    """Everything that speaks against a change: the make-up as at formation, and what is known of those who come."""
    held = [(seat.pk, seat.person_id, seat.key) for seat in _seats(dossier)]
    lines = [one.line for one in wanted]
    problems = line_problems(held, lines)
    if problems:
        return problems
    after = changed(held, lines)
    problems = make_up_problems(
        [place for _seat, _person, place in held], [place for _person, place in after], dossier.procedure.rules.seats
    )
    people = [person for person, _place in after]
    coming = {one.comes.pk: (one.comes, one.kind) for one in wanted if one.comes is not None}
    twice = gettext_noop("%(name)s has more than one seat.")
    closed = gettext_noop("The account of %(name)s is closed.")
    found = objections_to([person for person, _kind in coming.values()], dossier)
    for person, kind in coming.values():
        name = {"name": person.name}
        if people.count(person.pk) > 1:
            problems.append(Problem("seated_twice", twice, name))
        if not person.is_active:
            problems.append(Problem("account_closed", closed, name))
        if (barred := barring(found[person.pk])) is not None:
            problems.append(barred)
        if dossier.procedure.rules.leading.firm and kind_of(kind) in (CHAIR, DEPUTY, HEAD):
            problems += leading_of(dossier, [(person, kind)])
    standing = dossier.council.standing
    if standing is not None:
        found_out = standing_problems(dossier, standing, [person for person, _kind in coming.values()])
        problems += [one for one in found_out if one.code != "term_over"]
    return problems


def _seats(dossier: Dossier) -> list[Seat]:
    return list(dossier.council.seats.filter(released_at=None).select_related("person").order_by("position", "pk"))


def seats_after(dossier: Dossier, lines: Sequence[SeatChange]) -> list[tuple[Person, str]]:
    """Who would sit on what, once ``lines`` are made."""
    left = {line.leaves_id for line in lines}
    stay = [(seat.person, seat.key) for seat in _seats(dossier) if seat.pk not in left]
    return [*stay, *((line.comes, line.key) for line in lines if line.comes is not None)]


def waiting_change(dossier: Dossier) -> CouncilChange | None:
    """The change of the dossier's council that waits for the leader, or None."""
    return CouncilChange.objects.filter(council__dossier=dossier, state=State.PROPOSED).first()


def propose_change(*, dossier: Dossier, by: Actor, wanted: Sequence[Wanted], reason: str) -> CouncilChange:
    """Propose who leaves and who comes. The leaders are told. Raises ``ActionError`` with every objection."""
    if waiting_change(dossier) is not None:
        raise ActionError("change_waiting", _("A change of this council already waits for the leader."))
    if not normal(reason):
        raise ActionError("reason_missing", _("Give a reason."), where="reason")
    problems = change_problems(dossier, wanted)
    if problems:
        raise ActionError.of(problems)
    change = CouncilChange.objects.create(
        council=dossier.council, reason=reason.strip(), proposed_by=by.person, proposed_at=clock.now()
    )
    for one in wanted:
        SeatChange.objects.create(change=change, leaves=one.leaves, comes=one.comes, kind=one.kind, group=one.group)
    record(dossier, "change_proposed", by, reason=reason.strip(), lines=len(wanted))
    notify(
        office(dossier, Capacity.LEADER), "council_change_proposed", dossier=dossier, key=f"c{change.pk}",
        besides=by.person,
    )  # fmt: skip
    return change


def take_change_back(*, dossier: Dossier, by: Actor) -> None:
    """Take a proposed change back, so that another can be proposed. Raises ``ActionError``."""
    change = _waiting(dossier)
    change.state, change.decided_by, change.decided_at = State.TAKEN_BACK, by.person, clock.now()
    change.save(update_fields=["state", "decided_by", "decided_at"])
    record(dossier, "change_taken_back", by)


def _waiting(dossier: Dossier) -> CouncilChange:
    change = waiting_change(dossier)
    if change is None:
        raise ActionError("no_change_waiting", _("No change of this council waits for a decision."))
    return change


def may_decide_change(by: Person, change: CouncilChange, decision: Decision) -> Decision:
    """Whether ``by``, whom the table lets decide on changes, may decide on this one: not who proposed it, if others can."""
    leaders = members_of(change.council.dossier.union_id, Capacity.LEADER)
    return approved_by_another(by, change.proposed_by_id, decision, leaders)


def decide_change(*, dossier: Dossier, by: Actor, decision: str, remarks: str = "") -> CouncilChange:
    """Approve the change that waits, which is made at once, or send it back with remarks. Raises ``ActionError``.

    While a vote is running nobody's seat changes: who may vote was fixed when it was opened. Votes that were cast stay.
    """
    change = _waiting(dossier)
    change.decided_by, change.decided_at = by.person, clock.now()
    if one_of(decision, *APPROVAL) == StepDecision.SEND_BACK:
        if not normal(remarks):
            raise ActionError("remarks_missing", _("Say what should change."), where="remarks")
        change.state, change.remarks = State.SENT_BACK, remarks.strip()
        change.save()
        record(dossier, "change_sent_back", by, reason=remarks.strip())
        notify([change.proposed_by], "council_change_sent_back", dossier=dossier, key=f"c{change.pk}")
        return change
    lines = list(change.lines.select_related("leaves__person", "comes__expert", "group"))
    problems = change_problems(dossier, [Wanted(one.leaves, one.comes, one.kind, one.group) for one in lines])
    if problems:
        raise ActionError.of(problems)
    meeting = Meeting.objects.filter(council=dossier.council, state__in=Meeting.LIVE).first()
    _require_no_vote(meeting)
    change.state = State.APPROVED
    change.save()
    for line in lines:
        if line.leaves is not None:
            _leave(dossier, by, line, change.reason, meeting)
    for line in lines:
        if line.comes is not None:
            _come(dossier, line, meeting)
    left, come = _named(lines)
    record(dossier, "change_approved", by, left=left, come=come)
    if makes_decision(dossier):
        _decision(dossier, by, change)
    return change


def makes_decision(dossier: Dossier) -> bool:
    """Whether a change is numbered as a decision: where forming the council was."""
    formed = dossier.council.standing_id is None
    return formed and bool(dossier.procedure.rules.makes(DocumentKind.COUNCIL_DECISION))


def _decision(dossier: Dossier, by: Actor, change: CouncilChange) -> Document:
    made = make_numbered(DocumentKind.COUNCIL_CHANGE, dossier, by=by.person, change=change, signer=by)
    assert made.entry is not None
    record(dossier, "change_numbered", None, symbol=made.entry.symbol)
    return made


def _named(lines: Sequence[SeatChange]) -> tuple[str, str]:
    """The names of those who leave and of those who come, as the history says them."""
    left = ", ".join(line.leaves.person.name for line in lines if line.leaves is not None)
    come = ", ".join(line.comes.name for line in lines if line.comes is not None)
    return left or "–", come or "–"


def _require_no_vote(meeting: Meeting | None) -> None:
    """In a written round the vote runs for days, and those who come have no part in it: the change need not wait."""
    if meeting is None or meeting.form == Meeting.Form.ROUND:
        return
    if meeting.motions.filter(state=Motion.State.OPEN).exists():
        raise ActionError("vote_running", _("Close the running vote first."))


def _leave(dossier: Dossier, by: Actor, line: SeatChange, reason: str, meeting: Meeting | None) -> None:
    seat = line.leaves
    assert seat is not None
    release_seat(seat, by, reason)
    for review in seat.reviews.filter(state__in=[Review.State.INVITED, Review.State.WRITING]):
        review.state = Review.State.REPLACED if line.comes else Review.State.EXCUSED
        review.reason = reason
        review.save(update_fields=["state", "reason"])
    if meeting is not None:
        _leave_meeting(meeting, seat)
    # A written round was entered in nobody's calendar.
    entered = meeting is not None and meeting.form != Meeting.Form.ROUND
    called: dict[str, Any] = {"meeting": meeting.pk} if meeting is not None and entered else {}
    notify([seat.person], "seat_ended", dossier=dossier, key=f"s{seat.pk}", besides=by.person, **called)


def _leave_meeting(meeting: Meeting, seat: Seat) -> None:
    """Who was at the table leaves it, as anybody may; who answered a written round has answered."""
    if meeting.form == Meeting.Form.ROUND:
        return
    row = meeting.attendances.filter(seat=seat).exclude(mode=Attendance.Mode.ABSENT).first()
    if row is None:
        return
    if meeting.state == Meeting.State.CALLED:
        row.delete()
        return
    row.mode_before_break, row.mode = row.mode, Attendance.Mode.ABSENT
    row.save(update_fields=["mode", "mode_before_break"])
    enter(meeting, Entry.Verb.LEFT, seat=seat)


def _come(dossier: Dossier, line: SeatChange, meeting: Meeting | None) -> None:
    person = line.comes
    assert person is not None
    last = dossier.council.seats.order_by("-position").values_list("position", flat=True).first() or 0
    same = line.leaves if line.leaves is not None and line.leaves.kind == line.kind else None
    seat = Seat.objects.create(
        council=dossier.council,
        person=person,
        kind=line.kind,
        group=line.group,
        position=same.position if same else last + 1,
        seated_at=clock.now(),
    )
    notify([person], "appointed", dossier=dossier, key=f"s{seat.pk}")
    if meeting is not None and meeting.form != Meeting.Form.ROUND:
        notify_of_meeting([person], meeting, "meeting")


def reviewers_who_came(change: CouncilChange) -> list[Seat]:
    """The reviewers' seats that a change has filled, whose reviews are still to be asked for."""
    people = change.lines.filter(comes__isnull=False, kind=REVIEWER).values("comes")
    return list(change.council.seats.filter(person__in=people, kind=REVIEWER, released_at=None, reviews=None))


def require_by_hand(dossier: Dossier) -> None:
    """Raises ``NotAllowed`` where the procedure has reviewers replaced by a decision alone."""
    if dossier.procedure.rules.reviewers_by_decision:
        raise NotAllowed(
            "by_decision",
            _("In this procedure the leader decides who replaces a reviewer: propose a change of the council."),
        )
