"""Tables in Word: columns as wide as their words, rows kept whole, heads repeated; and the cells of heading and closing."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import segno
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Mm, Pt

from . import word_styles as styles
from .word_package import described
from .word_parts import GridCell, joined_cell, mark_row, pieces, placed_cells, table_of, text_width, with_margins

LEFT_COLUMN = 0.42
QR_SIDE = 20.0
# Its column: the picture, and what parts it from the words beside it.
QR_COLUMN = QR_SIDE + 3.0
QR_WORDS = "Mã QR để tra cứu văn bản: {}"
# Size of the letters in a table of many columns, in pt.
SMALL = 10
# At least so high is a row to be written in by hand, in mm: "tall" of document.css.
TALL = 9 + 2 * 2.5 * 25.4 / 72
# What a cell of a drawn table has beside and above its text, in mm: "padding: 2.5pt 4pt" of document.css.
BESIDE, ABOVE = 4 * 25.4 / 72, 2.5 * 25.4 / 72
WIDTH = re.compile(r"width: ([\d.]+)mm")
TYPE = re.compile(r"type-(\d+)")
CELL_SIZE = 13.0
# Columns whose width document.css tells, in mm.
FIXED = {"n": 9 + 2 * BESIDE, "hand": 26 + 2 * BESIDE}
# How far a table without lines stands below what is before it, in mm: its margin in document.css.
SET_OFF = {"closing": 14 * 25.4 / 72, "verify": 4.0}
# A row higher than this, in mm, is let go on on the next page; a page's text is 257 high.
MOST_OF_A_PAGE = 230.0
# Of a letter of 13 pt, in mm: how wide it is on the average, and its line.
LETTER, LINE = 2.2, 5.8


def said_shares(table: Any) -> list[float]:
    """Each column's share of the width, where the table says how wide they are."""
    widths = [float(WIDTH.findall(column.get("style"))[0]) for column in table.iter("col")]
    return [width / sum(widths) for width in widths]


def column_shares(cells: list[GridCell], columns: int, names: list[str], width: float) -> list[float]:
    """Each column's share of ``width`` in mm: as browsers and the PDF do it, between its longest word and all of its text."""
    if "heading" in names:
        return [LEFT_COLUMN, 1 - LEFT_COLUMN]
    if "verify" in names:
        return [QR_COLUMN / width, 1 - QR_COLUMN / width]
    if "closing" in names:
        return [1 / columns] * columns
    least, most = [2 * BESIDE] * columns, [2 * BESIDE] * columns
    for cell in sorted(cells, key=lambda cell: cell.across):
        reached = slice(cell.column, cell.column + cell.across)
        for known, needed in zip((least, most), _room(cell.element), strict=True):
            more = (needed - sum(known[reached])) / cell.across
            known[reached] = [one + max(0.0, more) for one in known[reached]]
    spare = width - sum(least)
    if spare <= 0:
        return [one / sum(least) for one in least]
    if sum(most) <= width:
        return _widened(most, _fixed_columns(cells), width)
    stretch = spare / (sum(most) - sum(least))
    return [(low + (high - low) * stretch) / width for low, high in zip(least, most, strict=True)]


def _fixed_columns(cells: list[GridCell]) -> set[int]:
    """The columns whose width document.css tells."""
    return {cell.column for cell in cells if FIXED.keys() & set((cell.element.get("class") or "").split())}


def _widened(most: list[float], fixed: set[int], width: float) -> list[float]:
    """Each column's share where all text has room: what is left over goes to the columns of no fixed width, if any."""
    grown = [column for column in range(len(most)) if column not in fixed] or range(len(most))
    whole = sum(most[column] for column in grown)
    spare = width - sum(most)
    return [(one + (spare * one / whole if column in grown else 0)) / width for column, one in enumerate(most)]


def _room(cell: Any) -> tuple[float, float]:
    """How wide a cell is at least and at most, in mm, its margins included."""
    names = (cell.get("class") or "").split()
    least, most = _widths(cell)
    fixed = max((room for name, room in FIXED.items() if name in names), default=0.0)
    return (max(fixed, least), max(fixed, least)) if fixed else (least, most)


def _widths(cell: Any) -> tuple[float, float]:
    bold = cell.tag == "th"
    lines = [" ".join(part if isinstance(part, str) else part.text_content() for part in piece if part is not None)
             if isinstance(piece, list) else piece.text_content() for piece in pieces(cell)]  # fmt: skip
    words = {word for line in lines for word in line.split()}
    longest = max((text_width(word, CELL_SIZE, bold=bold) for word in words), default=0.0)
    whole = max((text_width(" ".join(line.split()), CELL_SIZE, bold=bold) for line in lines), default=0.0)
    return longest + 2 * BESIDE, max(longest, whole) + 2 * BESIDE


