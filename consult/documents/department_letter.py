"""Công văn xin ý kiến sở, ngành."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind, Dossier, Person
from consult.rules.numbering import LETTER, bare_date

from . import samples
from .definition import DocumentDefinition, Frozen, StandingSentence
from .parts import paragraphs, signature


def freeze(dossier: Dossier, *, day: date, department: str, questions: str, answer_by: date, answer_url: str,
           signer: Person) -> Frozen:  # fmt: skip
    return f"Xin ý kiến {department} về hồ sơ {dossier.code}", {
        "department": department,
        "questions": paragraphs(questions),
        "answer_by": bare_date(answer_by),
        "answer_url": answer_url,
        "signature": signature(signer, dossier.union),
    }


DEFINITION = DocumentDefinition(
    DocumentKind.DEPARTMENT_LETTER,
    freeze,
    made="the officer asks for a department's view",
    signers="officer, body",
    sentences={
        "opening": StandingSentence(
            _("Opening"),
            "{union} đang tổ chức {kind} hồ sơ “{title}” do {proposer} trình. Để có thêm căn cứ xem xét, {union} trân "
            "trọng đề nghị {department} cho ý kiến về các nội dung sau:",
        ),
        "deadline": StandingSentence(_("Deadline"), "Ý kiến bằng văn bản xin gửi về {union} trước ngày {answer_by}."),
        "closing": StandingSentence(_("Closing"), "Rất mong nhận được sự phối hợp của Quý cơ quan./."),
    },
    placeholders=("department", "answer_by"),
    recipients=("Như trên", "{proposer}"),
    symbol=LETTER,
    subject="Xin ý kiến {department}",
    issued=True,
    sealed=True,
    sample={
        **samples.COMMON,
        "department": "Sở Nông nghiệp và Môi trường",
        "questions": [
            "Sự phù hợp của vị trí dự án với quy hoạch sử dụng đất;",
            "Ảnh hưởng đến nguồn nước ngầm và giải pháp phòng ngừa.",
        ],
        "answer_by": "30 tháng 01 năm 2026",
        "answer_url": "https://lienhiephoi.example/answer/kJ7f-2pQxW9",
        "signature": samples.SIGNATURE,
    },
)
