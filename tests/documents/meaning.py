"""Reads back what a text says, with its meaning, from HTML, PDF and DOCX: each letter with what is raised, lowered, struck."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from typing import Any

import docx
import pdfplumber
from docx.oxml.ns import qn
from lxml import html as lxml_html

from consult.documents import word_lists

BLANK = " \t\r\n\xa0\u202f\u2060\ufeff\ufe0f"
# Letters of this size in pt are raised or lowered; those around them have 13 or 14.
SMALL = 9.5
# As a reader sees it: a letter and how it is written.
Letter = tuple[str, str]
ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def marker(kind: str, number: int) -> str:
    """A list's number as laws write theirs."""
    letter, roman = chr(96 + number) if number < 27 else "?", ROMAN[number] if number < len(ROMAN) else "?"
    return {"a": f"{letter})", "A": f"{letter.upper()}.", "i": f"{roman})", "I": f"{roman.upper()}."}.get(
        kind, f"{number}."
    )


def _seen(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFC", text) if letter not in BLANK)


def of_html(source: str, *, numbers: bool = True) -> list[Letter]:
    """What rich text says, with the numbers of its lists or without."""
    return list(_of_element(lxml_html.fragment_fromstring(source, create_parent="div"), "", numbers))


def _of_element(element: Any, how: str, numbers: bool) -> Iterator[Letter]:
    if numbers and element.tag == "li" and element.getparent().tag == "ul":
        yield word_lists.HYPHEN, ""
    elif numbers and element.tag == "li":
        parent = element.getparent()
        number = int(parent.get("start", "1")) + list(parent).index(element)
        yield from ((letter, "") for letter in marker(parent.get("type", "1"), number))
    inner = _within(how, element.tag)
    yield from ((letter, inner) for letter in _seen(element.text or ""))
    for child in element:
        yield from _of_element(child, inner, numbers)
        yield from ((letter, inner) for letter in _seen(child.tail or ""))


def _within(how: str, tag: str) -> str:
    """The innermost of raised and lowered holds; a line is drawn through all."""
    raised = tag if tag in ("sup", "sub") else how.removesuffix("-s")
    return raised + ("-s" if tag == "s" or how.endswith("-s") else "")


BLOCKS = ["p", "h3", "h4", "li", "td", "th", "blockquote", "table", "ul", "ol"]


def lines_of(source: str) -> list[str]:
    """The texts of the innermost blocks, written as ``written`` does."""
    tree = lxml_html.fragment_fromstring(source, create_parent="div")
    innermost = [one for one in tree.iter(*BLOCKS) if not any(inner is not one for inner in one.iter(*BLOCKS))]
    return [line for one in innermost if (line := written(list(_of_element(one, "", False))))]


def written(letters: list[Letter]) -> str:
    """Letters in one text, each with its mark before it."""
    return "".join(f"{{{how}}}{letter}" if how else letter for letter, how in letters)


def of_docx(content: bytes) -> list[Letter]:
    """What a DOCX says, with the numbers that Word would count."""
    document = docx.Document(io.BytesIO(content))
    counted: dict[int, int] = {}
    found: list[Letter] = []
    for paragraph in document.element.body.iter(qn("w:p")):
        found += [(letter, "") for letter in _number_in_docx(document, paragraph, counted)]
        for run in paragraph.iter(qn("w:r")):
            properties = run.find(qn("w:rPr"))
            found += [
                (letter, _how_in_docx(properties)) for text in run.iter(qn("w:t")) for letter in _seen(text.text or "")
            ]
    return found


def _how_in_docx(properties: Any) -> str:
    if properties is None:
        return ""
    raised = properties.find(qn("w:vertAlign"))
    how = {"superscript": "sup", "subscript": "sub"}[raised.get(qn("w:val"))] if raised is not None else ""
    return how + ("-s" if properties.find(qn("w:strike")) is not None else "")


def _number_in_docx(document: Any, paragraph: Any, counted: dict[int, int]) -> str:
    properties = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if properties is None or int(properties.find(qn("w:numId")).get(qn("w:val"))) == 0:
        return ""
    number, level = (int(properties.find(qn(name)).get(qn("w:val"))) for name in ("w:numId", "w:ilvl"))
    part = document.part.numbering_part.element
    pattern = next(
        one for one in part.findall(qn("w:abstractNum"))
        if one.get(qn("w:abstractNumId")) == str(part.num_having_numId(number).abstractNumId.val)
    )  # fmt: skip
    described = next(one for one in pattern.findall(qn("w:lvl")) if one.get(qn("w:ilvl")) == str(level))
    kind, start = (described.find(qn(name)).get(qn("w:val")) for name in ("w:numFmt", "w:start"))
    if kind == "bullet":
        return str(described.find(qn("w:lvlText")).get(qn("w:val")))
    counted[number] = counted.get(number, int(start) - 1) + 1
    named = next(name for name, (written, _text) in word_lists.NUMBERS.items() if written == kind)
    return marker(named, counted[number])


def of_pdf(content: bytes) -> list[Letter]:
    """What a PDF shows, in the order in which it is set."""
    found: list[Letter] = []
    with pdfplumber.open(io.BytesIO(content)) as document:
        for page in document.pages:
            lines = [line for line in (*page.rects, *page.lines) if line["height"] < 1.5]
            plain = [char for char in page.chars if char["size"] >= SMALL]
            for char in page.chars:
                how = _how_in_pdf(char, plain, lines)
                found += [(letter, how) for letter in _seen(char["text"])]
    return found


def _how_in_pdf(char: dict[str, Any], plain: list[dict[str, Any]], lines: list[dict[str, Any]]) -> str:
    """By size and height: nothing of a text is set smaller but what is raised or lowered."""
    how, may_strike = "", [char]
    if char["size"] < SMALL:
        near = min(plain, key=lambda one: abs(_baseline(one) - _baseline(char)) * 4 + abs(one["x1"] - char["x0"]))
        how = "sup" if _baseline(char) > _baseline(near) else "sub"
        may_strike.append(near)
    across = (char["x0"] + char["x1"]) / 2
    over = [line["y0"] for line in lines if line["x0"] <= across <= line["x1"]]
    struck = any(0.1 < (y - _baseline(one)) / one["size"] < 0.45 for y in over for one in may_strike)
    return how + ("-s" if struck else "")


def _baseline(char: dict[str, Any]) -> float:
    return float(char["matrix"][5])
