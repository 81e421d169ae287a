"""The text of a paragraph in Word with its marks, and what of it no text of ours can hold."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from lxml import html

from .word_changes import GONE, deleted_words, kept
from .word_package import W, WordPackage, value

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# In this order from the outside to the inside.
MARKS = ("strong", "em", "u", "s", "sup", "sub")
SWITCHES = {"b": "strong", "i": "em", "strike": "s", "dstrike": "s"}
OFF = {"0", "false", "off", "none"}
# Colours that are none: by number and by the theme's name.
BLACK = {"", "auto", "000000", "text1", "dark1"}
SOURCE = re.compile(r"review[-_]([0-9]{1,18})")
BLANKS = re.compile(r"[ \t\r\n]+")
# What is left out where it stands, by its element, and what it is called when that is told.
LEFT_OUT = {
    "drawing": "pictures", "pict": "pictures", "object": "objects", "sym": "signs", "footnoteReference": "footnotes",
    "endnoteReference": "footnotes", "commentReference": "comments",
}  # fmt: skip
# What is kept, and told nevertheless.
TOLD = {"ins": "insertions", "moveTo": "insertions", "fldSimple": "fields", "oMath": "formulas"}
MOST_PLACES = 3
PLACE_LETTERS = 60


@dataclass(frozen=True)
class Piece:
    """Text of one look; ``text`` None is the end of a line, ``source`` the review of which it tells."""

    text: str | None
    marks: frozenset[str] = frozenset()
    source: str = ""


@dataclass
class Losses:
    """What is not in the text, or is and should be looked at: how often, and beside which words, a deletion with its own."""

    counts: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, beside: str) -> None:
        self.counts[kind] += 1
        place = " ".join(beside.split())[:PLACE_LETTERS]
        known = self.places.setdefault(kind, [])
        if place and place not in known and len(known) < MOST_PLACES:
            known.append(place)


class RunReader:
    """Reads paragraphs of one file; ``losses`` gathers what it meets."""

    def __init__(self, package: WordPackage) -> None:
        self.package = package
        self.losses = Losses()
        # The fields in which one is, that Word writes in several runs: of each whether it is in its code still.
        self.fields: list[bool] = []
        # The beginnings of fields whose code ends in the same paragraph.
        self.coded: set[Any] = set()

    def read(self, paragraph: Any, *, silent: frozenset[str] = frozenset()) -> list[Piece]:
        """The pieces of a paragraph, neighbours of one look put together.

        ``silent`` are marks that the paragraph's style gives by itself, as a heading is bold.
        """
        beside = "".join(node.text or "" for node in kept(paragraph) if node.tag == f"{W}t")
        # No code goes on in the next paragraph: what ends it may have been taken away, and text is not to be lost with it.
        self.fields, self.coded = [], _coded(paragraph)
        style = value(paragraph, "pPr/pStyle")
        base = frozenset().union(*(marks_on(one.run) for one in self.package.chain(style))) - silent
        found: list[Piece] = []
        self._within(paragraph, found, base, "", beside)
        return _joined(found)

    def _within(self, parent: Any, found: list[Piece], base: frozenset[str], source: str, beside: str) -> None:
        for child in parent:
            name = _name(child)
            if name == "r":
                self._run(child, found, base, source, beside)
            elif child.tag in GONE:
                self.losses.add("deletions", deleted_words(child) or beside)
                # A field may end in what was deleted.
                for mark in child.iter(f"{W}fldChar"):
                    self._field(mark)
            elif name in LEFT_OUT:
                self.losses.add(LEFT_OUT[name], beside)
            elif name == "hyperlink":
                anchor = SOURCE.fullmatch(child.get(f"{W}anchor", ""))
                if anchor is None and child.get(f"{R}id"):
                    self.losses.add("links", beside)
                self._within(child, found, base - {"u"}, anchor[1] if anchor else source, beside)
            elif name == "AlternateContent":
                self.losses.add("text_boxes" if child.find(f".//{W}txbxContent") is not None else "pictures", beside)
            elif name not in ("pPr", "rPr", "sdtPr", "sdtEndPr"):
                if name in TOLD:
                    self.losses.add(TOLD[name], beside)
                if name == "oMath":
                    words = "".join(node.text or "" for node in child.iter() if _name(node) == "t")
                    found.append(Piece(words, base, source))
                else:
                    self._within(child, found, base, source, beside)

    def _run(self, run: Any, found: list[Piece], base: frozenset[str], source: str, beside: str) -> None:
        properties = run.find(f"{W}rPr")
        if _is_on(properties, "vanish"):
            self.losses.add("hidden", beside)
            return
        styled = frozenset().union(*(marks_on(one.run) for one in self.package.chain(value(properties, "rStyle"))))
        # The look of a link is not its meaning.
        marks = turned((base | styled) - ({"u"} if source else set()), properties)
        if source:
            marks -= {"u"}
        if value(properties, "highlight") not in ("", "none"):
            self.losses.add("highlights", beside)
        if not source and _is_coloured(run):
            self.losses.add("colours", beside)
        for child in run:
            name = _name(child)
            if name == "fldChar":
                self._field(child)
                if child.get(f"{W}fldCharType") == "begin":
                    self.losses.add("fields", beside)
            elif any(self.fields):
                continue
            elif name == "t":
                found.append(Piece(child.text or "", marks, source))
            elif name == "tab":
                found.append(Piece(" ", marks, source))
            elif name in ("br", "cr"):
                found.append(Piece(None) if child.get(f"{W}type", "textWrapping") == "textWrapping" else Piece(" "))
            elif name == "noBreakHyphen":
                found.append(Piece("\u2011", marks, source))
            elif name == "AlternateContent":
                self.losses.add("text_boxes" if child.find(f".//{W}txbxContent") is not None else "pictures", beside)
            elif name == "pict" and child.find(f".//{W}txbxContent") is not None:
                self.losses.add("text_boxes", beside)
            elif name in LEFT_OUT:
                self.losses.add(LEFT_OUT[name], beside)

    def _field(self, mark: Any) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self.fields.append(mark in self.coded)
        elif self.fields and kind == "separate":
            self.fields[-1] = False
        elif self.fields and kind == "end":
            self.fields.pop()


def _coded(paragraph: Any) -> set[Any]:
    """The beginnings of fields whose code ends in this paragraph, be it in what was deleted."""
    open_, found = [], set()
    for mark in paragraph.iter(f"{W}fldChar"):
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            open_.append(mark)
        elif open_ and kind in ("separate", "end"):
            found.add(open_[-1])
            if kind == "end":
                open_.pop()
    return found


def marks_on(properties: Any) -> frozenset[str]:
    """The marks that a style's properties put on."""
    return turned(frozenset(), properties)


