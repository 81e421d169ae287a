"""Signing documents with keys that the office holds, and what the signatures of a kept file prove."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from consult import clock
from consult.documents import DEFINITIONS, pdf
from consult.libraries.renderer import RenderedPdf
from consult.libraries.signing import (
    CertificateFacts,
    Occasion,
    SignatureFacts,
    Signatures,
    Stamp,
    apart,
    draw,
    signature_box,
    stamp_ends,
)
from consult.models import (
    Document,
    DocumentSignature,
    DocumentVersion,
    Organisation,
    Person,
    Seal,
    Signatory,
    SigningKey,
)
from consult.rules.renewal import renew_on

from .keys import bundle_of, key_of, opened, roots_of

Source = DocumentVersion.Source
PERSON_FIELD, BODY_FIELD = "NguoiKy", "CoQuan"


@dataclass(frozen=True)
class MadeDocument:
    """A finished document: its file, where that comes from, and the rows of its signatures, which are not saved."""

    made: RenderedPdf
    source: str = Source.RENDERED
    signatures: list[DocumentSignature] = field(default_factory=list)


def _bytes(picture: object) -> bytes:
    if not picture:
        return b""
    with picture.open("rb") as stream:  # type: ignore[attr-defined]
        content: bytes = stream.read()
    return content


def sign_here(version: DocumentVersion, made: RenderedPdf) -> MadeDocument:
    """Sign a rendered document, first the person, then the body, if the office holds both keys and they are valid.

    Takes no lock. Raises ``SigningFailedError`` when signing should have worked.
    """
    document = version.document
    union, signer = document.union, document.signer
    place = signature_box(made)
    if not DEFINITIONS[document.kind].sealed or signer is None or place is None:
        return MadeDocument(made)
    own, body = key_of(union, signer), key_of(union, None)
    # A lost file is made and signed again, but not in the name of somebody who has left.
    if own is None or body is None or not _acts_for(union, signer):
        return MadeDocument(made)
    at = clock.now()
    stamp = stamp_of(union)
    signatory = Signatory.objects.filter(union=union, person=signer).first()
    seal = Seal.objects.filter(union=union).first()
    looks = {
        PERSON_FIELD: draw.of_person(
            pdf.fonts(), place, _bytes(signatory.picture) if signatory else b"", signer.name, at
        ),
        BODY_FIELD: draw.of_body(pdf.fonts(), place, _bytes(seal.picture) if seal else b"", union.name, at),
    }
    signatures = Signatures(made.content, looks, Occasion(place.page, union.place, document.title, stamp))
    rows = [_add(signatures, number, key) for number, key in enumerate((own, body), 1)]
    for row in rows:
        row.signed_at, row.stamped = at, bool(stamp.url)
    note_renewal(version, stamp_ends(signatures.content) if stamp.url else None)
    return MadeDocument(RenderedPdf(signatures.content, made.pages), Source.SIGNED, rows)


def stamp_of(union: Organisation) -> Stamp:
    """Where proofs of time and of non-revocation come from here."""
    lasting = bool(settings.TIME_STAMP_URL and settings.FETCH_REVOCATION)
    return Stamp(settings.TIME_STAMP_URL, lasting, roots_of(union) if lasting else [])


def _add(signatures: Signatures, place: int, key: SigningKey) -> DocumentSignature:
    # One after the other: a token has one session at a time.
    with opened(key) as signing:
        signatures.add(signing)
        return _row(place, signing.facts, key.person)


def _acts_for(union: Organisation, person: Person) -> bool:
    return bool(person.is_active and person.memberships.in_force().filter(organisation=union).exists())


def is_signed(document: Document) -> bool:
    """Whether the newest file of a document is signed, in whatever way."""
    return bool(document.versions.latest("version").source != Source.RENDERED)


def signature_row(place: int, facts: SignatureFacts, person: Person | None, reason: str = "") -> DocumentSignature:
    """A signature as it is kept beside its file; not saved, and of no version yet."""
    row = _row(place, facts.certificate, person)
    row.signed_at, row.stamped, row.issuer_reason = facts.at, facts.stamped, reason
    return row


def _row(place: int, certificate: CertificateFacts, person: Person | None) -> DocumentSignature:
    return DocumentSignature(
        place=place,
        person=person,
        subject=certificate.subject[:300],
        issuer=certificate.issuer[:300],
        serial=certificate.serial[:60],
        fingerprint=certificate.fingerprint,
    )


def note_renewal(version: DocumentVersion, ends: datetime | None) -> None:
    """Note when the time stamp of a file is to be renewed, whose certificate ``ends``; it has none where that is None."""
    today = clock.today()
    version.renew_on = renew_on(today, timezone.localdate(ends)) if ends else None


def keep_signatures(version: DocumentVersion, rows: list[DocumentSignature]) -> None:
    """Keep what is known of the signatures of a file, in the transaction that keeps the file."""
    # A lost file that is made again is signed again: the same row of the version, other signatures.
    version.signatures.all().delete()
    for row in rows:
        row.version = version
    DocumentSignature.objects.bulk_create(rows)


def facts_of(version: DocumentVersion) -> list[SignatureFacts]:
    """What the signatures of a kept file prove today. Raises ``SignedElsewhereError`` ("broken", "busy")."""
    with version.file.open("rb") as stream:
        return apart.signatures_of(stream, bundle_of(version.document.union))
