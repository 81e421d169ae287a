"""How numbers and symbols of documents are written: Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

import re
from datetime import date, datetime

from .problem import Problem, gettext_noop

# The abbreviation of each kind of document that carries a number; a letter (công văn) has none.
LETTER = ""
DECISION = "QĐ"
INVITATION = "GM"
MINUTES = "BB"
REPORT = "BC"
NOTICE = "TB"
RECEIPT = "PTN"
# Certified copies of all forms are one series.
COPY = "SY"
INCOMING = "ĐẾN"
# What registers call a kind of document by its abbreviation.
NAMES = {
    DECISION: "Quyết định", REPORT: "Báo cáo", NOTICE: "Thông báo", INVITATION: "Giấy mời", MINUTES: "Biên bản",
    RECEIPT: "Phiếu tiếp nhận", LETTER: "Công văn", COPY: "Bản sao",
}  # fmt: skip


def written_number(number: int, suffix: str = "") -> str:
    """Numbers below 10 carry a leading nought; ``suffix`` is the letter of one that exists on paper alone: "12a"."""
    if number < 1:
        raise ValueError("numbers begin at 1")
    return f"{number:02d}{suffix}"


# How a symbol is written: "05/QĐ-LHH"; of a letter "12/LHH-TVPB".
FORM, LETTER_FORM = "{number}/{kind}-{union}", "{number}/{union}-{unit}"
_PLACES = re.compile(r"\{([^{}]*)\}")


def form_of(kind: str) -> str:
    """The form of the decree for a kind of document."""
    return FORM if kind else LETTER_FORM


def form_problem(form: str) -> Problem | None:
    """Why an office's own form of symbols cannot serve, or None: the number stands in it once, beside known places only."""
    places = _PLACES.findall(form)
    unknown = sorted(set(places) - {"number", "kind", "union", "unit", "year"})
    if unknown:
        return Problem("unknown_place", gettext_noop("There is no placeholder {%(name)s}."), {"name": unknown[0]})
    if places.count("number") != 1 or set("{}") & set(_PLACES.sub("", form)):
        return Problem("number_once", gettext_noop("Write {number} exactly once."), {})
    return None


def symbol(number: int, kind: str, union: str, unit: str, *, form: str = "", year: int = 0, suffix: str = "") -> str:
    """The number and symbol as printed, in a series' own ``form`` or that of the decree.

    ``unit`` is the abbreviation of the part of the office that drafted a letter.
    """
    values = {"number": written_number(number, suffix), "kind": kind, "union": union, "unit": unit, "year": str(year)}
    return _PLACES.sub(lambda place: values.get(place[1], place[0]), form or form_of(kind))


def dossier_code(year: int, number: int) -> str:
    """What a dossier is called by everybody: the year and number of its receipt, "HS2026-0007"."""
    return f"HS{year}-{number:04d}"


def written_date(day: date) -> str:
    """Days below 10 and the months 1 and 2 carry a leading nought: "ngày 05 tháng 01 năm 2026"."""
    return f"ngày {bare_date(day)}"


def bare_date(day: date) -> str:
    """A date without the word before it, for sentences that say "ngày" themselves: "05 tháng 01 năm 2026"."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d} tháng {month} năm {day.year}"


WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def written_moment(moment: datetime, *, weekday: bool = True) -> str:
    """A local time as papers write it: "08 giờ 00 phút, ngày 05 tháng 01 năm 2026 (thứ Hai)"."""
    told = f"{moment:%H} giờ {moment:%M} phút, {written_date(moment)}"
    return f"{told} ({WEEKDAYS[moment.weekday()]})" if weekday else told
