"""Lists in Word: each is a numbering of its own, at its own depth, with the first number and the kind that its HTML names."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import html

from .word_package import element, put
from .word_styles import BULLET, NUMBERED

# How far in each level stands, and how far before it its number, in mm.
INDENT, HANGING = 8.0, 6.0
DEEPEST = 8
# As laws number theirs: khoản "1.", điểm "a)"; the same in document.css.
NUMBERS = {"1": ("decimal", "%{}."), "a": ("lowerLetter", "%{})"), "i": ("lowerRoman", "%{})"), "A": ("upperLetter", "%{}."),
           "I": ("upperRoman", "%{}.")}  # fmt: skip
# What no number counts stands after a hyphen, at every depth.
HYPHEN = "-"


def numbering(document: Any, told: Any, level: int, *, in_cell: bool) -> int:
    """The number of a numbering made for this list."""
    part = document.part.numbering_part.element
    level = min(level, DEEPEST)
    if told.tag == "ol":
        kind, text = NUMBERS.get(told.get("type", "1"), NUMBERS["1"])
        text, start = text.format(level + 1), told.get("start", "1")
    else:
        kind, text, start = "bullet", HYPHEN, "1"
    abstract = element("w:abstractNum", abstractNumId=_next_id(part))
    abstract.append(element("w:multiLevelType", val="multilevel"))
    described = element("w:lvl", ilvl=str(level))
    described.append(element("w:start", val=start))
    described.append(element("w:numFmt", val=kind))
    described.append(element("w:lvlText", val=text))
    described.append(element("w:lvlJc", val="left"))
    properties = element("w:pPr")
    properties.append(element("w:ind", left=_twips(_left(level, in_cell)), hanging=_twips(HANGING)))
    described.append(properties)
    abstract.append(described)
    # Word wants all patterns before all numberings.
    existing = part.findall(qn("w:abstractNum"))
    existing[-1].addnext(abstract)
    return part.add_num(int(abstract.get(qn("w:abstractNumId")))).numId


def let_styles_count(document: Any) -> None:
    """Give the styles for lists a bullet and a number of their own, for whoever picks one in Word."""
    for style, tag in ((BULLET, "ul"), (NUMBERED, "ol")):
        properties = document.styles[style].element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = numbering(document, html.Element(tag), 0, in_cell=False)


def number(paragraph: Any, numbering: int, level: int) -> None:
    """Let a paragraph be counted by this numbering."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = min(level, DEEPEST)
    properties.get_or_add_numId().val = numbering


def continued(paragraph: Any, level: int, *, in_cell: bool) -> None:
    """Let a paragraph stand below the text of its item, without a number."""
    paragraph.paragraph_format.left_indent = Mm(_left(min(level, DEEPEST), in_cell))


def _left(level: int, in_cell: bool) -> float:
    return INDENT * (level + (1 if in_cell else 2))


def _next_id(part: Any) -> str:
    return str(max((int(one.get(qn("w:abstractNumId"))) for one in part.findall(qn("w:abstractNum"))), default=-1) + 1)


def _twips(millimetres: float) -> str:
    return str(round(millimetres / 25.4 * 1440))


def below_item(blocks: list[Any], level: int, *, in_cell: bool) -> None:
    """Let paragraphs and tables (their elements) stand as far in as the text of the item to which they belong."""
    left = _left(min(level, DEEPEST), in_cell)
    for block in blocks:
        if block.tag == qn("w:tbl"):
            put(block.tblPr, element("w:tblInd", w=_twips(left), type="dxa"))
        else:
            block.get_or_add_pPr().ind_left = Mm(left)
