"""What anyone who holds a paper may learn of it: by its code, without an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consult.models import Document, DocumentKind, DocumentVersion, Stage
from consult.rules import verification

VALID, REPLACED, REVOKED, NOT_ISSUED = "valid", "replaced", "revoked", "not_issued"


@dataclass(frozen=True)
class VerificationResult:
    """A paper as the public sees it. Where the dossier is confidential, what was written freely stays away.

    ``subject`` and ``reason`` are empty then, and ``replacement`` is a number or a kind of paper.
    """

    document: Document
    code: str
    state: str
    number: str
    place_date: str
    issuer: str
    subject: str
    versions: list[DocumentVersion]
    replacement: str
    revoked_at: datetime | None
    reason: str


def look_up(typed: str) -> VerificationResult | None:
    """The paper with this code, or None. What it says was frozen with it, whatever has changed since."""
    code = verification.read(typed)
    if not code:
        return None
    document = Document.objects.select_related("entry", "dossier", "replaced_by__entry").filter(code=code).first()
    if document is None:
        return None
    versions = list(document.versions.exclude(sha256="").order_by("-version"))
    heading = document.versions.earliest("version").data["heading"]
    state = _state(document, bool(versions))
    dossier = document.dossier
    confidential = dossier is not None and dossier.confidential
    other = document.replaced_by
    return VerificationResult(
        document=document,
        code=verification.written(code),
        state=state,
        number=heading["number"],
        place_date=heading["place_date"],
        issuer=heading["issuer"],
        subject="" if confidential else _subject(document),
        versions=[] if state == NOT_ISSUED else versions,
        replacement=_name(other, confidential) if other else "",
        revoked_at=document.revoked_at,
        reason="" if confidential else document.revoke_reason,
    )


def _subject(document: Document) -> str:
    return f"{document.title}: {document.dossier.title}" if document.dossier is not None else document.title


def _name(document: Document, confidential: bool) -> str:
    if document.entry:
        return document.entry.symbol
    return document.get_kind_display() if confidential else document.title


def _state(document: Document, made: bool) -> str:
    if document.replaced_by_id:
        return REPLACED
    if document.revoked_at:
        return REVOKED
    stage = document.dossier.stage if document.dossier is not None else ""
    issued = document.kind != DocumentKind.OPINION or stage in (Stage.RESPONSE, Stage.CLOSED)
    return VALID if made and issued else NOT_ISSUED
