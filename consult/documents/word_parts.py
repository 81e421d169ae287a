"""Small parts of papers in Word: page numbers, tables without lines, widths of text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont

from . import pdf
from . import word_styles as styles

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
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


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


def has_blocks(element: Any) -> bool:
    """Whether blocks lie within, not text alone."""
    return any(child.tag in ("p", "div", "table", "ul", "ol") for child in element)


def table_of(element: Any) -> Any:
    """The table in which a cell lies."""
    return next(element.iterancestors("table"))


def without_margins(table: Any) -> None:
    """Let text begin where the cell begins."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def mark_row(row: Any, *, head: bool) -> None:
    """Keep a row on one page; a head is repeated on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
