"""The registry of experts as a table: written as XLSX, and read back from one that an office filled in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from consult.models import Expert
from consult.rules.experts import COLUMNS, Entry, shown

from .read_sheet import read_sheet
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
        email=expert.person.email or "",
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
    """The rows of the list, by column, as text. Raises ``FileFaultError`` with advice when it cannot be read."""
    return read_sheet(stream, HEADS, ALSO, MOST_ROWS)
