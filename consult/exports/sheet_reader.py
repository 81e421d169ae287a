"""Lists as offices write them in Excel: the head found wherever it stands, cells that were merged, numbers that are telephones.

Everything here works on a grid of texts; ``grid_of`` makes one of a sheet.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from consult.rules.text import normalise_for_search, printable

Grid = list[list[str]]

# A head is looked for in the first lines, below a title or the name of an office.
HEAD_WITHIN = 30
MOST_CHARACTERS = 5_000
MOST_CELLS = 400_000
MOST_COLUMNS = 200
MOST_ROWS = 50_000
# Of all parts, unpacked: a list of ten thousand people has a tenth of it.
MOST_BYTES = 100 * 1024 * 1024
MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')
CELL, ROW = re.compile(rb"<c\b"), re.compile(rb"<row\b")


class TooLargeError(Exception):
    """More cells than a list of people has."""


@dataclass(frozen=True)
class Head:
    """Where a head stands: its last line, and which column is what."""

    line: int
    columns: Mapping[int, str]


def grids_of(stream: IO[bytes]) -> list[tuple[str, Grid]]:
    """Name and cells of each visible sheet. Raises ``TooLargeError``, and whatever a damaged file makes openpyxl raise.

    To be called within ``read_confined``.
    """
    _refuse_endless(stream)
    book = load_workbook(stream, data_only=True)
    return [(sheet.title, _grid(sheet)) for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _refuse_endless(stream: IO[bytes]) -> None:
    """Of far too many cells the file itself tells, before a library makes an object of each."""
    with zipfile.ZipFile(stream) as archive:
        parts = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".xml")]
        if sum(entry.file_size for entry in parts) > MOST_BYTES:
            raise TooLargeError("bytes")
        for entry in parts:
            if "/worksheets/" in entry.filename:
                content = archive.read(entry)
                merged = sum(_area(*found) for found in MERGED.findall(content))
                if (
                    merged > MOST_CELLS
                    or len(CELL.findall(content)) > MOST_CELLS
                    or len(ROW.findall(content)) > MOST_ROWS
                ):
                    raise TooLargeError(entry.filename)
    stream.seek(0)


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    columns = column_index_from_string(right.decode()) - column_index_from_string(left.decode()) + 1
    return columns * (int(bottom) - int(top) + 1)


def _grid(sheet: Any) -> Grid:
    width = min(sheet.max_column or 0, MOST_COLUMNS)
    if width * (sheet.max_row or 0) > MOST_CELLS:
        raise TooLargeError(sheet.title)
    grid = [[_text(cell) for cell in line[:width]] for line in sheet.iter_rows()]
    for merged in sheet.merged_cells.ranges:
        first = grid[merged.min_row - 1][merged.min_col - 1] if merged.min_col <= width else ""
        for row in range(merged.min_row - 1, min(merged.max_row, len(grid))):
            for column in range(merged.min_col - 1, min(merged.max_col, width)):
                grid[row][column] = first
    return grid


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    # A number whose format shows zeros before it, such as a telephone's.
    shown = str(cell.number_format or "")
    if isinstance(value, int) and shown.strip("0") == "" and len(shown) > 1:
        text = text.zfill(len(shown))
    return printable(text)[:MOST_CHARACTERS]


def find_head(grid: Grid, known: Mapping[str, str], needed: str) -> Head | None:
    """The first line that names ``needed`` and another column, with the line below it where that goes on with the head."""
    for number, line in enumerate(grid[:HEAD_WITHIN]):
        columns = _columns(line, known)
        if needed in {_base(name) for name in columns.values()} and len(columns) > 1:
            below = _columns(grid[number + 1], known) if number + 1 < len(grid) else {}
            # A second line of a head names columns, or repeats the first where cells were merged downwards.
            under = zip(line, grid[number + 1], strict=True) if below else ()
            if below and all(not cell or cell == above or normalise_for_search(cell) in known for above, cell in under):
                return Head(number + 1, {**columns, **below})
            return Head(number, columns)
    return None


def _base(name: str) -> str:
    return "name" if name in ("family", "given") else name


def _columns(line: Sequence[str], known: Mapping[str, str]) -> dict[int, str]:
    named = {column: known.get(normalise_for_search(cell)) for column, cell in enumerate(line)}
    return {column: name for column, name in named.items() if name is not None}


LINE = "line"


def rows_below(grid: Grid, head: Head) -> list[dict[str, str]]:
    """What stands below the head, by what its columns are; columns of one name are joined, a name's parts in their order.

    ``LINE`` is the row's number in the sheet, from 1, as the program that wrote the sheet shows it.
    """
    rows = []
    for number, line in enumerate(grid[head.line + 1 :], start=head.line + 2):
        if not any(line):
            continue
        cells: dict[str, list[str]] = {}
        for column, name in head.columns.items():
            value = line[column] if column < len(line) else ""
            kept = cells.setdefault(name, [])
            if value and value not in kept[-1:]:
                kept.append(value)
        rows.append({**_joined(cells), LINE: str(number)})
    return rows


def _joined(cells: Mapping[str, list[str]]) -> dict[str, str]:
    joined = {name: " ".join(parts) for name, parts in cells.items() if name not in ("family", "given")}
    name = [*cells.get("family", []), *([joined["name"]] if joined.get("name") else []), *cells.get("given", [])]
    if "family" in cells or "given" in cells:
        joined["name"] = " ".join(name)
    return joined
