"""Văn bản tiếp thu, giải trình: the proposer's own letter to the union."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind, Dossier, Response

from . import samples
from .definition import DocumentDefinition, Frozen, StandingSentence
from .parts import paragraphs


def freeze(dossier: Dossier, *, day: date, response: Response, opinion_symbol: str) -> Frozen:
    return f"Văn bản tiếp thu, giải trình {dossier.code}", {
        "paragraphs": paragraphs(response.body),
        "opinion_symbol": opinion_symbol,
        "signature": {"lines": ["NGƯỜI ĐẠI DIỆN"], "name": response.written_by.titled_name},
    }


DEFINITION = DocumentDefinition(
    DocumentKind.RESPONSE,
    freeze,
    made="the proposer responds",
    sentences={
        "opening": StandingSentence(
            _("Opening"),
            "Sau khi nghiên cứu Báo cáo số {opinion_symbol} của {union} về kết quả {kind} hồ sơ “{title}”, {proposer} tiếp "
            "thu, giải trình như sau:",
        ),
        "closing": StandingSentence(_("Closing"), "{proposer} trân trọng cảm ơn ý kiến của {union}./."),
    },
    placeholders=("opinion_symbol",),
    recipients=("Như trên",),
    sample={
        **samples.COMMON,
        "paragraphs": ["Nhà đầu tư tiếp thu ý kiến về giếng quan trắc và bổ sung vào thiết kế."],
        "opinion_symbol": "05/BC-LHH",
        "signature": {"lines": ["NGƯỜI ĐẠI DIỆN"], "name": "Đinh Trọng Đầu"},
    },
)
