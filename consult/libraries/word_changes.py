"""Tracked changes of a DOCX as if they had been accepted: what was deleted or moved away is not there.

To be called within ``read_confined``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .word_package import W

# What holds deleted text; where a passage was moved from counts as a deletion.
GONE = (f"{W}del", f"{W}moveFrom")


def kept(element: Any) -> Iterator[Any]:
    """All that stands below an element, without what was deleted."""
    for child in element:
        if child.tag not in GONE:
            yield child
            yield from kept(child)


def deleted_words(element: Any) -> str:
    """The words of a deletion."""
    return "".join(node.text or "" for node in element.iter(f"{W}delText", f"{W}t"))


def has_text(paragraph: Any) -> bool:
    """Whether anything of a paragraph is still to be told."""
    wanted = {f"{W}t", f"{W}drawing", f"{W}pict", f"{W}object", f"{W}sym", f"{W}footnoteReference"}
    return any(node.tag in wanted or str(node.tag).endswith("}t") for node in kept(paragraph))


def has_deletion(paragraph: Any) -> bool:
    """Whether a passage of a paragraph, or its mark, was deleted."""
    return next(paragraph.iter(*GONE), None) is not None


def is_row_deleted(row: Any) -> bool:
    """Whether a row of a table was deleted, by itself or cell by cell."""
    cells = row.findall(f"{W}tc")
    return _has(row, "trPr") or (bool(cells) and all(map(is_cell_deleted, cells)))


def is_cell_deleted(cell: Any) -> bool:
    """Whether a cell was deleted, as Word tells it of a column."""
    return cell.find(f"{W}tcPr/{W}cellDel") is not None


def joined(blocks: list[Any]) -> tuple[list[Any], list[str]]:
    """The blocks, each paragraph whose mark was deleted put before the text of the next; and the words of those joined.

    The paragraph that remains is the second, whose mark was kept, unless nothing of it was (ECMA-376, part 1, 17.13.5.15).
    Where no paragraph follows there is nothing to join with.
    """
    left: list[Any] = []
    words: list[str] = []
    for place, block in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if block.tag != f"{W}p" or after is None or after.tag != f"{W}p" or not _has(block, "pPr/rPr"):
            left.append(block)
            continue
        if has_text(block):
            words.append("".join(node.text or "" for node in kept(block) if node.tag == f"{W}t"))
            if not has_text(after):
                _dress(after, block)
        properties = after.find(f"{W}pPr")
        start = 0 if properties is None else after.index(properties) + 1
        after[start:start] = [child for child in block if child.tag != f"{W}pPr"]
    return left, words


def _has(element: Any, path: str) -> bool:
    properties = element.find("/".join(W + part for part in path.split("/")))
    return properties is not None and any(properties.find(tag) is not None for tag in GONE)


def _dress(paragraph: Any, other: Any) -> None:
    """Give a paragraph the properties of another, without its mark's: whether that was deleted stays its own."""
    own, given = paragraph.find(f"{W}pPr"), other.find(f"{W}pPr")
    mark = None if own is None else own.find(f"{W}rPr")
    if own is not None:
        paragraph.remove(own)
    given.remove(given.find(f"{W}rPr"))
    if mark is not None:
        given.append(mark)
    paragraph.insert(0, given)
