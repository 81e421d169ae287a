"""The empty DOCX from which every document begins: our styles alone, in Vietnamese, without what a template brings along."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from consult.rules.text import printable

from . import word_styles as styles

LANGUAGE = "vi-VN"
# Parts of python-docx's template that say nothing of our documents: a picture of an empty page, a second set of styles for
# Word 2010, sources of citations.
FOREIGN = ("thumbnail", "stylesWithEffects", "customXml")
PROGRAM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Consult</Application></Properties>"
)
# Word 2013 and later: no "compatibility mode" in the title of the window.
COMPATIBILITY = "15"
# Word keeps so many letters of each property.
MOST_OF_A_PROPERTY = 255
# What CT_PPr, CT_RPr, CT_TblPr and CT_TrPr of ECMA-376, part 1, want in which order, as far as we write it.
ORDER: dict[str, tuple[str, ...]] = {
    "pPr": ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
            "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct",
            "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing",
            "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl",
            "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    "rPr": ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow",
            "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position",
            "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
            "eastAsianLayout", "specVanish", "oMath"),
    "tblPr": ("tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc",
              "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption",
              "tblDescription", "tblPrChange"),
    "trPr": ("cnfStyle", "divId", "gridBefore", "gridAfter", "wBefore", "wAfter", "cantSplit", "trHeight", "tblHeader",
             "tblCellSpacing", "jc", "hidden"),
}  # fmt: skip


def put(properties: Any, child: Any) -> None:
    """Let ``child`` stand among ``properties`` where the schema wants it: Word calls a file broken where it does not."""
    order = ORDER[properties.tag.rpartition("}")[2]]
    place = order.index(child.tag.rpartition("}")[2])
    properties.insert_element_before(child, *(f"w:{name}" for name in order[place + 1 :]))


def element(tag: str, /, **attributes: str) -> Any:
    """An element of Word's namespace with attributes of it: ``element("w:lang", val="vi-VN")``."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def begin(title: str, author: str, moment: datetime) -> Any:
    """An empty document of this title, by this author, made at ``moment`` (aware)."""
    document = docx.Document(BytesIO(_empty()))
    properties = document.core_properties
    said = printable(author)[:MOST_OF_A_PROPERTY]
    properties.title, properties.author, properties.last_modified_by = printable(title)[:MOST_OF_A_PROPERTY], said, said
    # The file tells the moment in UTC and whole seconds.
    properties.created = properties.modified = moment.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    properties.language, properties.comments = LANGUAGE, ""
    return document


@lru_cache(maxsize=1)
def _empty() -> bytes:
    document = docx.Document()
    styles.define(document)
    _keep_own_styles(document)
    for owner in (document.part, document.part.package):
        for number, relation in list(owner.rels.items()):
            if relation.reltype.rpartition("/")[2] in FOREIGN:
                del owner.rels[number]
            elif relation.reltype.endswith("/extended-properties"):
                relation.target_part._blob = PROGRAM.encode()
    _speak(document)
    _settle(document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _keep_own_styles(document: Any) -> None:
    """Of the template's hundred styles those that are used; a reader's list shows no others."""
    own = {document.styles[name].style_id for name in styles.LOOKS}
    for style in list(document.styles):
        if style.style_id in own or style.element.get(qn("w:default")) == "1" or style.name == "Table Grid":
            # The twin for words within a line has another face and colour.
            for link in style.element.findall(qn("w:link")):
                style.element.remove(link)
        else:
            style.delete()


def _speak(document: Any) -> None:
    """Let proofing tools take every text as Vietnamese."""
    root = document.styles.element
    spoken = [root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")]
    spoken += [
        style.element.get_or_add_rPr() for style in document.styles if style.element.get(qn("w:type")) == "paragraph"
    ]
    for properties in spoken:
        for known in properties.findall(qn("w:lang")):
            properties.remove(known)
        put(properties, element("w:lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi=LANGUAGE))


def _settle(document: Any) -> None:
    """Settings: the language of the theme's faces, Vietnam's signs between digits, today's way to lay out."""
    settings = document.settings.element
    language = settings.find(qn("w:themeFontLang"))
    for name in ("val", "eastAsia"):
        language.set(qn(f"w:{name}"), LANGUAGE)
    settings.find(qn("w:decimalSymbol")).set(qn("w:val"), ",")
    settings.find(qn("w:listSeparator")).set(qn("w:val"), ";")
    for compatible in settings.iter(qn("w:compatSetting")):
        if compatible.get(qn("w:name")) == "compatibilityMode":
            compatible.set(qn("w:val"), COMPATIBILITY)
    for name in ("w:savePreviewPicture", "w:rsids", "w:zoom", "w:proofState"):
        for known in settings.findall(qn(name)):
            settings.remove(known)


def described(picture: Any, words: str) -> None:
    """Give a picture the words that a reader says who does not see it."""
    properties = picture._inline.docPr
    properties.set("descr", words)
