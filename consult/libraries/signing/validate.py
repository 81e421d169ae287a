"""What the signatures of a document prove, and whether a document signed elsewhere is the one that was issued.

Whoever has a file from elsewhere asks ``apart``: what is here is then done in a process of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from typing import IO, Any

from asn1crypto import pem
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from .in_thread import in_thread
from .keys import CertificateFacts

# pyHanko's own policy, but that a further signature may be seen: our first one certifies, and says that signing goes on.
POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        *(
            rule.as_qualified(ModificationLevel.LTA_UPDATES)
            for rule in (DocInfoRule(), XrefStreamRule(), ObjectStreamRule(), DSSCompareRule(), MetadataUpdateRule())
        ),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(allow_new_visible_after_certify=True),
            SigFieldModificationRule(),
            GenericFieldModificationRule(),
        ]
    ),
)
UNKNOWN_ISSUER = AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND


@dataclass(frozen=True)
class SignatureFacts:
    """One signature as it was found.

    ``at`` is the time of the stamp where there is one (``stamped``), else what the signer's machine said; the certificate
    of that stamp ends at ``stamp_ends``. ``changed`` means that something other than further signatures came after it. A
    certificate is not ``trusted`` because no trusted issuer vouches for it (``issuer_unknown``), or for another fault, such
    as that it has expired.
    """

    field: str
    certificate: CertificateFacts
    at: datetime | None
    stamped: bool
    intact: bool
    trusted: bool
    issuer_unknown: bool
    changed: bool
    whole: bool
    stamp_ends: datetime | None = None

    @property
    def good(self) -> bool:
        return self.intact and not self.changed

    def packed(self) -> dict[str, Any]:
        """As JSON holds it."""
        packed = asdict(self)
        for part, names in ((packed["certificate"], ("not_before", "not_after")), (packed, ("at", "stamp_ends"))):
            for name in names:
                part[name] = part[name].isoformat() if part[name] else None
        return packed

    @classmethod
    def unpacked(cls, packed: dict[str, Any]) -> SignatureFacts:
        """What was ``packed``."""
        certificate, facts = dict(packed["certificate"]), dict(packed)
        for part, names in ((certificate, ("not_before", "not_after")), (facts, ("at", "stamp_ends"))):
            for name in names:
                part[name] = datetime.fromisoformat(part[name]) if part[name] else None
        return cls(**{**facts, "certificate": CertificateFacts(**certificate)})


class SignedElsewhereError(ValueError):
    """A file is not the issued document with signatures: ``reason`` is other_file, unsigned, broken or changed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@in_thread
def signatures_of(content: bytes, roots: Sequence[asn1.Certificate]) -> list[SignatureFacts]:
    """Every signature of a PDF in the order in which it was made. Raises ``SignedElsewhereError`` ("broken")."""
    try:
        reader = PdfFileReader(BytesIO(content))
        return [_facts(signature, roots) for signature in reader.embedded_regular_signatures]
    except (PdfError, SigningError, SignatureValidationError, ValueError, KeyError, TypeError) as fault:
        raise SignedElsewhereError("broken") from fault


def _facts(signature, roots: Sequence[asn1.Certificate]) -> SignatureFacts:  # type: ignore[no-untyped-def]
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False, revocation_mode="soft-fail")
    status: PdfSignatureStatus = validate_pdf_signature(signature, context, context, diff_policy=POLICY)
    stamp = status.timestamp_validity
    return SignatureFacts(
        field=signature.field_name,
        certificate=CertificateFacts.of(status.signing_cert),
        at=stamp.timestamp if stamp is not None else status.signer_reported_dt,
        stamped=stamp is not None and stamp.intact and stamp.valid,
        intact=status.intact and status.valid,
        trusted=status.trusted,
        issuer_unknown=status.trust_problem_indic is UNKNOWN_ISSUER,
        changed=not status.docmdp_ok or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION,
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        stamp_ends=stamp.signing_cert.not_valid_after if stamp is not None else None,
    )


@in_thread
def signed_update(issued: bytes, brought: bytes, roots: Sequence[asn1.Certificate]) -> list[SignatureFacts]:
    """The signatures that ``brought`` adds to exactly the bytes of ``issued``, in the order in which they were made.

    Raises ``SignedElsewhereError`` when it is another file, was saved anew, was changed besides being signed, has no new
    signature, or one that does not hold.
    """
    if not brought.startswith(issued):
        raise SignedElsewhereError("other_file")
    before = len(signatures_of(issued, roots))
    found = signatures_of(brought, roots)
    if len(found) <= before:
        raise SignedElsewhereError("unsigned")
    if not all(facts.good for facts in found):
        raise SignedElsewhereError("broken")
    try:
        base = PdfFileReader(BytesIO(issued)).xrefs.total_revisions - 1
        judged = POLICY.review_file(PdfFileReader(BytesIO(brought)), base, doc_mdp=MDPPerm.FILL_FORMS)
    except (SuspiciousModification, PdfError) as fault:
        raise SignedElsewhereError("changed") from fault
    # The policy hands its objection back instead of raising it.
    if isinstance(judged, SuspiciousModification):
        raise SignedElsewhereError("changed") from judged
    if not found[-1].whole and not _only_proofs_after(brought):
        raise SignedElsewhereError("changed")
    return found[before:]


def _only_proofs_after(content: bytes) -> bool:
    """Whether what follows the last signature is a document time stamp, as lasting signatures have it."""
    reader = PdfFileReader(BytesIO(content))
    return bool(reader.embedded_timestamp_signatures)


# ---------------------------------------------------------------- to be called within ``read_confined``


def read_signatures(stream: IO[bytes], roots: IO[bytes]) -> dict[str, Any]:
    """``signatures_of`` the file, as JSON holds it; ``roots`` is a bundle of PEM. A fault comes as ``{"fault": code}``."""
    try:
        found = signatures_of(stream.read(), _bundled(roots))
    except SignedElsewhereError as fault:
        return {"fault": fault.reason}
    return {"signatures": [one.packed() for one in found]}


def read_update(stream: IO[bytes], issued: IO[bytes], roots: IO[bytes]) -> dict[str, Any]:
    """``signed_update`` of the file, as JSON holds it."""
    try:
        found = signed_update(issued.read(), stream.read(), _bundled(roots))
    except SignedElsewhereError as fault:
        return {"fault": fault.reason}
    return {"signatures": [one.packed() for one in found]}


def _bundled(roots: IO[bytes]) -> list[asn1.Certificate]:
    content = roots.read()
    return (
        [asn1.Certificate.load(der) for _kind, _headers, der in pem.unarmor(content, multiple=True)] if content else []
    )