class TableWriter:
    """Writes a document's tables with the help of its ``Writer``."""

    def __init__(self, writer: Any) -> None:
        self.writer = writer
        self.document = writer.document

    def table(self, element: Any, into: Any, width: float, names: list[str]) -> None:
        """Write one table; ``width`` is the room in mm."""
        rows = [row for row in element.iter("tr") if table_of(row) is element]
        if not rows:
            return
        cells, columns = placed_cells(rows)
        drawn = into.add_table(len(rows), columns)
        grid = not {"heading", "closing", "verify"} & set(names)
        drawn.style = self.document.styles["Table Grid" if grid else "Normal Table"]
        drawn.autofit = False
        if not grid:
            before = element.getprevious()
            follows = before is not None and "closing" in (before.get("class") or "")
            with_margins(drawn, 0, above=0 if follows else SET_OFF.get(names[0], 0), below=0)
        elif "small" in names:
            with_margins(drawn, 0.6, above=0.6, below=0.6)
        else:
            with_margins(drawn, BESIDE, above=ABOVE, below=ABOVE)
        if "closing" in names and into is self.document:
            # No signature stands alone on a page.
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        shares = said_shares(element) or column_shares(cells, columns, names, width)
        for column, share in zip(drawn.columns, shares, strict=True):
            column.width = Mm(width * share)
        heights = [0.0] * len(rows)
        # python-docx gathers all cells anew each time it is asked for one.
        every = drawn._cells
        for cell in cells:
            target = joined_cell(every, columns, cell)
            room = width * sum(shares[cell.column : cell.column + cell.across])
            target.width = Mm(room)
            self.cell(cell.element, target, room, grid=grid)
            letters = len(cell.element.text_content()) * LETTER / max(room - 2 * BESIDE, 1)
            heights[cell.row] = max(heights[cell.row], (letters + len(list(cell.element.iter("p", "li")))) * LINE)
        for number, row in enumerate(rows):
            head = grid and row.getparent().tag == "thead"
            mark_row(drawn.rows[number], whole=heights[number] < MOST_OF_A_PAGE, head=head)
            if "tall" in (row.get("class") or "").split():
                drawn.rows[number].height = Mm(TALL)
        # Word joins tables that nothing parts, and ends no text and no cell with a table.
        after = self.writer.new(into, styles.RULE)
        after.paragraph_format.space_after = Pt(self.room_below(element, names) if into is self.document else 0)

    def room_below(self, element: Any, names: list[str]) -> float:
        """How far what follows stands below a table on the page, in pt: its margin in document.css."""
        if "heading" in names:
            following = element.getnext()
            # The name of a kind brings its own room above it.
            return 0 if following is None or following.tag == "h1" else 12
        return 0 if {"closing", "verify"} & set(names) else 9

    def cell(self, cell: Any, target: Any, room: float, *, grid: bool) -> None:
        """Write what a cell holds."""
        empty = target.paragraphs[0]
        names = (cell.get("class") or "").split()
        if cell.get("data-qr"):
            self.code(cell.get("data-qr"), empty)
            return
        if grid:
            self.writer.dress(empty, styles.TABLE_HEAD if cell.tag == "th" else styles.CELL)
            self.grid_cell(cell, target, room)
            self.resize(cell, target)
            centred_heads = "grid" in (table_of(cell).get("class") or "").split()
            for paragraph in target.paragraphs:
                if (cell.tag == "th" and centred_heads) or {"n", "c"} & set(names):
                    paragraph.alignment = styles.CENTRE
                elif "amount" in names:
                    paragraph.alignment = styles.RIGHT
            return
        style = next((styles.STYLE_OF[name] for name in names if name in styles.STYLE_OF), "")
        if style:
            self.writer.dress(empty, style)
            self.writer.inline(cell, empty, frozenset())
            return
        if "recipients" in names and not cell.find_class("sign"):
            self.recipients(cell, target, room)
        elif table_of(cell).get("class") == "verify":
            self.writer.block(cell, target, room, styles.CODE)
            target.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        else:
            self.writer.block(cell, target, room - 4)
        if len(target.paragraphs) > 1:
            empty._p.getparent().remove(empty._p)
        else:
            self.writer.dress(empty, styles.CELL)

    def code(self, address: str, paragraph: Any) -> None:
        """The picture by which a telephone finds the page of the document."""
        picture = BytesIO()
        segno.make(address, error="m").save(picture, kind="png", scale=8, border=0)
        picture.seek(0)
        self.writer.dress(paragraph, styles.CODE)
        drawn = paragraph.add_run().add_picture(picture, width=Mm(QR_SIDE))
        # Where a picture does not say how far text stands from it, LibreOffice keeps an eighth of an inch on each side.
        for side in ("T", "B", "L", "R"):
            drawn._inline.set(f"dist{side}", "0")
        described(drawn, QR_WORDS.format(address))

    def resize(self, cell: Any, target: Any) -> None:
        """Smaller letters where the table asks for them."""
        classes = table_of(cell).get("class") or ""
        told = TYPE.search(classes)
        size = int(told[1]) if told else SMALL if "small" in classes.split() else 0
        if size:
            for run in (run for paragraph in target.paragraphs for run in paragraph.runs):
                run.font.size = Pt(size)

    def grid_cell(self, cell: Any, target: Any, room: float) -> None:
        """A cell with lines around it: its text, or its paragraphs and lists one below the other."""
        style = styles.TABLE_HEAD if cell.tag == "th" else styles.CELL
        for number, piece in enumerate(pieces(cell)):
            if isinstance(piece, list) or piece.tag in ("p", *styles.HEADINGS):
                made = target.paragraphs[0] if number == 0 else self.writer.new(target, style)
                if not isinstance(piece, list):
                    made.paragraph_format.space_after = Pt(6)
                    self.writer.dress(made, styles.HEADINGS.get(piece.tag, style))
                # What stands loose in the cell is one piece, a paragraph holds its own.
                if isinstance(piece, list):
                    self.writer.pieces(piece, made, frozenset())
                else:
                    self.writer.inline(piece, made, frozenset())
            else:
                self.writer.one(piece, target, room, style)

    def recipients(self, cell: Any, target: Any, room: float) -> None:
        """To whom a document goes."""
        for element in cell:
            if element.tag == "p":
                head = element.find("b") is not None
                self.writer.paragraph(element, target, styles.RECIPIENTS_HEAD if head else styles.RECIPIENTS)
            else:
                self.writer.one(element, target, room, "")
