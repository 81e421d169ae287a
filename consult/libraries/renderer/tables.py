"""Fits tables that people drew into a page: smaller type first, then a page on its side, then several tables.

How wide a table must be follows from its longest words and the letters' widths, so that nothing is set twice to find out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from .wrapping import break_finer

MM = 72 / 25.4
# Within the margins, in pt, less what borders and rounding take.
UPRIGHT, SIDEWAYS = 165 * MM - 4, 252 * MM - 4
# Of the type in a table, in pt; the last is what may still be read on paper.
SIZES = (13.0, 12.0, 11.0, 10.0)
SPLIT_SIZE = 11.0
# What a cell has beside its text, in pt: padding and borders.
BESIDE = 9.0
# What lists and quotations indent, in pt.
INDENTS = {"ul": 46.0, "ol": 46.0, "blockquote": 37.0}
INDENTS_IN_CELLS = {"ul": 23.0, "ol": 23.0, "blockquote": 37.0}
MOST_SPANNED = 40
FACES = ("regular", "bold", "bold-italic")


class Letters:
    """How wide letters are at most, in parts of the type's size, whatever the face."""

    def __init__(self, fonts: Mapping[str, Path]) -> None:
        self.files = [fonts[name] for name in FACES if name in fonts]

    @cached_property
    def widths(self) -> dict[int, float]:
        found: dict[int, float] = {}
        for path in self.files:
            with TTFont(path, lazy=True) as font:
                advances, em = font["hmtx"].metrics, font["head"].unitsPerEm
                for letter, name in font.getBestCmap().items():
                    found[letter] = max(found.get(letter, 0.0), advances[name][0] / em)
        return found

    def width(self, text: str) -> float:
        """Of ``text`` on one line; letters of other faces count as squares."""
        return sum(self.widths.get(ord(letter), 1.0) for letter in text)


@dataclass(frozen=True)
class Need:
    """A width: ``ems`` parts of the type's size and ``fixed`` pt besides."""

    ems: float
    fixed: float

    def at(self, size: float) -> float:
        """In pt, at a size of type."""
        return self.ems * size + self.fixed


@dataclass
class Cell:
    """A cell at its place in the grid: columns ``first`` up to but without ``end``."""

    element: Any
    row: int
    first: int
    end: int


def _rows(table: Any) -> list[Any]:
    """The rows of a table without those of tables within it."""
    rows = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += [row for row in child if row.tag == "tr"]
    return rows


def _span(cell: Any, name: str) -> int:
    told = cell.get(name, "1")
    return max(1, min(MOST_SPANNED, int(told))) if told.isdigit() else 1


def grid(table: Any) -> list[Cell]:
    """The cells of a table at their places."""
    cells: list[Cell] = []
    taken: dict[int, int] = {}
    for number, row in enumerate(_rows(table)):
        column = 0
        for element in row:
            if element.tag not in ("td", "th"):
                continue
            while taken.get(column, 0) > number:
                column += 1
            end = column + _span(element, "colspan")
            cells.append(Cell(element, number, column, end))
            until = number + _span(element, "rowspan")
            taken.update((place, until) for place in range(column, end))
            column = end
    return cells


