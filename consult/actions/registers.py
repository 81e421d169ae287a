"""Numbers from registers: gap-free, unique under concurrency, never given twice; and the register of what comes in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_union, require
from consult.documents.series import form_within
from consult.models import (
    Document,
    Dossier,
    IncomingLetter,
    NumberedKind,
    Organisation,
    Person,
    Register,
    RegisterEntry,
)
from consult.queries.number_series import documents_of, goes_on_elsewhere, series_on
from consult.refusals import ActionError
from consult.rules.number_series import NUMBERED, TOGETHER
from consult.rules.numbering import INCOMING, LETTER, form_of, symbol
from consult.rules.registers import late_entry_problem, suffix_problem
from consult.rules.text import normal

from .actor import Actor, record_of_union

BY_HAND = "VP"


def locked_register(union: Organisation, kind: str, day: date) -> Register:
    """The series of that kind on that day, held until the transaction ends: its row is the lock.

    Where none covers the day, the next one opens and goes on as the one before it was, until the end of the year.
    """
    found = _covering(union, kind, day)
    if found is None:
        # Whoever changes the series holds the union, and may have put another in place of the one that is missing.
        hold_series(union)
        found = _covering(union, kind, day) or _open(union, kind, day)
    return Register.objects.select_for_update().get(pk=found.pk)


def hold_series(union: Organisation) -> None:
    """No series of the union opens and none is changed until the transaction ends; numbers of open ones are given on."""
    Organisation.objects.select_for_update(no_key=True).get(pk=union.pk)


def _covering(union: Organisation, kind: str, day: date) -> Register | None:
    series = Register.objects.filter(union=union, kind=kind, first_day__lte=day, last_day__gte=day)
    return series.order_by("-first_day").first()


def _open(union: Organisation, kind: str, day: date, on_paper: int = 0) -> Register:
    before = Register.objects.filter(union=union, kind=kind, last_day__lt=day).order_by("-last_day").first()
    kinds = (kind, TOGETHER) if kind in NUMBERED else (kind,)
    after = Register.objects.filter(union=union, kind__in=kinds, first_day__gt=day).order_by("first_day").first()
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    form = "" if kind == INCOMING else (before.form if before else form_of(kind))
    opened, new = Register.objects.get_or_create(
        union=union, kind=kind,
        first_day=max(first, before.last_day + timedelta(days=1)) if before else first,
        defaults={"last_day": min(last, after.first_day - timedelta(days=1)) if after else last, "form": form,
                  "last": on_paper, "on_paper": on_paper},
    )  # fmt: skip
    if new:
        numbered = before.numbered.values_list("document", flat=True) if before else ()
        NumberedKind.objects.bulk_create(
            NumberedKind(register=opened, document=document) for document in numbered or documents_of(kind)
        )
    return opened


def begin_series(union: Organisation, kind: str, day: date, last: int) -> Register:
    """Open the series of that kind on that day, which goes on after ``last``, a number that was given on paper."""
    return _open(union, kind, day, last)


def settled_series(union: Organisation, kind: str, day: date, document: str = "") -> Register:
    """The series of ``series_on`` with its row held: an office that changes its series waits, or has changed them already."""
    series = series_on(union, kind, day, document)
    found = _covering(union, series, day)
    while True:
        if found is None:
            hold_series(union)
            series = series_on(union, kind, day, document)
            found = _covering(union, series, day) or _open(union, series, day)
        held = Register.objects.select_for_update().get(pk=found.pk)
        series = series_on(union, kind, day, document)
        found = _covering(union, series, day)
        if found == held:
            return held


def _advance(register: Register) -> int:
    register.last += 1
    register.save(update_fields=["last"])
    return register.last


def _symbol(register: Register, number: int, kind: str, unit: str, suffix: str = "") -> str:
    letters = register.kind == TOGETHER and kind == LETTER
    form = form_within(register.union, TOGETHER, LETTER) if letters else register.form
    return symbol(number, kind, register.union.symbol, unit, form=form, year=register.year, suffix=suffix)


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
    """Void a number that belongs to no document. It keeps its row and reason and is never given again.

    Raises ``ActionError`` when a document carries the number, when it is void already, or without a reason.
    """
    actor = Actor.allowed(by, require(check_union(by, "register.void", entry.register.union_id)))
    entry = RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.voided_at:
        raise ActionError("void_already", _("This number is already void."))
    if Document.objects.filter(entry=entry).exists():
        raise ActionError("number_in_use", _("A document uses this number."))
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
    """Take a number for a document written outside the system, so that the series stays whole."""
    require(check_union(by, "register.void", union.pk))
    series = settled_series(union, kind, clock.today())
    return next_number(union=union, kind=series.kind, abbreviation=kind, unit=BY_HAND, subject=subject, by=by)


@transaction.atomic
def enter_late(
    *,
    union: Organisation,
    kind: str,
    number: int,
    day: date,
    subject: str,
    by: Person,
    suffix: str = "",
    reason: str = "",
) -> RegisterEntry:
    """Enter a document that was numbered by hand on paper on ``day``. Raises ``ActionError``.

    With a letter as its ``suffix`` it stands beside a number that was given, for a ``reason``; the series goes on as it was.
    """
    actor = Actor.allowed(by, require(check_union(by, "register.void", union.pk)))
    register = settled_series(union, kind, day)
    if suffix:
        return _enter_beside(register, kind, number, suffix.strip(), day, subject, reason, actor)
    before = register.entries.order_by("-number").first()
    follows = goes_on_elsewhere(register, kind)
    problem = late_entry_problem(
        number,
        register.last,
        day,
        clock.today(),
        clock.day_of(before.given_at) if before else None,
        (follows.on_paper, follows.first_day) if follows else None,
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


def _require_beside(register: Register, rows: Any, number: int, suffix: str, day: date, its_day: date | None) -> None:
    """Raises ``ActionError`` when a number with a letter cannot stand among ``rows``."""
    taken = set(rows.filter(number=number).values_list("suffix", flat=True))
    problem = suffix_problem(number, suffix, register.last, taken, day, clock.today(), its_day)
    if problem:
        raise ActionError.of([problem])


def _enter_beside(
    register: Register, kind: str, number: int, suffix: str, day: date, subject: str, reason: str, actor: Actor
) -> RegisterEntry:
    whole = register.entries.filter(number=number, suffix="").first()
    _require_beside(register, register.entries, number, suffix, day, clock.day_of(whole.given_at) if whole else None)
    _require_reason(reason)
    given_at = timezone.make_aware(datetime.combine(day, time(12)))
    entry = RegisterEntry.objects.create(
        register=register,
        number=number,
        suffix=suffix,
        suffix_reason=normal(reason),
        symbol=_symbol(register, number, kind, BY_HAND, suffix),
        subject=normal(subject)[:600],
        given_at=max(given_at, whole.given_at) if whole else given_at,
        entered_at=clock.now(),
        given_by=actor.person,
        handwritten=True,
    )
    record_of_union(register.union, "number_beside", actor, reason=entry.suffix_reason, symbol=entry.symbol)
    return entry


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ActionError("reason_missing", _("Say why the number has a letter."), where="reason")


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
    received_by: Person | None = None,
    dossier: Dossier | None = None,
    number: int | None = None,
    suffix: str = "",
    reason: str = "",
) -> IncomingLetter:
    """Register a letter that came in; its arrival number is the next of the year in which it arrived.

    A late one that carries a ``number`` with a letter, ``suffix``, on paper stands beside that number, for a ``reason``.
    """
    actor = Actor.allowed(by, require(check_union(by, "letter.enter", union.pk)))
    if arrived_on > clock.today():
        raise ActionError("day_future", _("This day is in the future."))
    if dated is not None and dated > arrived_on:
        raise ActionError("arrived_before_dated", _("A letter cannot arrive before its own date."))
    register = locked_register(union, INCOMING, arrived_on)
    if bool(number) != bool(suffix):
        raise ActionError(
            "suffix_incomplete",
            _("Give the number and its letter only together."),
            where="suffix" if number else "number",
        )
    if number:
        whole = register.incoming.filter(number=number, suffix="").first()
        _require_beside(register, register.incoming, number, suffix, arrived_on, whole.arrived_on if whole else None)
        _require_reason(reason)
    letter = IncomingLetter.objects.create(
        register=register,
        number=number or _advance(register),
        suffix=suffix,
        suffix_reason=normal(reason) if suffix else "",
        arrived_on=arrived_on,
        sender=normal(sender),
        symbol=normal(symbol),
        dated=dated,
        subject=normal(subject),
        handler=normal(handler),
        received_by=received_by or by,
        dossier=dossier,
        entered_by=by,
        entered_at=clock.now(),
    )
    if suffix:
        record_of_union(union, "number_beside", actor, reason=letter.suffix_reason, symbol=letter.written)
    return letter
