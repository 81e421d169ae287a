"""Archive time stamps: a document whose proofs would end with the certificate of their time stamp gets another one."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError, extract_certificate_info
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko_certvalidator.errors import ValidationError

from .in_thread import in_thread
from .sign import SigningFailedError, Stamp


@in_thread
def renewed(content: bytes, stamp: Stamp) -> bytes:
    """``content`` with one more document time stamp, appended: nothing before it changes.

    Where revocation data can be had, that of the last stamp goes in before it (PAdES B-LTA). Raises ``SigningFailedError``.
    """
    server = stamp.server()
    if server is None:
        raise SigningFailedError("there is no time-stamp server")
    stamper = PdfTimeStamper(server)
    try:
        if stamp.fetch:
            try:
                reader = PdfFileReader(BytesIO(content))
                made = stamper.update_archival_timestamp_chain(reader, stamp.context(), in_place=False)
            except (SigningError, ValidationError):
                # Revocation data cannot be had, or there is no document time stamp yet: another stamp still proves the time.
                pass
            else:
                return _content(made)
        return _content(stamper.timestamp_pdf(IncrementalPdfFileWriter(BytesIO(content)), "sha256"))
    except (SigningError, TimestampRequestError, OSError, TimeoutError) as fault:
        raise SigningFailedError(str(fault)) from fault


def _content(made: BytesIO) -> bytes:
    made.seek(0)
    return made.read()


def stamp_ends(content: bytes) -> datetime | None:
    """When the certificate of a document's last time stamp ends; None where it has no time stamp. The file is our own."""
    reader = PdfFileReader(BytesIO(content))
    stamps = [one.signer_cert for one in reader.embedded_timestamp_signatures]
    if not stamps:
        tokens = [
            next(extract_tst_data_iter(one.signer_info, signed=False), None)
            for one in reader.embedded_regular_signatures
        ]
        stamps = [extract_certificate_info(token).signer_cert for token in tokens if token is not None]
    return stamps[-1].not_valid_after if stamps else None
