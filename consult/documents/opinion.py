"""Báo cáo kết quả tư vấn, phản biện: the opinion that the union issues."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind, Dossier, Opinion, Person
from consult.rules.numbering import REPORT

from . import samples
from .definition import DocumentDefinition, Frozen, StandingSentence
from .grounds import what_is_considered
from .names import KIND_NAMES
from .opinion_recipients import recipients_of
from .parts import paragraphs, signature


def freeze(dossier: Dossier, *, day: date, opinion: Opinion, signer: Person) -> Frozen:
    recipients = recipients_of(dossier)
    return f"Báo cáo kết quả {KIND_NAMES[dossier.kind]} {dossier.code}", {
        "to": recipients.to,
        "addressees": ", ".join(recipients.to),
        "copies": recipients.copies,
        "considered": what_is_considered(dossier),
        "body": opinion.body,
        "conclusion": paragraphs(opinion.conclusion),
        "signature": signature(signer, dossier.union),
    }


DEFINITION = DocumentDefinition(
    DocumentKind.OPINION,
    freeze,
    made="the clerk numbers it",
    signers="leader, body",
    sentences={
        "opening": StandingSentence(_("Opening"), "{union} báo cáo kết quả {kind} như sau:"),
        "closing": StandingSentence(
            _("Closing"), "Trên đây là kết quả {kind} của {union}, kính gửi {addressees} xem xét./."
        ),
    },
    placeholders=("addressees",),
    recipients=("Như trên", "Thường trực Liên hiệp Hội"),
    grounds=True,
    symbol=REPORT,
    subject="Báo cáo kết quả {kind}",
    issued=True,
    sealed=True,
    sample={
        **samples.COMMON,
        "to": [samples.PROPOSER],
        "addressees": samples.PROPOSER,
        "copies": [],
        "considered": samples.CONSIDERED,
        "body": "<h3>1. Sự phù hợp với quy hoạch</h3><p>Vị trí dự án phù hợp với quy hoạch sử dụng đất của xã.</p>"
        "<h3>2. Những điểm cần hoàn thiện</h3><ul><li>Bổ sung giếng quan trắc nước ngầm;</li>"
        "<li>Làm rõ khoảng cách an toàn đến công trình lân cận.</li></ul>",
        "conclusion": ["Đề nghị cấp có thẩm quyền xem xét, chấp thuận sau khi hồ sơ được hoàn thiện."],
        "signature": samples.SIGNATURE,
    },
)
