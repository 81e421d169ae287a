"""PAdES signatures, each an incremental update, placed where Nghị định 30/2020/NĐ-CP wants them to be seen.

Lengths are in points (pt); a page's origin is its bottom left, as PDF has it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import ValidationError

from consult.libraries.renderer import Rendered

from .in_thread import in_thread
from .keys import Signing

MM = 72 / 25.4
PERSON_WIDTH, PERSON_HEIGHT = 46 * MM, 24 * MM
SEAL = 36 * MM
# Without an answer from a time-stamp server. What fetches revocation data waits ten, by its own default.
STAMP_SECONDS = 5
TEXT_WIDTH, TEXT_HEIGHT = 82 * MM, 11.5 * MM


class SigningFailedError(Exception):
    """A signature could not be made now; another attempt may succeed."""


@dataclass(frozen=True)
class SignatureBox:
    """Where signatures go: the page from 0, the middle of the title and name, and the free height between them."""

    page: int
    centre: float
    title_bottom: float
    name_top: float
    name_bottom: float

    @property
    def middle(self) -> float:
        return (self.title_bottom + self.name_top) / 2

    def for_person(self) -> tuple[float, float, float, float]:
        """The box of the person's signature, between title and name: x0, y0, x1, y1."""
        height = min(PERSON_HEIGHT, self.title_bottom - self.name_top)
        return (
            self.centre - PERSON_WIDTH / 2,
            self.middle - height / 2,
            self.centre + PERSON_WIDTH / 2,
            self.middle + height / 2,
        )

    def for_body(self) -> tuple[float, float, float, float]:
        """The box of the body's signature: its seal over the left third of the person's, its words below the name."""
        left = self.centre - PERSON_WIDTH / 2 - SEAL + PERSON_WIDTH / 3
        text = self.centre - TEXT_WIDTH / 2
        return (
            min(left, text),
            self.name_bottom - TEXT_HEIGHT,
            self.centre + TEXT_WIDTH / 2,
            self.middle + SEAL / 2,
        )


@dataclass(frozen=True)
class Appearance:
    """What a signature looks like: a page of its own as PDF, as large as its box."""

    box: tuple[float, float, float, float]
    page: bytes


@dataclass(frozen=True)
class Stamp:
    """Where proof of time and of non-revocation comes from; empty where there is none.

    ``url`` is a time-stamp server (RFC 3161). With ``fetch``, revocation data is fetched and kept in the paper.
    """

    url: str = ""
    fetch: bool = False
    roots: Sequence[asn1.Certificate] = ()


@dataclass(frozen=True)
class Occasion:
    """What a signature says of itself besides who made it: on which page (from 0), where, why, and its proofs."""

    page: int
    place: str
    reason: str
    stamp: Stamp = field(default_factory=Stamp)


def signature_box(made: Rendered) -> SignatureBox | None:
    """Where a paper is to be signed, as typesetting it told; None when it has no such place."""
    title, name = made.places.get("signature-title"), made.places.get("signature-name")
    if title is None or name is None or title.page != name.page:
        return None
    return SignatureBox(
        page=name.page,
        centre=(name.left + name.right) / 2,
        title_bottom=title.bottom,
        name_top=name.top,
        name_bottom=name.bottom,
    )


@in_thread
def add_signature(content: bytes, signing: Signing, name: str, look: Appearance, occasion: Occasion) -> bytes:
    """``content`` with one more signature in the field ``name``, appended: nothing before it changes.

    B-B without a time-stamp server; B-T with one; B-LTA when revocation data can be had too. Raises
    ``SigningFailedError``.
    """
    stamp = occasion.stamp
    if stamp.url and stamp.fetch:
        try:
            return _add(content, signing, name, look, occasion, lasting=True)
        except (SigningError, ValidationError):
            # Revocation data cannot be had: the signature is still worth its time stamp.
            pass
        except (TimestampRequestError, OSError, TimeoutError) as fault:
            raise SigningFailedError(str(fault)) from fault
    try:
        return _add(content, signing, name, look, occasion, lasting=False)
    except (SigningError, TimestampRequestError, OSError, TimeoutError) as fault:
        raise SigningFailedError(str(fault)) from fault


def _add(content: bytes, signing: Signing, name: str, look: Appearance, occasion: Occasion, *, lasting: bool) -> bytes:
    stamp = occasion.stamp
    context = (
        ValidationContext(trust_roots=list(stamp.roots), allow_fetching=True, revocation_mode="hard-fail")
        if lasting
        else None
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=name,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        location=occasion.place,
        reason=occasion.reason,
        name=signing.facts.subject,
        embed_validation_info=lasting,
        use_pades_lta=lasting,
        validation_context=context,
    )
    with tempfile.NamedTemporaryFile(suffix=".pdf") as drawn:
        drawn.write(look.page)
        drawn.flush()
        style = StaticStampStyle(
            border_width=0,
            background=ImportedPdfPage(drawn.name),
            background_layout=SimpleBoxLayoutRule(
                AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins(), InnerScaling.STRETCH_FILL
            ),
        )
        box = tuple(round(value) for value in look.box)
        signer = signers.PdfSigner(
            metadata,
            signing.signer,
            timestamper=HTTPTimeStamper(stamp.url, timeout=STAMP_SECONDS) if stamp.url else None,
            stamp_style=style,
            new_field_spec=fields.SigFieldSpec(name, on_page=occasion.page, box=box),  # type: ignore[arg-type]
        )
        out = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(content)))
    return out.getvalue()
