"""HTML as word processors and browsers write it, told in the few tags that our texts have, with every letter and its meaning.

What a style says (bold, raised, struck) becomes a mark, a heading one of our two levels, a ``div`` that holds text a paragraph,
the address of a link words in brackets behind it. What cannot be told is left out and counted. Nothing here makes a text
harmless: ``consult.richtext.clean`` does, afterwards.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from html.parser import HTMLParser

from .source_tags import (
    ADDRESS,
    ANY_TAG,
    BLOCKS,
    DROPPED,
    FORMULAS,
    HEADINGS,
    HIDDEN,
    IMPLIED,
    INPUTS,
    LIGHT,
    LIST_TYPES,
    LOOSE,
    MOST_START,
    NAMED,
    OBJECTS,
    OWN_LINK,
    PICTURES,
    SAME,
    SEEN,
    TAG,
    TEXTUAL,
    VOID,
    declared,
    marks_of,
)
from .text import whole_number


def is_html(text: str) -> bool:
    """Whether ``text`` has a tag: "a < 5 mg, b > 3" has none, and is plain text."""
    return bool(TAG.search(text))


# A page shows the same text in several places.
@lru_cache(maxsize=8)
def retold(html: str, *, marked: bool = False) -> tuple[str, Counter[str]]:
    """``html`` in the tags of our texts, and how much of each kind in ``LEFT_OUT`` is not in it.

    ``marked`` keeps ``ins`` and ``del`` as what a comparison marks. What this returns, it returns unchanged when given again.
    """
    teller = _Teller(marked)
    teller.feed(html)
    teller.close()
    return teller.told(), teller.left_out


@dataclass
class _Open:
    """An element of the source that has begun."""

    tag: str
    written: str
    marks: dict[str, bool] = field(default_factory=dict)
    address: str = ""
    own_link: str = ""
    begins_at: int = 0
    in_item: bool = False
    # Whether its tag has been written: a mark's is, once there is text to be marked.
    shown: bool = False
    # Of a numbered list: what its tag says, and the number that comes next.
    kind: str = ""
    number: int = 1
    items: int = 0


class _Teller(HTMLParser):
    """Goes through the source once and writes as it goes."""

    def __init__(self, marked: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.marked = marked
        self.out: list[str] = []
        self.stack: list[_Open] = []
        self.left_out: Counter[str] = Counter()
        self.dropped: list[str] = []
        # A paragraph that this opened for loose text; and an item whose end waits for a list that belongs to it.
        self.paragraph = self.late_item = False

    def told(self) -> str:
        while self.stack:
            self._end(self.stack[-1])
        self._settle()
        return "".join(self.out)

    # ------------------------------------------------------------ what comes in
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.dropped:
            if tag == self.dropped[-1] and tag not in VOID:
                self.dropped.append(tag)
            return
        given = {name: value or "" for name, value in attrs}
        style = declared(given.get("style", ""))
        if tag in DROPPED or ((style.get("display") == "none" or style.get("mso-hide") == "all") and tag not in VOID):
            kind = DROPPED.get(tag, HIDDEN)
            self.left_out += Counter([kind] if kind else [])
            self.dropped.append(tag)
        elif tag == "img" or tag == "v:imagedata":
            self.left_out[PICTURES] += 1
        elif tag in ("embed", "input", "button"):
            self.left_out[OBJECTS if tag == "embed" else INPUTS] += given.get("type") != "hidden"
        elif tag == "br":
            if not self._between_blocks():
                self._text_begins()
                self.out.append("<br>")
        elif tag == "hr":
            self._settle()
        elif tag not in VOID:
            self._begin(tag, given, style)

    def handle_endtag(self, tag: str) -> None:
        if self.dropped:
            if tag == self.dropped[-1]:
                self.dropped.pop()
            return
        if any(one.tag == tag for one in self.stack):
            while self.stack[-1].tag != tag:
                self._end(self.stack[-1])
            self._end(self.stack[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        # Browsers know "<p/>" as a beginning; of the tags of Word's XML it is all there is.
        if ":" in tag:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if self.dropped or (not SEEN.search(data) and (self._between_blocks() or self.late_item)):
            # Blanks that only lay out the source.
            return
        self._text(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.handle_data(unescape(f"&#{name};"))

    # ------------------------------------------------------------ what goes out
    def _begin(self, tag: str, given: dict[str, str], style: dict[str, str]) -> None:
        self._end_implied(tag)
        element = _Open(tag, self._written(tag, style), marks_of(style))
        if tag == "math":
            self.left_out[FORMULAS] += 1
        elif tag == "a":
            self._link(element, given)
        elif tag == "q":
            self._text("“")
        self._formula_part(element)
        if _is_block(element):
            self._block(element, given, style)
        self.stack.append(element)

    def _end_implied(self, tag: str) -> None:
        """End what HTML lets end without a word: items, cells and rows where the next one begins."""
        ends, within = IMPLIED.get(tag, (set(), set()))
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place].tag in within:
                return
            if self.stack[place].tag in ends:
                while len(self.stack) > place:
                    self._end(self.stack[-1])

    def _formula_part(self, element: _Open) -> None:
        """Of MathML what words can say: what is raised, lowered, divided."""
        parent = self.stack[-1] if self.stack else None
        if parent is None or parent.tag not in ("msup", "msub", "mfrac"):
            return
        parent.items += 1
        if parent.items == 2 and parent.tag == "mfrac":
            self._text("/")
        elif parent.items == 2:
            element.marks["sup" if parent.tag == "msup" else "sub"] = True

    def _written(self, tag: str, style: dict[str, str]) -> str:
        """What is written for a tag, "" for nothing."""
        if tag in HEADINGS:
            return HEADINGS[tag]
        if tag in BLOCKS:
            return tag
        if self.marked and tag in ("ins", "del"):
            return tag
        # Google Docs wraps what it copies in a "bold" that is none.
        if tag in ("b", "strong") and LIGHT.fullmatch(style.get("font-weight", "")):
            return ""
        return SAME.get(tag, "")

    def _block(self, element: _Open, given: dict[str, str], style: dict[str, str]) -> None:
        tag = element.written
        parent = self._innermost()
        element.in_item = tag in ("ul", "ol") and (
            self.late_item or (parent is not None and parent.written in ("ul", "ol"))
        )
        if self.late_item and element.in_item:
            self.late_item = False
        elif element.in_item and parent is not None and parent.items:
            element.in_item = False
        self._settle()
        self._carry_marks()
        if tag in TEXTUAL - {"li", "td", "th"} or tag in ("ul", "ol", "table", "blockquote"):
            self._close_text()
        element.begins_at = len(self.out)
        if tag == "ol":
            element.number = whole_number(given.get("start", "")) or 1
            named = given.get("type", "") if given.get("type", "") in {*LIST_TYPES.values()} else ""
            element.kind = named or LIST_TYPES.get(style.get("list-style-type", ""), "")
            self.out.append(_list_tag(element))
        elif tag == "li":
            self._item(parent, given, style)
        elif tag in ("td", "th"):
            self.out.append(f"<{tag}{''.join(_span(given, name) for name in ('colspan', 'rowspan'))}>")
        elif tag:
            self.out.append(f"<{tag}>")

    def _item(self, parent: _Open | None, given: dict[str, str], style: dict[str, str]) -> None:
        """An item with a number of its own begins the list there; in the middle of one, another list."""
        if parent is not None and parent.written == "ol":
            number = whole_number(given.get("value", "")) or parent.number
            kind = parent.kind or LIST_TYPES.get(style.get("list-style-type", ""), "")
            if not parent.items:
                parent.number, parent.kind = number, kind
                self.out[parent.begins_at] = _list_tag(parent)
            elif number != parent.number:
                parent.number = number
                self.out += ["</ol>", _list_tag(parent)]
            parent.number += 1
        if parent is not None:
            parent.items += 1
        self.out.append("<li>")

    def _carry_marks(self) -> None:
        """Let marks around a block be those of its text: within a mark there are no blocks."""
        for one in reversed(self.stack):
            if _is_block(one):
                return
            if one.shown:
                self.out.append(f"</{one.written}>")
            if one.written and one.tag != "a":
                one.marks[NAMED.get(one.written, one.written)] = True
            one.written, one.shown = "", False

    def _end(self, element: _Open) -> None:
        assert self.stack[-1] is element
        tag = element.written
        if _is_block(element):
            self._settle()
        self.stack.pop()
        if element.tag == "q":
            self._text("”")
        if element.address:
            self._address(element)
        if element.tag == "caption":
            self._caption(element)
        elif tag == "li":
            self.late_item = True
        elif tag and (element.shown or tag in BLOCKS):
            self.out.append(f"</{tag}>")
            self.late_item = element.in_item and tag in ("ul", "ol")

    def _address(self, element: _Open) -> None:
        address = element.address.removeprefix("mailto:")
        said = unescape(ANY_TAG.sub("", "".join(self.out[element.begins_at :])))
        if address.rstrip("/") not in said:
            self._text(f" ({address})")

    def _caption(self, element: _Open) -> None:
        """A table's title stands above it: within, only cells may."""
        table = next((one for one in reversed(self.stack) if one.tag == "table"), None)
        held = self.out[element.begins_at :]
        del self.out[element.begins_at :]
        place = table.begins_at if table else len(self.out)
        self.out[place:place] = ["".join(held)]
        for one in self.stack:
            one.begins_at += one.begins_at >= place

    def _settle(self) -> None:
        """Close what this opened by itself."""
        if self.paragraph:
            self.out.append("</p>")
            self.paragraph = False
        if self.late_item:
            self.out.append("</li>")
            self.late_item = False

    def _close_text(self) -> None:
        """A paragraph ends where another block begins in it."""
        while self.stack and self._innermost() is not None and self._innermost().written in ("p", "h3", "h4"):  # type: ignore[union-attr]
            self._end(self.stack[-1])

    def _text(self, text: str) -> None:
        self._text_begins()
        held = escape(text, quote=False)
        if any(one.tag == "pre" for one in self.stack):
            held = held.replace("\n", "<br>")
        marks = self._marks_of_styles()
        self.out.append(
            "".join(f"<{mark}>" for mark in marks) + held + "".join(f"</{mark}>" for mark in reversed(marks))
        )

    def _text_begins(self) -> None:
        """Give text a paragraph where it stands in none, and write the marks around it."""
        if self.late_item:
            self._settle()
        block = self._innermost()
        if not self.paragraph and (block is None or block.written not in TEXTUAL):
            self.out.append("<p>")
            self.paragraph = True
        for one in self.stack:
            if one.written and not one.shown and not _is_block(one):
                self.out.append(f'<a href="{one.own_link}">' if one.own_link else f"<{one.written}>")
                one.shown = True

    def _innermost(self) -> _Open | None:
        return next((one for one in reversed(self.stack) if _is_block(one)), None)

    def _between_blocks(self) -> bool:
        block = self._innermost()
        return not self.paragraph and (block is None or block.written not in TEXTUAL)

    def _marks_of_styles(self) -> list[str]:
        if not any(one.marks for one in self.stack):
            return []
        on: dict[str, bool] = {}
        written: set[str] = set()
        for one in self.stack:
            on |= one.marks
            written.add(NAMED.get(one.written, one.written))
        # An address is underlined by whoever shows it; a heading is bold by itself.
        silent = written | ({"u"} if any(one.tag == "a" for one in self.stack) else set())
        silent |= {"strong"} if written & {"h3", "h4", "th"} else set()
        return [mark for mark in ("strong", "em", "u", "s", "sup", "sub") if on.get(mark) and mark not in silent]

    def _link(self, element: _Open, given: dict[str, str]) -> None:
        address = given.get("href", "").strip()
        if OWN_LINK.fullmatch(address):
            element.written, element.own_link = "a", address
        elif ADDRESS.fullmatch(address):
            element.address, element.begins_at = address, len(self.out)


def _is_block(element: _Open) -> bool:
    return element.written in BLOCKS or element.tag in LOOSE or element.tag == "caption"


def _list_tag(element: _Open) -> str:
    kind = f' type="{element.kind}"' if element.kind not in ("", "1") else ""
    start = f' start="{element.number}"' if element.number != 1 and element.number <= MOST_START else ""
    return f"<ol{start}{kind}>"


def _span(given: dict[str, str], name: str) -> str:
    return f' {name}="{given[name]}"' if whole_number(given.get(name, "")) else ""
