"""Two versions of a text side by side: words that went are marked on the left, words that came on the right.

Each side keeps its own structure; only its words are compared: paragraphs that stayed whole are set aside first, then the
words of what lies between them. A word that is raised, struck or otherwise marked is another word than the same letters
without; so is the first of a numbered list that counts otherwise. (``lxml.html.diff`` merges both into one text and, taken
apart again, loses or doubles words.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from lxml import html

from .subsequence import Pairs, common

VOID = {"br", "hr", "img", "col"}
# What stands within a line; everything else begins a paragraph, and ends one.
INLINE = {"a", "b", "strong", "em", "i", "u", "s", "sub", "sup", "span", "code", "mark", "ins", "del"}
# Beyond these pairs of words a changed passage is shown as replaced whole: some 100,000 words against as many, which take
# a few seconds.
MOST_CELLS = 10**10
_PARTS = re.compile(r"(\s+)")
# What a mark is called in a word of the comparison; two names mean the same.
MARKS = {"b": "b", "strong": "b", "em": "i", "i": "i", "u": "u", "s": "s", "sub": "sub", "sup": "sup"}
# Stands in no text: what is behind it in a word of the comparison is how the word is written.
_MARKED_AS = "\0"

Paragraph = tuple[str, ...]


def compare(old: str, new: str, *, most_cells: int = MOST_CELLS) -> tuple[str, str]:
    """Both texts as HTML: ``<del>`` around words only in the old, ``<ins>`` around words only in the new.

    The input has to be harmless already; so is what comes back. Which words stay does not hang on which text is the older.
    """
    left, right = (html.fragment_fromstring(text, create_parent="div") for text in (old, new))
    before, after = paragraphs(left), paragraphs(right)
    kept = kept_words(before, after, most_cells)
    gone = set(range(sum(map(len, before)))) - {one for one, _other in kept}
    come = set(range(sum(map(len, after)))) - {other for _one, other in kept}
    return _marked(left, "del", gone), _marked(right, "ins", come)


def paragraphs(tree: html.HtmlElement) -> list[Paragraph]:
    """The words of each paragraph that has any, in order."""
    found: list[list[str]] = [[]]
    counted = ""
    for text, how in _pieces(tree, frozenset()):
        if text is None:
            found.append([])
            counted = how
        else:
            said = [word + how for word in text.split()]
            if said and counted:
                said[0], counted = said[0] + counted, ""
            found[-1] += said
    return [tuple(words) for words in found if words]


def _pieces(element: html.HtmlElement, marks: frozenset[str]) -> Iterator[tuple[str | None, str]]:
    """An element's texts in their order with how they are marked.

    None where a paragraph begins or ends, with how it is counted.
    """
    # A remark in the source is no text.
    if not isinstance(element.tag, str):
        return
    block = element.tag not in INLINE
    if block:
        yield None, _counting(element)
    marks |= {MARKS[element.tag]} if element.tag in MARKS else set()
    how = _MARKED_AS + " ".join(sorted(marks)) if marks else ""
    yield element.text or "", how
    for child in element:
        yield from _pieces(child, marks)
        yield child.tail or "", how
    if block:
        yield None, ""


def _counting(element: html.HtmlElement) -> str:
    """Of the first item of a numbered list, and of the paragraph in it: how the list counts, where not from 1."""
    item = element if element.tag == "li" else element.getparent()
    first = (
        item is not None
        and item.tag == "li"
        and item.getprevious() is None
        and element in (item, item[0] if len(item) else None)
    )
    numbered = item.getparent() if first else None
    if numbered is None or numbered.tag != "ol":
        return ""
    return f"{_MARKED_AS}{numbered.get('start', '1')} {numbered.get('type', '1')}"


def kept_words(old: Sequence[Paragraph], new: Sequence[Paragraph], most_cells: int = MOST_CELLS) -> Pairs:
    """The turns of the words that stay, in the old and in the new text, in order."""
    # Among several ways to keep as much, the sides would not find the same one.
    if list(new) < list(old):
        return [(one, other) for other, one in kept_words(new, old, most_cells)]
    kept: Pairs = []
    one = other = done_old = done_new = 0
    whole = common(old, new, most_cells=most_cells)
    for to_old, to_new in [*whole, (len(old), len(new))]:
        changed_old = [word for paragraph in old[done_old:to_old] for word in paragraph]
        changed_new = [word for paragraph in new[done_new:to_new] for word in paragraph]
        within = common(changed_old, changed_new, most_cells=most_cells)
        kept += [(one + left, other + right) for left, right in within]
        one, other = one + len(changed_old), other + len(changed_new)
        same = len(old[to_old]) if to_old < len(old) else 0
        kept += [(one + turn, other + turn) for turn in range(same)]
        one, other = one + same, other + same
        done_old, done_new = to_old + 1, to_new + 1
    return kept


@dataclass(frozen=True)
class Run:
    """Words that follow each other and all stayed, or all went or came (``changed``)."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Passage:
    """Paragraphs that changed, as they were and as they are; either may be empty."""

    before: tuple[Run, ...]
    after: tuple[Run, ...]


# Of words that stayed within a changed passage so many are told at either end of a run.
SHOWN_AROUND = 12


def changed_passages(old: str, new: str, *, most_cells: int = MOST_CELLS) -> list[Passage]:
    """What differs between two plain texts of a paragraph a line, in order; paragraphs that stayed are left out."""
    before, after = ([tuple(line.split()) for line in text.splitlines() if line.split()] for text in (old, new))
    found = []
    done_old = done_new = 0
    for to_old, to_new in [*common(before, after, most_cells=most_cells), (len(before), len(after))]:
        went = [word for paragraph in before[done_old:to_old] for word in paragraph]
        came = [word for paragraph in after[done_new:to_new] for word in paragraph]
        # A paragraph that was only parted, or joined with the next, says the same.
        if went != came:
            kept = common(went, came, most_cells=most_cells)
            found.append(Passage(_runs(went, {one for one, _ in kept}), _runs(came, {other for _, other in kept})))
        done_old, done_new = to_old + 1, to_new + 1
    return found


def _runs(words: Sequence[str], stayed: set[int]) -> tuple[Run, ...]:
    groups = groupby(enumerate(words), lambda one: one[0] not in stayed)
    return tuple(Run(_shortened([word for _, word in group], whole=changed), changed) for changed, group in groups)


def _shortened(words: list[str], *, whole: bool) -> str:
    if not whole and len(words) > 2 * SHOWN_AROUND + 1:
        words = [*words[:SHOWN_AROUND], "…", *words[-SHOWN_AROUND:]]
    return " ".join(words)


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
