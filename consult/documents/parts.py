"""Parts that papers share: heading, signature, recipients, grounds. Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from consult.models import Dossier, LegalGround, Organisation, Person, RegisterEntry, Seat, Signatory
from consult.rules.numbering import written_date

# Papers are in Vietnamese whatever language their reader's screen has.
SEAT_NAMES = {
    Seat.Kind.CHAIR: "Chủ tịch hội đồng",
    Seat.Kind.DEPUTY: "Phó chủ tịch hội đồng",
    Seat.Kind.HEAD: "Trưởng nhóm",
    Seat.Kind.REVIEWER: "Ủy viên phản biện",
    Seat.Kind.MEMBER: "Ủy viên",
    Seat.Kind.SECRETARY: "Thư ký hội đồng",
}
KIND_NAMES = {"advice": "tư vấn", "critique": "phản biện", "appraisal": "giám định xã hội"}
RECOMMENDATIONS = {"approve": "Thông qua", "changes": "Thông qua, có chỉnh sửa", "reject": "Không thông qua"}


NO_BREAK = "\u00a0"


class NoTitleError(LookupError):
    """A paper should be signed by somebody for whom the union keeps no title."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.name)
        self.person = person


def _kept_together(name: str) -> str:
    """The name in capitals; its last words stay on one line, so that no place name is torn apart."""
    head, *tail = name.upper().rsplit(" ", 3) if name.count(" ") > 4 else [name.upper()]
    return f"{head} {NO_BREAK.join(tail)}" if tail else head


def heading(issuer: Organisation, entry: RegisterEntry | None, day: date) -> dict[str, Any]:
    """Who issues, under which number, where and when."""
    return {
        "superior": _kept_together(issuer.superior),
        "issuer": _kept_together(issuer.name),
        "number": entry.symbol if entry else "",
        "place_date": f"{issuer.place}, {written_date(day)}".lstrip(", "),
    }


def signature(signer: Person, union: Organisation) -> dict[str, Any]:
    """Authority and title in capitals, then the name. Raises ``NoTitleError``."""
    signatory = Signatory.objects.filter(person=signer, union=union).first()
    if signatory is None:
        raise NoTitleError(signer)
    return {"lines": signatory.lines, "name": signer.titled_name}


def recipients(lines: Iterable[str], unit: str) -> list[str]:
    """Who receives the paper; the last line keeps a copy with the clerk."""
    return [f"- {line};" for line in lines] + [f"- Lưu: VT, {unit}."]


def grounds_in_force(union: Organisation, day: date) -> list[str]:
    """The union's legal grounds that are valid on ``day``."""
    return list(LegalGround.objects.in_force(union, day).values_list("text", flat=True))


def punctuated(texts: Iterable[str]) -> list[str]:
    """Grounds as they are printed: each ends in a semicolon, the last in a full stop."""
    bare = [text.rstrip(".; ") for text in texts]
    return [f"{text};" for text in bare[:-1]] + [f"{text}." for text in bare[-1:]]


def written_time(moment: datetime) -> str:
    """As invitations write it: "08 giờ 00, ngày 05/01/2026"."""
    local = timezone.localtime(moment)
    return f"{local:%H} giờ {local:%M}, ngày {local:%d/%m/%Y}"


def paragraphs(text: str) -> list[str]:
    """The lines of a plain text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


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


def employer_of(person: Person) -> str:
    """Where an expert works, as far as it is known."""
    return getattr(getattr(person, "expert", None), "employer", "")


def seat_name(seat: Seat) -> str:
    """What a seat is called on papers, with its thematic group."""
    name = SEAT_NAMES[Seat.Kind(seat.kind)]
    return f"{name}, nhóm {seat.group.name}" if seat.group else name


def seat_rows(dossier: Dossier) -> list[dict[str, str]]:
    """The seats in force, as papers list them."""
    seats = dossier.council.seats.filter(released_at=None).select_related("person__expert", "group")
    return [
        {
            "name": seat.person.titled_name,
            "employer": employer_of(seat.person) or dossier.union.name,
            "seat": seat_name(seat),
        }
        for seat in seats
    ]
