"""What an uploaded file really is: judged by its content, opened by the library that knows its kind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consult.libraries.confined import ConfinedError, read_confined
from consult.refusals import ActionError

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "tiff": "image/tiff",
    "webp": "image/webp",
    "heic": "image/heic",
    "dwg": "image/vnd.dwg",
    "dxf": "image/vnd.dxf",
    "zip": "application/zip",
}
# Shown inside the page; everything else is only ever downloaded.
INLINE_PICTURES = {"image/jpeg", "image/png", "image/webp"}
INLINE = {"application/pdf", *INLINE_PICTURES}
SUFFIXES = {"jpeg": ".jpg", "tiff": ".tif"}
MEBIBYTE = 1024 * 1024
CHUNK = MEBIBYTE
# What scanners and mail programs put before a PDF without meaning anything by it.
BEFORE_PDF = b"\xef\xbb\xbf\0 \t\r\n"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams in the old container of Office, in UTF-16 as they stand in its directory, and what the file then is.
OLD_STREAMS = {
    "EncryptedPackage": "locked", "WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt",
}  # fmt: skip
OLD_ADVICE = {
    "locked": _(
        "The file has a password. In Word or Excel choose File, Info, Protect, and remove it; then save, and choose the "
        "file again."
    ),
    "doc": _(
        "This is an old Word file (DOC). Open it in Word, choose File, Save As, Word Document (*.docx), and choose the "
        "new file."
    ),
    "xls": _(
        "This is an old Excel file (XLS). Open it in Excel, choose File, Save As, Excel Workbook (*.xlsx), and choose the "
        "new file."
    ),
    "ppt": _(
        "This is an old PowerPoint file (PPT). Open it in PowerPoint, choose File, Save As, save it as PPTX or PDF, and "
        "choose the new file."
    ),
}
# Kinds that are known and not taken, by how they begin, with the step in their program that helps.
KNOWN_OTHERS = {
    b"Rar!\x1a\x07": (
        "rar",
        _(
            "This is a RAR archive. Unpack it, mark the files, choose Send to, Compressed (zipped) folder, and choose the ZIP."
        ),
    ),
    b"7z\xbc\xaf\x27\x1c": (
        "7z",
        _("This is a 7z archive. In 7-Zip choose Add to archive with the format “zip”, and choose the new file."),
    ),
    b"{\\rtf": (
        "rtf",
        _(
            "This is an RTF file. Open it in Word, choose File, Save As, Word Document (*.docx), and choose the new file."
        ),
    ),
}
TIFF_HEADS = (b"II*\0", b"MM\0*")

# What is wrong with a file that was opened, as its reader tells it: our code, and what to do.
FAULTS: dict[str, tuple[str, Promise]] = {
    "damaged_pdf": ("damaged", _("The PDF is damaged. Create it again and choose the new file.")),
    "damaged_picture": ("damaged", _("The picture is damaged. Save or scan it again and choose the new file.")),
    "damaged_archive": ("damaged", _("The file is damaged. Save it again and choose the new file.")),
    "pdf_locked": ("pdf_locked", _("The PDF is locked with a password. Save it without one and choose it again.")),
    "no_pages": ("no_pages", _("The PDF has no pages. Create it again and choose the new file.")),
    "too_many_pages": (
        "too_many_pages",
        _("The PDF has more than 10,000 pages and could not be read here. Split it into several files."),
    ),
    "program_in_pdf": ("program", _("The PDF contains a program. Print it to PDF again and choose the new file.")),
    "too_much_in_it": (
        "too_much_in_it",
        _("The file has too many parts to check. Print it to PDF again and choose the new file."),
    ),
    "busy": ("busy", _("The file could not be checked just now. Choose it again in a minute.")),
    "too_many_pixels": ("too_many_pixels", _("The picture has too many pixels. Scan it with a lower resolution.")),
    "archive_locked": ("archive_locked", _("The archive has a password. Create it without one and choose it again.")),
    "bomb": ("bomb", _("Unpacked, the archive would be far too large. Put fewer or smaller files into it.")),
    "macros": ("macros", _("The file contains macros. Save it as DOCX or XLSX without macros, or as PDF.")),
    "empty_archive": ("empty", _("The archive is empty. Check it on your computer and choose it again.")),
    "leads_outside": (
        "leads_outside",
        _("The archive would write outside its folder. Create it again and choose the new file."),
    ),
    "program_in_archive": ("program", _("The archive contains a program. Leave it out and choose the archive again.")),
}


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
        raise _old_office(stream)
    for begin, (kind, advice) in KNOWN_OTHERS.items():
        if head.startswith(begin):
            raise FileFaultError(kind, advice)
    if head.lstrip(BEFORE_PDF).startswith(b"%PDF-"):
        return _read("pdf", stream)
    if b"%PDF-" in head:
        raise FileFaultError(
            "not_at_the_beginning",
            _("There is other content before the PDF in this file. Print it to PDF again and choose the new file."),
        )
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", *TIFF_HEADS)) or _is_webp(head):
        return _read("picture", stream)
    if _is_heic(head):
        return FileFacts("heic")
    if head.startswith(b"PK\x03\x04"):
        return _read("archive", stream)
    if head.startswith(b"AC10"):
        return FileFacts("dwg")
    if head.startswith(b"AutoCAD Binary DXF") or _is_text_dxf(head):
        return FileFacts("dxf")
    raise FileFaultError("unknown_kind", _("This type of file is not recognised. Save it as PDF and choose it again."))


def _is_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc")


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _old_office(stream: IO[bytes]) -> FileFaultError:
    """What to do with a file of Office before 2007, or one with a password, which lies in the same container."""
    content = stream.read(64 * MEBIBYTE)
    kind = next((kind for name, kind in OLD_STREAMS.items() if name.encode("utf-16-le") in content), "")
    general = _("The file has a password or an old Office format. Save it as DOCX, XLSX or PDF without a password.")
    return FileFaultError(f"old_{kind}" if kind else "locked_or_old", OLD_ADVICE.get(kind, general))


def _is_text_dxf(head: bytes) -> bool:
    words = head.decode("latin-1").split()
    return words[:2] == ["0", "SECTION"] or (words[:1] == ["999"] and "SECTION" in words)


def _read(reader: str, stream: IO[bytes]) -> FileFacts:
    """What a reader of ``libraries.file_parsers`` finds, within its limits. Raises ``FileFaultError``."""
    try:
        found = read_confined(f"consult.libraries.file_parsers:{reader}", stream)
    except ConfinedError as fault:
        names = {"fault": f"damaged_{reader}", "busy": "busy"}
        raise FileFaultError(*FAULTS[names.get(fault.reason, "too_much_in_it")]) from fault
    if "fault" in found:
        raise FileFaultError(*FAULTS[found["fault"]])
    return FileFacts(**found)


def with_suffix(name: str, kind: str) -> str:
    """``name`` with the suffix of what the file really is."""
    path = PurePosixPath(name)
    right = SUFFIXES.get(kind, f".{kind}")
    return name if path.suffix.lower() in (right, f".{kind}") else f"{name}{right}"


def suffixes_of(kinds: Iterable[str]) -> list[str]:
    """The endings under which people have files of these kinds; a phone's picture is taken wherever pictures are."""
    kinds = list(kinds)
    if "jpeg" in kinds:
        kinds.append("heic")
    return [suffix for kind in kinds for suffix in dict.fromkeys((SUFFIXES.get(kind, f".{kind}"), f".{kind}"))]


def sha256_of(stream: IO[bytes]) -> str:
    """The file's SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()
