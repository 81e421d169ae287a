"""Phiếu nhận xét của ủy viên phản biện."""

from __future__ import annotations

from datetime import date
from typing import Any

from consult.models import Dossier, Review

from .parts import KIND_NAMES, RECOMMENDATIONS, SEAT_NAMES


def freeze(dossier: Dossier, *, day: date, review: Review) -> tuple[str, dict[str, Any]]:
    person = review.seat.person
    sections = []
    for section in dossier.procedure.rules.review_form:
        answer = review.content.get(section.code, {})
        sections.append(
            {
                "title": section.title,
                "paragraphs": [line for line in answer.get("text", "").splitlines() if line.strip()],
                "rating": answer.get("rating"),
            }
        )
    return f"Phiếu nhận xét của {person.name}", {
        "kind": KIND_NAMES[dossier.kind],
        "title": dossier.title,
        "proposer": dossier.proposer.name,
        "reviewer": person.titled_name,
        "employer": getattr(getattr(person, "expert", None), "employer", ""),
        "seat": SEAT_NAMES[review.seat.kind],  # type: ignore[index]
        "interests": review.interests,
        "sections": sections,
        "recommendation": RECOMMENDATIONS[review.recommendation],
        "signature": {"lines": ["Người nhận xét"], "name": person.titled_name},
    }
