"""The typeface of what a signature shows, with the letters that it needs and no others, as PDF/A wants it embedded.

Letters are set one by one as Vietnamese is composed (NFC): no shaping. Widths are in thousandths of the size of the letters.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

from fontTools import subset
from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.writer import BasePdfFileWriter

# Instead of a letter that the typeface does not have: PDF/A shows nothing undefined.
MISSING = "?"
# What every appearance may need, so that hardly any text needs a subset of its own.
USUAL = frozenset(
    " ?0123456789-:+.,/()&TKýsốbởi"
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
)
TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{ranges}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
# Of a table of a CMap.
AT_ONCE = 100


@dataclass(frozen=True)
class Typeface:
    """Some letters of a typeface: its TrueType file, compressed, and of each letter its glyph and width."""

    name: str
    content: bytes
    size: int
    glyphs: dict[str, int]
    widths: dict[int, int]
    ascent: int
    descent: int
    box: tuple[int, int, int, int]

    def width(self, text: str, size: float) -> float:
        """How wide ``text`` is, in pt, in letters of ``size`` pt."""
        return sum(self.widths[self._glyph(letter)] for letter in normalize("NFC", text)) * size / 1000

    def shown(self, text: str) -> bytes:
        """``text`` as a content stream shows it."""
        return ("<" + "".join(f"{self._glyph(letter):04X}" for letter in normalize("NFC", text)) + ">").encode()

    def _glyph(self, letter: str) -> int:
        return self.glyphs.get(letter, self.glyphs[MISSING])

    def embedded(self, writer: BasePdfFileWriter) -> generic.IndirectObject:
        """The font as objects of a document."""
        file = generic.StreamObject(
            {pdf_name("/Length1"): generic.NumberObject(self.size), pdf_name("/Filter"): pdf_name("/FlateDecode")},
            encoded_data=self.content,
        )
        name = pdf_name(f"/CONSLT+{self.name}")
        descriptor = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/FontDescriptor"),
                pdf_name("/FontName"): name,
                pdf_name("/Flags"): generic.NumberObject(4),
                pdf_name("/FontBBox"): generic.ArrayObject(map(generic.NumberObject, self.box)),
                pdf_name("/ItalicAngle"): generic.NumberObject(0),
                pdf_name("/Ascent"): generic.NumberObject(self.ascent),
                pdf_name("/Descent"): generic.NumberObject(self.descent),
                pdf_name("/CapHeight"): generic.NumberObject(self.ascent),
                pdf_name("/StemV"): generic.NumberObject(80),
                pdf_name("/FontFile2"): writer.add_object(file),
            }
        )
        system = {"/Registry": pdf_string("Adobe"), "/Ordering": pdf_string("Identity")}
        descendant = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Font"),
                pdf_name("/Subtype"): pdf_name("/CIDFontType2"),
                pdf_name("/BaseFont"): name,
                pdf_name("/CIDSystemInfo"): generic.DictionaryObject(
                    {pdf_name(key): value for key, value in system.items()}
                    | {pdf_name("/Supplement"): generic.NumberObject(0)}
                ),
                pdf_name("/FontDescriptor"): writer.add_object(descriptor),
                pdf_name("/CIDToGIDMap"): pdf_name("/Identity"),
                pdf_name("/W"): generic.ArrayObject(
                    [
                        generic.NumberObject(0),
                        generic.ArrayObject(generic.NumberObject(self.widths[glyph]) for glyph in sorted(self.widths)),
                    ]
                ),
            }
        )
        return writer.add_object(
            generic.DictionaryObject(
                {
                    pdf_name("/Type"): pdf_name("/Font"),
                    pdf_name("/Subtype"): pdf_name("/Type0"),
                    pdf_name("/BaseFont"): name,
                    pdf_name("/Encoding"): pdf_name("/Identity-H"),
                    pdf_name("/DescendantFonts"): generic.ArrayObject([writer.add_object(descendant)]),
                    pdf_name("/ToUnicode"): writer.add_object(generic.StreamObject(stream_data=self._to_unicode())),
                }
            )
        )

    def _to_unicode(self) -> bytes:
        lines = [
            f"<{glyph:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
            for letter, glyph in sorted(self.glyphs.items(), key=lambda pair: pair[1])
        ]
        parts = [lines[start : start + AT_ONCE] for start in range(0, len(lines), AT_ONCE)]
        ranges = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
        return TO_UNICODE.format(ranges=ranges).encode()


def typeface(path: Path, text: str) -> Typeface:
    """The letters of ``text`` from the TrueType file at ``path``; mostly those that were made for another text already."""
    return _cut(path, USUAL | frozenset(normalize("NFC", text)))


@lru_cache(maxsize=16)
def _cut(path: Path, letters: frozenset[str]) -> Typeface:
    font = TTFont(path, lazy=True)
    options = subset.Options(
        layout_features=[], hinting=False, glyph_names=False, notdef_outline=True, name_IDs=[], legacy_kern=False,
        drop_tables=[*subset.Options._drop_tables_default, "GSUB", "GPOS", "GDEF", "name", "post", "OS/2", "DSIG"],
    )  # fmt: skip
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(letters))
    cutter.subset(font)
    scale = 1000 / font["head"].unitsPerEm
    # Two letters may share a glyph, such as both kinds of hyphen; what is read back is then the first.
    glyphs: dict[str, int] = {}
    for code, name in sorted(font.getBestCmap().items()):
        if chr(code) in letters:
            glyphs[chr(code)] = font.getGlyphID(name)
    widths = {place: round(font["hmtx"][name][0] * scale) for place, name in enumerate(font.getGlyphOrder())}
    head, lines = font["head"], font["hhea"]
    box = tuple(round(value * scale) for value in (head.xMin, head.yMin, head.xMax, head.yMax))
    stream = BytesIO()
    font.save(stream)
    content = stream.getvalue()
    return Typeface(
        name=path.stem.replace("_", "-"), content=zlib.compress(content, 9), size=len(content), glyphs=glyphs,
        widths=widths, ascent=round(lines.ascent * scale), descent=round(lines.descent * scale),
        box=(box[0], box[1], box[2], box[3]),
    )  # fmt: skip
