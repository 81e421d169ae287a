"""What lies in a ZIP: a file of Word, Excel or LibreOffice, told by what it says of itself, or an archive and its names."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
from typing import IO

from lxml import etree

from consult.programs import is_program_name
from consult.rules.lost_marks import restored
from consult.rules.text import shown_path

MEBIBYTE = 1024 * 1024
ENTRIES, UNPACKED, RATIO = 10_000, 4 * 1024**3, 200
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
# The type of the main part, wherever it lies and whatever it is called (ECMA-376, part 2: content types).
MAIN_PARTS = {
    "wordprocessingml.document.main+xml": "docx",
    "wordprocessingml.template.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "spreadsheetml.template.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
    "presentationml.slideshow.main+xml": "pptx",
    "presentationml.template.main+xml": "pptx",
}
USUAL_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
# What macOS adds of its own, and Windows.
NOT_SHOWN = ("__MACOSX/", ".DS_Store", "Thumbs.db")
UTF8_NAMES = 0x800
VIETNAMESE_TONES = set("\u0300\u0301\u0303\u0309\u0323")


def office_kind(archive: zipfile.ZipFile) -> str:
    """The kind of an office file, or "" of anything else. Raises whatever a damaged one makes the libraries raise."""
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        for kind in _content_types(archive):
            found = next((name for part, name in MAIN_PARTS.items() if kind.endswith(part)), "")
            if found:
                return found
        # Some programs write types that are none; their parts lie where everybody's do.
        for part, kind in USUAL_PARTS.items():
            if part in names:
                return kind
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        return OPEN_DOCUMENTS.get(archive.read("mimetype").decode("ascii", "replace").strip(), "")
    return ""


def holds_macros(archive: zipfile.ZipFile) -> bool:
    """Whether an office file brings macros: by its parts, by what it says that they are, or as LibreOffice keeps them."""
    names = [name.lower() for name in archive.namelist()]
    if any(
        name.endswith(MACRO_PARTS) or "/macrosheets/" in name or name.startswith(("basic/", "scripts/"))
        for name in names
    ):
        return True
    said = _content_types(archive) if "[Content_Types].xml" in archive.namelist() else []
    return any("macroenabled" in kind.lower() or "vbaproject" in kind.lower() for kind in said)


def _content_types(archive: zipfile.ZipFile) -> list[str]:
    if archive.getinfo("[Content_Types].xml").file_size > MEBIBYTE:
        raise ValueError("the list of content types is too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(archive.read("[Content_Types].xml"), parser)
    except etree.XMLSyntaxError:
        return []
    return [element.get("ContentType", "") for element in root.iter() if isinstance(element.tag, str)]


def is_bomb(entries: list[zipfile.ZipInfo], stream: IO[bytes]) -> bool:
    """Whether whoever unpacks this is overrun; it is only listed here."""
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    # Entries that share their bytes add up to more than the file holds.
    overlapping = packed > stream.seek(0, 2)
    return overlapping or len(entries) > ENTRIES or unpacked > UNPACKED or unpacked > RATIO * max(packed, MEBIBYTE)


def leads_outside(entry: zipfile.ZipInfo) -> bool:
    path = entry.filename.replace("\\", "/")
    link = stat.S_ISLNK(entry.external_attr >> 16)
    return link or path.startswith("/") or path[1:2] == ":" or ".." in path.split("/")


def holds_programs(entries: list[zipfile.ZipInfo]) -> bool:
    return any(is_program_name(name_of(entry)) for entry in entries)


def listing(entries: list[zipfile.ZipInfo], at_most: int) -> list[str]:
    """The names of what it holds, as whoever made it meant them; what only file managers put in is left out."""
    names = [name_of(entry) for entry in entries]
    shown = [name for name in names if not name.startswith(NOT_SHOWN[0]) and not name.endswith(NOT_SHOWN[1:])]
    return [shown_path(name) for name in (shown or names)[:at_most]]


def name_of(entry: zipfile.ZipInfo) -> str:
    """A name in the encoding in which it was written: many programs write UTF-8 or Windows' Vietnamese without saying so."""
    if entry.flag_bits & UTF8_NAMES:
        return unicodedata.normalize("NFC", entry.filename)
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return unicodedata.normalize("NFC", entry.filename)
    if raw.isascii():
        return entry.filename
    for encoding in ("utf-8", "cp1258"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or VIETNAMESE_TONES & set(name) or set("ăâđêôơưĂÂĐÊÔƠƯ") & set(name):
            return unicodedata.normalize("NFC", restored(name))
    return entry.filename
