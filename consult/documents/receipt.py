"""Phiếu tiếp nhận hồ sơ."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind, Dossier
from consult.rules.numbering import RECEIPT

from . import samples
from .definition import DocumentDefinition, Frozen, StandingSentence
from .papers import written_paper
from .parts import checklist


def signed_by_hand(submitter: str) -> dict[str, Any]:
    """Who hands in signs on the left, who takes in on the right: whoever that is, writes their name themselves."""
    return {
        "left_signature": {"lines": ["NGƯỜI NỘP HỒ SƠ"], "name": submitter},
        "signature": {"lines": ["NGƯỜI TIẾP NHẬN"], "name": "", "hint": "(Ký, ghi rõ họ tên)"},
    }


def freeze(dossier: Dossier, *, day: date) -> Frozen:
    by = dossier.submitter.name if dossier.submitter else ""
    data: dict[str, Any] = {
        "submitter": by,
        "paper": written_paper(dossier.entered_from) if dossier.entered_from else "",
        "contact": dossier.contact,
        "procedure": dossier.procedure.name,
        "attachments": [row for row in checklist(dossier) if row["name"]],
        "days": dossier.procedure.rules.days.completeness,
        **signed_by_hand(by),
    }
    return f"Phiếu tiếp nhận hồ sơ {dossier.code}", data


DEFINITION = DocumentDefinition(
    DocumentKind.RECEIPT,
    freeze,
    made="a dossier is submitted",
    authored=False,
    signers="by hand",
    sentences={
        "note": StandingSentence(
            _("Note at the end"),
            "Hồ sơ được kiểm tra tính đầy đủ trong thời hạn {days} ngày làm việc kể từ ngày tiếp nhận. "
            "Đơn vị đặt yêu cầu theo dõi tình trạng hồ sơ bằng mã nói trên.",
        )
    },
    placeholders=("days",),
    symbol=RECEIPT,
    subject="Phiếu tiếp nhận hồ sơ",
    issued=True,
    sample={
        **samples.COMMON,
        "submitter": "Đinh Trọng Đầu",
        "paper": "",
        "contact": "0900 000 000",
        "procedure": "Chấp thuận chủ trương đầu tư",
        "attachments": [
            {"title": "Văn bản đề nghị chấp thuận chủ trương đầu tư", "name": "van-ban-de-nghi.pdf"},
            {"title": "Đề xuất dự án đầu tư", "name": "de-xuat-du-an.pdf"},
        ],
        "days": 3,
        **signed_by_hand("Đinh Trọng Đầu"),
    },
)
