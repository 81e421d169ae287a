"""How numbers and symbols of papers are written: Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

from datetime import date

# The abbreviation of each kind of paper that carries a number; a letter (công văn) has none.
LETTER = ""
DECISION = "QĐ"
INVITATION = "GM"
MINUTES = "BB"
REPORT = "BC"
NOTICE = "TB"
RECEIPT = "PTN"
INCOMING = "ĐẾN"


def written_number(number: int) -> str:
    """Numbers below 10 carry a leading nought."""
    if number < 1:
        raise ValueError("numbers begin at 1")
    return f"{number:02d}"


def symbol(number: int, kind: str, union: str, unit: str) -> str:
    """The number and symbol as printed: "05/QĐ-LHH"; of a letter "12/LHH-TVPB".

    ``unit`` is the abbreviation of the part of the office that drafted a letter.
    """
    tail = f"{kind}-{union}" if kind else f"{union}-{unit}"
    return f"{written_number(number)}/{tail}"


def dossier_code(year: int, number: int) -> str:
    """What a dossier is called by everybody: the year and number of its receipt, "HS2026-0007"."""
    return f"HS{year}-{number:04d}"


def written_date(day: date) -> str:
    """Days below 10 and the months 1 and 2 carry a leading nought: "ngày 05 tháng 01 năm 2026"."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
