"""Two versions of a text side by side: words that went are marked on the left, words that came on the right.

Each side keeps its own structure; only its words are compared. (``lxml.html.diff`` merges both into one text and, taken
apart again, loses or doubles words.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import escape

from lxml import html

VOID = {"br", "hr", "img", "col"}
_PARTS = re.compile(r"(\s+)")


def compare(old: str, new: str) -> tuple[str, str]:
    """Both texts as HTML: ``<del>`` around words only in the old, ``<ins>`` around words only in the new.

    The input has to be harmless already; so is what comes back.
    """
    left, right = (html.fragment_fromstring(text, create_parent="div") for text in (old, new))
    old_words, new_words = list(_words(left)), list(_words(right))
    gone, come = set(range(len(old_words))), set(range(len(new_words)))
    for block in SequenceMatcher(None, old_words, new_words, autojunk=False).get_matching_blocks():
        gone -= set(range(block.a, block.a + block.size))
        come -= set(range(block.b, block.b + block.size))
    return _marked(left, "del", gone), _marked(right, "ins", come)


def _words(tree: html.HtmlElement) -> Iterator[str]:
    for text in tree.itertext():
        yield from text.split()


def _marked(tree: html.HtmlElement, tag: str, chosen: set[int]) -> str:
    """The tree's HTML with the words of these turns marked."""
    marker = _Marker(tag, chosen)
    return marker.text(tree.text) + "".join(marker.element(child) for child in tree)


class _Marker:
    """Writes a tree as HTML in the order of its text, counting words as it goes."""

    def __init__(self, tag: str, chosen: set[int]) -> None:
        self.tag = tag
        self.chosen = chosen
        self.turn = 0

    def text(self, text: str | None) -> str:
        made: list[str] = []
        for part in _PARTS.split(text or ""):
            if part and not part.isspace():
                word = escape(part, quote=False)
                made.append(f"<{self.tag}>{word}</{self.tag}>" if self.turn in self.chosen else word)
                self.turn += 1
            else:
                made.append(part)
        # Neighbours are marked as one.
        return re.sub(rf"</{self.tag}>(\s+)<{self.tag}>", r"\1", "".join(made))

    def element(self, element: html.HtmlElement) -> str:
        if not isinstance(element.tag, str):
            return self.text(element.tail)
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attrib.items())
        if element.tag in VOID:
            return f"<{element.tag}{attributes}>{self.text(element.tail)}"
        inner = self.text(element.text) + "".join(self.element(child) for child in element)
        return f"<{element.tag}{attributes}>{inner}</{element.tag}>{self.text(element.tail)}"
