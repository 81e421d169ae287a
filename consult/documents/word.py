"""From a paper's data to DOCX: the same HTML as the PDF is made of, told in Word's own styles."""

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

from . import pdf
from . import word_styles as styles
from .word_parts import has_blocks, mark_row, page_numbers, placed_cells, table_of, text_width, without_margins

TEXT_WIDTH = 165.0
LEFT_COLUMN = 0.42
QR_SIDE = 16.0
BLANKS = re.compile(r"[ \t\r\n]+")
# What a class of the paper's HTML is in Word.
STYLE_OF = {
    "superior": styles.SUPERIOR, "issuer": styles.ISSUER, "country": styles.COUNTRY, "motto": styles.MOTTO,
    "number": styles.NUMBER, "place-date": styles.PLACE_DATE, "about": styles.ABOUT, "subject": styles.SUBJECT,
    "to": styles.TO, "authority": styles.AUTHORITY, "authority-line": styles.SIGN_TITLE, "name": styles.SIGN_NAME,
    "annex-title": styles.ANNEX, "annex-note": styles.ANNEX_NOTE,
}  # fmt: skip
INLINE = {"strong": "bold", "b": "bold", "em": "italic", "i": "italic", "u": "underline"}


def render(kind: str, title: str, data: dict[str, Any]) -> bytes:
    """The paper as DOCX."""
    source = html.document_fromstring(pdf.to_html(kind, title, data))
    document = docx.Document()
    styles.define(document)
    page_numbers(document)
    properties = document.core_properties
    properties.title, properties.author = title, data["heading"]["issuer"]
    properties.language, properties.comments = "vi-VN", ""
    Writer(document).block(source.body, document, TEXT_WIDTH)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


class Writer:
    """Walks a paper's HTML and writes what it finds; ``width`` is the room in mm."""

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
        for element in parent:
            if isinstance(element.tag, str):
                self.one(element, into, width, style)

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
        """Write text with its marks."""
        self.run(element.text, paragraph, marks)
        for child in element:
            if not isinstance(child.tag, str):
                pass
            elif child.tag == "br":
                paragraph.add_run().add_break()
            elif child.tag in ("p", "svg"):
                if child.tag == "p":
                    self.inline(child, paragraph, marks)
            else:
                self.inline(child, paragraph, marks | ({INLINE[child.tag]} if child.tag in INLINE else set()))
            self.run(child.tail, paragraph, marks)

    def run(self, text: str | None, paragraph: Any, marks: frozenset[str]) -> None:
        # Blanks of the HTML's own layout; a blank that must not break is a letter.
        said = BLANKS.sub(" ", text or "").strip(" ")
        if not said:
            if text and paragraph.text and not paragraph.text.endswith(" "):
                paragraph.add_run(" ")
            return
        lead = " " if text and text[0] in " \t\r\n" and paragraph.text else ""
        trail = " " if text and text[-1] in " \t\r\n" else ""
        run = paragraph.add_run(f"{lead}{said}{trail}")
        for mark in marks:
            setattr(run, mark, True)

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

    def items(self, element: Any, into: Any, width: float) -> None:
        """A list; each numbered one begins anew."""
        numbered = element.tag == "ol"
        numbering = self.new_numbering() if numbered else None
        for item in element:
            made = self.new(into, styles.NUMBERED if numbered else styles.BULLET)
            if numbering is not None:
                properties = made._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = numbering
            nested = [child for child in item if child.tag in ("ul", "ol")]
            for child in nested:
                item.remove(child)
            self.inline(item, made, frozenset())
            for child in nested:
                self.items(child, into, width)

    def new_numbering(self) -> int:
        """A numbering that starts from one, on the pattern of the style "List Number"."""
        part = self.document.part.numbering_part.element
        pattern = self.document.styles[styles.NUMBERED].element.pPr.numPr.numId.val
        abstract = part.num_having_numId(pattern).abstractNumId.val
        made = part.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return made.numId

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
            without_margins(drawn)
        if "closing" in names and into is self.document:
            # No signature stands alone on a page.
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        shares = self.shares(rows, columns, names)
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
            return [0.5, 0.5]
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
        if not has_blocks(cell):
            self.inline(cell, target.paragraphs[0], marks)
            return
        for number, element in enumerate(cell):
            if element.tag in ("ul", "ol"):
                self.items(element, target, room)
            else:
                self.inline(element, target.paragraphs[0] if number == 0 else self.new(target, styles.CELL), marks)

    def recipients(self, cell: Any, target: Any, room: float) -> None:
        for element in cell:
            if element.tag == "p":
                head = element.find("b") is not None
                self.paragraph(element, target, styles.RECIPIENTS_HEAD if head else styles.RECIPIENTS)
            else:
                self.one(element, target, room, "")
