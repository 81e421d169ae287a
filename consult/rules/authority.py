"""By which authority somebody signs: Nghị định 30/2020/NĐ-CP, Phụ lục I, phần "Chức vụ, họ tên và chữ ký"."""

from __future__ import annotations

from enum import StrEnum


class Authority(StrEnum):
    """The abbreviation before the title; empty for who signs in their own office."""

    OWN = ""
    TM = "TM"
    KT = "KT"
    TL = "TL"
    Q = "Q"
    TUQ = "TUQ"


def signature_lines(authority: Authority, principal: str, title: str) -> list[str]:
    """The lines above a signature, in capitals.

    ``principal`` is for whom one signs: "KT. CHỦ TỊCH" above "PHÓ CHỦ TỊCH". Acting (Q.) and one's own office have none.
    """
    title = title.strip().upper()
    if authority == Authority.OWN:
        return [title]
    if authority == Authority.Q:
        return [f"Q. {title}"]
    return [f"{authority}. {principal.strip().upper()}", title]


def needs_principal(authority: Authority) -> bool:
    """Whether one signs for somebody who has to be named."""
    return authority not in (Authority.OWN, Authority.Q)


def may_decide(authority: Authority) -> bool:
    """Whether a decision may be signed by this authority: who signs by order (TL.) signs letters, never a decision."""
    return authority != Authority.TL
