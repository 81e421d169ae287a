"""The JSON Schema of a procedure's rules and of the file that carries a procedure from one union to another.

It is published in docs/procedure.schema.json. What one value must be to another, ``consult.rules.procedure`` says.
"""

from __future__ import annotations

from typing import Any

from .leading import DEGREES
from .papers import OPTIONAL_DOCUMENTS
from .questions import BEST_RATING, QUESTION_KINDS, SECTION_KINDS

FORMAT = "consult-procedure-1"
CONSULTATIONS = ("advice", "critique", "appraisal")
SUBMITTERS = ("department", "association", "investor", "union")
FILE_TYPES = (
    "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "jpeg", "png", "tiff", "webp", "heic", "dwg", "dxf", "zip",
)  # fmt: skip
STEPS = (
    "completeness", "supplement", "council", "approve_council", "answer", "review", "meeting_notice", "minutes",
    "sign_minutes", "draft", "approve_opinion", "sign", "issue", "bring_signed", "response", "archive",
)  # fmt: skip
MOST_DAYS = 366
# Working days; further away from a deadline nobody is reminded.
MOST_REMINDED = 60
# As the database keeps them; names of kinds and titles of items also stand on paper.
MOST = {
    "code": 30,
    "name": 200,
    "description": 500,
    "title": 200,
    "hint": 500,
    "unit": 20,
    "answer": 120,
    "sample": 200,
    "ground": 600,
}
MOST_ITEMS, MOST_SECTIONS, MOST_QUESTIONS, MOST_OPTIONS, MOST_GROUNDS = 60, 40, 20, 20, 20

CODE = {"type": "string", "minLength": 1, "maxLength": MOST["code"], "pattern": "^[a-z][a-z0-9_]*$"}
# A share of the seats or of those present, above 0 and not above 1: "2/3", or 1.
SHARE = {"type": "string", "pattern": r"^[0-9]{1,4}(/[1-9][0-9]{0,3})?$"}


def _text(name: str, least: int = 0) -> dict[str, Any]:
    return {"type": "string", "minLength": least, "maxLength": MOST[name]}


def _whole(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


def _object(required: tuple[str, ...] = (), /, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


def _some(of: tuple[str, ...], least: int) -> dict[str, Any]:
    return {"type": "array", "items": {"enum": list(of)}, "uniqueItems": True, "minItems": least}


def _answers(most: int) -> dict[str, Any]:
    return {"type": "array", "items": _text("answer", 1), "uniqueItems": True, "maxItems": most}


YES_OR_NO = {"type": "boolean"}
# Asked for where any of these answers is given; always, where there is none.
ASKED_IF = {
    "type": "array",
    "maxItems": MOST_OPTIONS,
    "uniqueItems": True,
    "items": _object(("question", "answer"), question=CODE, answer=_text("answer", 1)),
}
RULES = _object(
    days=_object(**{step: _whole(1, MOST_DAYS) for step in STEPS}),
    reminders=_object(
        before={"type": "array", "items": _whole(0, MOST_REMINDED), "uniqueItems": True, "maxItems": 10},
        every_late=_whole(1, MOST_REMINDED), escalate_from=_whole(1, MOST_REMINDED),
    ),
    seats=_object(
        least=_whole(3, 60), most=_whole(3, 60), odd=YES_OR_NO, least_reviewers=_whole(1, 60),
        per_employer=_whole(1, 60), most_open=_whole(1, 1000), groups=YES_OR_NO,
    ),
    quorum=_object(share=SHARE, chair=YES_OR_NO, secretary=YES_OR_NO, least_reviewers=_whole(0, 60)),
    vote=_object(share=SHARE, presider_breaks_tie=YES_OR_NO),
    conflicts=_object(
        bars=_some(
            ("submitter", "employer", "family", "business", "paid", "author", "former_employer", "earlier_opinion"), 0
        ),
        former_years=_whole(0, 100),
    ),
    least_reviews=_whole(1, 60),
    meeting=YES_OR_NO,
    meeting_forms=_some(("meeting", "workshop", "round"), 1),
    questions={
        "type": "array",
        "maxItems": MOST_QUESTIONS,
        "items": _object(
            ("code", "title", "kind"),
            code=CODE, title=_text("title", 1), hint=_text("hint"), kind={"enum": list(QUESTION_KINDS)},
            options=_answers(MOST_OPTIONS), required=YES_OR_NO,
        ),
    },
    checklist={
        "type": "array",
        "maxItems": MOST_ITEMS,
        "items": _object(
            ("code", "title"),
            code=CODE, title=_text("title", 1), required=YES_OR_NO, types=_some(FILE_TYPES, 1),
            hint=_text("hint"), asked_if=ASKED_IF, sample=_text("sample"),
            # As written before each could hold many files.
            several=YES_OR_NO,
        ),
    },
    review_form={
        "type": "array",
        "maxItems": MOST_SECTIONS,
        "items": _object(
            ("code", "title"),
            code=CODE, title=_text("title", 1), hint=_text("hint"), kind={"enum": list(SECTION_KINDS)},
            options=_answers(MOST_OPTIONS), scale=_answers(BEST_RATING), unit=_text("unit"), asked_if=ASKED_IF,
            required=YES_OR_NO,
            # As written before there were kinds.
            text=YES_OR_NO, rating=YES_OR_NO,
        ),
    },
    reviewers_named=YES_OR_NO,
    reviewers_by_decision=YES_OR_NO,
    deputy_after=_whole(0, MOST_REMINDED),
    reviews_among={"enum": ["blind", "own_in", "open"]},
    reviews_to_proposer={"enum": ["none", "anonymous", "named"]},
    unit=_text("unit", 1),
    leading=_object(degree={"enum": list(DEGREES)}, leaders=YES_OR_NO, firm=YES_OR_NO),
    documents=_some(OPTIONAL_DOCUMENTS, 0),
    grounds=_object(
        office=YES_OR_NO,
        own={"type": "array", "items": _text("ground", 1), "uniqueItems": True, "maxItems": MOST_GROUNDS},
    ),
    chair_approves=YES_OR_NO,
)  # fmt: skip

FILE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A procedure of Consult, as one union gives it to another",
    **_object(
        ("format", "code", "name", "description", "consultations", "submitters", "rules"),
        format={"const": FORMAT},
        code=CODE,
        name=_text("name", 1),
        description=_text("description"),
        consultations=_some(CONSULTATIONS, 1),
        submitters=_some(SUBMITTERS, 1),
        rules={"$ref": "#/$defs/rules"},
    ),
    "$defs": {"rules": RULES},
}
