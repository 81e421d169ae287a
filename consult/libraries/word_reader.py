"""A draft that comes back from Word, told in the few tags that our texts have. To be called within ``read_confined``.

Its parts are found by their content controls, else by bookmarks, else by the headings above them; whatever a person or another
program took away, one of the three is mostly left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, Any

from lxml import html

from .word_package import TooLargeError, W, WordPackage, number, open_package, value
from .word_runs import RunReader, write

# "consult/opinion/12/7/body": the kind of text, its dossier, the revision, the part. In bookmarks lines stand for strokes.
TAG = re.compile(r"consult[/_](opinion|minutes)[/_]([0-9]{1,18})[/_]([0-9]{1,9})(?:[/_](body|conclusion))?")
# The headings above the parts, as a file of ours has them.
HEADINGS = {"nội dung": "body", "kết luận": "conclusion"}
# The style of heads in tables, in small letters.
TABLE_HEAD = "đầu bảng"
PARTS = ("body", "conclusion")
LIST_TYPES = {"decimal": "", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
# Twentieths of a point by which a paragraph may stand less far in than its item, and is still its own.
NEAR = 120


@dataclass
class _List:
    """A list that has begun: its element, by which numbering and level it counts, how far in its text stands."""

    element: Any
    numbering: str
    level: int
    left: int


def read(stream: IO[bytes]) -> dict[str, Any]:
    """The parts of a draft and what it says of itself.

    ``{"body": HTML, "conclusion": lines, "origin": [kind, dossier, revision] or None, "lost": [[kind, count, places]]}``,
    or ``{"fault": "parts_missing" | "too_large" | "not_word"}``.
    """
    try:
        package = open_package(stream)
    except TooLargeError:
        return {"fault": "too_large"}
    if package.body is None:
        return {"fault": "not_word"}
    blocks = _flat(package.body)
    parts = {part: _of_part(part, blocks, package) for part in PARTS}
    if not all(parts.values()):
        return {"fault": "parts_missing"}
    reader = BlockReader(package)
    body = reader.html_of(parts["body"])
    conclusion = reader.lines_of(parts["conclusion"])
    losses = reader.runs.losses
    lost = [[kind, losses.counts[kind], losses.places.get(kind, [])] for kind in losses.counts]
    return {"body": body, "conclusion": conclusion, "origin": _origin(blocks, package), "lost": lost}


@dataclass(frozen=True)
class Block:
    """A paragraph or a table of the file, with the tag of the content control in which it stands."""

    element: Any
    tag: str


def _flat(parent: Any, tag: str = "") -> list[Block]:
    """The paragraphs and tables of a text in their order, out of whatever wraps them."""
    found: list[Block] = []
    for child in parent:
        name = str(child.tag).rpartition("}")[2]
        if name in ("p", "tbl"):
            found.append(Block(child, tag))
        elif name == "sdt":
            content = child.find(f"{W}sdtContent")
            own = value(child, "sdtPr/tag")
            found += [] if content is None else _flat(content, own if TAG.fullmatch(own) else tag)
        elif name in ("customXml", "smartTag", "ins", "moveTo"):
            found += _flat(child, tag)
    return found


def _of_part(part: str, blocks: list[Block], package: WordPackage) -> list[Any]:
    """The blocks of one part; none where nothing tells which they are."""
    tagged = [block.element for block in blocks if (told := TAG.fullmatch(block.tag)) and told[4] == part]
    return tagged or _marked(part, blocks) or _below_heading(part, blocks, package)


def _marked(part: str, blocks: list[Block]) -> list[Any]:
    """What lies between the ends of the part's bookmark; some programs write it several times."""
    places, numbers = [], set()
    for place, block in enumerate(blocks):
        for mark in block.element.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            told = TAG.fullmatch(mark.get(f"{W}name", ""))
            if told and told[4] == part:
                numbers.add(mark.get(f"{W}id", ""))
                places.append(place)
            elif mark.tag == f"{W}bookmarkEnd" and mark.get(f"{W}id") in numbers:
                places.append(place - _is_before_text(block.element, mark))
    return [block.element for block in blocks[places[0] : max(places) + 1]] if places else []


