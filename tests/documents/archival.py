"""Rules of PDF/A-3u (ISO 19005-3) that what we add to a document may break, each by the clause of the standard.

No validator; structure alone. Left out: colour profiles, the syntax of metadata, tagging, and whether glyphs are what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

PRINT, FORBIDDEN_FLAGS = 4, 1 | 2 | 32 | 256
ANNOTATIONS = {"/Widget", "/Link"}
ACTIONS = {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/JavaScript", "/Trans"}
BLENDING = {
    "/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge", "/ColorBurn",
    "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color", "/Luminosity",
}  # fmt: skip


def faults(content: bytes) -> list[str]:
    """What a document breaks: "6.2.8 Interpolate" and the like, each once."""
    reader = PdfReader(BytesIO(content))
    found = [*_file(content, reader), *_catalogue(reader), *_annotations(reader)]
    for one in _objects(reader):
        if isinstance(one, DictionaryObject):
            found += _dictionary(one)
    return sorted(set(found))


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Everything that the newest revision holds, from the catalogue on."""
    seen: set[int] = set()
    waiting: list[Any] = [reader.trailer["/Root"]]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        yield one
        if isinstance(one, DictionaryObject):
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, list):
            waiting += list(one)


def _file(content: bytes, reader: PdfReader) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", content):
        yield "6.1.2 header"
    if "/ID" not in reader.trailer or "/Encrypt" in reader.trailer:
        yield "6.1.3 trailer"
    if content.rstrip(b"\r\n")[-5:] != b"%%EOF":
        yield "6.1.3 end"


def _catalogue(reader: PdfReader) -> Iterator[str]:
    root = reader.root_object
    form = root.get("/AcroForm", {})
    if "/AA" in root or "/OpenAction" in root:
        yield "6.5.2 actions"
    if form.get("/NeedAppearances") or "/XFA" in form:
        yield "6.4 form"
    if set(root.get("/Perms", {})) - {"/DocMDP", "/UR3"}:
        yield "6.1.12 permissions"
    if not any(intent["/S"] == "/GTS_PDFA1" and "/DestOutputProfile" in intent for intent in root["/OutputIntents"]):
        yield "6.2.3 output intent"


def _annotations(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for one in (annotation.get_object() for annotation in page.get("/Annots", [])):
            flags = one.get("/F", 0)
            if one["/Subtype"] not in ANNOTATIONS:
                yield "6.3.1 annotation"
            if not flags & PRINT or flags & FORBIDDEN_FLAGS:
                yield "6.3.2 flags"
            x0, y0, x1, y1 = one["/Rect"]
            look = one.get("/AP", {})
            if one["/Subtype"] == "/Widget" and x0 != x1 and y0 != y1:
                if set(look) != {"/N"} or not isinstance(look["/N"].get_object(), StreamObject):
                    yield "6.3.3 appearance"
                if "/A" in one or "/AA" in one:
                    yield "6.4.1 actions"


def _dictionary(one: DictionaryObject) -> Iterator[str]:
    kind, subtype = one.get("/Type"), one.get("/Subtype")
    filters = one.get("/Filter", [])
    if {"/LZWDecode", "/Crypt"} & set(filters if isinstance(filters, list) else [filters]):
        yield "6.1.7 filter"
    if subtype == "/Image":
        yield from _image(one)
    if subtype == "/Form" and {"/OPI", "/Ref", "/PS", "/Subtype2"} & set(one):
        yield "6.2.9 form"
    if kind == "/ExtGState" and ({"/TR", "/HTP"} & set(one) or one.get("/BM", "/Normal") not in BLENDING):
        yield "6.2.5 graphics state"
    if one.get("/S") in ACTIONS:
        yield "6.5.1 action"
    if one.get("/TransformMethod") and {"/DigestLocation", "/DigestMethod", "/DigestValue"} & set(one):
        yield "6.1.12 digest"
    if "/DeviceCMYK" in [value for value in one.values() if isinstance(value, str)]:
        yield "6.2.4 colour"
    if kind == "/Font":
        yield from _font(one)


def _image(one: DictionaryObject) -> Iterator[str]:
    if one.get("/Interpolate"):
        yield "6.2.8 Interpolate"
    if {"/Alternates", "/OPI"} & set(one):
        yield "6.2.8 alternates"
    if one.get("/BitsPerComponent") not in (1, 2, 4, 8, 16):
        yield "6.2.8 bits"


def _font(one: DictionaryObject) -> Iterator[str]:
    if one["/Subtype"] == "/Type0":
        if "/ToUnicode" not in one:
            yield "6.2.11.7 ToUnicode"
        return
    descriptor = one.get("/FontDescriptor", {})
    program = next((descriptor[key] for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in descriptor), None)
    if program is None:
        yield "6.2.11.4 embedded"
    elif one["/Subtype"] == "/CIDFontType2":
        if one.get("/CIDToGIDMap") != "/Identity":
            yield "6.2.11.3 CIDToGIDMap"
        yield from _widths(one, TTFont(BytesIO(program.get_data()), lazy=True))


def _widths(one: DictionaryObject, font: TTFont) -> Iterator[str]:
    scale, order = 1000 / font["head"].unitsPerEm, font.getGlyphOrder()
    given = list(one["/W"])
    while given:
        first, widths = given.pop(0), given.pop(0)
        if not isinstance(widths, list):
            widths = [given.pop(0)] * (widths - first + 1)
        for glyph, width in enumerate(widths, first):
            if glyph < len(order) and abs(font["hmtx"][order[glyph]][0] * scale - width) > 1:
                yield "6.2.11.5 widths"
                return
