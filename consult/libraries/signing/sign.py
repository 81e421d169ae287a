"""PAdES signatures, each an incremental update; the first one certifies: only signing and filling in forms may follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import ValidationError

from .draw import Appearance, Drawn
from .in_thread import in_thread
from .keys import Signing

# Without an answer from a time-stamp server. What fetches revocation data waits ten, by its own default.
STAMP_SECONDS = 5
# Bytes of a signature beside certificates, the name of their issuer and the signature proper: attributes and algorithms.
ATTRIBUTES = 1024


class SigningFailedError(Exception):
    """A signature could not be made now; another attempt may succeed."""


@dataclass(frozen=True)
class Stamp:
    """Where proof of time and of non-revocation comes from; empty where there is none.

    ``url`` is a time-stamp server (RFC 3161). With ``fetch``, revocation data is fetched and kept in the document.
    """

    url: str = ""
    fetch: bool = False
    roots: Sequence[asn1.Certificate] = ()

    def server(self) -> HTTPTimeStamper | None:
        """The time-stamp server, or None."""
        return HTTPTimeStamper(self.url, timeout=STAMP_SECONDS) if self.url else None

    def context(self) -> ValidationContext:
        """Validates certificates, and keeps what it fetched and found for the next one."""
        return ValidationContext(trust_roots=list(self.roots), allow_fetching=True, revocation_mode="hard-fail")


@dataclass(frozen=True)
class Occasion:
    """What signatures say of themselves besides who made them: on which page (from 0), where, why, and their proofs."""

    page: int
    place: str
    reason: str
    stamp: Stamp = field(default_factory=Stamp)


class Signatures:
    """The signatures that a document gets here, one after the other. ``content`` is the document with those made so far.

    ``looks`` are what they show, by the names of their fields and in the order in which they are made. The fields all come
    with the first signature, so that nothing but their signing follows what it certifies. The time-stamp server is asked
    for its certificate, and chains are validated, once for all of them.
    """

    def __init__(self, content: bytes, looks: Mapping[str, Appearance], occasion: Occasion) -> None:
        self.content = content
        self.looks = dict(looks)
        self.occasion = occasion
        self._to_sign = list(looks)
        self._server = occasion.stamp.server()
        self._context = occasion.stamp.context() if occasion.stamp.url and occasion.stamp.fetch else None

    @in_thread
    def add(self, signing: Signing) -> None:
        """Make the next signature: B-B without a time-stamp server, B-T with one, lasting when revocation data can be had too.

        After the last one a document time stamp makes it B-LTA. Raises ``SigningFailedError``.
        """
        name = self._to_sign[0]
        if self._context is not None:
            try:
                self.content = self._signed(signing, name, self._context)
            except (SigningError, ValidationError):
                # Revocation data cannot be had: the signature is still worth its time stamp.
                self._context = None
            except (TimestampRequestError, OSError, TimeoutError) as fault:
                raise SigningFailedError(str(fault)) from fault
            else:
                self._to_sign.pop(0)
                return
        try:
            self.content = self._signed(signing, name, None)
        except (SigningError, TimestampRequestError, OSError, TimeoutError) as fault:
            raise SigningFailedError(str(fault)) from fault
        self._to_sign.pop(0)

    def _signed(self, signing: Signing, name: str, context: ValidationContext | None) -> bytes:
        first, last = len(self._to_sign) == len(self.looks), len(self._to_sign) == 1
        metadata = signers.PdfSignatureMetadata(
            field_name=name,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            location=self.occasion.place,
            reason=self.occasion.reason,
            name=signing.facts.subject,
            certify=first,
            docmdp_permissions=MDPPerm.FILL_FORMS,
            embed_validation_info=context is not None,
            use_pades_lta=context is not None and last,
            validation_context=context,
        )
        writer = IncrementalPdfFileWriter(BytesIO(self.content))
        if first:
            for field_name, look in self.looks.items():
                self._prepare(writer, field_name, look)
        signer = signers.PdfSigner(
            metadata, signing.signer, timestamper=self._server, stamp_style=Drawn(look=self.looks[name])
        )
        made = signer.sign_pdf(writer, existing_fields_only=True, bytes_reserved=self._reserved(signing))
        return made.getvalue()

    def _prepare(self, writer: IncrementalPdfFileWriter, name: str, look: Appearance) -> None:
        box = tuple(round(value) for value in look.box)
        spec = fields.SigFieldSpec(name, on_page=self.occasion.page, box=box)  # type: ignore[arg-type]
        fields.append_signature_field(writer, spec)

    def _reserved(self, signing: Signing) -> int | None:
        """Room for a signature in hexadecimal digits; None where a time stamp comes with it, whose size has to be tried."""
        if self._server is not None:
            return None
        chain = {certificate.dump() for certificate in (signing.signer.signing_cert, *signing.signer.cert_registry)}
        return 2 * (ATTRIBUTES + signing.size + sum(map(len, chain)))
