"""Programs hidden in files: their names, their first bytes, and where a PDF can keep one."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import PurePosixPath

from pypdf import PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

PROGRAMS = {
    ".bat", ".cmd", ".com", ".cpl", ".dll", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk", ".msi", ".pif", ".ps1",
    ".scr", ".vbe", ".vbs", ".wsf",
}  # fmt: skip
# Windows, Linux and macOS programs, Java classes, scripts with an interpreter.
PROGRAM_HEADS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
)
# Actions that run, start, send or take in something; going to a place or an address is none of them.
PDF_ACTIONS = {
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute", "/GoToE",
}  # fmt: skip
# A PDF is walked through in the request that brings it.
MOST_OBJECTS = 300_000
MOST_SECONDS = 20.0


def is_program_name(name: str) -> bool:
    """Whether a file of this name would be run when somebody opens it; Windows ignores dots and spaces at the end."""
    return PurePosixPath(name.lower().rstrip(". ")).suffix in PROGRAMS


def holds_program(reader: PdfReader) -> bool:
    """Whether anything in the PDF runs a script, starts something or is a program. Raises ``PyPdfError`` and others.

    Every object is looked at, wherever it hangs: there are too many places for actions to know them all.
    """
    return any(isinstance(found, DictionaryObject) and _is_program(found) for found in _everything(reader))


def _everything(reader: PdfReader) -> Iterator[PdfObject]:
    """Every object that the trailer leads to or that the table of objects names, each once."""
    named = [
        IndirectObject(number, generation, reader) for generation, numbers in reader.xref.items() for number in numbers
    ]
    named += [IndirectObject(number, 0, reader) for number in reader.xref_objStm]
    waiting: list[object] = [*named, reader.trailer]
    seen: set[tuple[int, int]] = set()
    count, until = 0, time.monotonic() + MOST_SECONDS
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            waiting.extend(found.values())
        elif isinstance(found, ArrayObject):
            waiting.extend(found)
        else:
            continue
        count += 1
        if count > MOST_OBJECTS or time.monotonic() > until:
            raise LimitReachedError("too many objects")
        yield found


# What Acrobat's own forms call to write a number or a date, to check it, or to add fields up.
HARMLESS_CALLS = re.compile(
    r"\s*(?:if\s*\(\s*event\.willCommit\s*\)\s*)?AF(?:Number|Date|Time|Percent|Special|Range|Simple)"
    r"_?(?:Format|Keystroke|FormatEx|KeystrokeEx|KeystrokeEx2|Validate|Calculate|Format2|Keystroke2)\s*\([^()]*(?:\([^()]*\))?[^()]*\)\s*;?\s*"
)


def _is_harmless(script: object) -> bool:
    """Whether a script does no more than format a field, check it or add up: such forms are filled in everywhere."""
    text = script.get_data().decode("latin-1") if isinstance(script, StreamObject) else str(script)
    return len(text) < 2_000 and bool(re.fullmatch(f"(?:{HARMLESS_CALLS.pattern})+", text))


def _is_program(found: DictionaryObject) -> bool:
    if found.get("/S") == "/JavaScript" and "/JS" in found and _is_harmless(found["/JS"]):
        return False
    values = {name: found[name] for name in ("/S", "/JS", "/XFA", "/JavaScript", "/EF") if name in found}
    script = values.get("/JS")
    return (
        values.get("/S") in PDF_ACTIONS
        # A font may be called JS; a script is a text or a stream of it.
        or isinstance(script, str | StreamObject)
        or "/XFA" in values
        or isinstance(values.get("/JavaScript"), DictionaryObject)
        or _brings_program(found, values.get("/EF"))
    )


def _brings_program(found: DictionaryObject, files: PdfObject | None) -> bool:
    """Whether a file specification brings a program along, by its name or by how its content begins."""
    names = [str(found[name]) for name in ("/F", "/UF", "/Unix", "/Mac", "/DOS") if name in found]
    if not isinstance(files, DictionaryObject):
        return False
    contents = [files[name] for name in files]
    return any(map(is_program_name, names)) or any(
        isinstance(content, StreamObject) and content.get_data().startswith(PROGRAM_HEADS) for content in contents
    )
