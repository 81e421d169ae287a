"""Registers as they are shown, printed and taken along as a sheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from consult import clock
from consult.models import IncomingPaper, Organisation, Register, RegisterEntry
from consult.rules.numbering import INCOMING, symbol, written_number


@dataclass(frozen=True)
class Series:
    """One series of a year with the number that comes next; ``next`` is empty where it is over."""

    register: Register
    next: str

    @property
    def incoming(self) -> bool:
        return self.register.kind == INCOMING


def series_of(unions: Collection[int], year: int) -> list[Series]:
    """Every series of a year."""
    today = clock.today()
    registers = Register.objects.filter(union__in=unions, first_day__year=year).select_related("union")
    return [
        Series(register, _next(register) if register.first_day <= today <= register.last_day else "")
        for register in registers.order_by("union", "kind", "first_day")
    ]


def kinds_of(unions: Collection[int]) -> set[str]:
    """The kinds of the unions' registers, of whatever year."""
    return set(Register.objects.filter(union__in=unions).order_by().values_list("kind", flat=True).distinct())


def _next(register: Register) -> str:
    number = register.last + 1
    if register.kind == INCOMING:
        return written_number(number)
    return symbol(number, register.kind, register.union.symbol, "…", form=register.form, year=register.year)


def years_of(unions: Collection[int]) -> list[int]:
    """The years of which there are registers, and the present one, newest first."""
    found = set(Register.objects.filter(union__in=unions).values_list("first_day__year", flat=True))
    return sorted(found | {clock.today().year}, reverse=True)


def entries_of(unions: Collection[int], year: int, kind: str | None = None) -> QuerySet[RegisterEntry]:
    """The numbers given in a year, newest first; of one kind of paper where it is given."""
    found = RegisterEntry.objects.filter(register__union__in=unions, register__first_day__year=year).select_related(
        "register__union", "given_by", "voided_by", "document__dossier"
    )
    if kind is not None:
        found = found.filter(register__kind=kind)
    return found.order_by("-given_at", "-pk")


def incoming_of(unions: Collection[int], year: int) -> QuerySet[IncomingPaper]:
    """What came in during a year, newest first."""
    return (
        IncomingPaper.objects.filter(register__union__in=unions, register__first_day__year=year)
        .select_related("register__union", "entered_by", "dossier")
        .order_by("-register", "-number")
    )


Cell = str | int | date | None
OUTGOING_HEAD = ["Số, ký hiệu", "Ngày", "Trích yếu nội dung", "Người lấy số", "Ghi chú"]
INCOMING_HEAD = ["Số đến", "Ngày đến", "Tác giả", "Số, ký hiệu", "Ngày văn bản", "Trích yếu nội dung", "Chuyển cho"]


def outgoing_rows(union: Organisation, year: int, kind: str | None) -> list[list[Cell]]:
    """Sổ đăng ký văn bản đi: one row per number, oldest first, none left out."""
    return [
        [
            entry.symbol,
            clock.day_of(entry.given_at),
            entry.subject,
            entry.given_by.name,
            _remark(entry),
        ]
        for entry in entries_of([union.pk], year, kind).order_by("register__kind", "number")
    ]


def _remark(entry: RegisterEntry) -> str:
    if entry.voided_at:
        return f"Hủy: {entry.void_reason}"
    return "Lấy số trên giấy" if entry.handwritten else ""


def incoming_rows(union: Organisation, year: int) -> list[list[Cell]]:
    """Sổ đăng ký văn bản đến: one row per paper, oldest first."""
    return [
        [
            paper.number,
            paper.arrived_on,
            paper.sender,
            paper.symbol,
            paper.dated,
            paper.subject,
            paper.handler,
        ]
        for paper in incoming_of([union.pk], year).order_by("number")
    ]
