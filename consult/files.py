"""What an uploaded file really is: judged by its content, opened by the library that knows its kind."""

from __future__ import annotations

import hashlib
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image
from pypdf import PdfReader
from pypdf.errors import LimitReachedError

from consult.programs import holds_program, is_program_name
from consult.refusals import ActionError
from consult.rules.text import shown_path

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
MEBIBYTE = 1024 * 1024
CHUNK = MEBIBYTE
# What scanners and mail programs put before a PDF without meaning anything by it.
BEFORE_PDF = b"\xef\xbb\xbf\0 \t\r\n"
PICTURE_SIDE = 20_000
# An archive is only listed here, but somebody will unpack it.
ARCHIVE_ENTRIES = 10_000
ARCHIVE_UNPACKED = 4 * 1024**3
ARCHIVE_RATIO = 200
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class FileFaultError(ActionError):
    """A file cannot be taken; ``reason`` says what to do."""

    def __init__(self, code: str, reason: str | Promise) -> None:
        super().__init__(code, reason, where="upload")


@dataclass(frozen=True)
class FileFacts:
    """What a file is, how many pages a PDF has, and what an archive holds."""

    kind: str
    pages: int = 0
    listing: list[str] = field(default_factory=list)

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]


def identify(stream: IO[bytes]) -> FileFacts:
    """Say what ``stream`` holds. Raises ``FileFaultError`` with advice when it is empty, damaged, locked or unknown."""
    stream.seek(0)
    head = stream.read(1024)
    stream.seek(0)
    if not head.strip(b"\0 \r\n\t"):
        raise FileFaultError("empty", _("The file is empty. Check it on your computer and choose it again."))
    if head.startswith(OLD_OFFICE):
        raise FileFaultError(
            "locked_or_old",
            _("The file has a password or an old Office format. Save it as DOCX, XLSX or PDF without a password."),
        )
    if head.lstrip(BEFORE_PDF).startswith(b"%PDF-"):
        return _pdf(stream)
    if b"%PDF-" in head:
        raise FileFaultError(
            "not_at_the_beginning",
            _("Something stands before the PDF in this file. Print it to PDF again and choose that."),
        )
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _image(stream)
    if head.startswith(b"PK\x03\x04"):
        return _archive(stream)
    if head.startswith(b"AC10"):
        return FileFacts("dwg")
    if head.startswith(b"AutoCAD Binary DXF") or _is_text_dxf(head):
        return FileFacts("dxf")
    raise FileFaultError("unknown_kind", _("This kind of file is not known here. Save it as PDF and choose it again."))


def _is_text_dxf(head: bytes) -> bool:
    words = head.decode("latin-1").split()
    return words[:2] == ["0", "SECTION"] or (words[:1] == ["999"] and "SECTION" in words)


def _pdf(stream: IO[bytes]) -> FileFacts:
    with _damaged(_("The PDF is damaged. Make it again and choose it anew.")):
        reader = PdfReader(stream)
        if reader.is_encrypted:
            raise FileFaultError(
                "pdf_locked", _("The PDF is locked with a password. Save it without one and choose it again.")
            )
        pages = len(reader.pages)
        if pages == 0:
            raise FileFaultError("no_pages", _("The PDF has no pages. Make it again and choose it anew."))
        if holds_program(reader):
            raise FileFaultError("program", _("The PDF contains a program. Print it to PDF again and choose that."))
    return FileFacts("pdf", pages)


@contextmanager
def _damaged(advice: str | Promise) -> Iterator[None]:
    """Whatever the libraries raise while they read a stranger's bytes, the file is what is wrong.

    They promise no kind of exception: what is torn in the right place ends as IndexError, struct.error, zlib.error and
    others. Only that this machine has no memory left says nothing of the file.
    """
    try:
        yield
    except (FileFaultError, MemoryError):
        raise
    except LimitReachedError as fault:
        raise FileFaultError(
            "too_much_in_it", _("The PDF has too many parts to look through. Print it to PDF again and choose that.")
        ) from fault
    except Exception as fault:
        raise FileFaultError("damaged", advice) from fault


def _image(stream: IO[bytes]) -> FileFacts:
    with (
        _damaged(_("The picture is damaged. Save or scan it again and choose it anew.")),
        Image.open(stream, formats=("JPEG", "PNG")) as image,
    ):
        kind = "jpeg" if image.format == "JPEG" else "png"
        if max(image.size) > PICTURE_SIDE:
            raise FileFaultError(
                "too_many_pixels", _("The picture has too many pixels. Scan it with a lower resolution.")
            )
        image.verify()
    return FileFacts(kind)


def _archive(stream: IO[bytes]) -> FileFacts:
    with _damaged(_("The file is damaged. Save it again and choose it anew.")), zipfile.ZipFile(stream) as archive:
        entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileFaultError(
            "archive_locked", _("The archive has a password. Make it without one and choose it again.")
        )
    if _is_bomb(entries, stream):
        raise FileFaultError(
            "bomb", _("Unpacked, the archive would be far too large. Put fewer or smaller files into it.")
        )
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" in names:
        if any(name.lower().endswith(MACRO_PARTS) or "/macrosheets/" in name.lower() for name in names):
            raise FileFaultError(
                "macros", _("The file contains macros. Save it as DOCX or XLSX without macros, or as PDF.")
            )
        if "word/document.xml" in names:
            return FileFacts("docx")
        if "xl/workbook.xml" in names:
            return FileFacts("xlsx")
    if not names:
        raise FileFaultError("empty", _("The archive is empty. Check it on your computer and choose it again."))
    if any(_leads_outside(entry) for entry in entries):
        raise FileFaultError(
            "leads_outside", _("The archive wants to write outside its folder. Make it anew and choose it again.")
        )
    if any(map(is_program_name, names)):
        raise FileFaultError("program", _("The archive contains a program. Leave it out and choose the archive again."))
    return FileFacts("zip", listing=[shown_path(name) for name in names[:LISTED_AT_MOST]])


def _is_bomb(entries: list[zipfile.ZipInfo], stream: IO[bytes]) -> bool:
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    whole = stream.seek(0, 2)
    # Entries that share their bytes add up to more than the file holds.
    overlapping = packed > whole
    return (
        overlapping
        or len(entries) > ARCHIVE_ENTRIES
        or unpacked > ARCHIVE_UNPACKED
        or unpacked > ARCHIVE_RATIO * max(packed, MEBIBYTE)
    )


def _leads_outside(entry: zipfile.ZipInfo) -> bool:
    path = entry.filename.replace("\\", "/")
    link = stat.S_ISLNK(entry.external_attr >> 16)
    return link or path.startswith("/") or path[1:2] == ":" or ".." in path.split("/")


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
