"""From a document's data to DOCX: the same HTML as the PDF is made of, told in Word's own styles."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import html

from consult import clock
from consult.libraries.renderer import TableFitter
from consult.rules.text import printable

from . import pdf
from . import word_lists as lists
from . import word_scripts as scripts
from . import word_styles as styles
from .faces import fonts
from .word_package import begin, put
from .word_parts import has_blocks, is_in_cell, page_numbers, pieces, text_width
from .word_styles import STYLE_OF, TEXT_WIDTH
from .word_tables import TableWriter

WIDE_TEXT_WIDTH = 252.0
# How far a cover's title stands below the heading, in mm: "heading", "cover" and its title in document.css.
COVER_ABOVE = 30 + (12 + 12) * 25.4 / 72
BLANKS = re.compile(r"[ \t\r\n]+")
INLINE = {"strong": "bold", "b": "bold", "em": "italic", "i": "italic", "u": "underline", "s": "strike", "sup": "superscript",
          "sub": "subscript"}  # fmt: skip


def render(kind: str, title: str, data: dict[str, Any], *, moment: datetime | None = None) -> bytes:
    """The document as DOCX; ``moment`` (aware) is when it was made, where not now."""
    source = html.document_fromstring(pdf.to_html(kind, title, data))
    # What people drew is fitted into the page as the PDF has it.
    _fitter().fit_rich(source)
    document = begin(title, data["heading"]["issuer"], moment or clock.now())
    page_numbers(document)
    wide = "landscape" in (source.body.get("class") or "")
    if wide:
        styles.turn(document.sections[0])
    Writer(document).block(source.body, document, WIDE_TEXT_WIDTH if wide else TEXT_WIDTH)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def fragment(elements: Iterable[Any], width: float) -> bytes:
    """A DOCX of these elements of a document's HTML alone, to be put into another; ``width`` is the room there in mm."""
    document = begin("", "", clock.now())
    container = html.Element("div")
    container.extend(copy.deepcopy(list(elements)))
    Writer(document).block(container, document, width)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def within(marks: frozenset[str], tag: str) -> frozenset[str]:
    """The marks of text in an element; of raised and lowered the innermost holds."""
    mark = INLINE.get(tag)
    kept = marks - {"superscript", "subscript"} if mark in ("superscript", "subscript") else marks
    return kept | {mark} if mark else kept


@lru_cache(maxsize=1)
def _fitter() -> TableFitter:
    return TableFitter(fonts())


class Writer:
    """Walks a document's HTML and writes what it finds; ``width`` is the room in mm."""

    def __init__(self, document: Any) -> None:
        self.document = document
        # python-docx searches all styles for each paragraph that it gives one.
        self.ids = {style.name: style.style_id for style in document.styles}
        self.tables = TableWriter(self)

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
            self.tables.table(element, into, width, names)
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
                self.new(into, styles.DOTTED).add_run("\t")
        elif "cover" in names:
            self.lowered(element, into, width)
        elif "sideways" in names and into is self.document:
            self.sideways(element)
        elif "grounds" in names:
            self.block(element, into, width, styles.GROUND)
        else:
            if "annex" in names:
                self.document.add_page_break()
            self.block(element, into, width, style)

    def lowered(self, element: Any, into: Any, width: float) -> None:
        """A cover: what is on it begins lower on the page."""
        known = len(into.paragraphs)
        self.block(element, into, width)
        into.paragraphs[known].paragraph_format.space_before = Mm(COVER_ABOVE)

    def sideways(self, element: Any) -> None:
        """Pages across for a table that is wider than a page is."""
        styles.turn(self.document.add_section(WD_SECTION.NEW_PAGE))
        self.block(element, self.document, WIDE_TEXT_WIDTH)
        styles.upright(self.document.add_section(WD_SECTION.NEW_PAGE))

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
        made.paragraph_format.space_after = Pt(0 if is_in_cell(element) else 12)
        borders = OxmlElement("w:pBdr")
        bottom = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            bottom.set(qn(f"w:{name}"), value)
        borders.append(bottom)
        put(made._p.get_or_add_pPr(), borders)

    def items(self, element: Any, into: Any, width: float, level: int = 0) -> None:
        """A list; each numbered one counts for itself, as it says."""
        in_cell = is_in_cell(element)
        numbering = lists.numbering(self.document, element, level, in_cell=in_cell)
        style = styles.NUMBERED if element.tag == "ol" else styles.BULLET
        for item in element:
            if item.tag != "li":
                self.one(item, into, width, "")
                continue
            self.item(item, into, width, style, numbering, level)
        if level == 0 and into.paragraphs:
            # Below a list there is as much room as below a paragraph.
            into.paragraphs[-1].paragraph_format.space_after = Pt(6)

    def item(self, item: Any, into: Any, width: float, style: str, numbering: int, level: int) -> None:
        """An item: its first line with the number, whatever follows below it as far in."""
        made = self.new(into, style)
        lists.number(made, numbering, level)
        begun = False
        for piece in pieces(item):
            is_text = isinstance(piece, list) or piece.tag in ("p", *styles.HEADINGS)
            heading = "" if isinstance(piece, list) else styles.HEADINGS.get(piece.tag, "")
            if is_text and not begun and heading:
                self.dress(made, heading)
            if is_text and begun:
                made = self.new(into, heading or styles.CONTINUED)
                lists.continued(made, level, in_cell=is_in_cell(item))
            begun = True
            if isinstance(piece, list):
                self.pieces(piece, made, frozenset())
            elif is_text:
                self.inline(piece, made, frozenset())
            elif piece.tag in ("ul", "ol"):
                self.items(piece, into, width, level + 1)
            else:
                holder = into.element.body if into is self.document else into._element
                known = set(holder)
                self.one(piece, into, width - lists.INDENT * (level + 2), "")
                added = [one for one in holder if one not in known]
                lists.below_item(added, level, in_cell=is_in_cell(item))
