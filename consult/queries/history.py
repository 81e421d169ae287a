"""Whether the histories of dossiers and the series of registers are still what was sealed and given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from django.db.models import Count, Q, QuerySet

from consult.models import Dossier, Event, HistoryHead, IncomingLetter, Organisation, Register, RegisterEntry, Stage
from consult.rules.chain import Link, faults
from consult.rules.numbering import INCOMING, RECEIPT, dossier_code
from consult.rules.registers import series_faults

BATCH = 500
# Of one union: a kind of series and its first day, as "2026-01-01".
Series = tuple[int, str, str]
T = TypeVar("T")


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    going = iter(rows)
    while batch := list(islice(going, BATCH)):
        yield batch


def with_history() -> QuerySet[Dossier]:
    """The dossiers that must have a history: whatever was ever submitted, also when it claims to be a draft again."""
    return Dossier.objects.filter(~Q(stage=Stage.DRAFT) | ~Q(code="")).order_by("pk")


def history_faults(dossiers: Iterable[Dossier]) -> Iterator[tuple[Dossier, str, int]]:
    """Each fault found: the dossier, what is wrong (see ``rules.chain.faults``, or ``gone``) and at which place."""
    for dossier in dossiers:
        head = HistoryHead.objects.filter(dossier=dossier).first() or HistoryHead()
        events = list(dossier.events.select_related("union", "person").order_by("position", "pk"))
        if not events and not head.length:
            yield dossier, "gone", 0
        for fault, place in _faults(events, head):
            yield dossier, fault, place


def _faults(events: Iterable[Event], head: HistoryHead) -> list[tuple[str, int]]:
    links = (Link(event.position, event.facts, event.previous, event.hash) for event in events)
    return faults(links, length=head.length, head=head.hash)


def union_faults() -> Iterator[tuple[Organisation, str, int]]:
    """The same of the unions' own histories. One that never wrote any has none to be gone."""
    ends = {head.union_id: head for head in HistoryHead.objects.filter(dossier=None)}
    for union in Organisation.objects.filter(kind=Organisation.Kind.UNION).order_by("pk"):
        events = union.events.filter(dossier=None).select_related("union", "person").order_by("position", "pk")
        for fault, place in _faults(events.iterator(), ends.get(union.pk, HistoryHead())):
            yield union, fault, place


def register_faults() -> Iterator[tuple[Register, str, int, int]]:
    """Each fault of a series, from which number to which: those of ``rules.registers.series_faults``, and ``no_dossier``
    where the receipt of a dossier was numbered and no dossier has its code, ``twice`` where its symbol was given before."""
    for register in Register.objects.select_related("union").order_by("union", "first_day", "kind").iterator():
        rows = IncomingLetter.objects if register.kind == INCOMING else RegisterEntry.objects
        numbers = rows.filter(register=register).order_by("number").values_list("number", flat=True)
        for fault, first, last in series_faults(numbers.iterator(), register.last, register.on_paper):
            yield register, fault, first, last
        if register.kind == RECEIPT:
            yield from ((register, "no_dossier", number, number) for number in _without_dossier(register))
    yield from _given_twice()


def _given_twice() -> Iterator[tuple[Register, str, int, int]]:
    """Every number whose symbol the union had given before in the same year, in whatever series.

    Receipts are told apart by the codes of their dossiers, which go on where their series begins anew.
    """
    entries = RegisterEntry.objects.exclude(register__kind=RECEIPT).order_by()
    symbols = entries.values("register__union", "register__first_day__year", "symbol")
    for said in symbols.annotate(given=Count("pk")).filter(given__gt=1).order_by("register__union", "symbol"):
        same = {name: said[name] for name in ("register__union", "register__first_day__year", "symbol")}
        for entry in entries.filter(**same).select_related("register__union").order_by("pk")[1:]:
            yield entry.register, "twice", entry.number, entry.number


def _without_dossier(register: Register) -> Iterator[int]:
    """The numbers of receipts, not voided, that lead to no dossier."""
    before = register.counted_before()
    numbers = register.entries.filter(voided_at=None).order_by("number").values_list("number", flat=True)
    for batch in _batches(numbers.iterator()):
        codes = {dossier_code(register.year, before + number): number for number in batch}
        there = Dossier.objects.filter(union=register.union_id, code__in=codes).values_list("code", flat=True)
        yield from sorted(codes[code] for code in codes.keys() - set(there))


def heads() -> dict[str, str]:
    """The last hash of each history by its dossier's or union's ``uid``, to be kept where the database's owner cannot
    rewrite it."""
    ends = HistoryHead.objects.order_by("pk").values_list("dossier__uid", "union__uid", "hash")
    return {str(dossier or union): value for dossier, union, value in ends.iterator()}


def rewritten(before: Mapping[str, str]) -> Iterator[str]:
    """Whose history does not go on from where it ended ``before`` (see ``heads``; earlier backups name dossiers by number)."""
    for batch in _batches(before.items()):
        known = dict(batch)
        numbers = [int(name) for name in known if name.isdecimal()]
        uids = [name for name in known if not name.isdecimal()]
        there = Event.objects.filter(hash__in=known.values()).filter(
            Q(dossier__in=numbers) | Q(dossier__uid__in=uids) | Q(dossier=None, union__uid__in=uids)
        )
        found = set()
        for number, dossier, union, value in there.values_list("dossier", "dossier__uid", "union__uid", "hash"):
            found |= {(str(number), value), (str(dossier or union), value)}
        yield from sorted(name for name, value in known.items() if value and (name, value) not in found)


def dossier_named(name: str) -> Dossier | None:
    """The dossier that ``heads`` names so, now or in an earlier backup."""
    return Dossier.objects.filter(**{"pk" if name.isdecimal() else "uid": name}).first()


def union_named(name: str) -> Organisation | None:
    """The union that ``heads`` names so."""
    return None if name.isdecimal() else Organisation.objects.filter(uid=name).first()


def shortened(before: Mapping[Series, int]) -> Iterator[Series]:
    """The series whose last number was higher ``before``, or that are not there any more."""
    now = {(row.union_id, row.kind, row.first_day.isoformat()): row.last for row in Register.objects.iterator()}
    yield from sorted(series for series, last in before.items() if now.get(series, 0) < last)
