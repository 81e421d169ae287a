"""What the signatures of a paper prove, and whether a paper signed elsewhere is the one that was issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, SuspiciousModification
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from .in_thread import in_thread
from .keys import CertificateFacts


@dataclass(frozen=True)
class SignatureFacts:
    """One signature as it was found.

    ``at`` is the time of the stamp where there is one (``stamped``), else what the signer's machine said. ``changed``
    means that something other than further signatures came after it.
    """

    field: str
    certificate: CertificateFacts
    at: datetime | None
    stamped: bool
    intact: bool
    trusted: bool
    changed: bool
    whole: bool

    @property
    def good(self) -> bool:
        return self.intact and not self.changed


class SignedElsewhereError(ValueError):
    """A file is not the issued paper with signatures: ``reason`` is other_file, unsigned, broken or changed."""

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
    status: PdfSignatureStatus = validate_pdf_signature(signature, context, context)
    stamp = status.timestamp_validity
    return SignatureFacts(
        field=signature.field_name,
        certificate=CertificateFacts.of(status.signing_cert),
        at=stamp.timestamp if stamp is not None else status.signer_reported_dt,
        stamped=stamp is not None and stamp.intact and stamp.valid,
        intact=status.intact and status.valid,
        trusted=status.trusted,
        changed=not status.docmdp_ok or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION,
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
    )


@in_thread
def signed_update(issued: bytes, brought: bytes, roots: Sequence[asn1.Certificate]) -> list[SignatureFacts]:
    """The signatures that ``brought`` adds to exactly the bytes of ``issued``.

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
        judged = DEFAULT_DIFF_POLICY.review_file(PdfFileReader(BytesIO(brought)), base, doc_mdp=MDPPerm.FILL_FORMS)
    except (SuspiciousModification, PdfError) as fault:
        raise SignedElsewhereError("changed") from fault
    # The policy hands its objection back instead of raising it.
    if isinstance(judged, SuspiciousModification):
        raise SignedElsewhereError("changed") from judged
    if not found[-1].whole and not _only_proofs_after(brought):
        raise SignedElsewhereError("changed")
    return found


def _only_proofs_after(content: bytes) -> bool:
    """Whether what follows the last signature is a document time stamp, as lasting signatures have it."""
    reader = PdfFileReader(BytesIO(content))
    return bool(reader.embedded_timestamp_signatures)
