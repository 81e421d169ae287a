"""The plain text of a stranger's DOCX or ODT, paragraph by paragraph. To be called within ``read_confined``."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

# More than the longest proposal has; whoever wants the rest downloads the file.
MOST_CHARACTERS = 400_000
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
BREAKS = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n",
          f"{TEXT}s": " "}  # fmt: skip
PARAGRAPHS = {f"{WORD}p", f"{TEXT}p", f"{TEXT}h"}
# Word writes a text box twice, the second time for programs that do not know the first way; what was deleted is not read.
LEFT_OUT = {f"{COMPATIBLE}Fallback", f"{WORD}del", f"{TEXT}tracked-changes"}
# Notes come after the text.
NOTES = ("word/footnotes.xml", "word/endnotes.xml")


def paragraphs(stream: IO[bytes]) -> dict[str, Any]:
    """``{"paragraphs": [text …], "cut": whether more follows}``, without empty paragraphs, of at most ``MOST_CHARACTERS``."""
    found: list[str] = []
    room = MOST_CHARACTERS
    with zipfile.ZipFile(stream) as opened:
        for name in _parts(opened):
            with opened.open(name) as part:
                for text in _texts(part):
                    if len(text) > room:
                        return {"paragraphs": [*found, text[:room]], "cut": True}
                    found.append(text)
                    room -= len(text)
    return {"paragraphs": found, "cut": False}


def _parts(opened: zipfile.ZipFile) -> list[str]:
    names = set(opened.namelist())
    if "content.xml" in names:
        return ["content.xml"]
    main = "word/document.xml"
    if "_rels/.rels" in names:
        with opened.open("_rels/.rels") as relations:
            for _event, one in etree.iterparse(relations, resolve_entities=False, no_network=True):
                if one.get("Type") == RELATION:
                    main = posixpath.normpath(one.get("Target", main)).lstrip("/")
    return [main, *(name for name in NOTES if name in names)]


def _texts(part: IO[bytes]) -> Iterator[str]:
    """The text of each paragraph; one within another, as in a text box, belongs to that one."""
    depth = hidden = 0
    for event, element in etree.iterparse(part, events=("start", "end"), resolve_entities=False, no_network=True):
        step = 1 if event == "start" else -1
        hidden += step * (element.tag in LEFT_OUT)
        depth += step * (element.tag in PARAGRAPHS)
        if event == "end" and element.tag in PARAGRAPHS and depth == 0:
            text = "".join(_letters(element)).strip()
            element.clear()
            if text and not hidden:
                yield text


def _letters(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in LEFT_OUT:
        return
    yield BREAKS.get(element.tag, "")
    # In OpenDocument text stands in paragraphs and spans themselves, in Word only in its own element.
    mixed = element.tag.startswith(TEXT)
    if element.text and (mixed or element.tag == f"{WORD}t"):
        yield element.text
    for child in element:
        yield from _letters(child)
        if child.tag in PARAGRAPHS:
            yield "\n"
        if mixed and child.tail:
            yield child.tail
