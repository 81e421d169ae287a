"""Documents that come back signed: in another program, as a PDF, or by hand, as a scan."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.libraries.signing import SignatureFacts, SignedElsewhereError, apart
from consult.models import Document, DocumentSignature, DocumentVersion, Dossier, Organisation, Person, Seat
from consult.refusals import ActionError
from consult.rules.signers import names_person

from . import certificates
from .actor import Actor, record
from .keys import bundle_of
from .signing import keep_signatures, note_renewal, signature_row
from .uploads import examine

Source = DocumentVersion.Source
SIGNED_LIMIT = 20 * 1024 * 1024

FAULTS = {
    "other_file": _(
        "This file is not the issued document with signatures added: its beginning differs. Download the document here, "
        "sign exactly that file, and do not print or re-save it in between."
    ),
    "unsigned": _("The file has no signature yet. Sign it, then upload it again."),
    "broken": _("A signature in the file is not valid: the file was damaged, or changed after signing."),
    "changed": _("Besides the signature, the document itself was changed. Only a signature may be added."),
    "busy": _("The file could not be checked just now. Choose it again in a minute."),
}


@dataclass(frozen=True)
class SignedUpload:
    """A signed document that was examined: the version that it becomes, and the one that it was compared with.

    ``confirmed`` are the signatures whose certificates the clerk has just confirmed, by their place.
    """

    version: DocumentVersion
    issued: DocumentVersion
    signatures: list[DocumentSignature] = field(default_factory=list)
    confirmed: dict[int, SignatureFacts] = field(default_factory=dict)


def examine_signed(
    *, document: Document, upload: File[Any], source: str, confirmed: bool = False, issuer_reason: str = ""
) -> SignedUpload:
    """Examine a document signed outside or by hand; no row is written. Raises ``ActionError``.

    Signed in another program, it must be exactly the issued file with signatures added, each by who was to sign. The clerk
    has ``confirmed`` that a certificate of that name is theirs, and gives an ``issuer_reason`` where the union does not trust
    its issuer. A scan is taken as it is, and called a scan.
    """
    found, upload.name = examine(upload, ("pdf",), SIGNED_LIMIT)
    assert upload.file is not None
    content = upload.file.read()
    issued = issued_version(document)
    if not issued.file:
        raise ActionError("not_made_yet", _("The document is still being made."))
    version = DocumentVersion(
        document=document,
        data=issued.data,
        source=source,
        sha256=hashlib.sha256(content).hexdigest(),
        pages=found.pages,
        file=upload,
    )
    brought = SignedUpload(version, issued)
    if source == Source.SIGNED_OUTSIDE:
        people = people_to_sign(document, issued.data)
        for place, facts in enumerate(_added(issued, content, document.union), 1):
            owner = _owner(facts, document.union, people, confirmed=confirmed)
            reason = "" if facts.trusted else _reason(facts, issuer_reason)
            brought.signatures.append(signature_row(place, facts, owner.person, reason))
            if not owner.known:
                brought.confirmed[place] = facts
            if facts.stamp_ends is not None:
                note_renewal(version, facts.stamp_ends)
    return brought


def _added(issued: DocumentVersion, content: bytes, union: Organisation) -> list[SignatureFacts]:
    try:
        with issued.file.open("rb") as kept:
            return apart.signed_update(kept, BytesIO(content), bundle_of(union))
    except SignedElsewhereError as fault:
        raise ActionError(f"brought_{fault.reason}", FAULTS[fault.reason], where="upload") from fault


def people_to_sign(document: Document, data: dict[str, Any]) -> list[Person]:
    """Who was to sign a document: its signer or, where it has none, those of the council whose names stand to be signed."""
    if document.signer is not None:
        return [document.signer]
    names = [data.get(place, {}).get("name", "") for place in ("signature", "left_signature")]
    seats = Seat.objects.filter(council__dossier=document.dossier).select_related("person")
    return [seat.person for seat in seats if any(names_person(name, seat.person.name) for name in names)]


def _owner(facts: SignatureFacts, union: Organisation, people: list[Person], *, confirmed: bool) -> certificates.Owner:
    certificate = facts.certificate
    owner = certificates.owner_of(union, people, certificate)
    told = {"subject": certificate.subject, "issuer": certificate.issuer, "serial": certificate.serial}
    if owner is None:
        whom = ", ".join([*(person.name for person in people), union.name])
        raise ActionError(
            "brought_other_signer",
            _("The certificate is of %(subject)s (issued by %(issuer)s). This document is to be signed by: %(whom)s.")
            % {**told, "whom": whom},
            where="upload",
        )
    if not owner.known and not confirmed:
        raise ActionError(
            "brought_unconfirmed",
            _(
                "The certificate of %(subject)s (issued by %(issuer)s, serial number %(serial)s) is not registered yet. Check "
                "that it is the signer's own, tick this, and choose the file again."
            )
            % told,
            where="confirmed",
        )
    return owner


def _reason(facts: SignatureFacts, given: str) -> str:
    """Why a certificate counts that no trusted issuer vouches for. Raises ``ActionError`` where it cannot, or none is given."""
    told = {"subject": facts.certificate.subject, "issuer": facts.certificate.issuer}
    if not facts.issuer_unknown or not facts.certificate.not_before <= clock.now() <= facts.certificate.not_after:
        raise ActionError(
            "brought_not_in_force",
            _("The certificate of %(subject)s has expired, was revoked, or is not meant for signing.") % told,
            where="upload",
        )
    if not given.strip():
        raise ActionError(
            "brought_untrusted",
            _(
                "The certificate of %(subject)s was issued by %(issuer)s, which is not among the issuers that the union "
                "trusts. If it may count all the same, say why, and choose the file again."
            )
            % told,
            where="issuer_reason",
        )
    return given.strip()


def keep_signed(*, dossier: Dossier, document: Document, by: Actor, brought: SignedUpload) -> DocumentVersion:
    """Keep an examined document beside the one made here; its file is in the store. The dossier's row is taken.

    Raises ``ActionError`` when another was issued since it was examined.
    """
    version = brought.version
    if document.pk != version.document_id or issued_version(document).pk != brought.issued.pk:
        raise ActionError("brought_other_file", FAULTS["other_file"])
    version.version = document.versions.count() + 1
    version.rendered_at = clock.now()
    version.brought_by = by.person
    version.save()
    keep_signatures(version, brought.signatures)
    for row in brought.signatures:
        if row.place in brought.confirmed:
            facts = brought.confirmed[row.place].certificate
            certificates.register(union=document.union, person=row.person, facts=facts, by=by)
    reasons = dict.fromkeys(row.issuer_reason for row in brought.signatures if row.issuer_reason)
    record(
        dossier, "signed_document_brought", by, title=document.title, source=version.source, reason="; ".join(reasons)
    )
    return version


def issued_version(document: Document) -> DocumentVersion:
    """The newest file of a document that was made here or signed electronically."""
    return document.versions.exclude(source=Source.SCAN).latest("version")
