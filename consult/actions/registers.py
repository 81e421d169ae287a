"""Numbers from registers: gap-free, unique under concurrency, never given twice; and the register of what comes in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_union, require
from consult.documents import PAPERS
from consult.models import (
    Document,
    Dossier,
    IncomingPaper,
    NumberedKind,
    Organisation,
    Person,
    Register,
    RegisterEntry,
)
from consult.refusals import ActionError
from consult.rules.numbering import INCOMING, form_of, symbol
from consult.rules.registers import late_entry_problem
from consult.rules.text import normal

from .actor import Actor, record_of_union

BY_HAND = "VP"


def locked_register(union: Organisation, kind: str, day: date) -> Register:
    """The series of that kind on that day, held until the transaction ends: its row is the lock.

    Where none covers the day, the next one opens and goes on as the one before it was, until the end of the year.
    """
    found = _covering(union, kind, day) or _open(union, kind, day)
    return Register.objects.select_for_update().get(pk=found.pk)


def _covering(union: Organisation, kind: str, day: date) -> Register | None:
    series = Register.objects.filter(union=union, kind=kind, first_day__lte=day, last_day__gte=day)
    return series.order_by("-first_day").first()


def _open(union: Organisation, kind: str, day: date) -> Register:
    before = Register.objects.filter(union=union, kind=kind, last_day__lt=day).order_by("-last_day").first()
    after = Register.objects.filter(union=union, kind=kind, first_day__gt=day).order_by("first_day").first()
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    form = "" if kind == INCOMING else (before.form if before else form_of(kind))
    opened, new = Register.objects.get_or_create(
        union=union, kind=kind,
        first_day=max(first, before.last_day + timedelta(days=1)) if before else first,
        defaults={"last_day": min(last, after.first_day - timedelta(days=1)) if after else last, "form": form},
    )  # fmt: skip
    if new:
        numbered = before.numbered.values_list("document", flat=True) if before else _numbered_by(kind)
        NumberedKind.objects.bulk_create(NumberedKind(register=opened, document=document) for document in numbered)
    return opened


def _numbered_by(kind: str) -> list[str]:
    """The kinds of document that are numbered so where the office says nothing else."""
    return [document for document, paper in PAPERS.items() if paper.symbol == kind]


def series_of(union: Organisation, document: str, day: date) -> str:
    """The kind of series in which the office numbers a kind of document on that day."""
    said = NumberedKind.objects.filter(document=document, register__union=union, register__first_day__lte=day)
    newest = said.order_by("-register__first_day").values_list("register__kind", flat=True).first()
    default = PAPERS[document].symbol
    assert default is not None, document
    return default if newest is None else newest


def _advance(register: Register) -> int:
    register.last += 1
    register.save(update_fields=["last"])
    return register.last


def _symbol(register: Register, number: int, kind: str, unit: str) -> str:
    return symbol(number, kind, register.union.symbol, unit, form=register.form, year=register.year)


@transaction.atomic
def next_number(
    *, union: Organisation, kind: str, unit: str, subject: str, by: Person, abbreviation: str | None = None
) -> RegisterEntry:
    """Give the next number of a union's series ``kind`` today (Việt Nam's time).

    ``abbreviation`` is that of the kind of document, where a series numbers several.
    """
    register = locked_register(union, kind, clock.today())
    number = _advance(register)
    return RegisterEntry.objects.create(
        register=register,
        number=number,
        symbol=_symbol(register, number, kind if abbreviation is None else abbreviation, unit),
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
    register = locked_register(union, kind, day)
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
        symbol=_symbol(register, number, kind, BY_HAND),
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
    register = locked_register(union, INCOMING, arrived_on)
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
