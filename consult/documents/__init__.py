"""The papers: one module each says what goes on it; ``pdf`` and ``docx`` make it.

``freeze`` gathers everything a paper will ever need into plain data, so that a later change of people, names, wording or
procedure does not reach a paper that was asked for before.
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

from django.conf import settings

from consult.models import DocumentKind, Dossier, Organisation, PaperText, RegisterEntry, Review
from consult.rules import verification
from consult.rules.numbering import symbol
from consult.rules.placeholders import fill

from .paper import Frozen, Paper
from .parts import KIND_NAMES, grounds_in_force, heading, punctuated, recipients

PAPERS: dict[str, Paper] = {kind: import_module(f".{kind}", __package__).PAPER for kind in DocumentKind}


def freeze(
    kind: DocumentKind,
    dossier: Dossier,
    *,
    entry: RegisterEntry | None,
    review: Review | None,
    day: date,
    code: str = "",
    **extra: Any,
) -> Frozen:
    """Title and data of a paper, as of ``day``. Raises ``parts.NoTitleError`` when its signer has no title."""
    if review is not None:
        extra["review"] = review
    paper = PAPERS[kind]
    title, data = paper.freeze(dossier, day=day, **extra)
    own = kind == DocumentKind.RESPONSE
    data = {
        "code": dossier.code,
        "title": dossier.title,
        "kind": KIND_NAMES[dossier.kind],
        "proposer": dossier.proposer.name,
        **data,
    }
    wording = PaperText.objects.filter(union=dossier.union, kind=kind).first()
    return title, {
        **worded(
            paper,
            dossier.union,
            data,
            wording.sentences if wording else {},
            wording.recipients if wording else "",
            unit=dossier.procedure.rules.unit,
            day=day,
        ),
        "heading": heading(dossier.proposer if own else dossier.union, entry, day),
        "verify": _verification(code),
    }


def worded(
    paper: Paper,
    union: Organisation,
    data: dict[str, Any],
    sentences: dict[str, str],
    recipient_lines: str,
    *,
    unit: str,
    day: date,
) -> dict[str, Any]:
    """``data`` with the union's wording, or the default where it has none, and the grounds in force on ``day``."""
    values = {**data, "union": union.name, "place": union.place}
    values = {name: values[name] for name in paper.known if name in values}
    lines = [line.strip(" -;") for line in recipient_lines.splitlines() if line.strip(" -;")] or paper.recipients
    made = {
        **data,
        "union": union.name,
        "say": {key: fill(sentences.get(key) or standing.text, values) for key, standing in paper.sentences.items()},
        "recipients": recipients([fill(line, values) for line in lines], unit) if paper.recipients else [],
    }
    if paper.grounds:
        received = f"Xét hồ sơ số {data['code']} của {data['proposer']}"
        made["grounds"] = punctuated([*grounds_in_force(union, day), received])
    return made


def example(
    paper: Paper, union: Organisation, day: date, sentences: dict[str, str] | None = None, recipient_lines: str = ""
) -> dict[str, Any]:
    """A made-up paper of this kind in the union's dress, for looking at."""
    wording = PaperText.objects.filter(union=union, kind=paper.kind).first()
    if sentences is None and wording is not None:
        sentences, recipient_lines = wording.sentences, wording.recipients
    made = worded(paper, union, dict(paper.sample), sentences or {}, recipient_lines, unit="TVPB", day=day)
    top = heading(union, None, day)
    if paper.kind == DocumentKind.RESPONSE:
        top |= {"superior": "", "issuer": str(paper.sample["proposer"]).upper()}
    elif paper.symbol is not None:
        top["number"] = symbol(5, paper.symbol, union.symbol, "TVPB")
    return {**made, "heading": top, "verify": _verification("0" * verification.LENGTH if paper.issued else "")}


def _verification(code: str) -> dict[str, str]:
    """What a paper says of how to check it; the address is frozen with it."""
    if not code:
        return {}
    return {
        "code": verification.written(code),
        "url": f"{settings.SITE_URL}/v/{code}/",
        "site": f"{settings.SITE_URL}/v/".split("://")[-1],
    }
