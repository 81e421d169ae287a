"""Giấy mời họp hội đồng."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind, Dossier, Meeting, Person
from consult.rules.numbering import INVITATION

from . import samples
from .paper import Frozen, Paper, StandingSentence
from .parts import paragraphs, seat_rows, signature, written_time


def freeze(dossier: Dossier, *, day: date, meeting: Meeting, signer: Person) -> Frozen:
    return f"Giấy mời họp hội đồng {dossier.code}", {
        "sequence": meeting.sequence,
        "time": written_time(meeting.starts_at),
        "venue": meeting.place,
        "link": meeting.link,
        "agenda": paragraphs(meeting.agenda),
        "seats": seat_rows(dossier),
        "signature": signature(signer, dossier.union),
    }


SAMPLE = {
    **samples.COMMON,
    "sequence": 1,
    "time": "08 giờ 00, ngày 15/01/2026",
    "venue": "Phòng họp số 2, trụ sở Liên hiệp Hội",
    "link": "",
    "agenda": ["Khai mạc, giới thiệu thành phần", "Ủy viên phản biện trình bày", "Thảo luận, biểu quyết"],
    "seats": samples.SEATS,
    "signature": samples.SIGNATURE,
}

PAPER = Paper(
    DocumentKind.MEETING_INVITATION,
    freeze,
    made="a meeting is called",
    signers="officer, body",
    sentences={
        "opening": StandingSentence(
            _("Opening"), "{union} trân trọng kính mời Quý ông, bà tham dự cuộc họp của Hội đồng."
        ),
        "closing": StandingSentence(
            _("Closing"), "Đề nghị Quý ông, bà sắp xếp thời gian tham dự đầy đủ và đúng giờ./."
        ),
    },
    placeholders=("sequence", "time", "venue"),
    recipients=("Như trên",),
    symbol=INVITATION,
    subject="Giấy mời họp hội đồng",
    issued=True,
    sealed=True,
    sample=SAMPLE,
)
