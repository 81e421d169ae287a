"""The papers: one module each says what goes on it; ``pdf`` turns it into a PDF.

``freeze`` gathers everything a paper will ever need into plain data, so that a later change of people, names or
procedure does not reach a paper that was asked for before.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from consult.models import DocumentKind, Dossier, RegisterEntry, Review

from . import (
    council_decision,
    meeting_invitation,
    minutes,
    opinion,
    receipt,
    refusal,
    review,
    supplement_request,
)
from .parts import heading

Frozen = tuple[str, dict[str, Any]]

_PAPERS: dict[str, Callable[..., Frozen]] = {
    DocumentKind.RECEIPT: receipt.freeze,
    DocumentKind.SUPPLEMENT_REQUEST: supplement_request.freeze,
    DocumentKind.REFUSAL: refusal.freeze,
    DocumentKind.COUNCIL_DECISION: council_decision.freeze,
    DocumentKind.MEETING_INVITATION: meeting_invitation.freeze,
    DocumentKind.REVIEW: review.freeze,
    DocumentKind.MINUTES: minutes.freeze,
    DocumentKind.OPINION: opinion.freeze,
}


def freeze(
    kind: DocumentKind,
    dossier: Dossier,
    *,
    entry: RegisterEntry | None,
    review: Review | None,
    day: date,
    **extra: Any,
) -> Frozen:
    """Title and data of a paper, as of ``day``."""
    if review is not None:
        extra["review"] = review
    title, data = _PAPERS[kind](dossier, day=day, **extra)
    return title, {"heading": heading(dossier, entry, day), **data}
