"""What anyone who holds a document may learn of it: by its code, without an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consult.models import Document, DocumentKind, DocumentVersion, Stage
from consult.rules import verification
from consult.rules.verification import Standing

Source = DocumentVersion.Source


@dataclass(frozen=True)
class Signed:
    """Who signed a document, and when: electronically, or on paper, whose scan came ``at`` that time.

    ``reason`` says why it counts although its issuer is not trusted.
    """

    name: str
    at: datetime | None
    on_paper: bool = False
    stamped: bool = False
    reason: str = ""


@dataclass(frozen=True)
class VerificationResult:
    """A document as the public sees it. Where the dossier is confidential, what was written freely stays away.

    ``subject`` and ``reason`` are empty then, and ``replacement`` is a number or a kind of document.
    """

    document: Document
    code: str
    standing: Standing
    number: str
    place_date: str
    issuer: str
    subject: str
    versions: list[DocumentVersion]
    signed: list[Signed]
    replacement: str
    revoked_at: datetime | None
    reason: str


def look_up(typed: str) -> VerificationResult | None:
    """The document with this code, or None. What it says was frozen with it, whatever has changed since."""
    code = verification.read(typed)
    if not code:
        return None
    document = Document.objects.select_related("entry", "dossier", "replaced_by__entry").filter(code=code).first()
    if document is None:
        return None
    versions = list(document.versions.exclude(sha256="").prefetch_related("signatures").order_by("-version"))
    data = document.versions.earliest("version").data
    dossier = document.dossier
    confidential = dossier is not None and dossier.confidential
    signed = _signed(document, data, versions, confidential)
    standing = verification.standing(
        made=bool(versions),
        signed=bool(signed),
        published=_published(document),
        revoked=document.revoked_at is not None,
        replaced=document.replaced_by_id is not None,
    )
    hidden = standing is Standing.WAITING
    heading, other = data["heading"], document.replaced_by
    return VerificationResult(
        document=document,
        code=verification.written(code),
        standing=standing,
        number=heading["number"],
        place_date=heading["place_date"],
        issuer=heading["issuer"],
        subject="" if confidential else _subject(document),
        versions=[] if hidden else versions,
        signed=[] if hidden else signed,
        replacement=_name(other, confidential) if other else "",
        revoked_at=document.revoked_at,
        reason="" if confidential else document.revoke_reason,
    )


def _subject(document: Document) -> str:
    """What it is about: as the register has it, without the office's own code where the project is named."""
    if document.entry:
        return document.entry.subject
    return f"{document.title}: {document.dossier.title}" if document.dossier is not None else document.title


def _name(document: Document, confidential: bool) -> str:
    if document.entry:
        return document.entry.symbol
    return document.get_kind_display() if confidential else document.title


def _published(document: Document) -> bool:
    """An opinion is kept back until its flow publishes it; everything else goes out as it is made."""
    stage = document.dossier.stage if document.dossier is not None else ""
    return document.kind != DocumentKind.OPINION or stage in (Stage.RESPONSE, Stage.CLOSED)


def _signed(
    document: Document, data: dict[str, Any], versions: Sequence[DocumentVersion], confidential: bool
) -> list[Signed]:
    """Who signed the newest file that is signed, under the names that stand on the document."""
    version = next((one for one in versions if one.source != Source.RENDERED), None)
    if version is None:
        return []
    name, issuer = data.get("signature", {}).get("name", ""), data["heading"]["issuer"]
    rows = list(version.signatures.all())
    if rows:
        return [
            Signed(
                name=issuer if row.person_id is None else name if row.person_id == document.signer_id else row.subject,
                at=row.signed_at,
                stamped=row.stamped,
                reason="" if confidential else row.issuer_reason,
            )
            for row in rows
        ]
    # A scan; or a file that was signed before its signatures were kept as rows.
    return [Signed(name or issuer, version.rendered_at, on_paper=version.source == Source.SCAN)]
