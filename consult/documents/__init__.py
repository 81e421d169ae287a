"""The documents: one module each says what goes on it; ``pdf`` and ``docx`` make it.

``freeze`` gathers everything a document will ever need into plain data, so that a later change of people, names, wording or
procedure does not reach a document that was asked for before.
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

from django.conf import settings

from consult.models import DocumentKind, DocumentWording, Dossier, Organisation, RegisterEntry, Review
from consult.rules import verification
from consult.rules.numbering import symbol
from consult.rules.papers import Grounds
from consult.rules.placeholders import fill
from consult.rules.procedure import Rules

from .definition import DocumentDefinition, Frozen
from .grounds import founding_ground, giving_ground, grounds_in_force, punctuated
from .names import KIND_NAMES, name_of_body
from .parts import BY_HAND, heading, recipients
from .series import form_within, series_of

AS_ABOVE = "Như trên"

DEFINITIONS: dict[str, DocumentDefinition] = {
    kind: import_module(f".{kind}", __package__).DEFINITION for kind in DocumentKind
}


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
    """Title and data of a document, as of ``day``. Raises ``parts.NoTitleError`` when its signer has no title."""
    if review is not None:
        extra["review"] = review
    definition = DEFINITIONS[kind]
    title, data = definition.freeze(dossier, day=day, **extra)
    own = kind == DocumentKind.RESPONSE
    data = {
        "code": dossier.code,
        "title": dossier.title,
        "kind": KIND_NAMES[dossier.kind],
        "proposer": dossier.proposer.name,
        **data,
    }
    if definition.grounds:
        resting = {"given_by": giving_ground(dossier), "founded_by": founding_ground(dossier)}
        data |= {name: ground for name, ground in resting.items() if ground}
    wording = DocumentWording.objects.filter(union=dossier.union, kind=kind).first()
    return title, {
        **worded(
            definition,
            dossier.union,
            data,
            wording.sentences if wording else {},
            wording.recipients if wording else "",
            unit=dossier.procedure.rules.unit,
            day=day,
            grounds=dossier.procedure.rules.grounds,
        ),
        "heading": _own_heading(dossier, day) if own else heading(dossier.union, entry, day),
        "verify": shown_code(code),
        "closer": dossier.union.closer_lines and not own,
    }


def worded(
    definition: DocumentDefinition,
    union: Organisation,
    data: dict[str, Any],
    sentences: dict[str, str],
    recipient_lines: str,
    *,
    unit: str,
    day: date,
    grounds: Grounds | None = None,
) -> dict[str, Any]:
    """``data`` with the union's wording, or the default where it has none, and the grounds in force on ``day``.

    ``grounds`` is what the dossier's procedure says of them.
    """
    own = definition.kind == DocumentKind.RESPONSE
    values = {**data, "union": union.name, "place": union.place}
    values = {name: values[name] for name in definition.known if name in values}
    given = [line.strip(" -;") for line in recipient_lines.splitlines() if line.strip(" -;")]
    lines = (given or list(definition.recipients)) if definition.recipients else []
    if AS_ABOVE in definition.recipients and AS_ABOVE not in lines:
        # Whoever is addressed stands first, whatever an office adds.
        lines.insert(0, AS_ABOVE)
    lines = [fill(line, values) for line in lines]
    # What the dossier's own recipients are called is theirs, braces and all.
    lines[1:1] = data.get("copies") or []
    say = {key: fill(sentences.get(key) or standing.text, values) for key, standing in definition.sentences.items()}
    made = {
        **data,
        "union": union.name,
        "say": say,
        "recipients": recipients(lines, "" if own else unit) if lines else [],
    }
    if definition.grounds:
        last = [say[key] for key in definition.last_grounds]
        resting = [data[name] for name in ("given_by", "founded_by") if name in data]
        made["grounds"] = punctuated([*grounds_in_force(union, day, grounds), *resting, data["considered"], *last])
    return made


def example(
    definition: DocumentDefinition,
    union: Organisation,
    day: date,
    sentences: dict[str, str] | None = None,
    recipient_lines: str = "",
    rules: Rules | None = None,
) -> dict[str, Any]:
    """A made-up document of this kind in the union's dress, for looking at; under ``rules`` of a procedure, where given."""
    rules = rules or Rules()
    wording = DocumentWording.objects.filter(union=union, kind=definition.kind).first()
    if sentences is None and wording is not None:
        sentences, recipient_lines = wording.sentences, wording.recipients
    sample = dict(definition.sample)
    if "opinion_symbol" in sample:
        sample["opinion_symbol"] = shown_symbol(DEFINITIONS[DocumentKind.OPINION], union, day, rules.unit)
    made = worded(
        definition, union, sample, sentences or {}, recipient_lines, unit=rules.unit, day=day,
        grounds=rules.grounds,
    )  # fmt: skip
    top = heading(union, None, day)
    if definition.kind == DocumentKind.RESPONSE:
        issuer = name_of_body(str(definition.sample["proposer"]))
        top |= {"superior": "", "issuer": issuer, "issuer_lines": [issuer], "number": BY_HAND}
    elif definition.symbol is not None:
        top["number"] = shown_symbol(definition, union, day, rules.unit)
    return {
        **made,
        "heading": top,
        "verify": shown_code("0" * verification.LENGTH if definition.issued else ""),
        "closer": union.closer_lines,
    }


def shown_symbol(definition: DocumentDefinition, union: Organisation, day: date, unit: str) -> str:
    """Number 5 of this kind as the union writes it on ``day``. Raises ``ValueError`` for a kind without a number."""
    if definition.symbol is None:
        raise ValueError(f"{definition.kind} carries no number")
    series = series_of(union, [definition.kind], definition.symbol, day)
    form = form_within(union, series, definition.symbol)
    return symbol(5, definition.symbol, union.symbol, unit, form=form, year=day.year)


def _own_heading(dossier: Dossier, day: date) -> dict[str, Any]:
    """The proposer's own: they number their letter themselves, by hand."""
    return heading(dossier.proposer, None, day) | {"number": BY_HAND}


def shown_code(code: str) -> dict[str, str]:
    """What a document says of how to check it; the address is frozen with it."""
    if not code:
        return {}
    return {
        "code": verification.written(code),
        "url": f"{settings.SITE_URL}/v/{code}/",
        "site": f"{settings.SITE_URL}/v/".split("://")[-1],
    }
