"""Requests about personal data: asked, entered, handed to somebody, answered; and the office is reminded of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity, check_union, members_of, require
from consult.access.keeping import check_account
from consult.actions.notifications.notices import notify_separately
from consult.models import DataProtection, DataRequest, Organisation, Person
from consult.models.person import normal_address
from consult.queries.data_requests import protection_of, unions_to_ask
from consult.refusals import ActionError, NotAllowed
from consult.rules.data_requests import due_day, next_reminder
from consult.rules.text import normal

from .actor import Actor, record_of_union

REMIND_AT_MOST = 500
# Open ones of one person at one union.
MOST_OPEN = 10
# An answer is given in days; a day further back is mistyped.
LONGEST_AGO = timedelta(days=3653)


@transaction.atomic
def save_protection(*, union: Organisation, by: Person, notice: str, answer_days: int) -> None:
    """Keep the union's notice on personal data, and how many calendar days it takes for answers asked from now on."""
    actor = Actor.allowed(by, require(check_union(by, "people.keep", union.pk)))
    kept = {"notice": notice.strip(), "answer_days": answer_days}
    DataProtection.objects.update_or_create(union=union, defaults=kept)
    record_of_union(union, "data_protection_changed", actor, days=answer_days)


@transaction.atomic
def ask(*, person: Person, union: Organisation, kind: str, text: str) -> DataRequest:
    """A person asks about their own data. The union's administrators are told. Raises ``ActionError``."""
    if union not in unions_to_ask(person):
        raise NotAllowed("not_yours", _("This union keeps nothing of yours."))
    # Two sent at the same moment wait for each other here.
    Person.objects.select_for_update().get(pk=person.pk)
    open_ones = DataRequest.objects.filter(person=person, union=union, closed_at=None)
    if open_ones.filter(kind=kind).exists():
        raise ActionError(
            "asked_already", _("You have asked this already; the office has not answered yet."), where="kind"
        )
    if open_ones.count() >= MOST_OPEN:
        raise ActionError("too_many", _("Many requests of yours are waiting already. Please telephone the office."))
    if not text.strip() and kind != DataRequest.Kind.COPY:
        raise ActionError("text_missing", _("Say what it is about."), where="text")
    row = _enter(
        union=union, person=person, name=person.name, contact=person.email, kind=kind, text=text.strip(),
        asked_on=clock.today(), entered_by=person,
    )  # fmt: skip
    # Who asks is not named as the actor: nothing that stays would let their account go when it is erased.
    record_of_union(union, "data_request_entered", None, kind=kind, person=str(person.uid))
    return row


@transaction.atomic
def enter(
    *, union: Organisation, by: Person, name: str, contact: str, kind: str, text: str, asked_on: date
) -> DataRequest:
    """Enter what somebody asked on paper, by telephone or by mail. Raises ``ActionError``.

    It is tied to the account with the address ``contact``, where the administrator may look at that.
    """
    actor = Actor.allowed(by, require(check_union(by, "people.keep", union.pk)))
    if asked_on > clock.today():
        raise ActionError("in_future", _("This day is still to come."), where="asked_on")
    if asked_on < clock.today() - LONGEST_AGO:
        raise ActionError("too_long_ago", _("This day is more than ten years ago. Check the year."), where="asked_on")
    person = Person.objects.filter(email=normal_address(contact), erased_at=None).first()
    if person is not None and not check_account(by, person):
        person = None
    row = _enter(
        union=union, person=person, name=normal(name), contact=normal(contact), kind=kind, text=text.strip(),
        asked_on=asked_on, entered_by=by,
    )  # fmt: skip
    record_of_union(union, "data_request_entered", actor, kind=kind, **_whom(row))
    return row


def _enter(*, union: Organisation, asked_on: date, **values: Any) -> DataRequest:
    due = due_day(asked_on, protection_of(union).answer_days)
    row = DataRequest.objects.create(
        union=union, asked_on=asked_on, due_on=due, entered_at=clock.now(),
        next_reminder_on=next_reminder(max(clock.today(), asked_on), due), **values,
    )  # fmt: skip
    _tell_office(row, "data_request_asked", besides=row.entered_by_id)
    return row


