"""A document before it is made: its data without codes, what of it is seen at a glance, and its words for a comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from lxml import html

from consult.rules import verification
from consult.rules.compare import paragraphs

from . import AS_ABOVE, DEFINITIONS, pdf, shown_code

# As long as what a department's link holds.
NO_ANSWER_CODE = "0" * 24
# Who is addressed, in the data of the kinds that address somebody else than the proposer.
ADDRESSED = ("department", "reviewer", "addressee_name")
# Whoever signs besides the one on the right.
SIGNING = ("left_signature", "signature")


@dataclass(frozen=True)
class Signer:
    """Who signs, and in which capacity, as the document has it."""

    name: str
    capacity: str


@dataclass(frozen=True)
class Facts:
    """What is asked first of a document: ``number`` is "" where it has none, ``day`` is written out."""

    number: str
    day: str
    signers: tuple[Signer, ...]
    addressees: tuple[str, ...]


def without_codes(data: dict[str, Any]) -> dict[str, Any]:
    """``data`` with noughts for what is drawn anew each time: a code that is not in force yet checks nothing."""
    found = dict(data)
    if found.get("verify"):
        found["verify"] = shown_code("0" * verification.LENGTH)
    if found.get("answer_url"):
        found["answer_url"] = f"{settings.SITE_URL}/answer/{NO_ANSWER_CODE}/"
    return found


def recipients_apart(kind: str, data: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Who is addressed by a document, and who else is named under "Nơi nhận"; the office's own copy is nobody's."""
    told = told_recipients(kind, data)
    received = [line for line in told if not line.startswith("Lưu:")]
    above = {*_addressed(kind, data)}
    return [name for name in received if name in above], [name for name in received if name not in above]


def told_recipients(kind: str, data: dict[str, Any]) -> list[str]:
    """The lines of "Nơi nhận" without their hyphens, with the name of whoever is addressed in place of "Như trên"."""
    first = _addressed(kind, data)
    lines = [re.sub(r"^- |[;.]$", "", line) for line in data.get("recipients") or ()]
    return [name for line in lines for name in (first if line == AS_ABOVE else [line])]


def _addressed(kind: str, data: dict[str, Any]) -> list[str]:
    # In the data that invitations of reviewers and reviews share, only the first are addressed to the reviewer.
    names = [data[key] for key in ADDRESSED if data.get(key) and DEFINITIONS[kind].recipients]
    return data.get("to") or [names[0] if names else data.get("proposer", "")]


def facts_of(kind: str, data: dict[str, Any]) -> Facts:
    """Number, day, signers and addressees of a document's data."""
    signing = [data[place] for place in SIGNING if data.get(place) and data[place].get("name")]
    return Facts(
        number=data["heading"]["number"] if DEFINITIONS[kind].symbol is not None else "",
        day=data["heading"]["date"],
        signers=tuple(Signer(one["name"], " ".join(one.get("lines", ()))) for one in signing),
        addressees=tuple(told_recipients(kind, data)),
    )


def words_of(kind: str, title: str, data: dict[str, Any]) -> str:
    """What a document says, a line for each paragraph; without number, day and code, which time alone changes."""
    unsaid: dict[str, Any] = {"heading": {**data["heading"], "number": "", "date": "", "place_date": ""}, "verify": {}}
    for place in SIGNING:
        if data.get(place):
            unsaid[place] = {**data[place], "confirmed": ""}
    body = html.document_fromstring(pdf.to_html(kind, title, {**data, **unsaid})).body
    # How a word is marked stands behind a nought sign in it.
    return "\n".join(" ".join(word.split("\0")[0] for word in words) for words in paragraphs(body))
