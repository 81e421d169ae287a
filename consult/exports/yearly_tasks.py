"""The year's list of tasks: as a sheet that can be read back, and on paper as a plan and as a report of what was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, Any

from django.template.loader import render_to_string

from consult import clock
from consult.documents.parts import heading
from consult.documents.pdf import renderer
from consult.libraries.renderer import RenderedPdf
from consult.models import Organisation, YearlyTask
from consult.queries.yearly_tasks import TaskRow
from consult.rules.payment import written_amount
from consult.rules.yearly_tasks import COLUMNS, DONE, ENDED, GIVEN_UP, OPEN, UNDER_WAY, TaskEntry, TaskVocabulary

from .read_sheet import read_sheet
from .register import as_sheet

HEADS = {
    "year": "Năm",
    "title": "Nội dung nhiệm vụ",
    "source": "Nguồn",
    "given_by": "Cơ quan giao, đề nghị",
    "letter": "Văn bản giao, đề nghị",
    "quarter": "Quý",
    "money": "Kinh phí dự kiến (đồng)",
    "responsible": "Chuyên viên phụ trách",
}
# Heads that offices use as well, folded.
ALSO = {
    "ten nhiem vu": "title", "nhiem vu": "title", "noi dung": "title", "ten de an": "title", "title": "title",
    "nguon goc": "source", "source": "source", "co quan giao": "given_by", "don vi giao": "given_by",
    "don vi de nghi": "given_by", "co quan de nghi": "given_by", "van ban giao": "letter", "van ban": "letter",
    "thoi gian": "quarter", "quy thuc hien": "quarter", "quarter": "quarter", "kinh phi": "money",
    "kinh phi du kien": "money", "du toan": "money", "phu trach": "responsible", "nguoi phu trach": "responsible",
    "chuyen vien": "responsible", "year": "year",
}  # fmt: skip
MOST_ROWS = 2000
PLAN, REPORT = "plan", "report"
TITLES = {
    PLAN: "Danh mục nhiệm vụ tư vấn, phản biện và giám định xã hội",
    REPORT: "Kết quả thực hiện nhiệm vụ tư vấn, phản biện và giám định xã hội",
}
SOURCES = {
    YearlyTask.Source.GIVEN: "Được giao",
    YearlyTask.Source.ASKED: "Theo đề nghị",
    YearlyTask.Source.OWN: "Chủ động đề xuất",
}
STATES = {
    OPEN: "Chưa thực hiện",
    UNDER_WAY: "Đang thực hiện",
    DONE: "Đã ban hành",
    GIVEN_UP: "Không thực hiện",
    ENDED: "Dừng thực hiện",
}
ROMAN = ("", "I", "II", "III", "IV")
PAGE = """
@page { size: A4 landscape; margin: 20mm; }
table.tasks { table-layout: fixed; }
table.tasks th, table.tasks td { font-size: 11pt; padding: 2pt 3pt; overflow-wrap: anywhere; }
table.tasks thead { display: table-header-group; }
"""


def write_tasks(entries: Iterable[TaskEntry], known: TaskVocabulary) -> bytes:
    """One row for each task, with the heads that ``read_tasks`` knows."""
    rows = [[known.shown(entry, column) for column in COLUMNS] for entry in entries]
    return as_sheet("Nhiệm vụ năm", list(HEADS.values()), rows)


def read_tasks(stream: IO[bytes]) -> list[dict[str, str]]:
    """The rows of a list of tasks. Raises ``FileFaultError`` with advice when it cannot be read."""
    return read_sheet(stream, HEADS, ALSO, MOST_ROWS, "title")


def _amount(value: int | None) -> str:
    return "" if value is None else written_amount(value)


def _from(task: YearlyTask) -> str:
    parts = [SOURCES[YearlyTask.Source(task.source)], task.given_by, task.letter]
    return "; ".join(part for part in parts if part)


def _result(row: TaskRow) -> str:
    said = STATES[row.state]
    if row.late:
        said += ", quá hạn"
    return f"{said}: {row.task.given_up}" if row.task.given_up else said


def as_pdf(which: str, union: Organisation, year: int, rows: Sequence[TaskRow]) -> RenderedPdf:
    """The list of a year on paper: as a plan, or as a report with what became of each task and what it cost."""
    lines: list[dict[str, Any]] = [
        {
            "title": row.task.title,
            "origin": _from(row.task),
            "quarter": ROMAN[row.task.quarter or 0],
            "money": _amount(row.task.money),
            "responsible": row.task.responsible.name if row.task.responsible else "",
            "dossier": row.task.dossier.code if row.task.dossier else "",
            "result": _result(row),
            "granted": _amount(row.task.dossier.granted if row.task.dossier else None),
            "spent": _amount(row.spent),
        }
        for row in rows
    ]
    dossiers = [row.task.dossier for row in rows if row.task.dossier]
    context = {
        "document_title": f"{TITLES[which]} năm {year}",
        "report": which == REPORT,
        "title": TITLES[which],
        "year": year,
        "heading": heading(union, None, clock.today()),
        "lines": lines,
        "money": _amount(sum(row.task.money or 0 for row in rows)),
        "granted": _amount(sum(one.granted or 0 for one in dossiers)),
        "spent": _amount(sum(row.spent or 0 for row in rows)),
        "done": sum(row.state == DONE for row in rows),
        "count": len(rows),
        "late": sum(row.late for row in rows),
    }
    return renderer().render(render_to_string("documents/yearly_tasks.html", context), extra_style=PAGE)
