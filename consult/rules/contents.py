"""The table of contents of an archived file: where each paper lies, by running pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

NOT_COUNTED = "Chưa đếm trang"


@dataclass(frozen=True)
class Piece:
    """One paper of a file. ``pages`` is 0 where nothing says how many it has, and ``day`` as papers write it."""

    day: str
    title: str
    author: str
    number: str = ""
    pages: int = 0
    remark: str = ""


def with_places(pieces: Iterable[Piece]) -> list[dict[str, str]]:
    """The rows of the table with the pages on which each paper lies: "1-18", "19". What cannot be counted says so, and the
    paper after it goes on from the one before it."""
    rows, reached = [], 0
    for piece in pieces:
        first, reached = reached + 1, reached + piece.pages
        place = "" if not piece.pages else str(first) if piece.pages == 1 else f"{first}-{reached}"
        remarks = (piece.remark, "" if piece.pages else NOT_COUNTED)
        rows.append(
            {
                **asdict(piece),
                "pages": str(piece.pages or ""),
                "place": place,
                "remark": "; ".join(filter(None, remarks)),
            }
        )
    return rows
