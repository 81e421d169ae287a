"""People with their roles, and bodies, as tables: written as XLSX, and read back from one that an office filled in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from consult.rules import bodies_sheet, people_sheet
from consult.rules.bodies_sheet import BodyEntry, BodyVocabulary
from consult.rules.people_sheet import PeopleVocabulary, PersonEntry

from .read_sheet import read_sheet
from .register import as_sheet

PEOPLE_HEADS = {
    "name": "Họ và tên",
    "email": "Email",
    "phone": "Điện thoại",
    "organisation": "Đơn vị",
    "role": "Vai trò",
    "since": "Từ ngày",
    "until": "Đến ngày",
}
BODY_HEADS = {
    "name": "Tên đơn vị",
    "kind": "Loại",
    "level": "Cấp",
    "parent": "Trực thuộc",
    "place": "Địa danh",
    "address": "Địa chỉ",
    "identification_code": "Mã định danh",
}
# Heads that offices use as well, folded.
ALSO_PEOPLE = {
    "ho ten": "name", "ho va dem": "family", "ho dem": "family", "ho va ten dem": "family", "ho": "family", "ten": "given",
    "name": "name", "e-mail": "email", "thu dien tu": "email", "dia chi email": "email", "mail": "email",
    "so dien thoai": "phone", "sdt": "phone", "dt": "phone", "di dong": "phone", "phone": "phone", "co quan": "organisation",
    "don vi cong tac": "organisation", "noi cong tac": "organisation", "organisation": "organisation", "chuc nang": "role",
    "role": "role", "tu": "since", "from": "since", "den": "until", "den het ngay": "until", "until": "until",
}  # fmt: skip
ALSO_BODIES = {
    "ten": "name", "don vi": "name", "ten co quan": "name", "co quan": "name", "name": "name", "loai don vi": "kind",
    "loai hinh": "kind", "kind": "kind", "level": "level", "truc thuoc don vi": "parent", "don vi cap tren": "parent",
    "co quan chu quan": "parent", "parent": "parent", "noi ban hanh": "place", "place": "place", "address": "address",
    "ma dinh danh dien tu": "identification_code", "identification code": "identification_code",
}  # fmt: skip
MOST_ROWS = 2000


def write_people(entries: Iterable[PersonEntry], known: PeopleVocabulary) -> bytes:
    """One row for each role, with the heads that ``read_people`` knows."""
    rows = [[known.shown(entry, column) for column in people_sheet.COLUMNS] for entry in entries]
    return as_sheet("Người dùng", list(PEOPLE_HEADS.values()), rows)


def write_bodies(entries: Iterable[BodyEntry], known: BodyVocabulary) -> bytes:
    """One row for each body, with the heads that ``read_bodies`` knows."""
    rows = [[known.shown(entry, column) for column in bodies_sheet.COLUMNS] for entry in entries]
    return as_sheet("Đơn vị", list(BODY_HEADS.values()), rows)


def read_people(stream: IO[bytes]) -> list[dict[str, str]]:
    """The rows of a list of people. Raises ``FileFaultError`` with advice when it cannot be read."""
    return read_sheet(stream, PEOPLE_HEADS, ALSO_PEOPLE, MOST_ROWS)


def read_bodies(stream: IO[bytes]) -> list[dict[str, str]]:
    """The rows of a list of bodies. Raises ``FileFaultError`` with advice when it cannot be read."""
    return read_sheet(stream, BODY_HEADS, ALSO_BODIES, MOST_ROWS)
