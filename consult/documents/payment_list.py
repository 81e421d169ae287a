"""Bảng kê chi tiền của hội đồng, by the rates that the office keeps. Thông tư 11/2015/TT-BTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind, Dossier, Person
from consult.rules.payment import PayLine, in_words, total, written_amount

from . import samples
from .paper import Frozen, Paper, StandingSentence
from .parts import signature


def freeze(dossier: Dossier, *, day: date, lines: Sequence[PayLine], signer: Person) -> Frozen:
    return f"Bảng kê chi tiền hội đồng {dossier.code}", {
        **_rows(lines),
        "signature": signature(signer, dossier.union),
    }


def _rows(lines: Sequence[PayLine]) -> dict[str, object]:
    return {
        "lines": [
            {
                "name": line.name,
                "reason": line.reason,
                "amount": written_amount(line.amount),
            }
            for line in lines
        ],
        "total": written_amount(total(lines)),
        "in_words": in_words(total(lines)),
    }


PAPER = Paper(
    DocumentKind.PAYMENT_LIST,
    freeze,
    made="the officer asks for it",
    signers="by hand",
    sentences={
        "note": StandingSentence(
            _("Note at the end"),
            "Các khoản chi nói trên theo quy định về kinh phí của hoạt động tư vấn, phản biện và giám định xã hội.",
        )
    },
    placeholders=("total", "in_words"),
    recipients=("Kế toán",),
    sample={
        **samples.COMMON,
        **_rows(
            [
                PayLine("PGS.TS. Trần Đình Khải", "Chủ tịch hội đồng, họp lần 1", 1_000_000),
                PayLine("TS. Phạm Thu Diệp", "Viết phiếu nhận xét", 500_000),
            ]
        ),
        "signature": samples.SIGNATURE,
    },
)
