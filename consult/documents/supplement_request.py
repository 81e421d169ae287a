"""Công văn đề nghị bổ sung hồ sơ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import CompletenessCheck, DocumentKind, Dossier, Person
from consult.rules.numbering import LETTER

from . import samples
from .definition import DocumentDefinition, Frozen, StandingSentence
from .parts import signature


def freeze(dossier: Dossier, *, day: date, checks: Sequence[CompletenessCheck], reason: str, signer: Person) -> Frozen:
    rules = dossier.procedure.rules
    items = [(rules.item(check.item), check) for check in checks]
    return f"Đề nghị bổ sung hồ sơ {dossier.code}", {
        "items": [{"title": item.title if item else check.item, "remark": check.remark} for item, check in items],
        "reason": reason.strip(),
        "days": rules.days.supplement,
        "signature": signature(signer, dossier.union),
    }


DEFINITION = DocumentDefinition(
    DocumentKind.SUPPLEMENT_REQUEST,
    freeze,
    made="the officer asks for what is missing",
    signers="officer, body",
    sentences={
        "opening": StandingSentence(
            _("Opening"),
            "Sau khi kiểm tra hồ sơ “{title}” (mã số {code}), {union} đề nghị Quý đơn vị bổ sung, hoàn thiện các nội dung sau:",
        ),
        "besides": StandingSentence(_("Before a general remark"), "Ngoài các nội dung trên, {union} lưu ý:"),
        "deadline": StandingSentence(
            _("Deadline"),
            "Thời hạn bổ sung: {days} ngày làm việc kể từ ngày ký văn bản này. Quá thời hạn trên, hồ sơ được xem xét "
            "trên cơ sở những tài liệu hiện có.",
        ),
        "closing": StandingSentence(_("Closing"), "Rất mong nhận được sự phối hợp của Quý đơn vị./."),
    },
    placeholders=("days",),
    recipients=("Như trên",),
    symbol=LETTER,
    subject="Đề nghị bổ sung hồ sơ",
    issued=True,
    sealed=True,
    sample={
        **samples.COMMON,
        "items": [
            {"title": "Tài liệu chứng minh năng lực tài chính", "remark": "thiếu xác nhận số dư của ngân hàng"},
            {"title": "Bản đồ vị trí và bản vẽ tổng mặt bằng", "remark": "bản vẽ mờ, không đọc được kích thước"},
        ],
        "reason": "",
        "days": 10,
        "signature": samples.SIGNATURE,
    },
)
