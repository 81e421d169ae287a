"""Parts that papers share: heading, signature, recipients, grounds. Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from consult.models import Dossier, Membership, Person, RegisterEntry, Seat
from consult.rules.numbering import written_date

# Papers are in Vietnamese whatever language their reader's screen has.
SEAT_NAMES = {
    Seat.Kind.CHAIR: "Chủ tịch hội đồng",
    Seat.Kind.DEPUTY: "Phó chủ tịch hội đồng",
    Seat.Kind.REVIEWER: "Ủy viên phản biện",
    Seat.Kind.MEMBER: "Ủy viên",
    Seat.Kind.SECRETARY: "Thư ký hội đồng",
}
KIND_NAMES = {"advice": "tư vấn", "critique": "phản biện", "appraisal": "giám định xã hội"}
RECOMMENDATIONS = {"approve": "Thông qua", "changes": "Thông qua, có chỉnh sửa", "reject": "Không thông qua"}


NO_BREAK = "\u00a0"


def _kept_together(name: str) -> str:
    """The name in capitals; its last words stay on one line, so that no place name is torn apart."""
    head, *tail = name.upper().rsplit(" ", 3) if name.count(" ") > 4 else [name.upper()]
    return f"{head} {NO_BREAK.join(tail)}" if tail else head


def heading(dossier: Dossier, entry: RegisterEntry | None, day: date) -> dict[str, Any]:
    """Who issues, under which number, where and when."""
    union = dossier.union
    return {
        "superior": _kept_together(union.superior),
        "issuer": _kept_together(union.name),
        "number": entry.symbol if entry else "",
        "place_date": f"{union.place}, {written_date(day)}",
    }


def signature(signer: Person, dossier: Dossier) -> dict[str, Any]:
    """Authority and title in capitals, then the name. A bar in a position parts its lines ("TL. CHỦ TỊCH|…")."""
    position = (
        Membership.objects.filter(person=signer, organisation=dossier.union)
        .exclude(position="")
        .values_list("position", flat=True)
        .first()
    )
    return {
        "lines": [line.strip().upper() for line in (position or "Người lập phiếu").split("|")],
        "name": signer.titled_name,
    }


def recipients(lines: Iterable[str], unit: str) -> list[str]:
    """Who receives the paper; the last line keeps a copy with the clerk."""
    return [f"- {line};" for line in lines] + [f"- Lưu: VT, {unit}."]


def grounds(dossier: Dossier, day: date, *more: str) -> list[str]:
    """Legal grounds in force on ``day``; each ends in a semicolon, the last in a full stop."""
    texts = [ground.text.rstrip(".;") for ground in dossier.procedure.rules.grounds if ground.valid_on(day)]
    texts += [text.rstrip(".;") for text in more]
    return [f"{text};" for text in texts[:-1]] + [f"{text}." for text in texts[-1:]]


def checklist(dossier: Dossier) -> list[dict[str, Any]]:
    """What the dossier brought of what its procedure asks for."""
    newest: dict[str, Any] = {}
    for attachment in dossier.attachments.order_by("version"):
        newest[attachment.item] = attachment
    return [
        {
            "title": item.title,
            "required": item.required,
            "name": newest[item.code].name if item.code in newest else "",
            "version": newest[item.code].version if item.code in newest else 0,
        }
        for item in dossier.procedure.rules.checklist
    ]


def seat_rows(dossier: Dossier) -> list[dict[str, str]]:
    """The seats in force, as papers list them."""
    seats = dossier.council.seats.filter(released_at=None).select_related("person__expert")
    return [
        {
            "name": seat.person.titled_name,
            "employer": getattr(getattr(seat.person, "expert", None), "employer", "") or dossier.union.name,
            "seat": SEAT_NAMES[Seat.Kind(seat.kind)],
        }
        for seat in seats
    ]
