"""What a stranger's PDF, picture or archive is. To be called within ``read_confined``.

Whatever the libraries raise while they read, the file is what is wrong; they promise no kind of exception. What is known
to be wrong comes back as ``{"fault": code}``.
"""

from __future__ import annotations

import base64
import io
import zipfile
from typing import IO, Any

from PIL import Image, ImageFile
from pypdf import PasswordType, PdfReader
from pypdf.errors import LimitReachedError

from consult import archives
from consult.programs import holds_program

# A browser shows no longer book: its window ends below these. Printed, they would be thirty files of a cabinet.
MOST_PAGES = 10_000
PICTURE_SIDE = 20_000
DRAWN_PIXELS = 100_000_000
# Pixels of a side of a signature's or a seal's picture.
SIGNATURE_SIDE = 2400
LISTED_AT_MOST = 500


def pdf(stream: IO[bytes]) -> dict[str, Any]:
    """The number of pages of a PDF that everybody can open and that runs nothing."""
    try:
        reader = PdfReader(stream)
        # An owner's password keeps from printing or changing; everybody opens such a file.
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            return {"fault": "pdf_locked"}
        pages = len(reader.pages)
        if pages == 0:
            return {"fault": "no_pages"}
        if pages > MOST_PAGES:
            return {"fault": "too_many_pages"}
        if holds_program(reader):
            return {"fault": "program_in_pdf"}
    except LimitReachedError:
        return {"fault": "too_much_in_it"}
    return {"kind": "pdf", "pages": pages}


def picture(stream: IO[bytes]) -> dict[str, Any]:
    """The kind of a picture that is whole."""
    Image.MAX_IMAGE_PIXELS = None
    # A library that makes documents draws half pictures, and says so to all of the process; here none is taken.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with Image.open(stream, formats=("JPEG", "PNG", "TIFF", "WEBP")) as image:
        if max(image.size) > PICTURE_SIDE:
            return {"fault": "too_many_pixels"}
        kind = (image.format or "").lower()
        # Only drawing it shows that nothing is missing at its end; of the very large ones the frame has to do.
        image.load() if image.width * image.height <= DRAWN_PIXELS else image.verify()
    return {"kind": kind}


def transparent_png(stream: IO[bytes]) -> dict[str, Any]:
    """A PNG drawn anew with transparency, in base64: nothing else that the file may hold is kept."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with Image.open(stream, formats=("PNG",)) as image:
        if max(image.size) > SIGNATURE_SIDE:
            return {"fault": "too_many_pixels"}
        drawn = io.BytesIO()
        image.convert("RGBA").save(drawn, format="PNG")
    return {"png": base64.b64encode(drawn.getvalue()).decode()}


def archive(stream: IO[bytes]) -> dict[str, Any]:
    """The kind of an office file, or of an archive with the names in it."""
    with zipfile.ZipFile(stream) as opened:
        entries = opened.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            return {"fault": "archive_locked"}
        if archives.is_bomb(entries, stream):
            return {"fault": "bomb"}
        kind = archives.office_kind(opened)
        if kind:
            return {"fault": "macros"} if archives.holds_macros(opened) else {"kind": kind}
    if not entries:
        return {"fault": "empty_archive"}
    if any(map(archives.leads_outside, entries)):
        return {"fault": "leads_outside"}
    if archives.holds_programs(entries):
        return {"fault": "program_in_archive"}
    return {"kind": "zip", "listing": archives.listing(entries, LISTED_AT_MOST)}
