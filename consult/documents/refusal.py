"""Thông báo không tiếp nhận hồ sơ."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind, Dossier, Person
from consult.rules.numbering import NOTICE

from . import samples
from .definition import DocumentDefinition, Frozen, StandingSentence
from .parts import paragraphs, signature


def freeze(dossier: Dossier, *, day: date, reason: str, signer: Person) -> Frozen:
    return f"Thông báo không tiếp nhận hồ sơ {dossier.code}", {
        "reason": paragraphs(reason),
        "signature": signature(signer, dossier.union),
    }


DEFINITION = DocumentDefinition(
    DocumentKind.REFUSAL,
    freeze,
    made="the officer refuses",
    signers="officer, body",
    sentences={
        "opening": StandingSentence(
            _("Opening"),
            "Sau khi xem xét hồ sơ “{title}” (mã số {code}) của {proposer}, {union} thông báo không tiếp nhận hồ sơ với "
            "lý do sau:",
        ),
        "closing": StandingSentence(
            _("Closing"), "Đơn vị đặt yêu cầu có thể nộp hồ sơ mới sau khi đã khắc phục các lý do nêu trên./."
        ),
    },
    recipients=("{proposer}",),
    symbol=NOTICE,
    subject="Thông báo không tiếp nhận hồ sơ",
    issued=True,
    sealed=True,
    sample={
        **samples.COMMON,
        "reason": ["Nội dung đề nghị không thuộc thẩm quyền của Liên hiệp Hội."],
        "signature": samples.SIGNATURE,
    },
)