def _is_before_text(block: Any, mark: Any) -> bool:
    """Whether a mark stands before all text of its paragraph: programs let a range end where the next paragraph begins."""
    if block.tag != f"{W}p" or mark.getparent() is not block:
        return False
    runs = [place for place, child in enumerate(block) if child.tag == f"{W}r"]
    return bool(runs) and list(block).index(mark) < runs[0]


def _below_heading(part: str, blocks: list[Block], package: WordPackage) -> list[Any]:
    inside, found = "", []
    for block in blocks:
        element = block.element
        if element.tag == f"{W}p":
            names = [style.name for style in package.chain(value(element, "pPr/pStyle"))]
            words = " ".join("".join(node.text or "" for node in element.iter(f"{W}t")).split()).lower().rstrip(":")
            if words in HEADINGS and "heading 1" in names:
                inside = HEADINGS[words]
                continue
        elif inside == "conclusion":
            # What follows a conclusion is the table of the signatures.
            inside = ""
        if inside == part:
            found.append(element)
    return found


def _origin(blocks: list[Block], package: WordPackage) -> list[Any] | None:
    told = [block.tag for block in blocks]
    told += [mark.get(f"{W}name", "") for block in blocks for mark in block.element.iter(f"{W}bookmarkStart")]
    for text in (*told, package.words):
        if found := TAG.fullmatch(text):
            return [found[1], int(found[2]), int(found[3])]
    return None


