"""Danh sách thành viên dự họp, to be signed at the door."""

from __future__ import annotations

from datetime import date

from consult.models import DocumentKind, Dossier, Meeting

from . import samples
from .definition import DocumentDefinition, Frozen
from .parts import seat_rows, written_time


def freeze(dossier: Dossier, *, day: date, meeting: Meeting) -> Frozen:
    return f"Danh sách dự họp hội đồng {dossier.code}", {
        "sequence": meeting.sequence,
        "time": written_time(meeting.starts_at),
        "venue": meeting.place or "Họp trực tuyến",
        "seats": seat_rows(dossier),
    }


DEFINITION = DocumentDefinition(
    DocumentKind.ATTENDANCE_LIST,
    freeze,
    made="a meeting is called",
    authored=False,
    signers="by hand",
    sample={
        **samples.COMMON,
        "sequence": 1,
        "time": samples.TIME,
        "venue": "Phòng họp số 2, trụ sở Liên hiệp Hội",
        "seats": samples.SEATS,
    },
)
