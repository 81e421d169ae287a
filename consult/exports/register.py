"""A register on paper and as a sheet. Landscape, since its table is wide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO

from django.template.loader import render_to_string
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from consult.documents.pdf import renderer
from consult.libraries.renderer import RenderedPdf
from consult.models import Organisation
from consult.queries.registers import INCOMING_HEAD, OUTGOING_HEAD, RegisterTable
from consult.rules.text import printable

LANDSCAPE = """
@page { size: A4 landscape; margin: 20mm; }
.register-cover { break-after: page; padding-top: 30mm; }
.register-cover h1 { font-size: 24pt; margin: 24mm 0 8mm; }
.register-cover .year { font-size: 18pt; margin-bottom: 10mm; }
table.register { table-layout: fixed; }
table.register th, table.register td { font-size: 11pt; padding: 2pt 2.5pt; overflow-wrap: anywhere; }
table.register th.column { font-weight: 400; font-style: italic; font-size: 9pt; padding: 0; }
table.register thead { display: table-header-group; }
"""
# Of each column on paper, in mm; 257 lie between the margins.
PAPER = {
    tuple(OUTGOING_HEAD): (28, 21, 53, 27, 36, 22, 12, 21, 14, 23),
    tuple(INCOMING_HEAD): (21, 13, 38, 27, 21, 53, 29, 21, 14, 20),
}
# Of columns of sheets, in letters; others have 16.
WIDTHS = {
    "Tên loại và trích yếu nội dung": 50, "Tác giả": 30, "Ghi chú": 26, "Nơi nhận": 34, "Người ký": 22, "Họ và tên": 28,
    "Đơn vị hoặc người nhận": 24, "Đơn vị, người nhận bản lưu": 20, "Số lượng bản": 9, "Số đến": 9, "STT": 6,
    "Chức danh, đơn vị": 34, "Số tài khoản, ngân hàng": 34, "Nội dung": 30, "Số lượng": 9,
}  # fmt: skip
A4 = 9
# Excel takes 255 letters in all for a header.
MOST_OF_ISSUER = 150
# What the name of a sheet may not hold.
NOT_IN_TAB = re.compile(r"[\[\]:*?/\\]")
Row = Sequence[str | int | date | None]


def _written(cell: str | int | date | None) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell if cell is not None else "")


def as_pdf(title: str, union: Organisation, year: int, table: RegisterTable) -> RenderedPdf:
    """The register for printing: a cover, then its rows under a head that is repeated."""
    context = {
        "title": title,
        "union": union,
        "year": year,
        "days": table.days,
        "numbers": table.numbers,
        "head": table.head,
        "widths": PAPER[tuple(table.head)],
        "rows": [[_written(cell) for cell in row] for row in table.rows],
    }
    return renderer().render(render_to_string("documents/register.html", context), extra_style=LANDSCAPE)


def as_sheet(title: str, head: Sequence[str], rows: Sequence[Row], *, issuer: str = "") -> bytes:
    """A table as XLSX that prints: across, as wide as the paper, its head on each page, above it on paper ``title`` and whose
    it is. Texts are texts: what begins like a formula is none, and a number that is a text keeps its noughts."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = NOT_IN_TAB.sub(" ", title)[:31]
    sheet.append(list(head))
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            written = printable(value) if isinstance(value, str) else value
            cell = sheet.cell(number, column, written)  # type: ignore[arg-type]
            cell.alignment = Alignment(wrap_text=isinstance(value, str), vertical="top")
            cell.border = LINES
            if isinstance(value, str):
                cell.data_type = "s"
                cell.number_format = "@"
            elif isinstance(value, date):
                cell.number_format = "DD/MM/YYYY"
            elif isinstance(value, int):
                cell.number_format = "#,##0"
    for column, name in enumerate(head, start=1):
        top = sheet.cell(1, column)
        top.font, top.border = Font(bold=True), LINES
        top.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(name, 16)
    sheet.freeze_panes = "A2"
    _for_printing(sheet, title, issuer)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


_THIN = Side(style="thin", color="FF808080")
LINES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def _for_printing(sheet: Worksheet, title: str, issuer: str) -> None:
    setup = sheet.page_setup
    setup.orientation, setup.paperSize = "landscape", A4
    # As many pages high as it needs.
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    # On one line: not every program reads a line's end in a header.
    sheet.oddHeader.left.text = issuer.upper()[:MOST_OF_ISSUER].replace("&", "&&")
    place = sheet.oddHeader.right if issuer else sheet.oddHeader.center
    place.text = title.replace("&", "&&")
    sheet.oddFooter.center.text = "&P/&N"
