"""The styles of documents in Word: Nghị định 30/2020/NĐ-CP, Phụ lục I, under the names that its readers know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FACE = "Times New Roman"
CENTRE, LEFT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
# Of an upright page, in mm.
TEXT_WIDTH = 165.0


@dataclass(frozen=True)
class ParagraphStyle:
    """A paragraph's look; sizes and spaces in points, indents in mm."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    align: Any = CENTRE
    before: float = 0
    after: float = 0
    indent: float = 0
    keep_next: bool = False
    base: str = "Normal"
    # Of a line, in parts of the size, as document.css tells it; and how far in all lines stand, in mm.
    line: float = 1.25
    left: float = 0


BODY, SUPERIOR, ISSUER, COUNTRY, MOTTO = "Normal", "Cơ quan chủ quản", "Cơ quan ban hành", "Quốc hiệu", "Tiêu ngữ"
NUMBER, PLACE_DATE, ABOUT = "Số, ký hiệu", "Địa danh, ngày tháng", "Trích yếu công văn"
KIND, SUBJECT, TO, GROUND = "Title", "Subtitle", "Kính gửi", "Căn cứ"
AUTHORITY, SIGN_TITLE, SIGN_NAME = "Thẩm quyền ban hành", "Quyền hạn, chức vụ", "Họ tên người ký"
SIGN_HINT, SIGN_CONFIRMED = "Hướng dẫn ký", "Xác nhận trực tuyến"
RECIPIENTS_HEAD, RECIPIENTS, CODE = "Nơi nhận", "Danh sách nơi nhận", "Mã xác thực"
ANNEX, ANNEX_NOTE, CELL, RULE, QUOTE = "Phụ lục", "Kèm theo", "Ô bảng", "Đường kẻ", "Quote"
TABLE_HEAD, DRAFT_NOTE, DOTTED = "Đầu bảng", "Ghi chú dự thảo", "Dòng chấm"
HEADINGS = {"h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3"}
BULLET, NUMBERED, CONTINUED, PAGE_NUMBER = "List Bullet", "List Number", "List Continue", "Header"

# What a class of the document's HTML is in Word.
STYLE_OF = {
    "superior": SUPERIOR, "issuer": ISSUER, "country": COUNTRY, "motto": MOTTO, "number": NUMBER, "place-date": PLACE_DATE,
    "about": ABOUT, "subject": SUBJECT, "to": TO, "authority": AUTHORITY, "authority-line": SIGN_TITLE, "name": SIGN_NAME,
    "hint": SIGN_HINT, "confirmed": SIGN_CONFIRMED,
    "draft-note": DRAFT_NOTE, "annex-title": ANNEX, "annex-note": ANNEX_NOTE,
}  # fmt: skip
# A line of Times New Roman in parts of its size: the metrics that Tinos and Liberation Serif share.
NATURAL_LINE = 0.891113 + 0.216309 + 0.042480

LOOKS: dict[str, ParagraphStyle] = {
    BODY: ParagraphStyle(align=JUSTIFY, after=6, indent=12.7, base=""),
    SUPERIOR: ParagraphStyle(12),
    ISSUER: ParagraphStyle(12, bold=True),
    COUNTRY: ParagraphStyle(12, bold=True),
    MOTTO: ParagraphStyle(13, bold=True),
    NUMBER: ParagraphStyle(13, before=9),
    PLACE_DATE: ParagraphStyle(13, italic=True, before=9),
    ABOUT: ParagraphStyle(12, before=6),
    KIND: ParagraphStyle(bold=True, before=12, keep_next=True),
    SUBJECT: ParagraphStyle(bold=True, keep_next=True),
    TO: ParagraphStyle(after=6),
    GROUND: ParagraphStyle(italic=True, align=JUSTIFY, after=6, indent=12.7),
    AUTHORITY: ParagraphStyle(bold=True, before=10, after=8, keep_next=True),
    "Heading 1": ParagraphStyle(bold=True, align=JUSTIFY, before=8, after=4, indent=12.7, keep_next=True),
    "Heading 2": ParagraphStyle(bold=True, align=JUSTIFY, before=6, after=4, indent=12.7, keep_next=True),
    "Heading 3": ParagraphStyle(bold=True, align=JUSTIFY, before=6, after=4, indent=12.7, keep_next=True),
    SIGN_TITLE: ParagraphStyle(bold=True, keep_next=True),
    SIGN_NAME: ParagraphStyle(bold=True, before=74),
    SIGN_HINT: ParagraphStyle(13, italic=True, keep_next=True),
    SIGN_CONFIRMED: ParagraphStyle(13, italic=True, before=8.5, keep_next=True),
    RECIPIENTS_HEAD: ParagraphStyle(12, bold=True, italic=True, align=LEFT, keep_next=True, line=1.15),
    RECIPIENTS: ParagraphStyle(11, align=LEFT, line=1.15),
    CODE: ParagraphStyle(9, align=LEFT, line=1.3),
    ANNEX: ParagraphStyle(bold=True, after=2, keep_next=True),
    ANNEX_NOTE: ParagraphStyle(italic=True, after=10),
    CELL: ParagraphStyle(13, align=LEFT),
    TABLE_HEAD: ParagraphStyle(13, bold=True, align=LEFT),
    DRAFT_NOTE: ParagraphStyle(11, italic=True, align=LEFT, after=6),
    # With its line as high as "lines" of document.css, 8 mm.
    DOTTED: ParagraphStyle(align=LEFT, before=8 * 72 / 25.4 - 14 * 1.25),
    RULE: ParagraphStyle(1),
    QUOTE: ParagraphStyle(italic=True, align=JUSTIFY, after=6, indent=12.7, left=12.7),
    BULLET: ParagraphStyle(align=JUSTIFY, after=3),
    NUMBERED: ParagraphStyle(align=JUSTIFY, after=3),
    CONTINUED: ParagraphStyle(align=JUSTIFY, after=3),
    PAGE_NUMBER: ParagraphStyle(13),
}


def define(document: Any) -> None:
    """Give a document the styles of ``LOOKS``, page format and margins."""
    for name, look in LOOKS.items():
        styles = document.styles
        style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if look.base and name not in HEADINGS.values():
            style.base_style = styles[look.base]
        _dress(style, look)
    document.styles[DOTTED].paragraph_format.tab_stops.add_tab_stop(
        Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)


def turn(section: Any) -> None:
    """Lay the pages of a section across, for a wide table. The margins stay."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)


def upright(section: Any) -> None:
    """Turn the pages of a section back."""
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)


def _dress(style: Any, look: ParagraphStyle) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = FACE, Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    faces = properties.find(qn("w:rFonts"))
    for name in list(faces.attrib):
        del faces.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        faces.set(qn(name), FACE)
    spacing = properties.find(qn("w:spacing"))
    if spacing is not None:
        properties.remove(spacing)
    paragraph = style.paragraph_format
    paragraph.alignment = look.align
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    # Word counts in the face's own lines, the PDF in sizes of its letters; LibreOffice cuts hundredths off.
    paragraph.line_spacing = round(look.line / NATURAL_LINE, 2) if look.size > 1 else 1.0
    paragraph.left_indent = Mm(look.left) if look.left else None
    paragraph.keep_with_next = look.keep_next
    if style.name not in (BULLET, NUMBERED):
        paragraph.first_line_indent = Mm(look.indent)
    # What the template's styles have besides: lines below titles, no room between items, numbers that we give ourselves.
    for name in ("w:pBdr", "w:contextualSpacing", "w:numPr"):
        for known in style.element.get_or_add_pPr().findall(qn(name)):
            known.getparent().remove(known)
