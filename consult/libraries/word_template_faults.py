"""What of an office's Word template would be printed though nobody means it, or cannot be filled in.

To be called within ``read_confined``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Tracked changes, by the names of their elements (ECMA-376 part 1, 17.13.5).
TRACKED = frozenset(
    WORD + name
    for name in (
        "ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange", "pPrChange", "sectPrChange",
        "tblPrChange", "tblPrExChange", "tblGridChange", "trPrChange", "tcPrChange", "numberingChange",
    )
)  # fmt: skip
COMMENTS = frozenset(WORD + name for name in ("commentRangeStart", "commentReference"))
NOTES = (".wordprocessingml.footnotes+xml", ".wordprocessingml.endnotes+xml")
# What takes the place of its whole paragraph.
WHOLE = re.compile(r"\{[{%]p\s[^{}]*?(\w+)\s*[%}]\}")
NAMED = re.compile(r"\{\{\s*(?:[pr] )?\s*(\w+)\s*\}\}")
OPENED = re.compile(r"\{[{%#]")
# A3 in twentieths of a point, short and long side, with a little for rounding.
MOST_SHORT, MOST_LONG = 16_900, 23_900
TWENTIETHS_PER_MM = 1440 / 25.4
AROUND = 120
# What the template language leaves out or trims away, with the office's own words beside it.
SWALLOWS = re.compile(r"\{#|\{[{%]-|-[%}]\}|\{%\s*raw")
# Field codes that have a reader's Word fetch something.
FETCHES = re.compile(r"\s*(INCLUDEPICTURE|INCLUDETEXT|LINK|DDE|DDEAUTO|IMPORT|DATABASE)\b", re.IGNORECASE)


def faults_of(tree: Any) -> Iterator[dict[str, str]]:
    """Tracked changes, comments, pages that are too large, and blocks beside other text, one fault of each sort and name."""
    for code, tags in (("tracked", TRACKED), ("comment", COMMENTS)):
        found = next(tree.iter(*tags), None)
        if found is not None:
            yield {"code": code, "name": etree.QName(found).localname, "place": _place(found)}
    for size in tree.iter(f"{WORD}pgSz"):
        width, height = size.get(f"{WORD}w", "0"), size.get(f"{WORD}h", "0")
        if not _is_sheet(width, height):
            yield {"code": "page", "name": f"{_millimetres(width)} × {_millimetres(height)} mm", "place": ""}
    for code in _field_codes(tree):
        fetches = FETCHES.match(code)
        if fetches:
            yield {"code": "outside", "name": fetches[1].upper(), "place": code.strip()[:AROUND]}
    for text in own_texts(tree):
        if SWALLOWS.search(text):
            yield {"code": "program", "name": "", "place": text[:AROUND]}
        whole = WHOLE.search(text)
        if whole and WHOLE.sub("", text, count=1).strip():
            yield {"code": "alone", "name": whole[1], "place": text[:AROUND]}


def _field_codes(tree: Any) -> Iterator[str]:
    """What fields ask Word for: of simple ones in an attribute, of others in text that may be cut into several runs."""
    for simple in tree.iter(f"{WORD}fldSimple"):
        yield simple.get(f"{WORD}instr", "")
    for paragraph in tree.iter(f"{WORD}p"):
        code = ""
        for piece in paragraph.iter(f"{WORD}instrText", f"{WORD}fldChar"):
            if piece.tag == f"{WORD}instrText":
                code += piece.text or ""
            elif code:
                yield code
                code = ""
        if code:
            yield code


def _is_sheet(width: str, height: str) -> bool:
    if not (width.isdecimal() and height.isdecimal()):
        return False
    short, long = sorted((int(width), int(height)))
    return short <= MOST_SHORT and long <= MOST_LONG


def _millimetres(length: str) -> str:
    return f"{int(length) / TWENTIETHS_PER_MM:.0f}" if length.isdecimal() else length[:20]


def named_in(tree: Any) -> Iterator[str]:
    """The names of fields as they stand in the text, where blocks beside other text keep it from being parsed."""
    for text in own_texts(tree):
        yield from NAMED.findall(text)


def own_texts(tree: Any) -> Iterator[str]:
    """The text of each paragraph, without that of text boxes within it."""
    for paragraph in tree.iter(f"{WORD}p"):
        own = (text for text in paragraph.iter(f"{WORD}t") if next(text.iterancestors(f"{WORD}p")) is paragraph)
        yield "".join(text.text or "" for text in own)


def faults_of_notes(package: Any) -> Iterator[dict[str, str]]:
    """Footnotes and endnotes with fields, of which only some would be filled in, and with tracked changes."""
    for part in package.iter_parts():
        if part.content_type.endswith(NOTES):
            tree = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            yield from faults_of(tree)
            told = "".join(text.text or "" for text in tree.iter(f"{WORD}t"))
            # Any text or attribute of the part is read by the template language.
            if OPENED.search(told) or OPENED.search(part.blob.decode(errors="replace")):
                yield {"code": "note", "name": "", "place": told[:AROUND]}


def _place(element: Any) -> str:
    paragraph = next(element.iterancestors(f"{WORD}p"), None)
    if paragraph is None:
        return ""
    return "".join(text.text or "" for text in paragraph.iter(f"{WORD}t", f"{WORD}delText"))[:AROUND]
