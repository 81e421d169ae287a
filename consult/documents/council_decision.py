"""Quyết định thành lập hội đồng, with the list of seats as annex."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind, Dossier, Person
from consult.rules.numbering import DECISION

from . import samples
from .paper import Frozen, Paper, StandingSentence
from .parts import seat_rows, signature


def freeze(dossier: Dossier, *, day: date, signer: Person) -> Frozen:
    sign = signature(signer, dossier.union)
    return f"Quyết định thành lập hội đồng {dossier.code}", {
        "authority": sign["lines"][-1],
        "seats": seat_rows(dossier),
        "signature": sign,
    }


PAPER = Paper(
    DocumentKind.COUNCIL_DECISION,
    freeze,
    made="the leader approves the council",
    signers="leader, body",
    sentences={
        "task": StandingSentence(
            _("Article 2, the council's task"),
            "Hội đồng có nhiệm vụ nghiên cứu hồ sơ, tổ chức {kind} một cách độc lập, khách quan, trung thực và báo cáo "
            "kết quả bằng văn bản. Hội đồng tự giải thể sau khi hoàn thành nhiệm vụ.",
        ),
        "effect": StandingSentence(
            _("Article 3, effect"),
            "Quyết định này có hiệu lực kể từ ngày ký. Các ông, bà có tên tại Điều 1 và các đơn vị có liên quan chịu "
            "trách nhiệm thi hành Quyết định này./.",
        ),
    },
    recipients=("Như Điều 3", "{proposer}"),
    grounds=True,
    symbol=DECISION,
    subject="Quyết định thành lập hội đồng",
    issued=True,
    sealed=True,
    sample={
        **samples.COMMON,
        "authority": "CHỦ TỊCH",
        "seats": samples.SEATS,
        "signature": samples.SIGNATURE,
    },
)
