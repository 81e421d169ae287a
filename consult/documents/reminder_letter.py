"""Công văn đôn đốc."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind, Dossier, Person
from consult.rules.numbering import LETTER, bare_date

from . import samples
from .definition import DocumentDefinition, Frozen, StandingSentence
from .parts import signature


def _about(work: str, title: str) -> str:
    """The subject of the letter names the project."""
    of = "" if work.endswith("hồ sơ") else " đối với hồ sơ"
    return f"đôn đốc việc {work}{of} “{title}”"


def freeze(
    dossier: Dossier, *, day: date, work: str, due_on: date, signer: Person, addressee: Person | None = None
) -> Frozen:
    """To ``addressee``, or to the proposer when the step waits for nobody in person."""
    return f"Đôn đốc {work} - hồ sơ {dossier.code}", {
        "addressee_name": addressee.titled_name if addressee else dossier.proposer.name,
        "work": work,
        "about": _about(work, dossier.title),
        "due": bare_date(due_on),
        "signature": signature(signer, dossier.union),
    }


DEFINITION = DocumentDefinition(
    DocumentKind.REMINDER_LETTER,
    freeze,
    made="the officer writes to who is late",
    authored=False,
    signers="officer, body",
    sentences={
        "opening": StandingSentence(
            _("Opening"),
            "{union} đang tổ chức {kind} hồ sơ “{title}” của {proposer}. Theo kế hoạch, việc {work} phải hoàn thành trước "
            "ngày {due}; đến nay {union} chưa nhận được kết quả.",
        ),
        "request": StandingSentence(
            _("Request"),
            "Để bảo đảm tiến độ, {union} đề nghị {addressee_name} sớm hoàn thành việc nói trên, hoặc cho biết khó khăn, "
            "vướng mắc để cùng tháo gỡ.",
        ),
        "closing": StandingSentence(_("Closing"), "Trân trọng cảm ơn./."),
    },
    placeholders=("addressee_name", "work", "due"),
    recipients=("Như trên",),
    symbol=LETTER,
    subject="Đôn đốc {work}",
    issued=True,
    sealed=True,
    sample={
        **samples.COMMON,
        "addressee_name": "TS. Phạm Thu Diệp",
        "work": "gửi phiếu nhận xét",
        "about": _about("gửi phiếu nhận xét", samples.TITLE),
        "due": "20 tháng 01 năm 2026",
        "signature": samples.SIGNATURE,
    },
)
