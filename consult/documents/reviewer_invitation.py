"""Giấy mời nhận xét, phản biện, to one reviewer."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind, Dossier, Person
from consult.rules.numbering import INVITATION

from . import samples
from .definition import DocumentDefinition, Frozen, StandingSentence
from .parts import employer_of, signature


def freeze(dossier: Dossier, *, day: date, addressee: Person, signer: Person) -> Frozen:
    days = dossier.procedure.rules.days
    return f"Giấy mời phản biện {dossier.code} - {addressee.name}", {
        "reviewer": addressee.titled_name,
        "employer": employer_of(addressee),
        "answer_days": days.answer,
        "review_days": days.review,
        "signature": signature(signer, dossier.union),
    }


DEFINITION = DocumentDefinition(
    DocumentKind.REVIEWER_INVITATION,
    freeze,
    made="the council is approved, or a reviewer is replaced",
    authored=False,
    signers="leader or officer, body",
    sentences={
        "opening": StandingSentence(
            _("Opening"),
            "{union} trân trọng kính mời {reviewer} tham gia Hội đồng {kind} với tư cách Ủy viên phản biện và viết phiếu "
            "nhận xét về hồ sơ “{title}” của {proposer}.",
        ),
        "deadline": StandingSentence(
            _("Deadline"),
            "Đề nghị ông, bà trả lời giấy mời này trong thời hạn {answer_days} ngày làm việc và gửi phiếu nhận xét trong thời "
            "hạn {review_days} ngày làm việc kể từ ngày nhận lời. Hồ sơ và mẫu phiếu nhận xét được gửi trên hệ thống theo "
            "địa chỉ thư điện tử của ông, bà.",
        ),
        "closing": StandingSentence(
            _("Closing"),
            "Nếu có lợi ích liên quan đến hồ sơ hoặc không thể tham gia, đề nghị ông, bà trả lời để {union} mời người "
            "thay thế. Trân trọng cảm ơn./.",
        ),
    },
    placeholders=("reviewer", "answer_days", "review_days"),
    recipients=("Như trên",),
    symbol=INVITATION,
    subject="Giấy mời phản biện gửi {addressee}",
    issued=True,
    sealed=True,
    sample={
        **samples.COMMON,
        "reviewer": "TS. Phạm Thu Diệp",
        "employer": "Trường Đại học Cao Nguyên",
        "answer_days": 2,
        "review_days": 10,
        "signature": samples.SIGNATURE,
    },
)
