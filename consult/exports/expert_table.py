"""The registry of experts as a table: written as XLSX, and read back from one that an office filled in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO
from zipfile import BadZipFile

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from consult.files import FileFaultError, identify
from consult.models import Expert
from consult.rules.experts import COLUMNS, Entry, shown
from consult.rules.text import normalise_for_search

from .register import as_sheet

HEADS = {
    "name": "Họ và tên",
    "degree": "Học hàm, học vị",
    "email": "Email",
    "phone": "Điện thoại",
    "employer": "Nơi công tác",
    "place": "Địa phương",
    "association": "Hội thành viên",
    "subject_areas": "Lĩnh vực",
    "biography": "Chuyên môn",
}
# Heads that offices use as well, folded.
ALSO = {
    "ho ten": "name", "ten": "name", "chuyen gia": "name", "name": "name", "hoc vi": "degree", "hoc ham": "degree",
    "trinh do": "degree", "degree": "degree", "e-mail": "email", "thu dien tu": "email", "so dien thoai": "phone",
    "dien thoai di dong": "phone", "phone": "phone", "don vi": "employer", "don vi cong tac": "employer",
    "co quan": "employer", "employer": "employer", "tinh": "place", "dia chi": "place", "place": "place",
    "hoi": "association", "association": "association", "linh vuc chuyen mon": "subject_areas",
    "fields": "subject_areas",
    "ghi chu chuyen mon": "biography", "biography": "biography",
}  # fmt: skip
MOST_ROWS = 5000
MOST_CHARACTERS = 5000


def entry_of(expert: Expert) -> Entry:
    """What the registry holds of an expert, as a row of the table."""
    return Entry(
        name=expert.person.name,
        degree=expert.degree,
        email=expert.person.email,
        phone=expert.person.phone,
        employer=expert.employer,
        place=expert.place,
        association=expert.association.name if expert.association else "",
        subject_areas=tuple(sorted(field.name for field in expert.subject_areas.all())),
        biography=expert.biography,
    )


def write_table(experts: Iterable[Expert]) -> bytes:
    """The experts as XLSX, with the heads that ``read_table`` knows."""
    rows = [[shown(entry_of(expert), column) for column in COLUMNS] for expert in experts]
    return as_sheet("Chuyên gia", list(HEADS.values()), rows)


def read_table(stream: IO[bytes]) -> list[dict[str, str]]:
    """The rows of the first sheet, by column, as text. Raises ``FileFaultError`` with advice when it cannot be read."""
    if identify(stream).kind != "xlsx":
        raise FileFaultError("not_xlsx", _("Choose a sheet saved as XLSX."))
    stream.seek(0)
    try:
        sheet = load_workbook(stream, read_only=True, data_only=True).worksheets[0]
        lines = [line for line in sheet.iter_rows(values_only=True) if any(cell is not None for cell in line)]
    except (InvalidFileException, BadZipFile, KeyError, ValueError, IndexError, TypeError, AttributeError) as fault:
        raise FileFaultError(
            "unreadable", _("The sheet cannot be read. Save it anew as XLSX and choose it again.")
        ) from fault
    known = {normalise_for_search(head): column for column, head in HEADS.items()} | ALSO
    heads = [known.get(normalise_for_search(_text(cell))) for cell in lines[0]] if lines else []
    if "name" not in heads:
        raise FileFaultError(
            "no_heads",
            _("The first line must name the columns; one of them is “%(name)s”. Export the registry to see how.")
            % {"name": HEADS["name"]},
        )
    if len(lines) - 1 > MOST_ROWS:
        raise FileFaultError(
            "too_many_rows", _("The sheet has more than %(most)s rows. Divide it.") % {"most": MOST_ROWS}
        )
    return [
        {column: _text(cell) for column, cell in zip(heads, line, strict=False) if column is not None}
        for line in lines[1:]
    ]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell)[:MOST_CHARACTERS]
