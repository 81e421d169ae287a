"""From a document's data to DOCX: the same HTML as the PDF is made of, told in Word's own styles."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import docx
import segno
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import html

from consult.rules.text import printable

from . import pdf
from . import word_lists as lists
from . import word_scripts as scripts
from . import word_styles as styles
from .word_parts import (
    has_blocks,
    mark_row,
    page_numbers,
    pieces,
    placed_cells,
    table_of,
    text_width,
    with_margins,
)

TEXT_WIDTH = 165.0
WIDE_TEXT_WIDTH = 252.0
LEFT_COLUMN = 0.42
QR_SIDE = 20.0
# Size of the letters in a table of many columns, in pt.
SMALL = 10
WIDTH = re.compile(r"width: ([\d.]+)mm")
BLANKS = re.compile(r"[ \t\r\n]+")
# What a class of the document's HTML is in Word.
STYLE_OF = {
    "superior": styles.SUPERIOR, "issuer": styles.ISSUER, "country": styles.COUNTRY, "motto": styles.MOTTO,
    "number": styles.NUMBER, "place-date": styles.PLACE_DATE, "about": styles.ABOUT, "subject": styles.SUBJECT,
    "to": styles.TO, "authority": styles.AUTHORITY, "authority-line": styles.SIGN_TITLE, "name": styles.SIGN_NAME,
    "annex-title": styles.ANNEX, "annex-note": styles.ANNEX_NOTE,
}  # fmt: skip
INLINE = {"strong": "bold", "b": "bold", "em": "italic", "i": "italic", "u": "underline", "s": "strike", "sup": "superscript",
          "sub": "subscript"}  # fmt: skip


def render(kind: str, title: str, data: dict[str, Any]) -> bytes:
    """The document as DOCX."""
    source = html.document_fromstring(pdf.to_html(kind, title, data))
    document = docx.Document()
    styles.define(document)
    page_numbers(document)
    properties = document.core_properties
    # Word keeps 255 characters of each.
    properties.title, properties.author = printable(title)[:255], printable(data["heading"]["issuer"])[:255]
    properties.language, properties.comments = "vi-VN", ""
    wide = "landscape" in (source.body.get("class") or "")
    if wide:
        styles.turn(document)
    Writer(document).block(source.body, document, WIDE_TEXT_WIDTH if wide else TEXT_WIDTH)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def within(marks: frozenset[str], tag: str) -> frozenset[str]:
    """The marks of text in an element; of raised and lowered the innermost holds."""
    mark = INLINE.get(tag)
    kept = marks - {"superscript", "subscript"} if mark in ("superscript", "subscript") else marks
    return kept | {mark} if mark else kept


def said_shares(table: Any) -> list[float]:
    """Each column's share of the width, where the table says how wide they are."""
    widths = [float(WIDTH.findall(column.get("style"))[0]) for column in table.iter("col")]
    return [width / sum(widths) for width in widths]


