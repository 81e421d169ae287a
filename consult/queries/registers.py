"""Registers as they are shown, printed and taken along as a sheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, F, Q, QuerySet

from consult import clock
from consult.documents import DEFINITIONS
from consult.documents.previews import ADDRESSED, SIGNING, told_recipients
from consult.models import (
    Dispatch,
    DocumentVersion,
    IncomingLetter,
    Organisation,
    Passing,
    Register,
    RegisterEntry,
)
from consult.rules.number_series import NUMBERED, TOGETHER
from consult.rules.numbering import INCOMING, NAMES, symbol, written_number
from consult.rules.registers import named, recipients_and_copy


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
    # What was put in place and taken back before it gave a number is no series of the office.
    numbering = Q(numbered__isnull=False) | Q(last__gt=F("on_paper")) | ~Q(kind__in=(*NUMBERED, TOGETHER))
    registers = registers.filter(numbering).distinct()
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
    kind = "…" if register.kind == TOGETHER else register.kind
    return symbol(number, kind, register.union.symbol, "…", form=register.form, year=register.year)


def years_of(unions: Collection[int]) -> list[int]:
    """The years of which there are registers, and the present one, newest first."""
    found = set(Register.objects.filter(union__in=unions).values_list("first_day__year", flat=True))
    return sorted(found | {clock.today().year}, reverse=True)


def entries_of(unions: Collection[int], year: int, kind: str | None = None) -> QuerySet[RegisterEntry]:
    """The numbers given in a year, newest first; of one kind of document where it is given."""
    found = (
        RegisterEntry.objects.filter(register__union__in=unions, register__first_day__year=year)
        .select_related("register__union", "given_by", "voided_by", "document__dossier", "document__signer", "dispatch")
        .prefetch_related("sendings")
    )
    if kind is not None:
        found = found.filter(register__kind=kind)
    return found.order_by("-given_at", "-pk")


def incoming_of(unions: Collection[int], year: int) -> QuerySet[IncomingLetter]:
    """What came in during a year, newest first."""
    return (
        IncomingLetter.objects.filter(register__union__in=unions, register__first_day__year=year)
        .select_related("register__union", "entered_by", "dossier", "passing__given_to", "void")
        .prefetch_related("corrections")
        .annotate(scans=Count("files"))
        .order_by("-register", "-number", "-suffix")
    )


Cell = str | int | date | None
# The columns of Nghị định 30/2020/NĐ-CP, Phụ lục IV.
OUTGOING_HEAD = [
    "Số, ký hiệu", "Ngày tháng", "Tên loại và trích yếu nội dung", "Người ký", "Nơi nhận", "Đơn vị, người nhận bản lưu",
    "Số lượng bản", "Ngày chuyển", "Ký nhận", "Ghi chú",
]  # fmt: skip
INCOMING_HEAD = [
    "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu", "Ngày tháng", "Tên loại và trích yếu nội dung",
    "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú",
]  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a document itself names: its recipients, and who signs it, the one on the right first."""

    recipients: list[str]
    signers: str


NOTHING_SAID = Said([], "")


@dataclass(frozen=True)
class RegisterTable:
    """A register of a year: its rows, oldest first, none left out; the first and the last number of each series, and day."""

    head: list[str]
    rows: list[list[Cell]]
    numbers: list[tuple[str, str, str]]
    days: tuple[date, date] | None


def outgoing_table(union: Organisation, year: int, kind: str | None) -> RegisterTable:
    """Sổ đăng ký văn bản đi."""
    ordered = ("register__kind", "register__first_day", "number", "suffix")
    entries = list(entries_of([union.pk], year, kind).order_by(*ordered))
    said = _said(union, year)
    days = [clock.day_of(entry.given_at) for entry in entries]
    return RegisterTable(
        OUTGOING_HEAD,
        [outgoing_row(entry, said.get(entry.pk, NOTHING_SAID)) for entry in entries],
        [
            (NAMES.get(register_kind, register_kind), of_kind[0].symbol, of_kind[-1].symbol)
            for register_kind, of_kind in (
                (one, list(found)) for one, found in groupby(entries, lambda entry: entry.register.kind)
            )
        ],
        (min(days), max(days)) if days else None,
    )


