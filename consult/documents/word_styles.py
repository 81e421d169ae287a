"""The styles of documents in Word: Nghị định 30/2020/NĐ-CP, Phụ lục I, under the names that its readers know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FACE = "Times New Roman"
CENTRE, LEFT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True)
class ParagraphStyle:
    """A paragraph's look; sizes and spaces in points, the first line's indent in mm."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    align: Any = CENTRE
    before: float = 0
    after: float = 0
    indent: float = 0
    keep_next: bool = False
    base: str = "Normal"


BODY, SUPERIOR, ISSUER, COUNTRY, MOTTO = "Normal", "Cơ quan chủ quản", "Cơ quan ban hành", "Quốc hiệu", "Tiêu ngữ"
NUMBER, PLACE_DATE, ABOUT = "Số, ký hiệu", "Địa danh, ngày tháng", "Trích yếu công văn"
KIND, SUBJECT, TO, GROUND = "Title", "Subtitle", "Kính gửi", "Căn cứ"
AUTHORITY, SIGN_TITLE, SIGN_NAME = "Thẩm quyền ban hành", "Quyền hạn, chức vụ", "Họ tên người ký"
RECIPIENTS_HEAD, RECIPIENTS, CODE = "Nơi nhận", "Danh sách nơi nhận", "Mã xác thực"
ANNEX, ANNEX_NOTE, CELL, RULE, QUOTE = "Phụ lục", "Kèm theo", "Ô bảng", "Đường kẻ", "Quote"
HEADINGS = {"h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3"}
BULLET, NUMBERED, PAGE_NUMBER = "List Bullet", "List Number", "Header"

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
    SIGN_NAME: ParagraphStyle(bold=True, before=85),
    RECIPIENTS_HEAD: ParagraphStyle(12, bold=True, italic=True, align=LEFT, keep_next=True),
    RECIPIENTS: ParagraphStyle(11, align=LEFT),
    CODE: ParagraphStyle(9, align=LEFT),
    ANNEX: ParagraphStyle(bold=True, after=2, keep_next=True),
    ANNEX_NOTE: ParagraphStyle(italic=True, after=10),
    CELL: ParagraphStyle(13, align=LEFT),
    RULE: ParagraphStyle(1),
    QUOTE: ParagraphStyle(italic=True, align=JUSTIFY, after=6, indent=12.7),
    BULLET: ParagraphStyle(align=JUSTIFY, after=3),
    NUMBERED: ParagraphStyle(align=JUSTIFY, after=3),
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
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)


def turn(document: Any) -> None:
    """Lay the pages of a document across, for a wide table. The margins stay."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)


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
    paragraph.line_spacing = 1.15 if look.size > 1 else 1.0
    paragraph.keep_with_next = look.keep_next
    if style.name not in (BULLET, NUMBERED):
        paragraph.first_line_indent = Mm(look.indent)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)
