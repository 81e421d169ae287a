"""The register of requests about personal data as a sheet."""

from __future__ import annotations

from collections.abc import Iterable

from consult import clock
from consult.models import DataRequest

from .register import as_sheet

HEADS = (
    "Ngày nhận", "Họ và tên", "Liên hệ", "Yêu cầu", "Nội dung", "Hạn trả lời", "Người xử lý", "Kết quả", "Lý do",
    "Ngày trả lời",
)  # fmt: skip


def write_requests(found: Iterable[DataRequest]) -> bytes:
    """One row for each request, as XLSX."""
    rows = [
        [
            row.asked_on, row.name, row.contact, row.get_kind_display(), row.text, row.due_on,
            row.handler.name if row.handler else "", row.get_outcome_display(), row.reason,
            clock.day_of(row.closed_at) if row.closed_at else None,
        ]
        for row in found
    ]  # fmt: skip
    return as_sheet("Yêu cầu về dữ liệu cá nhân", HEADS, rows)
