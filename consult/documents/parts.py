"""Parts that documents share: heading, signature, recipients, seats. Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from consult import clock
from consult.models import (
    Attachment,
    Dossier,
    Guest,
    Organisation,
    Person,
    RegisterEntry,
    Seat,
    Signatory,
    StandIn,
    files_that_stand,
)
from consult.rules.authority import Authority, may_decide
from consult.rules.numbering import written_date, written_moment

from .names import NO_BREAK, SEAT_NAMES, name_of_body

# Where a sender numbers the letter themselves, by hand.
BY_HAND = f"{NO_BREAK * 10}/…"


class NoTitleError(LookupError):
    """A document should be signed by somebody for whom the union keeps no title."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.name)
        self.person = person


class MayNotDecideError(NoTitleError):
    """A decision should be signed by somebody who signs by order of another."""


def heading(issuer: Organisation, entry: RegisterEntry | None, day: date) -> dict[str, Any]:
    """Who issues, under which number, where and when. The issuer's lines are those that the office wrote, if it did."""
    own_lines = [line.strip().upper() for line in issuer.heading_lines.splitlines() if line.strip()]
    return {
        "superior": name_of_body(issuer.superior),
        "issuer": name_of_body(issuer.name),
        "issuer_lines": own_lines or [name_of_body(issuer.name)],
        "number": entry.symbol if entry else "",
        "date": written_date(day),
        "place_date": f"{issuer.place}, {written_date(day)}".lstrip(", "),
    }


def signature(signer: Person, union: Organisation, *, decides: bool = False) -> dict[str, Any]:
    """Authority and title in capitals, then the name; a degree before it only where the union's papers carry them.

    Whoever signs as a stand-in signs by the authority with which they were named, for the office of whom they stand in for.
    Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7. Raises ``NoTitleError``; for a decision ``MayNotDecideError``.
    """
    signatory = _signatory_for(signer, union) or Signatory.objects.filter(person=signer, union=union).first()
    if signatory is None:
        raise NoTitleError(signer)
    if decides and not may_decide(Authority(signatory.authority)):
        raise MayNotDecideError(signer)
    return {"lines": signatory.lines, "name": signer.titled_name if union.degrees_before_names else signer.name}


def _signatory_for(signer: Person, union: Organisation) -> Signatory | None:
    """How somebody signs for whom they stand in, or None: by what they were named with, else as the union's signers say."""
    holder = signer.signs_for_holder
    if holder is None:
        return None
    named = StandIn.objects.filter(membership__organisation=union, membership__person=holder, person=signer)
    stands = named.filter(since__lte=clock.today()).first()
    principal = Signatory.objects.filter(person=holder, union=union).first()
    if stands is None or not stands.title or principal is None:
        return None
    return Signatory(
        union=union, person=signer, authority=stands.authority, principal=principal.title, title=stands.title
    )


def office_held(person: Person | None, union: Organisation) -> str:
    """Under which title somebody signs for the union, "" where none is kept."""
    signatory = Signatory.objects.filter(person=person, union=union).first() if person else None
    return signatory.title if signatory else ""


def recipients(lines: Iterable[str], unit: str) -> list[str]:
    """Who receives the document; the last line keeps a copy with the clerk, and with the unit that drafted it."""
    return [f"- {line};" for line in lines] + [f"- Lưu: {', '.join(filter(None, ('VT', unit)))}."]


def written_time(moment: datetime) -> str:
    """As papers write it: "08 giờ 00 phút, ngày 05 tháng 01 năm 2026 (thứ Hai)"."""
    return written_moment(timezone.localtime(moment))


def paragraphs(text: str) -> list[str]:
    """The lines of a plain text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def checklist(dossier: Dossier) -> list[dict[str, Any]]:
    """What the dossier brought of what its procedure asks for."""
    files: dict[str, list[Attachment]] = {}
    for attachment in dossier.attachments.all():
        files.setdefault(attachment.item, []).append(attachment)
    return [
        {
            "title": item.title,
            "required": item.required,
            "name": "; ".join(file.name for file in files_that_stand(brought)),
        }
        for item in dossier.asked_items(files)
        for brought in [files.get(item.code, [])]
    ]


def employer_of(person: Person) -> str:
    """Where an expert works, as far as it is known."""
    return getattr(getattr(person, "expert", None), "employer", "")


def seat_name(seat: Seat) -> str:
    """What a seat is called on documents, with its thematic group."""
    name = SEAT_NAMES[Seat.Kind(seat.kind)]
    return f"{name}, nhóm {seat.group.name}" if seat.group else name


def invited(guest: Guest) -> str:
    """A guest with the body that they come from, as far as it is known."""
    return ", ".join(part for part in (guest.name, guest.organisation) if part)


def seat_rows(dossier: Dossier) -> list[dict[str, str]]:
    """The seats in force, as documents list them."""
    seats = dossier.council.seats.filter(released_at=None).select_related("person__expert", "group")
    return [
        {
            "name": seat.person.titled_name,
            "employer": employer_of(seat.person) or dossier.union.name,
            "seat": seat_name(seat),
        }
        for seat in seats
    ]
