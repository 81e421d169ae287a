"""Numbers from registers: gap-free, unique under concurrency, never given twice; and the register of what comes in."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_union, require
from consult.models import Document, Dossier, IncomingPaper, Organisation, Person, Register, RegisterEntry
from consult.refusals import ActionError
from consult.rules.numbering import INCOMING, symbol
from consult.rules.registers import late_entry_problem
from consult.rules.text import normal

from .actor import Actor, record_of_union

BY_HAND = "VP"


def locked_register(union: Organisation, kind: str, year: int) -> Register:
    """The register's row, held until the transaction ends: it is the lock of its series."""
    Register.objects.get_or_create(union=union, kind=kind, year=year)
    return Register.objects.select_for_update().get(union=union, kind=kind, year=year)


def _advance(register: Register) -> int:
    register.last += 1
    register.save(update_fields=["last"])
    return register.last


@transaction.atomic
def next_number(*, union: Organisation, kind: str, unit: str, subject: str, by: Person) -> RegisterEntry:
    """Give the next number of this union, kind and year (Việt Nam's time)."""
    register = locked_register(union, kind, clock.today().year)
    number = _advance(register)
    return RegisterEntry.objects.create(
        register=register,
        number=number,
        symbol=symbol(number, kind, union.symbol, unit),
        subject=subject[:600],
        given_at=clock.now(),
        entered_at=clock.now(),
        given_by=by,
    )


@transaction.atomic
def void_number(*, entry: RegisterEntry, by: Person, reason: str) -> RegisterEntry:
    """Void a number that belongs to no paper. It keeps its row and reason and is never given again.

    Raises ``ActionError`` when a paper carries the number, when it is void already, or without a reason.
    """
    actor = Actor.allowed(by, require(check_union(by, "register.void", entry.register.union_id)))
    entry = RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.voided_at:
        raise ActionError("void_already", _("This number is void already."))
    if Document.objects.filter(entry=entry).exists():
        raise ActionError("number_in_use", _("A paper carries this number."))
    if not reason.strip():
        raise ActionError("reason_missing", _("Say why the number is voided."), where="reason")
    entry.voided_at = clock.now()
    entry.voided_by = by
    entry.void_reason = reason.strip()
    entry.save()
    record_of_union(entry.register.union, "number_voided", actor, reason=entry.void_reason, symbol=entry.symbol)
    return entry


@transaction.atomic
def reserve_number(*, union: Organisation, kind: str, subject: str, by: Person) -> RegisterEntry:
    """Take a number for a paper written outside the system, so that the series stays whole."""
    require(check_union(by, "register.void", union.pk))
    return next_number(union=union, kind=kind, unit=BY_HAND, subject=subject, by=by)


@transaction.atomic
def enter_late(*, union: Organisation, kind: str, number: int, day: date, subject: str, by: Person) -> RegisterEntry:
    """Enter a paper that was numbered by hand on paper on ``day``. Raises ``ActionError``."""
    require(check_union(by, "register.void", union.pk))
    register = locked_register(union, kind, day.year)
    before = register.entries.order_by("-number").first()
    problem = late_entry_problem(
        number,
        register.last,
        day,
        clock.today(),
        clock.day_of(before.given_at) if before else None,
    )
    if problem:
        raise ActionError.of([problem])
    _advance(register)
    given_at = timezone.make_aware(datetime.combine(day, time(12)))
    if before is not None:
        given_at = max(given_at, before.given_at)
    return RegisterEntry.objects.create(
        register=register,
        number=number,
        symbol=symbol(number, kind, union.symbol, BY_HAND),
        subject=normal(subject)[:600],
        given_at=given_at,
        entered_at=clock.now(),
        given_by=by,
        handwritten=True,
    )


@transaction.atomic
def enter_incoming(
    *,
    union: Organisation,
    by: Person,
    arrived_on: date,
    sender: str,
    subject: str,
    symbol: str = "",
    dated: date | None = None,
    handler: str = "",
    dossier: Dossier | None = None,
) -> IncomingPaper:
    """Register a paper that came in; its arrival number is the next of the year in which it arrived."""
    require(check_union(by, "register.void", union.pk))
    if arrived_on > clock.today():
        raise ActionError("day_future", _("The day lies in the future."))
    if dated is not None and dated > arrived_on:
        raise ActionError("arrived_before_dated", _("A paper cannot arrive before the day it bears."))
    register = locked_register(union, INCOMING, arrived_on.year)
    return IncomingPaper.objects.create(
        register=register,
        number=_advance(register),
        arrived_on=arrived_on,
        sender=normal(sender),
        symbol=normal(symbol),
        dated=dated,
        subject=normal(subject),
        handler=normal(handler),
        dossier=dossier,
        entered_by=by,
        entered_at=clock.now(),
    )