def turned(marks: frozenset[str], properties: Any) -> frozenset[str]:
    """``marks`` with what the properties of a run or a style turn on and off."""
    if properties is None:
        return marks
    made = set(marks)
    for name, mark in SWITCHES.items():
        told = properties.find(W + name)
        if told is not None:
            (made.discard if told.get(f"{W}val", "1") in OFF else made.add)(mark)
    line = properties.find(f"{W}u")
    if line is not None:
        (made.discard if line.get(f"{W}val", "single") == "none" else made.add)("u")
    raised = value(properties, "vertAlign")
    if raised:
        made -= {"sup", "sub"}
        made |= {"superscript": {"sup"}, "subscript": {"sub"}}.get(raised, set())
    return frozenset(made)


def _is_coloured(run: Any) -> bool:
    """Whether words of a run, outside of a link, were given a colour of their own."""
    properties = run.find(f"{W}rPr")
    named = value(properties, "color", "themeColor") or value(properties, "color").lower()
    said = any((text.text or "").strip() for text in run.iter(f"{W}t"))
    return said and named not in BLACK and next(run.iterancestors(f"{W}hyperlink"), None) is None


def _is_on(properties: Any, name: str) -> bool:
    told = None if properties is None else properties.find(W + name)
    return told is not None and told.get(f"{W}val", "1") not in OFF


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one look as one; blanks as a page shows them: one between words, none at the ends of lines."""
    made: list[Piece] = []
    for piece in pieces:
        text = piece.text
        if text is not None:
            text = BLANKS.sub(" ", text)
            last = made[-1].text if made else None
            if last is None or last.endswith(" "):
                text = text.removeprefix(" ")
            if not text:
                continue
            if made and last is not None and (made[-1].marks, made[-1].source) == (piece.marks, piece.source):
                made[-1] = Piece(last + text, piece.marks, piece.source)
                continue
        elif made:
            _trim(made)
        made.append(Piece(text, piece.marks, piece.source))
    _trim(made)
    return made


def _trim(pieces: list[Piece]) -> None:
    while pieces and pieces[-1].text is not None and pieces[-1].text.endswith(" "):
        shorter = pieces[-1].text.removesuffix(" ")
        last = pieces.pop()
        if shorter:
            pieces.append(Piece(shorter, last.marks, last.source))


def write(pieces: list[Piece], into: Any) -> None:
    """Write pieces into an element of our HTML, each with its marks around it."""
    for piece in pieces:
        if piece.text is None:
            into.append(html.Element("br"))
            continue
        tags = (["a"] if piece.source else []) + [mark for mark in MARKS if mark in piece.marks]
        holder = into
        for tag in tags:
            made = html.Element(tag)
            if tag == "a":
                made.set("href", f"#review-{piece.source}")
            holder.append(made)
            holder = made
        if holder is into and len(into):
            into[-1].tail = (into[-1].tail or "") + piece.text
        else:
            holder.text = (holder.text or "") + piece.text
