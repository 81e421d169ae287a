"""The payment list as a sheet: what the document says, with amounts as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from consult.rules.payment import PayLine, in_words, total, total_tax

from .register import as_sheet

HEAD = [
    "STT", "Họ và tên", "Chức danh, đơn vị", "Mã số thuế", "Số tài khoản, ngân hàng", "Nội dung", "Số lượng", "Đơn giá (đồng)",
    "Thành tiền (đồng)", "Thuế TNCN khấu trừ (đồng)", "Thực nhận (đồng)", "Ký nhận",
]  # fmt: skip


def account_with_bank(details: Mapping[str, str]) -> str:
    """As lists write it: the number, then the bank."""
    return " – ".join(filter(None, (details.get("account"), details.get("bank"))))


def as_payment_sheet(
    lines: Sequence[PayLine], payees: Mapping[int, Mapping[str, str]], *, code: str, issuer: str
) -> bytes:
    """The list of the dossier ``code``. ``payees`` are tax codes and accounts by person, of those whom the reader may see."""
    rows: list[list[str | int]] = []
    for n, line in enumerate(lines, start=1):
        details = payees.get(line.person, {})
        rows.append(
            [n, line.name, line.role, details.get("tax_code", ""), account_with_bank(details), line.reason, line.quantity,
             line.price, line.amount, line.tax, line.net, ""]
        )  # fmt: skip
    whole, tax = total(lines), total_tax(lines)
    rows.append(["", "Cộng", "", "", "", in_words(whole), "", "", whole, tax, whole - tax, ""])
    return as_sheet(f"Bảng kê thanh toán {code}", HEAD, rows, issuer=issuer)
