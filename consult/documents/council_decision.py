"""Quyết định thành lập hội đồng, with the list of seats as annex."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind, Dossier, Person
from consult.rules.numbering import DECISION

from . import samples
from .definition import DocumentDefinition, Frozen, StandingSentence
from .grounds import what_is_considered
from .parts import office_held, seat_rows, signature

UNNAMED = "bộ phận chuyên môn"


def freeze(dossier: Dossier, *, day: date, signer: Person) -> Frozen:
    """Who decides is the head or the body, as the office words it, whoever signs for them."""
    return f"Quyết định thành lập hội đồng {dossier.code}", {
        "considered": what_is_considered(dossier),
        "suggested_by": office_held(dossier.council.proposed_by, dossier.union) or UNNAMED,
        "seats": seat_rows(dossier),
        "signature": signature(signer, dossier.union, decides=True),
    }


DEFINITION = DocumentDefinition(
    DocumentKind.COUNCIL_DECISION,
    freeze,
    made="the leader approves the council",
    signers="leader, body",
    sentences={
        "authority": StandingSentence(_("Who decides: the head or the body, whoever signs"), "Chủ tịch {union}"),
        "suggestion": StandingSentence(_("The last ground"), "Theo đề nghị của {suggested_by}"),
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
    placeholders=("suggested_by",),
    recipients=("Như Điều 3", "{proposer}"),
    grounds=True,
    last_grounds=("suggestion",),
    symbol=DECISION,
    subject="Quyết định thành lập hội đồng",
    issued=True,
    sealed=True,
    sample={
        **samples.COMMON,
        "considered": samples.CONSIDERED,
        "suggested_by": "Trưởng ban Tư vấn, phản biện",
        "seats": samples.SEATS,
        "signature": samples.SIGNATURE,
    },
)
