"""What must never be is refused by the database itself, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from viewflow.workflow import STATUS

from consult.demo.walk import Walk
from consult.models import (
    Dossier,
    HistoryHead,
    IncomingLetter,
    LegalGround,
    Meeting,
    Motion,
    Organisation,
    PaymentLine,
    Payout,
    Person,
    RegisterEntry,
    Response,
    Seat,
    SubjectArea,
    Task,
    Tie,
)

pytestmark = pytest.mark.django_db


def copied(row: object, **changes: object) -> None:
    """The same row once more, with ``changes``."""
    row.pk = None
    if hasattr(row, "uid"):
        row.uid = uuid4()
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def a_meeting(walk: Walk, state: str, sequence: int) -> Meeting:
    return Meeting.objects.create(
        council=walk.dossier.council, sequence=sequence, starts_at=timezone.now(), state=state
    )


def second_seat(walk: Walk, kind: str) -> None:
    Seat.objects.create(council=walk.dossier.council, person=walk.office.experts[-1], kind=kind)


def two_live_meetings(walk: Walk) -> None:
    a_meeting(walk, "open", 1)
    a_meeting(walk, "adjourned", 2)


def more_votes_than_people(walk: Walk) -> None:
    meeting = a_meeting(walk, "open", 1)
    Motion.objects.create(meeting=meeting, position=1, text="x", present=3, votes_for=2, votes_against=1, abstentions=1)


def once_more(step: Task) -> None:
    Task.objects.create(
        process=step.process, dossier=step.dossier, flow_task=step.flow_task, node=step.node, actor=step.actor
    )


def entry_zero(walk: Walk) -> None:
    copied(RegisterEntry.objects.first(), number=0, symbol="00/x")


def letter_zero(walk: Walk) -> None:
    register = RegisterEntry.objects.first().register
    IncomingLetter.objects.create(
        register=register, number=0, arrived_on=date(2026, 1, 1), sender="x", subject="x", entered_by=walk.office.clerk
    )


def paid(walk: Walk, corrects: Payout | None = None, reason: str = "") -> Payout:
    line = PaymentLine.objects.first() or PaymentLine.objects.create(
        document=walk.dossier.documents.first(), position=1, name="x", reason="x", amount=1
    )
    clerk = walk.office.clerk
    return Payout.objects.create(
        line=line, paid_on=date(2026, 1, 1), voucher="PC 1", corrects=corrects, reason=reason, recorded_by=clerk
    )


def same_tie(walk: Walk, union: Organisation | None) -> None:
    expert = walk.office.experts[0].expert
    for _once in range(2):
        Tie.objects.create(expert=expert, kind="family", body="Sở A", union=union)


NEVER: dict[str, Callable[[Walk], object]] = {
    "one code for two dossiers": lambda walk: copied(Dossier.objects.get()),
    "closed without an outcome": lambda walk: Dossier.objects.update(stage="closed"),
    "an outcome of what is not closed": lambda walk: Dossier.objects.update(outcome="archived"),
    "two chairs": lambda walk: second_seat(walk, "chair"),
    "two secretaries": lambda walk: second_seat(walk, "secretary"),
    "two live meetings": two_live_meetings,
    "more votes than people": more_votes_than_people,
    "one step open twice": lambda walk: once_more(walk.task("collect_reviews")),
    "number nought": entry_zero,
    "arrival nought": letter_zero,
    "one number with one letter twice": lambda walk: [
        copied(RegisterEntry.objects.first(), suffix="a", suffix_reason="x") for _once in range(2)
    ],
    "a letter after a number without a reason": lambda walk: copied(RegisterEntry.objects.first(), suffix="a"),
    "one line paid twice": lambda walk: [paid(walk) for _once in range(2)],
    "a corrected payment without a reason": lambda walk: paid(walk, corrects=paid(walk)),
    "a ground that ends before it begins": lambda walk: LegalGround.objects.create(
        union=walk.office.union, text="x", valid_from=date(2026, 2, 2), valid_to=date(2026, 2, 1)
    ),
    "two grounds of one key": lambda walk: [
        LegalGround.objects.create(union=walk.office.union, text="x", key="council") for _once in range(2)
    ],
    "half of quiet hours": lambda walk: Person.objects.filter(pk=walk.office.clerk.pk).update(quiet_from=time(22)),
    "one tie twice": lambda walk: same_tie(walk, union=None),
    "one tie of a union twice": lambda walk: same_tie(walk, union=walk.office.union),
    "two reviews of one round": lambda walk: copied(walk.dossier.reviews.first()),
    "two responses of one round": lambda walk: [
        Response.objects.create(dossier=walk.dossier, body="x", written_by=walk.office.investor_person)
        for _once in range(2)
    ],
    "two histories of one union": lambda walk: [
        HistoryHead.objects.create(union=walk.office.union) for _once in range(2)
    ],
    "two roots of one name": lambda walk: [SubjectArea.objects.create(name="Trùng") for _once in range(2)],
}


@pytest.mark.parametrize("what", NEVER)
def test_it_is_refused(reviewing, what):
    with pytest.raises(IntegrityError), transaction.atomic():
        NEVER[what](reviewing)


def test_what_stands_beside_it_is_taken(reviewing):
    office, dossier = reviewing.office, reviewing.dossier
    copied(Dossier.objects.get(), code="")
    Dossier.objects.filter(pk=dossier.pk).update(stage="closed", outcome="archived")
    Seat.objects.filter(kind="chair").update(released_at=timezone.now())
    second_seat(reviewing, "chair")
    paid(reviewing, corrects=paid(reviewing), reason="x")
    for suffix in "ab":
        copied(RegisterEntry.objects.first(), suffix=suffix, suffix_reason="x")
    a_meeting(reviewing, "held", 1)
    meeting = a_meeting(reviewing, "called", 2)
    Motion.objects.create(meeting=meeting, position=1, text="x", present=3, votes_for=2, abstentions=1)
    step = reviewing.task("collect_reviews")
    for union in (None, office.union):
        Tie.objects.create(expert=office.experts[0].expert, kind="family", body="Sở A", union=union)
    copied(dossier.reviews.first(), round=2)
    for number in (1, 2):
        Response.objects.create(dossier=dossier, round=number, body="x", written_by=office.investor_person)
    Task.objects.filter(pk=step.pk).update(status=STATUS.DONE)
    once_more(step)
    day = date(2026, 2, 2)
    LegalGround.objects.create(union=office.union, text="x", valid_from=day, valid_to=day)
    LegalGround.objects.create(union=office.union, text="x", valid_to=day)
    LegalGround.objects.create(union=office.union, text="x", key="council")
    Person.objects.filter(pk=office.clerk.pk).update(quiet_from=time(22), quiet_until=time(6))
    root = SubjectArea.objects.create(name="Một tên")
    SubjectArea.objects.create(name="Một tên", parent=root)