class BlockReader:
    """Tells paragraphs, lists and tables in our tags."""

    def __init__(self, package: WordPackage) -> None:
        self.package = package
        self.runs = RunReader(package)
        # The next number of each level of each numbering: a list goes on behind what interrupts it.
        self.next: dict[tuple[str, int], int] = {}

    def html_of(self, blocks: list[Any]) -> str:
        """The blocks as HTML."""
        root = html.Element("div")
        self._blocks(blocks, root)
        return "".join(html.tostring(child, encoding="unicode") for child in root)

    def lines_of(self, blocks: list[Any]) -> str:
        """The text of the blocks alone, a line each."""
        lines: list[str] = []
        for block in blocks:
            for paragraph in block.iter(f"{W}p"):
                pieces = self.runs.read(paragraph)
                lines += "".join("\n" if piece.text is None else piece.text for piece in pieces).split("\n")
        return "\n".join(line for line in (line.strip() for line in lines) if line)

    def _blocks(self, blocks: list[Any], into: Any) -> None:
        lists: list[_List] = []
        for block in blocks:
            if block.tag == f"{W}tbl":
                holder = self._holder(into, lists, number(value(block, "tblPr/tblInd", "w")))
                self._table(block, holder)
                continue
            numbering, level = self._numbering(block)
            if numbering:
                holder = self._item(into, lists, numbering, level)
            elif not self._has_text(block):
                self._text(block, html.Element("p"))
                continue
            else:
                indent = value(block, "pPr/ind", "left") or value(block, "pPr/ind", "start")
                holder = self._holder(into, lists, number(indent))
            kind = self._kind(block)
            if kind == "blockquote":
                last = holder[-1] if len(holder) else None
                quote = last if last is not None and last.tag == "blockquote" else _new(holder, "blockquote")
                self._text(block, _new(quote, "p"))
            else:
                self._text(block, _new(holder, kind))

    def _has_text(self, paragraph: Any) -> bool:
        wanted = {f"{W}t", f"{W}drawing", f"{W}pict", f"{W}object", f"{W}sym", f"{W}footnoteReference", f"{W}delText"}
        return any(node.tag in wanted or str(node.tag).endswith("}t") for node in paragraph.iter())

    def _text(self, paragraph: Any, into: Any) -> None:
        # What a style gives by itself is no mark: a heading is bold, a quotation slanted.
        silent = {"h3": {"strong"}, "h4": {"strong"}, "blockquote": {"em"}}.get(self._kind(paragraph), set())
        silent |= {"strong"} if self._is_head(paragraph) else set()
        write(self.runs.read(paragraph, silent=frozenset(silent)), into)

    def _is_head(self, paragraph: Any) -> bool:
        return any(style.name == TABLE_HEAD for style in self.package.chain(value(paragraph, "pPr/pStyle")))

    def _kind(self, paragraph: Any) -> str:
        """The tag for a paragraph, by its style or the level that it has in an outline."""
        style = value(paragraph, "pPr/pStyle")
        for one in self.package.chain(style):
            if one.name.startswith("heading ") and one.name[8:].isdigit():
                return "h3" if int(one.name[8:]) <= 2 else "h4"
            if one.name in ("quote", "intense quote", "quotations", "block text"):
                return "blockquote"
        outline = value(paragraph, "pPr/outlineLvl")
        if outline.isdigit() and int(outline) < 9:
            return "h3" if int(outline) < 2 else "h4"
        return "p"

    def _numbering(self, paragraph: Any) -> tuple[str, int]:
        """By which numbering and at which level a paragraph counts, ("", 0) where by none."""
        told = paragraph.find(f"{W}pPr/{W}numPr")
        numbering, level = value(told, "numId"), value(told, "ilvl")
        for style in self.package.chain(value(paragraph, "pPr/pStyle")):
            numbering = numbering or value(style.paragraph, "numPr/numId")
            level = level or value(style.paragraph, "numPr/ilvl")
        if numbering in ("", "0") or numbering not in self.package.numberings:
            return "", 0
        return numbering, number(level)

    def _item(self, root: Any, lists: list[_List], numbering: str, level: int) -> Any:
        """The item for a paragraph that is counted: in the list that counts so, or in one that begins here."""
        while lists and (lists[-1].level > level or (lists[-1].level == level and lists[-1].numbering != numbering)):
            lists.pop()
        told = self.package.numberings[numbering].get(level)
        if not lists or lists[-1].level != level:
            holder = lists[-1].element[-1] if lists else root
            kind = told.kind if told else "bullet"
            made = _new(holder, "ul" if kind in ("bullet", "none") else "ol")
            if made.tag == "ol":
                start = self.next.get((numbering, level), told.start if told else 1)
                if start != 1:
                    made.set("start", str(start))
                if LIST_TYPES.get(kind):
                    made.set("type", LIST_TYPES[kind])
            lists.append(_List(made, numbering, level, told.left if told else 0))
        for deeper in [key for key in self.next if key[0] == numbering and key[1] > level]:
            del self.next[deeper]
        first = told.start if told else 1
        self.next[numbering, level] = self.next.get((numbering, level), first) + 1
        return _new(lists[-1].element, "li")

    def _holder(self, root: Any, lists: list[_List], left: int) -> Any:
        """Where a block belongs that is not counted: below the text of an item, where it stands as far in."""
        while lists and (not left or left + NEAR < lists[-1].left):
            lists.pop()
        return lists[-1].element[-1] if lists else root

    def _table(self, table: Any, into: Any) -> None:
        rows = [row for row in table.iter(f"{W}tr") if _table_of(row) is table]
        made = _new(into, "table")
        open_cells: dict[int, Any] = {}
        section = None
        for row in rows:
            wanted = (
                "thead" if section in (None, "thead") and row.find(f"{W}trPr/{W}tblHeader") is not None else "tbody"
            )
            if wanted != section:
                holder, section = _new(made, wanted), wanted
            line = _new(holder, "tr")
            column = number(value(row, "trPr/gridBefore"))
            for cell in row.iter(f"{W}tc"):
                if _table_of(cell) is not table:
                    continue
                across = number(value(cell, "tcPr/gridSpan"), 1) or 1
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                if merged is not None and merged.get(f"{W}val", "continue") == "continue" and column in open_cells:
                    above = open_cells[column]
                    above.set("rowspan", str(int(above.get("rowspan", "1")) + 1))
                else:
                    drawn = self._cell(cell, line, across)
                    if merged is not None:
                        open_cells[column] = drawn
                    else:
                        open_cells.pop(column, None)
                column += across

    def _cell(self, cell: Any, line: Any, across: int) -> Any:
        blocks = [block.element for block in _flat(cell)]
        drawn = _new(line, "th" if any(map(self._is_head, blocks)) else "td")
        if across > 1:
            drawn.set("colspan", str(across))
        self._blocks(blocks, drawn)
        return drawn


def _new(parent: Any, tag: str) -> Any:
    made = html.Element(tag)
    parent.append(made)
    return made


def _table_of(element: Any) -> Any:
    return next(element.iterancestors(f"{W}tbl"))
