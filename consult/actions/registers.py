"""Numbers from registers: gap-free, unique under concurrency, never given twice."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Refused, check_union, require
from consult.models import Document, Organisation, Person, Register, RegisterEntry
from consult.rules.numbering import symbol


@transaction.atomic
def next_number(*, union: Organisation, kind: str, unit: str, subject: str, by: Person) -> RegisterEntry:
    """Give the next number of this union, kind and year (Việt Nam's time). The register's row is the lock."""
    year = clock.today().year
    Register.objects.get_or_create(union=union, kind=kind, year=year)
    register = Register.objects.select_for_update().get(union=union, kind=kind, year=year)
    register.last += 1
    register.save(update_fields=["last"])
    return RegisterEntry.objects.create(
        register=register,
        number=register.last,
        symbol=symbol(register.last, kind, union.symbol, unit),
        subject=subject[:600],
        given_at=clock.now(),
        given_by=by,
    )


@transaction.atomic
def void_number(*, entry: RegisterEntry, by: Person, reason: str) -> RegisterEntry:
    """Void a number that belongs to no paper. It keeps its row and reason and is never given again.

    Raises ``Refused`` when a paper carries the number, when it is void already, or without a reason.
    """
    require(check_union(by, "register.void", entry.register.union_id))
    entry = RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.voided_at:
        raise Refused(_("This number is void already."))
    if Document.objects.filter(entry=entry).exists():
        raise Refused(_("A paper carries this number."))
    if not reason.strip():
        raise Refused(_("Say why the number is voided."))
    entry.voided_at = clock.now()
    entry.voided_by = by
    entry.void_reason = reason.strip()
    entry.save()
    return entry


@transaction.atomic
def reserve_number(*, union: Organisation, kind: str, subject: str, by: Person) -> RegisterEntry:
    """Take a number for a paper written outside the system, so that the series stays whole."""
    require(check_union(by, "register.void", union.pk))
    return next_number(union=union, kind=kind, unit="VP", subject=subject, by=by)
