"""The registry of experts as a table: written as XLSX, and read back from one that an office filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

from django.utils.translation import gettext_lazy as _

from consult.files import FileFaultError, identify
from consult.libraries.confined import ConfinedError, read_confined
from consult.models import Expert
from consult.rules.experts import COLUMNS, Entry, shown
from consult.rules.text import normalise_for_search

from .register import as_sheet
from .sheet_reader import Grid, TooLargeError, find_head, rows_below

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
    "ho ten": "name", "ho va ten": "name", "ho va dem": "family", "ho dem": "family", "ho va ten dem": "family",
    "ho": "family", "ten": "given", "ten goi": "given", "last name": "family", "first name": "given",
    "chuyen gia": "name", "name": "name", "hoc vi": "degree", "hoc ham": "degree",
    "trinh do": "degree", "degree": "degree", "e-mail": "email", "thu dien tu": "email", "so dien thoai": "phone",
    "dien thoai di dong": "phone", "phone": "phone", "don vi": "employer", "don vi cong tac": "employer",
    "co quan": "employer", "employer": "employer", "tinh": "place", "dia chi": "place", "place": "place",
    "hoi": "association", "association": "association", "linh vuc chuyen mon": "subject_areas",
    "fields": "subject_areas",
    "ghi chu chuyen mon": "biography", "biography": "biography", "ho ten chuyen gia": "name", "ten chuyen gia": "name",
    "sdt": "phone", "dt": "phone", "di dong": "phone", "dia chi email": "email", "mail": "email", "noi lam viec": "employer",
    "co quan cong tac": "employer", "hoc ham hoc vi": "degree", "trinh do chuyen mon": "degree", "chuyen mon": "biography",
}  # fmt: skip
MOST_ROWS = 5000


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
        subject_areas=tuple(field.name for field in expert.subject_areas.all()),
        biography=expert.biography,
    )


def write_table(experts: Iterable[Expert]) -> bytes:
    """The experts as XLSX, with the heads that ``read_table`` knows."""
    rows = [[shown(entry_of(expert), column) for column in COLUMNS] for expert in experts]
    return as_sheet("Chuyên gia", list(HEADS.values()), rows)


def read_table(stream: IO[bytes]) -> list[dict[str, str]]:
    """The rows of the list, by column, as text: of the first sheet that has a head with names in it.

    Raises ``FileFaultError`` with advice when it cannot be read.
    """
    if identify(stream).kind != "xlsx":
        raise FileFaultError("not_xlsx", _("Choose a sheet saved as XLSX."))
    try:
        grids = read_confined("consult.exports.sheet_reader:grids_of", stream)
    except ConfinedError as fault:
        if fault.reason in ("time", "memory") or TooLargeError.__name__ in str(fault):
            raise FileFaultError(
                "too_large",
                _("The sheet is too large to be read: it has far more cells than a list of people. Copy the list alone into "
                  "a new sheet."),
            ) from fault  # fmt: skip
        raise FileFaultError(
            "unreadable", _("The sheet cannot be read. Save it as XLSX again, then choose the new file.")
        ) from fault
    known = {normalise_for_search(head): column for column, head in HEADS.items()} | ALSO
    for _title, grid in grids:
        head = find_head(grid, known, "name")
        if head is None:
            continue
        rows = rows_below(grid, head)
        if len(rows) > MOST_ROWS:
            raise FileFaultError(
                "too_many_rows", _("The sheet has more than %(most)s rows. Divide it.") % {"most": MOST_ROWS}
            )
        return rows
    raise FileFaultError("no_heads", _no_heads(grids))


def _no_heads(grids: Sequence[tuple[str, Grid]]) -> str:
    """Which line was looked for, and what stands at the beginning instead."""
    advice = _("One line must name the columns; one of them is “%(name)s”. Export the registry to see how.")
    first = next((line for _title, grid in grids for line in grid if any(line)), [])
    read = ", ".join(cell for cell in first if cell)[:200]
    said = str(advice % {"name": HEADS["name"]})
    return f"{said} {_('The first line says: %(line)s') % {'line': read}}" if read else said
