"""What an uploaded file really is: judged by its content, opened by the library that knows its kind."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "dwg": "image/vnd.dwg",
    "dxf": "image/vnd.dxf",
    "zip": "application/zip",
}
# Shown inside the page; everything else is only ever downloaded.
INLINE = {"application/pdf", "image/jpeg", "image/png"}
SUFFIXES = {"jpeg": ".jpg"}
LISTED_AT_MOST = 500
CHUNK = 1024 * 1024
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class FileFaultError(ValueError):
    """A file cannot be taken; ``reason`` says what to do, in the user's language."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Identified:
    """What a file is, how many pages a PDF has, and what an archive holds."""

    kind: str
    pages: int = 0
    listing: list[str] = field(default_factory=list)

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]


def identify(stream: IO[bytes]) -> Identified:
    """Say what ``stream`` holds. Raises ``FileFaultError`` with advice when it is empty, damaged, locked or unknown."""
    stream.seek(0)
    head = stream.read(1024)
    stream.seek(0)
    if not head.strip(b"\0 \r\n\t"):
        raise FileFaultError(_("The file is empty. Check it on your computer and choose it again."))
    if head.startswith(OLD_OFFICE):
        raise FileFaultError(
            _("The file has a password or an old Office format. Save it as DOCX, XLSX or PDF without a password.")
        )
    if b"%PDF-" in head:
        return _pdf(stream)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _image(stream)
    if head.startswith(b"PK\x03\x04"):
        return _archive(stream)
    if head.startswith(b"AC10"):
        return Identified("dwg")
    if head.startswith(b"AutoCAD Binary DXF") or _is_text_dxf(head):
        return Identified("dxf")
    raise FileFaultError(_("This kind of file is not known here. Save it as PDF and choose it again."))


def _is_text_dxf(head: bytes) -> bool:
    words = head.decode("latin-1").split()
    return words[:2] == ["0", "SECTION"] or (words[:1] == ["999"] and "SECTION" in words)


def _pdf(stream: IO[bytes]) -> Identified:
    try:
        reader = PdfReader(stream)
        if reader.is_encrypted:
            raise FileFaultError(_("The PDF is locked with a password. Save it without one and choose it again."))
        pages = len(reader.pages)
    except FileFaultError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as fault:
        raise FileFaultError(_("The PDF is damaged. Make it again and choose it anew.")) from fault
    if pages == 0:
        raise FileFaultError(_("The PDF has no pages. Make it again and choose it anew."))
    return Identified("pdf", pages)


def _image(stream: IO[bytes]) -> Identified:
    try:
        with Image.open(stream, formats=("JPEG", "PNG")) as image:
            kind = "jpeg" if image.format == "JPEG" else "png"
            image.verify()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise FileFaultError(_("The picture is damaged. Save or scan it again and choose it anew.")) from fault
    return Identified(kind)


def _archive(stream: IO[bytes]) -> Identified:
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise FileFaultError(_("The file is damaged. Save it again and choose it anew.")) from fault
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileFaultError(_("The archive has a password. Make it without one and choose it again."))
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" in names:
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise FileFaultError(_("The file contains macros. Save it as DOCX or XLSX without macros, or as PDF."))
        if "word/document.xml" in names:
            return Identified("docx")
        if "xl/workbook.xml" in names:
            return Identified("xlsx")
    if not names:
        raise FileFaultError(_("The archive is empty. Check it on your computer and choose it again."))
    return Identified("zip", listing=[name[:300] for name in names[:LISTED_AT_MOST]])


def with_suffix(name: str, kind: str) -> str:
    """``name`` with the suffix of what the file really is."""
    path = PurePosixPath(name)
    right = SUFFIXES.get(kind, f".{kind}")
    return name if path.suffix.lower() in (right, f".{kind}") else f"{name}{right}"


def sha256_of(stream: IO[bytes]) -> str:
    """The file's SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()
