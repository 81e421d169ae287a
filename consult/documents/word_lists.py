"""Lists in Word: each is a numbering of its own, at its own depth, with the first number and the kind that its HTML names."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

# How far in each level stands, and how far before it its number, in mm.
INDENT, HANGING = 8.0, 6.0
DEEPEST = 8
# As laws number theirs: khoản "1.", điểm "a)"; the same in document.css.
NUMBERS = {"1": ("decimal", "%{}."), "a": ("lowerLetter", "%{})"), "i": ("lowerRoman", "%{})"), "A": ("upperLetter", "%{}."),
           "I": ("upperRoman", "%{}.")}  # fmt: skip
# What no number counts stands after a hyphen, at every depth.
HYPHEN = "-"


def numbering(document: Any, element: Any, level: int) -> int:
    """The number of a numbering made for this list."""
    part = document.part.numbering_part.element
    level = min(level, DEEPEST)
    if element.tag == "ol":
        kind, text = NUMBERS.get(element.get("type", "1"), NUMBERS["1"])
        text, start = text.format(level + 1), element.get("start", "1")
    else:
        kind, text, start = "bullet", HYPHEN, "1"
    abstract = _element("w:abstractNum", abstractNumId=_next_id(part))
    abstract.append(_element("w:multiLevelType", val="multilevel"))
    described = _element("w:lvl", ilvl=str(level))
    described.append(_element("w:start", val=start))
    described.append(_element("w:numFmt", val=kind))
    described.append(_element("w:lvlText", val=text))
    described.append(_element("w:lvlJc", val="left"))
    properties = _element("w:pPr")
    properties.append(_element("w:ind", left=_twips(_left(level)), hanging=_twips(HANGING)))
    described.append(properties)
    abstract.append(described)
    # Word wants all patterns before all numberings.
    existing = part.findall(qn("w:abstractNum"))
    existing[-1].addnext(abstract)
    return part.add_num(int(abstract.get(qn("w:abstractNumId")))).numId


def number(paragraph: Any, numbering: int, level: int) -> None:
    """Let a paragraph be counted by this numbering."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = min(level, DEEPEST)
    properties.get_or_add_numId().val = numbering


def continued(paragraph: Any, level: int) -> None:
    """Let a paragraph stand below the text of its item, without a number."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = 0
    paragraph.paragraph_format.left_indent = Mm(_left(min(level, DEEPEST)))
    paragraph.paragraph_format.first_line_indent = Mm(0)


def _left(level: int) -> float:
    return INDENT * (level + 1) + HANGING


def _next_id(part: Any) -> str:
    return str(max((int(one.get(qn("w:abstractNumId"))) for one in part.findall(qn("w:abstractNum"))), default=-1) + 1)


def _twips(millimetres: float) -> str:
    return str(round(millimetres / 25.4 * 1440))


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