def _whom(row: DataRequest) -> dict[str, str]:
    return {"person": str(row.person.uid)} if row.person is not None else {}


def _tell_office(row: DataRequest, kind: str, *, day: str = "", besides: int | None = None) -> None:
    """Tell who handles it, or all administrators while nobody does or may any more."""
    administrators = members_of(row.union_id, Capacity.ADMINISTRATOR)
    told = {row.handler_id} if row.handler_id in administrators else administrators
    words = {"request": row.pk, "what": row.kind, "due_on": row.due_on.isoformat()}
    notify_separately(
        Person.objects.filter(pk__in=told - {besides}), kind, key=f"r{row.pk}:{day}", union_id=row.union_id, **words
    )


def _open(row: DataRequest, by: Person) -> tuple[DataRequest, Actor]:
    actor = Actor.allowed(by, require(check_union(by, "people.keep", row.union_id), known=False))
    row = DataRequest.objects.select_for_update(of=("self",)).select_related("union", "person").get(pk=row.pk)
    if row.closed_at is not None:
        raise ActionError("answered_already", _("This request has been answered already."))
    return row, actor


@transaction.atomic
def assign(*, asked: DataRequest, handler: Person, by: Person) -> None:
    """Say which administrator handles a request; they are told. Raises ``ActionError``."""
    row, actor = _open(asked, by)
    if handler.pk not in members_of(row.union_id, Capacity.ADMINISTRATOR):
        raise ActionError("not_administrator", _("Choose an administrator of the union."), where="handler")
    if row.handler_id == handler.pk:
        return
    row.handler = handler
    row.save(update_fields=["handler"])
    record_of_union(row.union, "data_request_assigned", actor, kind=row.kind, person=str(handler.uid))
    _tell_office(row, "data_request_asked", day=f"h{clock.now().timestamp()}", besides=by.pk)


@transaction.atomic
def answer(*, asked: DataRequest, by: Person, outcome: str, reason: str) -> None:
    """Write down what was done, and why not all of it. A person with an account is told. Raises ``ActionError``."""
    row, actor = _open(asked, by)
    if outcome != DataRequest.Outcome.DONE and not reason.strip():
        raise ActionError("reason_missing", _("Give the reason."), where="reason")
    row.outcome, row.reason = outcome, reason.strip()
    row.closed_at, row.closed_by, row.next_reminder_on = clock.now(), by, None
    row.handler = row.handler or by
    row.save(update_fields=["outcome", "reason", "closed_at", "closed_by", "next_reminder_on", "handler"])
    record_of_union(row.union, "data_request_answered", actor, kind=row.kind, outcome=outcome, **_whom(row))
    if row.person is not None and row.person.is_active:
        words = {"what": row.kind, "outcome": outcome, "reason": row.reason, "union": row.union.name}
        notify_separately([row.person], "data_request_answered", key=f"r{row.pk}", union_id=row.union_id, **words)


def remind_due() -> int:
    """Remind the offices of requests that are due soon, today, or late. Returns of how many."""
    waiting = DataRequest.objects.filter(next_reminder_on__lte=clock.today(), closed_at=None).order_by("pk")
    return sum(_remind(pk, day) for pk, day in waiting.values_list("pk", "next_reminder_on")[:REMIND_AT_MOST] if day)


@transaction.atomic
def _remind(pk: int, day: date) -> bool:
    """Whoever moves the day forward is the one that tells."""
    row = DataRequest.objects.filter(pk=pk).first()
    if row is None:
        return False
    following = next_reminder(clock.today(), row.due_on)
    still = DataRequest.objects.filter(pk=pk, next_reminder_on=day, closed_at=None)
    if not still.update(next_reminder_on=following):
        return False
    _tell_office(row, "data_request_late" if row.late else "data_request_due", day=clock.today().isoformat())
    return True


def forget_person(person: Person, by: Person) -> None:
    """Where a person's data are erased: what they asked is answered by that, and names nobody any more."""
    rows = DataRequest.objects.filter(person=person)
    closer = None if by.pk == person.pk else by
    rows.filter(closed_at=None).update(
        outcome=DataRequest.Outcome.DONE, closed_at=clock.now(), closed_by=closer, next_reminder_on=None
    )
    rows.update(name="", contact="", text="", reason="", person=None)