def outgoing_row(entry: RegisterEntry, said: Said) -> list[Cell]:
    """``said`` is what the document itself names."""
    document = getattr(entry, "document", None)
    noted = getattr(entry, "dispatch", None) or Dispatch()
    signer = document.signer.name if document and document.signer else said.signers
    receive, keep = recipients_and_copy(said.recipients)
    sent = list(entry.sendings.all())
    days = [one.sent_on for one in sent if one.sent_on]
    return [
        entry.symbol,
        clock.day_of(entry.given_at),
        named(_kind_name(entry), entry.subject),
        noted.signer or signer,
        ("; ".join(one.name for one in sent) if sent and not receive else noted.recipients) or receive,
        noted.copy_keeper or keep,
        noted.copies,
        (max(days) if len(days) == len(sent) else None) if sent else noted.passed_on,
        "; ".join(dict.fromkeys(one.received_by for one in sent if one.received_by)),
        "; ".join(filter(None, (_remark(entry), noted.remark))),
    ]


def _kind_name(entry: RegisterEntry) -> str:
    """What the kind of a numbered document is called; a series may number several."""
    document = getattr(entry, "document", None)
    if document is None and entry.register.kind == TOGETHER:
        return ""
    symbol_of = DEFINITIONS[document.kind].symbol if document else entry.register.kind
    return NAMES.get(symbol_of or "", "")


def _said(union: Organisation, year: int) -> dict[int, Said]:
    """By entry, what the newest version of its document names."""
    versions = DocumentVersion.objects.filter(
        document__entry__register__union=union, document__entry__register__first_day__year=year
    )
    places = [f"data__{place}__name" for place in reversed(SIGNING)]
    keys = ["recipients", "proposer", "to", *ADDRESSED]
    rows = versions.order_by("version").values_list(
        "document__entry", "document__kind", *places, *(f"data__{key}" for key in keys)
    )
    return {
        entry: Said(told_recipients(kind, dict(zip(keys, rest[len(places) :], strict=True))),
                    "; ".join(filter(None, rest[: len(places)])))
        for entry, kind, *rest in rows
    }  # fmt: skip


def _remark(entry: RegisterEntry) -> str:
    if entry.voided_at:
        return f"Hủy: {entry.void_reason}"
    if entry.suffix:
        return f"Số thêm trên giấy: {entry.suffix_reason}"
    return "Lấy số trên giấy" if entry.handwritten else ""


def incoming_table(union: Organisation, year: int) -> RegisterTable:
    """Sổ đăng ký văn bản đến."""
    letters = list(incoming_of([union.pk], year).order_by("register__first_day", "number", "suffix"))
    days = [letter.arrived_on for letter in letters]
    return RegisterTable(
        INCOMING_HEAD,
        [incoming_row(letter) for letter in letters],
        [("", letters[0].written, letters[-1].written)] if letters else [],
        (min(days), max(days)) if days else None,
    )


def incoming_row(letter: IncomingLetter) -> list[Cell]:
    noted = getattr(letter, "passing", None) or Passing()
    said = letter.said
    void = getattr(letter, "void", None)
    late = f"Số thêm trên giấy: {letter.suffix_reason}" if letter.suffix else ""
    late = "; ".join(filter(None, (f"Hủy: {void.reason}" if void else "", late)))
    return [
        letter.arrived_on,
        letter.written,
        said.sender,
        said.symbol,
        said.dated,
        said.subject,
        noted.handler or letter.handler or (noted.given_to.name if noted.given_to else ""),
        noted.passed_on,
        "",
        "; ".join(filter(None, (late, letter.dossier.code if letter.dossier else "", noted.remark))),
    ]
