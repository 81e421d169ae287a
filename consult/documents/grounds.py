"""On what a paper rests: legal texts in force, the proposer's letter, who suggested it. Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from consult import clock
from consult.models import Dossier, IncomingLetter, LegalGround, Organisation
from consult.rules.numbering import written_date
from consult.rules.papers import Grounds
from consult.rules.text import normalise_for_search

from .names import KIND_NAMES


def grounds_in_force(union: Organisation, day: date, rule: Grounds | None = None) -> list[str]:
    """The union's legal grounds that are valid on ``day``, and what the procedure's ``rule`` says of them and adds."""
    return (rule or Grounds()).cited(list(LegalGround.objects.in_force(union, day).values_list("text", flat=True)))


def punctuated(texts: Iterable[str]) -> list[str]:
    """Grounds as they are printed: each ends in a semicolon, the last in a full stop."""
    bare = [text.rstrip(".; ") for text in texts]
    return [f"{text};" for text in bare[:-1]] + [f"{text}." for text in bare[-1:]]


def founding_ground(dossier: Dossier) -> str:
    """The decision that founded the standing council of which the dossier's was formed, as a ground; "" without one."""
    council = getattr(dossier, "council", None)
    standing = council.standing if council else None
    if standing is None:
        return ""
    return f"Căn cứ Quyết định số {standing.decision} {written_date(standing.decided_on)} về việc thành lập {standing.name}"


def giving_ground(dossier: Dossier) -> str:
    """The letter by which the task was given, or who gave it, as a ground; "" where nobody did."""
    if dossier.given_by is None:
        return ""
    letter = dossier.given_letter
    symbol = letter.said.symbol if letter else dossier.given_symbol
    dated = letter.said.dated if letter else dossier.given_dated
    if not symbol and not dated:
        return f"Căn cứ nhiệm vụ do {dossier.given_by.name} giao"
    return f"Căn cứ {_written_letter(symbol, dated)} của {dossier.given_by.name}"


def _written_letter(symbol: str, dated: date | None) -> str:
    return " ".join(["Văn bản", *([f"số {symbol}"] if symbol else []), *([written_date(dated)] if dated else [])])


def what_is_considered(dossier: Dossier) -> str:
    """The letter by which the work began, as a ground; where none was entered, the proposer's request itself."""
    letter = _first_letter(dossier)
    if letter is None:
        kind = KIND_NAMES[dossier.kind]
        if dossier.own_initiative:
            return f"Xét sự cần thiết của việc {kind} đối với “{dossier.title}”"
        return f"Xét đề nghị của {dossier.proposer.name} về việc {kind} hồ sơ “{dossier.title}”"
    said = letter.said
    return f"Xét {_written_letter(said.symbol, said.dated)} của {said.sender}"


def _first_letter(dossier: Dossier) -> IncomingLetter | None:
    """The first letter of the proposer; else the first that had come when the dossier was handed in, such as a task given.

    The letter that is a ground of its own (``giving_ground``) is not named twice.
    """
    if dossier.entered_from is not None and dossier.entered_from_id != dossier.given_letter_id:
        return dossier.entered_from
    found = list(dossier.incoming.filter(void=None).prefetch_related("corrections").order_by("arrived_on", "number"))
    letters = [letter for letter in found if letter.pk != dossier.given_letter_id]
    proposer = normalise_for_search(dossier.proposer.name)
    theirs = [letter for letter in letters if normalise_for_search(letter.said.sender) == proposer]
    begun = clock.day_of(dossier.submitted_at) if dossier.submitted_at else None
    before = [letter for letter in letters if begun is not None and letter.arrived_on <= begun]
    return next(iter([*theirs, *before]), None)
