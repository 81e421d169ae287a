"""Measures the typesetter's own pages: whether each line and box lies within what holds it, and within its page.

Costs a few hundredths of the typesetting, so that every document is measured when it is made and not only in tests, which
read the finished PDF again by other means (``consult.layout_checks``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

# CSS has 96 px per inch, PDF 72 pt.
PT_PER_PX = 0.75
# What rounding and the overhang of letters may add, in px.
SLACK = 1.0
MOST_FAULTS = 10
MOST_LETTERS = 80


@dataclass(frozen=True)
class LayoutFault:
    """Something that does not fit: ``kind`` is ``off_page`` or ``too_wide``, for its column or cell, or ``page_number``.

    ``page`` counts from 1, ``side`` is where it stands out, ``by`` so many pt; ``passage`` is the text that it begins with.
    """

    kind: str
    page: int
    side: str
    by: float
    passage: str


def faults_of(pages: Any) -> tuple[LayoutFault, ...]:
    """What stands out on ``weasyprint``'s pages, in reading order; the first few."""
    found: dict[tuple[str, int, str, str], LayoutFault] = {}
    for number, page in enumerate(pages, start=1):
        for fault in _of_page(page._page_box, number):
            found.setdefault((fault.kind, fault.page, fault.side, fault.passage), fault)
            if len(found) >= MOST_FAULTS:
                return tuple(found.values())
    return tuple(found.values())


@dataclass(frozen=True)
class _Frame:
    left: float
    top: float
    right: float
    bottom: float


def _content(box: Any) -> _Frame:
    left, top = box.content_box_x(), box.content_box_y()
    return _Frame(left, top, left + box.width, top + box.height)


def _of_page(page_box: Any, number: int) -> Iterator[LayoutFault]:
    area = _content(page_box)
    for child in page_box.children:
        if isinstance(child, boxes.MarginBox):
            yield from _of_margin(child, area, number)
        else:
            yield from _of_body(child, area, number)


def _of_margin(box: Any, area: _Frame, number: int) -> Iterator[LayoutFault]:
    """What stands in the margin, such as the page's number, stays out of the text's area."""
    for line in _lines(box):
        deep = min(line.position_y + line.height, area.bottom) - max(line.position_y, area.top)
        across = min(line.position_x + line.width, area.right) - max(line.position_x, area.left)
        if deep > SLACK and across > SLACK:
            yield LayoutFault("page_number", number, "top", round(deep * PT_PER_PX, 1), _text(line))


def _lines(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.LineBox):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def _of_body(root: Any, area: _Frame, number: int) -> Iterator[LayoutFault]:
    # With a stack of its own: documents nest deeply.
    waiting: list[tuple[Any, Any]] = [(root, None)]
    while waiting:
        box, holder = waiting.pop()
        if box.is_outside_marker:
            # It stands beside its point on purpose; on the page it is since its point is.
            continue
        if isinstance(box, boxes.LineBox):
            yield from _of_line(box, holder, area, number)
            waiting += [(child, child) for child in _blocks_within(box)]
            continue
        if isinstance(box, (boxes.TableCellBox, boxes.TableBox, boxes.ReplacedBox)):
            yield from _of_box(box, area, number)
        children = getattr(box, "children", ())
        holder = box if isinstance(box, boxes.BlockContainerBox) else holder
        waiting += [(child, holder) for child in reversed(children)]


def _blocks_within(line: Any) -> Iterator[Any]:
    """The boxes in a line that have lines of their own, or are pictures."""
    for child in line.children:
        if isinstance(child, boxes.AtomicInlineLevelBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _blocks_within(child)


def _of_box(box: Any, area: _Frame, number: int) -> Iterator[LayoutFault]:
    left, top = box.border_box_x(), box.border_box_y()
    right, bottom = left + box.border_width(), top + box.border_height()
    yield from _outside("off_page", box, _Frame(left, top, right, bottom), area, number)


def _of_line(line: Any, holder: Any, area: _Frame, number: int) -> Iterator[LayoutFault]:
    left, right = _extent(line)
    if right <= left:
        return
    frame = _Frame(left, line.position_y, right, line.position_y + line.height)
    off = list(_outside("off_page", line, frame, area, number))
    yield from off
    if holder is not None and not off:
        room = _content(holder)
        yield from _outside("too_wide", line, frame, _Frame(room.left, frame.top, room.right, frame.bottom), number)


def _extent(line: Any) -> tuple[float, float]:
    """Where the ink of a line begins and ends: blanks at its ends are none."""
    left, right = float("inf"), float("-inf")
    waiting = list(line.children)
    while waiting:
        box = waiting.pop()
        if isinstance(box, boxes.TextBox):
            if not box.text.strip():
                continue
            ends = box.position_x + box.width
            blanks = len(box.text) - len(box.text.rstrip())
            if blanks:
                ends -= box.width * blanks / len(box.text)
            left, right = min(left, box.position_x), max(right, ends)
        elif isinstance(box, boxes.InlineBox):
            waiting += box.children
        elif isinstance(box, boxes.AtomicInlineLevelBox) and not box.is_outside_marker:
            left, right = min(left, box.position_x), max(right, box.position_x + box.margin_width())
    return left, right


def _outside(kind: str, box: Any, frame: _Frame, room: _Frame, number: int) -> Iterator[LayoutFault]:
    beyond = {
        "left": room.left - frame.left,
        "right": frame.right - room.right,
        "top": room.top - frame.top,
        "bottom": frame.bottom - room.bottom,
    }
    for side, much in beyond.items():
        if much > SLACK:
            yield LayoutFault(kind, number, side, round(much * PT_PER_PX, 1), _text(box))


def _text(box: Any) -> str:
    """The text with which a box begins."""
    parts: list[str] = []
    waiting = [box]
    while waiting and sum(map(len, parts)) <= MOST_LETTERS:
        one = waiting.pop()
        if isinstance(one, boxes.TextBox):
            parts.append(one.text)
        else:
            waiting += reversed(getattr(one, "children", ()))
    text = " ".join("".join(parts).replace("\u200b", "").split())
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