class Writer:
    """Walks a document's HTML and writes what it finds; ``width`` is the room in mm."""

    def __init__(self, document: Any) -> None:
        self.document = document
        # python-docx searches all styles for each paragraph that it gives one.
        self.ids = {style.name: style.style_id for style in document.styles}

    def dress(self, paragraph: Any, style: str) -> None:
        paragraph._p.style = self.ids[style]

    def new(self, into: Any, style: str) -> Any:
        """One more paragraph."""
        made = into.add_paragraph()
        self.dress(made, style)
        return made

    def block(self, parent: Any, into: Any, width: float, style: str = "") -> None:
        """Write the blocks within ``parent``."""
        for piece in pieces(parent):
            if isinstance(piece, list):
                self.pieces(piece, self.new(into, style or styles.BODY), frozenset())
            else:
                self.one(piece, into, width, style)

    def one(self, element: Any, into: Any, width: float, style: str) -> None:
        names = (element.get("class") or "").split()
        named = next((STYLE_OF[name] for name in names if name in STYLE_OF), "")
        if "rule" in names:
            self.rule(element, into, width, whole="part" not in names)
        elif element.tag == "table":
            self.table(element, into, width, names)
        elif element.tag in ("ul", "ol"):
            self.items(element, into, width)
        elif element.tag == "h1":
            self.paragraph(element, into, styles.KIND)
        elif element.tag in styles.HEADINGS:
            self.paragraph(element, into, styles.HEADINGS[element.tag])
        elif element.tag == "blockquote":
            self.block(element, into, width, styles.QUOTE)
        elif element.tag == "p" or (named and not has_blocks(element)):
            self.paragraph(element, into, named or style or styles.BODY)
        elif "lines" in names:
            for _line in element:
                self.new(into, styles.TO).add_run("." * 100)
        elif "grounds" in names:
            self.block(element, into, width, styles.GROUND)
        else:
            if "annex" in names:
                self.document.add_page_break()
            self.block(element, into, width, style)

    def paragraph(self, element: Any, into: Any, style: str) -> Any:
        made = self.new(into, style)
        self.inline(element, made, frozenset())
        return made

    def inline(self, element: Any, paragraph: Any, marks: frozenset[str]) -> None:
        """Write an element's text with its marks."""
        self.pieces([element.text, *(piece for child in element for piece in (child, child.tail))], paragraph, marks)

    def pieces(self, parts: list[Any], paragraph: Any, marks: frozenset[str]) -> None:
        """Write texts and elements that stand in one line."""
        for part in parts:
            if part is None or isinstance(part, str):
                self.run(part, paragraph, marks)
            elif part.tag == "br":
                paragraph.add_run().add_break()
            elif isinstance(part.tag, str) and part.tag != "svg":
                self.inline(part, paragraph, within(marks, part.tag))

    def run(self, text: str | None, paragraph: Any, marks: frozenset[str]) -> None:
        # Blanks of the HTML's own layout; a blank that must not break is a letter.
        said = BLANKS.sub(" ", text or "").strip(" ")
        if not said:
            if text and paragraph.text and not paragraph.text.endswith(" "):
                paragraph.add_run(" ")
            return
        lead = " " if text and text[0] in " \t\r\n" and paragraph.text else ""
        trail = " " if text and text[-1] in " \t\r\n" else ""
        for part, script in scripts.parts(printable(f"{lead}{said}{trail}")):
            run = paragraph.add_run(part)
            if script >= 0:
                scripts.dress(run, script)
            for mark in marks:
                setattr(run.font, mark, True)

    def rule(self, element: Any, into: Any, width: float, *, whole: bool) -> None:
        """A line below the text before it: as long as that, or four tenths of it."""
        before = element.getprevious()
        look = styles.LOOKS[STYLE_OF.get((before.get("class") or "").split()[0], styles.SUBJECT)]
        said = " ".join(before.text_content().split())
        text = min(text_width(said, look.size, bold=look.bold), width)
        length = text if whole else text * 0.4
        made = self.new(into, styles.RULE)
        indent = Mm(max(0.0, (width - length) / 2))
        made.paragraph_format.left_indent = made.paragraph_format.right_indent = indent
        made.paragraph_format.space_after = Pt(8)
        borders = OxmlElement("w:pBdr")
        bottom = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            bottom.set(qn(f"w:{name}"), value)
        borders.append(bottom)
        made._p.get_or_add_pPr().append(borders)

    def items(self, element: Any, into: Any, width: float, level: int = 0) -> None:
        """A list; each numbered one counts for itself, as it says."""
        numbering = lists.numbering(self.document, element, level)
        style = styles.NUMBERED if element.tag == "ol" else styles.BULLET
        for item in element:
            if item.tag != "li":
                self.one(item, into, width, "")
                continue
            self.item(item, into, width, style, numbering, level)

    def item(self, item: Any, into: Any, width: float, style: str, numbering: int, level: int) -> None:
        """An item: its first line with the number, whatever follows below it as far in."""
        made = self.new(into, style)
        lists.number(made, numbering, level)
        begun = False
        for piece in pieces(item):
            is_text = isinstance(piece, list) or piece.tag in ("p", *styles.HEADINGS)
            if is_text and begun:
                made = self.new(into, style)
                lists.continued(made, level)
            begun = True
            if isinstance(piece, list):
                self.pieces(piece, made, frozenset())
            elif is_text:
                self.inline(piece, made, frozenset())
            elif piece.tag in ("ul", "ol"):
                self.items(piece, into, width, level + 1)
            else:
                self.one(piece, into, width - lists.INDENT * (level + 1), "")

    def table(self, element: Any, into: Any, width: float, names: list[str]) -> None:
        rows = [row for row in element.iter("tr") if table_of(row) is element]
        if not rows:
            return
        cells, columns = placed_cells(rows)
        drawn = into.add_table(len(rows), columns)
        grid = not {"heading", "closing", "verify"} & set(names)
        drawn.style = self.document.styles["Table Grid" if grid else "Normal Table"]
        drawn.autofit = False
        if not grid:
            with_margins(drawn, 0)
        elif "small" in names:
            with_margins(drawn, 0.6)
        if "closing" in names and into is self.document:
            # No signature stands alone on a page.
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        shares = said_shares(element) or self.shares(rows, columns, names)
        for column, share in zip(drawn.columns, shares, strict=True):
            column.width = Mm(width * share)
        # python-docx gathers all cells anew each time it is asked for one.
        every = drawn._cells
        for cell in cells:
            target = every[cell.row * columns + cell.column]
            if cell.down > 1 or cell.across > 1:
                last = (cell.row + cell.down - 1) * columns + cell.column + cell.across - 1
                target = target.merge(every[last])
            room = width * sum(shares[cell.column : cell.column + cell.across])
            target.width = Mm(room)
            self.cell(cell.element, target, room, grid=grid)
        for number, row in enumerate(rows):
            if not grid or number == 0:
                mark_row(drawn.rows[number], head=grid and row.getparent().tag == "thead")
        if "closing" not in names:
            # Word joins tables that nothing parts.
            after = self.new(into, styles.RULE)
            after.paragraph_format.space_after = Pt(8 if into is self.document else 0)

    def shares(self, rows: list[Any], columns: int, names: list[str]) -> list[float]:
        """Each column's share of the width: by their longest words and their text."""
        if "heading" in names:
            return [LEFT_COLUMN, 1 - LEFT_COLUMN]
        if "verify" in names:
            return [0.25, 0.75]
        if "closing" in names:
            return [1 / columns] * columns
        weights = [6.0] * columns
        for row in rows:
            if len(row) == columns:
                for place, cell in enumerate(row):
                    text = cell.text_content().strip()
                    longest = max(map(len, text.split()), default=0)
                    by_hand = 14 if "hand" in (cell.get("class") or "") else 0
                    weights[place] = max(weights[place], min(len(text), 30) + 2, longest * 1.4 + 2, by_hand)
        return [weight / sum(weights) for weight in weights]

    def cell(self, cell: Any, target: Any, room: float, *, grid: bool) -> None:
        empty = target.paragraphs[0]
        names = (cell.get("class") or "").split()
        if cell.get("data-qr"):
            picture = BytesIO()
            segno.make(cell.get("data-qr"), error="m").save(picture, kind="png", scale=8, border=0)
            picture.seek(0)
            self.dress(empty, styles.CODE)
            empty.add_run().add_picture(picture, width=Mm(QR_SIDE))
            return
        if grid:
            self.dress(empty, styles.CELL)
            self.grid_cell(cell, target, room)
            if "small" in table_of(cell).classes:
                for run in (run for paragraph in target.paragraphs for run in paragraph.runs):
                    run.font.size = Pt(SMALL)
            if cell.tag == "th" or {"n", "c"} & set(names):
                empty.alignment = styles.CENTRE
            return
        style = next((STYLE_OF[name] for name in names if name in STYLE_OF), "")
        if style:
            self.dress(empty, style)
            self.inline(cell, empty, frozenset())
            return
        if "recipients" in names and not cell.find_class("sign"):
            self.recipients(cell, target, room)
        elif table_of(cell).get("class") == "verify":
            self.block(cell, target, room, styles.CODE)
        else:
            self.block(cell, target, room - 4)
        if len(target.paragraphs) > 1:
            empty._p.getparent().remove(empty._p)
        else:
            self.dress(empty, styles.CELL)

    def grid_cell(self, cell: Any, target: Any, room: float) -> None:
        """A cell with lines around it: its text, or its paragraphs and lists one below the other."""
        marks = frozenset({"bold"}) if cell.tag == "th" else frozenset()
        for number, piece in enumerate(pieces(cell)):
            if isinstance(piece, list) or piece.tag in ("p", *styles.HEADINGS):
                made = target.paragraphs[0] if number == 0 else self.new(target, styles.CELL)
                # What stands loose in the cell is one piece, a paragraph holds its own.
                self.pieces(piece, made, marks) if isinstance(piece, list) else self.inline(piece, made, marks)
            else:
                self.one(piece, target, room, styles.CELL)

    def recipients(self, cell: Any, target: Any, room: float) -> None:
        for element in cell:
            if element.tag == "p":
                head = element.find("b") is not None
                self.paragraph(element, target, styles.RECIPIENTS_HEAD if head else styles.RECIPIENTS)
            else:
                self.one(element, target, room, "")
