"""Lets every text break somewhere, so that no word is wider than its line or drives the columns of a table apart.

Works on the tree of a page, in place. What stands in ordinary words stays as it is: only what no line of a document holds
is given places where it may break, and these are invisible, and no letters, in the PDF.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

# Invisible, and a line may end there.
MAY_BREAK = "\u200b"
# Longer than any word of a language written with spaces; in a table less, where a word decides how wide its column is.
LONGEST, LONGEST_IN_TABLE = 40, 20
PIECE, PIECE_IN_TABLE, FINEST_PIECE = 20, 12, 5
# So many letters may be held together by blanks that do not break: a name, an amount, a title. Word joins whole paragraphs.
MOST_GLUED = 40
_GLUE = {"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2011": "-", "\u2060": "", "\ufeff": ""}
_WORD = re.compile(r"[^ \t\n\r\f\u200b]+")
_UNFIXED = str.maketrans(_GLUE)
# After these a file name or an address breaks as a reader expects it.
_AFTER = frozenset("/\\_-.@?&=,;:)…+%#~|")
_SHORTEST = 4
JUSTIFIED = {"p", "li"}
UNTOUCHED = {"head", "style", "script", "svg", "{http://www.w3.org/2000/svg}svg"}


def let_break(root: Any) -> None:
    """Give every text below ``root`` places to break where it has too few; a paragraph with such a word is not justified."""
    for element, in_table in _elements(root):
        if element.text:
            element.text = breakable(element.text, in_table=in_table)
        for child in element:
            if child.tail:
                child.tail = breakable(child.tail, in_table=in_table)
        if element.tag in JUSTIFIED and any(MAY_BREAK in (part or "") for part in _own_text(element)):
            element.set("style", f"{element.get('style', '')};text-align: left".lstrip(";"))


def _own_text(element: Any) -> list[str | None]:
    return [element.text, *(child.tail for child in element)]


def _elements(root: Any) -> Iterator[tuple[Any, bool]]:
    waiting = [(root, False)]
    while waiting:
        element, in_table = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in UNTOUCHED:
            continue
        in_table = in_table or element.tag == "table"
        yield element, in_table
        waiting += [(child, in_table) for child in element]


def breakable(text: str, *, in_table: bool = False) -> str:
    """``text`` with places to break in what is longer than a word is, and fixed blanks set free where they hold too much."""
    longest, piece = (LONGEST_IN_TABLE, PIECE_IN_TABLE) if in_table else (LONGEST, PIECE)
    if len(text) <= longest:
        return text
    return _WORD.sub(lambda found: _loosened(found[0], longest, piece), text)


def break_finer(root: Any) -> None:
    """Give what may break below ``root`` more places to do so: for tables that have no other way of becoming narrower."""
    for element in root.iter():
        if element.text and MAY_BREAK in element.text:
            element.text = _finer(element.text)
        if element is not root and element.tail and MAY_BREAK in element.tail:
            element.tail = _finer(element.tail)


def _finer(text: str) -> str:
    words = re.split("([ \t\n\r\f\u00a0])", text)
    return "".join(_cut(word.replace(MAY_BREAK, ""), FINEST_PIECE) if MAY_BREAK in word else word for word in words)


def _loosened(run: str, longest: int, piece: int) -> str:
    if len(run) <= longest:
        return run
    if any(glue in run for glue in _GLUE):
        if len(run) <= MOST_GLUED:
            # Held together on purpose; only a piece of it may be too long.
            parts = re.split("([\u00a0\u202f\u2007])", run)
            return "".join(_cut(part, piece) if len(part) > longest else part for part in parts)
        return breakable(run.translate(_UNFIXED), in_table=longest == LONGEST_IN_TABLE)
    return _cut(run, piece)


def _cut(word: str, piece: int) -> str:
    made: list[str] = []
    since = 0
    for place, letter in enumerate(word):
        made.append(letter)
        since += 1
        following = word[place + 1 : place + 2]
        if not following or unicodedata.category(following) in ("Mn", "Mc", "Me", "Cf"):
            continue
        tidy = since >= _SHORTEST and letter in _AFTER and following not in _AFTER
        if tidy or since >= piece:
            made.append(MAY_BREAK)
            since = 0
    return "".join(made)