class TableFitter:
    """Fits tables of a page's tree, in place."""

    def __init__(self, fonts: Mapping[str, Path]) -> None:
        self.letters = Letters(fonts)

    def fit(self, root: Any) -> None:
        """Fit every table below an element of the class ``rich``; in those of the class ``grid`` only long words give way."""
        self.fit_rich(root)
        for element in root.iter("table"):
            if "grid" not in element.get("class", "").split():
                continue
            if sum(need.at(SIZES[0]) for need in self._columns(grid(element))) > UPRIGHT:
                break_finer(element)

    def fit_rich(self, root: Any) -> None:
        """Fit every table below a ``div`` of the class ``rich``; no word is given places where it may break."""
        for element in list(root.iter("div")):
            if "rich" in element.get("class", "").split():
                self._fit_below(element, 0.0, outermost=True)

    def _fit_below(self, parent: Any, indent: float, *, outermost: bool) -> None:
        for place, child in reversed(list(enumerate(parent))):
            if child.tag == "table":
                self._fit_table(parent, place, child, indent, outermost=outermost)
            elif isinstance(child.tag, str):
                self._fit_below(child, indent + INDENTS.get(child.tag, 0.0), outermost=False)

    def _fit_table(self, parent: Any, place: int, table: Any, indent: float, *, outermost: bool) -> None:
        cells = grid(table)
        needs = self._columns(cells)
        for size in SIZES:
            if sum(need.at(size) for need in needs) <= UPRIGHT - indent:
                _set(table, size)
                return
        # Only what stands by itself gets a page of its own; what belongs to a point of a list stays there.
        if outermost:
            for size in SIZES:
                if sum(need.at(size) for need in needs) <= SIDEWAYS:
                    _set(table, size)
                    _turn(parent, place, table)
                    return
        parts = _split(table, cells, _groups([need.at(SPLIT_SIZE) for need in needs], UPRIGHT - indent))
        tail, table.tail = table.tail, None
        parent[place : place + 1] = parts
        parts[-1].tail = tail
        for part in parts:
            _set(part, SPLIT_SIZE)

    def _columns(self, cells: Sequence[Cell]) -> list[Need]:
        """What each column needs so that no word is broken."""
        count = max((cell.end for cell in cells), default=0)
        needs = [Need(0.0, BESIDE)] * count
        for cell in sorted(cells, key=lambda cell: cell.end - cell.first):
            own = self._least(cell.element, 0.0)
            own = Need(own.ems, own.fixed + BESIDE)
            spanned = needs[cell.first : cell.end]
            more_ems = (own.ems - sum(need.ems for need in spanned)) / len(spanned)
            more_fixed = (own.fixed - sum(need.fixed for need in spanned)) / len(spanned)
            needs[cell.first : cell.end] = [
                Need(need.ems + max(0.0, more_ems), need.fixed + max(0.0, more_fixed)) for need in spanned
            ]
        return needs

    def _least(self, element: Any, indent: float) -> Need:
        """The widest word below an element, with what it is indented by."""
        if element.tag == "table":
            needs = self._columns(grid(element))
            return Need(sum(need.ems for need in needs), indent + sum(need.fixed for need in needs))
        indent += INDENTS_IN_CELLS.get(element.tag, 0.0)
        texts = [element.text or "", *(child.tail or "" for child in element)]
        words = [word for text in texts for word in text.replace("\u200b", " ").split(" ")]
        ems = max((self.letters.width("".join(word.split("\n"))) for word in words), default=0.0)
        below = [self._least(child, indent) for child in element if isinstance(child.tag, str)]
        # Parts of one word may be set apart by tags: "CO<sub>2</sub>".
        glued = sum(need.ems for need in below) if _is_glued(element) else 0.0
        return Need(max([ems + glued, *(need.ems for need in below)]), max([indent, *(need.fixed for need in below)]))


def _is_glued(element: Any) -> bool:
    inline = ("sup", "sub", "b", "strong", "i", "em", "u", "s")
    return (
        0 < len(element) <= 2
        and all(child.tag in inline for child in element)
        and len("".join(element.itertext())) < 24
    )


def _set(table: Any, size: float) -> None:
    if size != SIZES[0]:
        table.set("class", f"type-{size:g}")


def _turn(parent: Any, place: int, table: Any) -> None:
    section = table.makeelement("div", {"class": "sideways"})
    section.tail, table.tail = table.tail, None
    parent[place] = section
    section.append(table)


def _groups(widths: Sequence[float], room: float) -> list[list[int]]:
    """Which columns stand together, each time behind the first: as few tables as there is room for, alike in width."""
    fewest = len(_filled(widths, room))
    narrow, wide = widths[0], room
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        narrow, wide = (narrow, middle) if len(_filled(widths, middle)) <= fewest else (middle, wide)
    return _filled(widths, wide)


def _filled(widths: Sequence[float], room: float) -> list[list[int]]:
    groups: list[list[int]] = []
    left = 0.0
    for column in range(1, len(widths)):
        if not groups or widths[column] > left:
            groups.append([0])
            left = room - widths[0]
        groups[-1].append(column)
        left -= widths[column]
    return groups or [[0]]


def _split(table: Any, cells: Sequence[Cell], groups: Sequence[Sequence[int]]) -> list[Any]:
    """One table for each group of columns; a cell over several is repeated in each."""
    return [_part(table, cells, group) for group in groups]


def _part(table: Any, cells: Sequence[Cell], group: Sequence[int]) -> Any:
    wanted = set(group)
    inside = [0, *accumulate(int(column in wanted) for column in range(max(cell.end for cell in cells)))]
    spans = {id(cell.element): inside[cell.end] - inside[cell.first] for cell in cells}
    part = table.makeelement("table", dict(table.attrib))
    for child in table:
        if child.tag == "tr":
            part.append(_row(child, spans))
        elif child.tag in ("thead", "tbody", "tfoot"):
            section = child.makeelement(child.tag, dict(child.attrib))
            section.extend(_row(row, spans) for row in child if row.tag == "tr")
            part.append(section)
    return part


def _row(row: Any, spans: Mapping[int, int]) -> Any:
    made = row.makeelement("tr", dict(row.attrib))
    for cell in row:
        columns = spans.get(id(cell), 0)
        if columns:
            copied = deepcopy(cell)
            copied.set("colspan", str(columns))
            made.append(copied)
    return made
