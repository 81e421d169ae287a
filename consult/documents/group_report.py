"""Báo cáo của nhóm chuyên đề trong hội đồng."""

from __future__ import annotations

from datetime import date

from consult.models import DocumentKind, Dossier, GroupReport, Person, Seat

from . import samples
from .definition import DocumentDefinition, Frozen
from .parts import employer_of, paragraphs, seat_name


def freeze(dossier: Dossier, *, day: date, report: GroupReport, head: Person) -> Frozen:
    seats = Seat.objects.filter(council=report.council, group=report.group, released_at=None)
    return f"Báo cáo nhóm {report.group.name}", {
        "group": report.group.name,
        "members": [
            {"name": seat.person.titled_name, "employer": employer_of(seat.person), "seat": seat_name(seat)}
            for seat in seats.select_related("person__expert", "group")
        ],
        "paragraphs": paragraphs(report.text),
        "signature": {"lines": ["TRƯỞNG NHÓM"], "name": head.titled_name},
    }


DEFINITION = DocumentDefinition(
    DocumentKind.GROUP_REPORT,
    freeze,
    made="a group's head hands its report in",
    signers="by hand",
    sample={
        **samples.COMMON,
        "group": "Môi trường",
        "members": samples.SEATS[:3],
        "paragraphs": [
            "Có 2 phiếu nhận xét: 2 thông qua, có chỉnh sửa.",
            "Tác động môi trường:",
            "- Cần giếng quan trắc.",
        ],
        "signature": {"lines": ["TRƯỞNG NHÓM"], "name": "PGS.TS. Trần Đình Khải"},
    },
)
