"""Small parts of documents in Word: page numbers, tables without lines, widths of text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fontTools.ttLib import TTFont

from . import pdf
from . import word_styles as styles
from .word_package import element, put

PT_PER_MM = 72 / 25.4


@lru_cache(maxsize=2)
def _font(bold: bool) -> TTFont:
    return TTFont(pdf.fonts()["bold" if bold else "regular"], lazy=True)


def text_width(text: str, size: float, *, bold: bool) -> float:
    """The width of a line in mm, by the metrics that Times New Roman shares."""
    font = _font(bold)
    widths, names = font["hmtx"], font.getBestCmap()
    units = sum(widths[names.get(ord(letter), ".notdef")][0] for letter in text)
    return units / font["head"].unitsPerEm * size / PT_PER_MM


def page_numbers(document: Any) -> None:
    """Centred in the top margin from the second page."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.style = document.styles[styles.PAGE_NUMBER]
    paragraph._p.append(element("w:fldSimple", instr="PAGE"))


@dataclass(frozen=True)
class GridCell:
    """A cell with its place in the table's grid and how far it reaches."""

    row: int
    column: int
    down: int
    across: int
    element: Any


def placed_cells(rows: list[Any]) -> tuple[list[GridCell], int]:
    """Every cell of a table's rows where it really stands, those that reach over rows among them; and the columns."""
    taken: set[tuple[int, int]] = set()
    found = []
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            across, down = int(cell.get("colspan", 1)), min(int(cell.get("rowspan", 1)), len(rows) - number)
            taken |= {(number + below, column + beside) for below in range(down) for beside in range(across)}
            found.append(GridCell(number, column, down, across, cell))
            column += across
    return found, max((column for _row, column in taken), default=-1) + 1


BLOCKS = {"p", "div", "table", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "section", "thead", "tbody", "tr",
          "td", "th"}  # fmt: skip


def has_blocks(block: Any) -> bool:
    """Whether blocks lie within, not text alone."""
    return any(child.tag in BLOCKS for child in block)


def pieces(block: Any) -> list[Any]:
    """What an element holds in its order: blocks, and between them lists of the texts and elements of one line."""
    found: list[Any] = [[block.text]]
    for child in block:
        if child.tag in BLOCKS:
            found += [child, [child.tail]]
        else:
            found[-1] += [child, child.tail]
    return [piece for piece in found if not isinstance(piece, list) or any(map(_is_said, piece))]


def _is_said(part: Any) -> bool:
    if part is None or isinstance(part, str):
        return bool(part and part.strip(" \t\r\n"))
    return isinstance(part.tag, str) and part.tag not in ("svg", "br") and bool(part.text_content().strip(" \t\r\n"))


def table_of(cell: Any) -> Any:
    """The table in which a cell lies."""
    return next(cell.iterancestors("table"))


def is_in_cell(block: Any) -> bool:
    """Whether a block lies in a cell of a table."""
    return next(block.iterancestors("td", "th"), None) is not None


# Twentieths of a point in a millimetre.
TWIPS = 1440 / 25.4


def with_margins(table: Any, beside: float, *, above: float, below: float) -> None:
    """Let text begin so far from the edges of its cell, in mm; 0 is where the cell begins."""
    margins = element("w:tblCellMar")
    for side, far in (("top", above), ("left", beside), ("bottom", below), ("right", beside)):
        margins.append(element(f"w:{side}", w=str(round(far * TWIPS)), type="dxa"))
    put(table._tbl.tblPr, margins)


def joined_cell(every: list[Any], columns: int, cell: GridCell) -> Any:
    """The cell of a drawn table at a place of its grid, over as many rows and columns as it reaches."""
    target = every[cell.row * columns + cell.column]
    if cell.down == cell.across == 1:
        return target
    return target.merge(every[(cell.row + cell.down - 1) * columns + cell.column + cell.across - 1])


def mark_row(row: Any, *, whole: bool, head: bool) -> None:
    """Keep a row on one page; a head is repeated on each."""
    properties = row._tr.get_or_add_trPr()
    if whole:
        put(properties, element("w:cantSplit"))
    if head:
        put(properties, element("w:tblHeader"))
