"""A register on paper and as a sheet. Landscape, since its table is wide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from django.template.loader import render_to_string
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from consult.documents.pdf import renderer
from consult.libraries.renderer import Rendered

LANDSCAPE = "@page { size: A4 landscape; margin: 20mm 20mm 15mm 20mm; } table.grid td { font-size: 12pt; }"
WIDTHS = {"Trích yếu nội dung": 60, "Tác giả": 30, "Ghi chú": 30, "Người lấy số": 24, "Chuyển cho": 24}
Row = Sequence[str | int | date | None]


def _written(cell: str | int | date | None) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell if cell is not None else "")


def as_pdf(title: str, owner: str, head: Sequence[str], rows: Sequence[Row]) -> Rendered:
    """The register for printing."""
    html = render_to_string(
        "papers/register.html",
        {"title": title, "owner": owner, "head": head, "rows": [[_written(cell) for cell in row] for row in rows]},
    )
    return renderer().render(html, extra_style=LANDSCAPE)


def as_sheet(title: str, head: Sequence[str], rows: Sequence[Row]) -> bytes:
    """The register as XLSX. Texts are texts: what begins like a formula is none."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title[:31]
    sheet.append(list(head))
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)  # type: ignore[arg-type]
            if isinstance(value, str):
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            elif isinstance(value, date):
                cell.number_format = "DD/MM/YYYY"
    for column, name in enumerate(head, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(name, 16)
    sheet.freeze_panes = "A2"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
