"""A layered layout of a flow: boxes in columns and layers from top to bottom, edges in channels beside them.

The order in which the flow is written says which edges lead back. The longest way forward is the middle column, straight from
the first box to the last; what branches off it stands beside it, to the left when it leads back. Every other edge runs in a
channel between the columns, so that no line crosses a box. Units are pixels. See decision 28.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

CHANNEL = 16
# Room for a label before the first channel.
FIRST_CHANNEL = 38
LAYER_GAP = 36
BAND_HEAD = 44
MARGIN = 20

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """What is to be placed; ``band`` is the part of the flow in which it lies."""

    name: str
    band: str
    width: int
    height: int


@dataclass(frozen=True)
class Drawing:
    """Where everything is: each box's left upper corner, each edge's line from border to border, each band's top and height."""

    width: float
    height: float
    corners: dict[str, Point]
    lines: dict[tuple[str, str], list[Point]]
    bands: dict[str, tuple[float, float]]


class Layout:
    """One layout. ``boxes`` come in the order in which the flow is written, bands without a gap between their boxes."""

    def __init__(self, boxes: Sequence[Box], edges: Sequence[tuple[str, str]]) -> None:
        self.boxes = {box.name: box for box in boxes}
        self.order = {box.name: place for place, box in enumerate(boxes)}
        self.edges = list(edges)
        self.layer = self._layers()
        self.column = self._columns()
        # The gap left of a column bears the column's number; each edge there has a channel, 0 being the nearest to the box.
        self.channel: dict[tuple[str, str], tuple[int, bool, int]] = {}
        self.used: dict[tuple[int, bool], list[list[tuple[int, int]]]] = defaultdict(list)
        for edge in sorted(self.edges, key=lambda edge: abs(self.layer[edge[0]] - self.layer[edge[1]])):
            if not self._is_straight(edge) and not self._is_branch(edge):
                self._take_channel(edge)

    def is_back(self, edge: tuple[str, str]) -> bool:
        return self.order[edge[1]] <= self.order[edge[0]]

    def _layers(self) -> dict[str, int]:
        layer: dict[str, int] = {}
        base, band = 0, ""
        for box in self.boxes.values():
            if box.band != band:
                base, band = max(layer.values(), default=-1) + 1, box.band
            before = [layer[src] for src, dst in self.edges if dst == box.name and not self.is_back((src, dst))]
            layer[box.name] = max([base, *(one + 1 for one in before)])
        return layer

    def _columns(self) -> dict[str, int]:
        place = max(self.layer, key=lambda name: self.layer[name])
        middle = {place}
        while before := [src for src, dst in self.edges if dst == place and not self.is_back((src, dst))]:
            place = max(before, key=lambda name: self.layer[name])
            middle.add(place)
        column: dict[str, int] = {}
        taken: set[tuple[int, int]] = set()
        for name in self.boxes:
            onward = [self.is_back(edge) for edge in self.edges if edge[0] == name]
            at = 0 if name in middle else -1 if onward and all(onward) else 1
            while not taken.isdisjoint(cells := self._cells(name, at, column)):
                at = max(at, 0) + 1
            column[name] = at
            taken |= cells
        return column

    def _cells(self, name: str, at: int, column: dict[str, int]) -> set[tuple[int, int]]:
        """What a box in the column ``at`` needs there: its own layer, and those that its edges come down through."""
        begun = [
            self.layer[src] + (column[src] == at)
            for src, dst in self.edges
            if dst == name and at and not self.is_back((src, dst))
        ]
        return {(at, layer) for layer in range(min([self.layer[name], *begun]), self.layer[name] + 1)}

    def _is_free(self, column: int, layers: range) -> bool:
        return not any(self.column[name] == column and self.layer[name] in layers for name in self.boxes)

    def _is_straight(self, edge: tuple[str, str]) -> bool:
        src, dst = edge
        same = self.column[src] == self.column[dst] and not self.is_back(edge)
        return same and self._is_free(self.column[src], range(self.layer[src] + 1, self.layer[dst]))

    def _is_branch(self, edge: tuple[str, str]) -> bool:
        """Whether the edge goes sideways out of its source and down into its end."""
        src, dst = edge
        if self.is_back(edge) or self.layer[dst] <= self.layer[src] or self.column[src] == self.column[dst]:
            return False
        step = 1 if self.column[dst] > self.column[src] else -1
        between = range(self.column[src] + step, self.column[dst], step)
        here = range(self.layer[src], self.layer[src] + 1)
        above = range(self.layer[src], self.layer[dst])
        return all(self._is_free(column, here) for column in between) and self._is_free(self.column[dst], above)

    def _take_channel(self, edge: tuple[str, str]) -> None:
        """Back edges run left of their boxes, the others right of them, those that overlap in channels of their own."""
        ends = sorted(self.column[name] for name in edge)
        rightwards = not self.is_back(edge)
        gap = ends[1] + 1 if rightwards else ends[0]
        low, high = sorted(self.layer[name] for name in edge)
        taken = self.used[gap, rightwards]
        free = [all(high < begun or low > ended for begun, ended in lane) for lane in taken]
        place = free.index(True) if True in free else len(taken)
        if place == len(taken):
            taken.append([])
        taken[place].append((low, high))
        self.channel[edge] = gap, rightwards, place

    # ------------------------------------------------------------ pixels

    def draw(self) -> Drawing:
        tops, height, bands = self._rows()
        columns = range(min(self.column.values()), max(self.column.values()) + 1)
        lefts, widths, x = {}, {}, float(MARGIN)
        for column in columns:
            x += self._gap(column)
            lefts[column] = x
            widths[column] = max((self.boxes[n].width for n in self.boxes if self.column[n] == column), default=0)
            x += widths[column]
        lefts[columns[-1] + 1] = x + self._gap(columns[-1] + 1)
        rights = {column + 1: lefts[column] + widths[column] for column in columns}
        corners = {
            name: (
                lefts[self.column[name]] + (widths[self.column[name]] - box.width) / 2,
                tops[self.layer[name]][0] + (tops[self.layer[name]][1] - box.height) / 2,
            )
            for name, box in self.boxes.items()
        }
        across = {
            edge: rights[gap] + FIRST_CHANNEL + CHANNEL * lane
            if rightwards
            else lefts[gap] - FIRST_CHANNEL - CHANNEL * lane
            for edge, (gap, rightwards, lane) in self.channel.items()
        }
        return Drawing(lefts[columns[-1] + 1] + MARGIN, height, corners, self._lines(corners, across), bands)

    def _gap(self, column: int) -> int:
        sides = [len(self.used[column, True]), len(self.used[column, False])]
        inside = min(self.column.values()) < column <= max(self.column.values())
        return sum(FIRST_CHANNEL + CHANNEL * lanes for lanes in sides if lanes) or (FIRST_CHANNEL if inside else 0)

    def _rows(self) -> tuple[dict[int, tuple[float, int]], float, dict[str, tuple[float, float]]]:
        """Each layer's top and height, the height of everything, and each band's top and height."""
        tops: dict[int, tuple[float, int]] = {}
        bands: dict[str, tuple[float, float]] = {}
        y, band = 0.0, ""
        for layer in sorted(set(self.layer.values())):
            here = [self.boxes[name] for name in self.boxes if self.layer[name] == layer]
            if here[0].band != band:
                band = here[0].band
                bands[band] = y, 0
                y += BAND_HEAD
            tops[layer] = y, max(box.height for box in here)
            y += tops[layer][1] + LAYER_GAP
            bands[band] = bands[band][0], y - LAYER_GAP / 2 - bands[band][0]
        return tops, y - LAYER_GAP / 2 + 1, bands

    def _lines(
        self, corners: dict[str, Point], across: dict[tuple[str, str], float]
    ) -> dict[tuple[str, str], list[Point]]:
        """Ends on one side of a box are spread over it, the farthest box above below, so that lines do not cross there."""
        sides: dict[tuple[str, bool], list[tuple[int, tuple[str, str], str]]] = defaultdict(list)

        def right_side(edge: tuple[str, str], end: str) -> bool:
            if edge not in across:
                return self.column[edge[1]] > self.column[edge[0]]
            return across[edge] > corners[end][0]

        for edge in self.edges:
            src, dst = edge
            if not self._is_straight(edge):
                sides[src, right_side(edge, src)].append((-self.layer[dst], edge, "out"))
            if edge in across:
                sides[dst, right_side(edge, dst)].append((-self.layer[src], edge, "in"))
        ends: dict[tuple[tuple[str, str], str], Point] = {}
        for (name, right), here in sides.items():
            box, (x, y) = self.boxes[name], corners[name]
            for place, (_layer, edge, way) in enumerate(sorted(here), start=1):
                ends[edge, way] = x + box.width * right, y + box.height * place / (len(here) + 1)
        lines = {}
        for edge in self.edges:
            (src, dst), begun = edge, ends.get((edge, "out"))
            top = corners[dst][0] + self.boxes[dst].width / 2, corners[dst][1]
            if begun is None:
                lines[edge] = [(top[0], corners[src][1] + self.boxes[src].height), top]
            elif edge in across:
                ended = ends[edge, "in"]
                lines[edge] = [begun, (across[edge], begun[1]), (across[edge], ended[1]), ended]
            else:
                lines[edge] = [begun, (top[0], begun[1]), top]
        return lines
