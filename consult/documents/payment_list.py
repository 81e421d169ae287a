"""Bảng kê thanh toán of a council, by the rates that the office keeps. Thông tư 11/2015/TT-BTC.

Tax codes and accounts are frozen as they are kept, encrypted (decision 47); ``opened_payee`` of the template opens them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind, Dossier, Person
from consult.rules.payment import PayLine, in_words, total, total_tax, written_amount

from . import samples
from .definition import DocumentDefinition, Frozen, StandingSentence

Payee = str | dict[str, str]


def freeze(
    dossier: Dossier, *, day: date, lines: Sequence[PayLine], payees: Mapping[int, str], signer: Person
) -> Frozen:
    return f"Bảng kê thanh toán hội đồng {dossier.code}", {**_rows(lines, payees), "preparer": signer.name}


def _rows(lines: Sequence[PayLine], payees: Mapping[int, Payee]) -> dict[str, object]:
    whole, tax = total(lines), total_tax(lines)
    return {
        "lines": [
            {
                "name": line.name,
                "role": line.role,
                "payee": payees.get(line.person, ""),
                "reason": line.reason,
                "quantity": written_amount(line.quantity),
                "price": written_amount(line.price),
                "amount": written_amount(line.amount),
                "tax": written_amount(line.tax),
                "net": written_amount(line.net),
            }
            for line in lines
        ],
        "total": written_amount(whole),
        "total_tax": written_amount(tax),
        "total_net": written_amount(whole - tax),
        "in_words": in_words(whole),
        "net_in_words": in_words(whole - tax),
    }


DEFINITION = DocumentDefinition(
    DocumentKind.PAYMENT_LIST,
    freeze,
    made="the officer asks for it",
    signers="by hand",
    sentences={
        "note": StandingSentence(
            _("Note at the end"),
            "Các khoản chi nói trên theo quy định về kinh phí của hoạt động tư vấn, phản biện và giám định xã hội.",
        ),
        "preparer_title": StandingSentence(_("Title of who prepares the list"), "Người lập"),
        "accountant_title": StandingSentence(_("Title of the accountant"), "Kế toán"),
        "accountant_name": StandingSentence(_("Name of the accountant"), ""),
        "head_title": StandingSentence(_("Title of the head"), "Thủ trưởng đơn vị"),
        "head_name": StandingSentence(_("Name of the head"), ""),
    },
    placeholders=("total", "in_words", "total_tax", "total_net"),
    sample={
        **samples.COMMON,
        **_rows(
            [
                PayLine(
                    "PGS.TS. Trần Đình Khải", "Chủ tịch Hội đồng, họp lần 1", 1_000_000, 1,
                    role="Chủ tịch Hội đồng; Trường Đại học Cao Nguyên",
                ),
                PayLine(
                    "TS. Phạm Thu Diệp", "Viết phiếu nhận xét", 2_500_000, 2,
                    role="Ủy viên phản biện; Trường Đại học Cao Nguyên", tax=250_000,
                ),
            ],
            {1: {"tax_code": "0000000017", "account": "0000 1111 2222", "bank": "Ngân hàng Mẫu, chi nhánh Suối Mơ"}},
        ),
        "preparer": "Nguyễn Văn Mẫu",
    },
)  # fmt: skip
