"""Paragraphs, lists and tables of a DOCX, told in our tags. To be called within ``read_confined``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import html

from .word_changes import deleted_words, has_deletion, has_text, is_cell_deleted, is_row_deleted, joined
from .word_package import W, WordPackage, number, value
from .word_runs import RunReader, write

# "consult/opinion/12/7/body": the kind of text, its dossier, the revision, the part. In bookmarks lines stand for strokes.
TAG = re.compile(r"consult[/_](opinion|minutes)[/_]([0-9]{1,18})[/_]([0-9]{1,9})(?:[/_](body|conclusion))?")
# The style of heads in tables, in small letters.
TABLE_HEAD = "đầu bảng"
LIST_TYPES = {"decimal": "", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
# Styles that make a list by their name alone, and how it counts.
LIST_STYLES = {"list bullet": "bullet", "list number": "decimal"}
# Twentieths of a point by which a paragraph may stand less far in than its item, and is still its own.
NEAR = 120


@dataclass
class _List:
    """A list that has begun: its element, by which numbering and level it counts, how far in its text stands."""

    element: Any
    numbering: str
    level: int
    left: int


@dataclass(frozen=True)
class Block:
    """A paragraph or a table of the file, with the tag of the content control in which it stands."""

    element: Any
    tag: str


def flat(parent: Any, tag: str = "") -> list[Block]:
    """The paragraphs and tables of a text in their order, out of whatever wraps them."""
    found: list[Block] = []
    for child in parent:
        name = str(child.tag).rpartition("}")[2]
        if name in ("p", "tbl"):
            found.append(Block(child, tag))
        elif name == "sdt":
            content = child.find(f"{W}sdtContent")
            own = value(child, "sdtPr/tag")
            found += [] if content is None else flat(content, own if TAG.fullmatch(own) else tag)
        elif name in ("customXml", "smartTag", "ins", "moveTo"):
            found += flat(child, tag)
    return found


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
        for block in self._joined(blocks):
            for paragraph in block.iter(f"{W}p"):
                pieces = self.runs.read(paragraph)
                lines += "".join("\n" if piece.text is None else piece.text for piece in pieces).split("\n")
        return "\n".join(line for line in (line.strip() for line in lines) if line)

    def _joined(self, blocks: list[Any]) -> list[Any]:
        """The blocks after their deleted paragraph marks; which were joined is told."""
        left, words = joined(blocks)
        for said in words:
            self.runs.losses.add("joined", said)
        return left

    def _blocks(self, blocks: list[Any], into: Any) -> None:
        lists: list[_List] = []
        for block in self._joined(blocks):
            if block.tag == f"{W}tbl":
                holder = self._holder(into, lists, number(value(block, "tblPr/tblInd", "w")))
                self._table(block, holder)
                continue
            numbering, level = self._numbering(block)
            if not has_text(block) and (not numbering or has_deletion(block)):
                # Nothing is left to write, but what was in it is told.
                self._text(block, html.Element("p"))
                continue
            if numbering:
                holder = self._item(into, lists, numbering, level)
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
        by_name = ""
        for style in self.package.chain(value(paragraph, "pPr/pStyle")):
            numbering = numbering or value(style.paragraph, "numPr/numId")
            level = level or value(style.paragraph, "numPr/ilvl")
            by_name = by_name or (style.name if style.name in LIST_STYLES else "")
        if not numbering and by_name:
            # Files of ours that were taken out before their styles had numbers, and programs that drop those.
            return by_name, 0
        if numbering in ("", "0") or numbering not in self.package.numberings:
            return "", 0
        return numbering, number(level)

    def _item(self, root: Any, lists: list[_List], numbering: str, level: int) -> Any:
        """The item for a paragraph that is counted: in the list that counts so, or in one that begins here."""
        while lists and (lists[-1].level > level or (lists[-1].level == level and lists[-1].numbering != numbering)):
            lists.pop()
        told = self.package.numberings.get(numbering, {}).get(level)
        if not lists or lists[-1].level != level:
            holder = lists[-1].element[-1] if lists else root
            kind = told.kind if told else LIST_STYLES.get(numbering, "bullet")
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
        rows = self._rows(table)
        if not rows:
            return
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
                if is_cell_deleted(cell):
                    self.runs.losses.add("deletions", deleted_words(cell))
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

    def _rows(self, table: Any) -> list[Any]:
        """The rows of a table that were not deleted; those that were are told."""
        left = []
        for row in table.iter(f"{W}tr"):
            if _table_of(row) is not table:
                continue
            if is_row_deleted(row):
                self.runs.losses.add("deletions", deleted_words(row))
            else:
                left.append(row)
        return left

    def _cell(self, cell: Any, line: Any, across: int) -> Any:
        blocks = [block.element for block in flat(cell)]
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
