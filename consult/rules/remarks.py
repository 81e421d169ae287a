"""Remarks on an attachment of the dossier, anchored to a page, or to a passage or a region marked on it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from .text import normal

MOST_REMARKS = 300
MOST_CHARACTERS = 4000
MOST_QUOTED = 600
MOST_PAGES = 10_000
# A region's numbers are kept to a ten-thousandth of the page: finer than anybody draws, and the same wherever they are read.
DIGITS = 4
TRIFLE = 1e-9


def read_remarks(raw: str | list[Any], files: Collection[int]) -> list[dict[str, Any]]:
    """The remarks in a page's list, or in its JSON, by attachment in the order of ``files`` and by page.

    Each is ``{"id", "file", "page", "quote", "text"}``; ``page`` counts from 1 and is 0 for the whole file. One on a region of
    its page has ``"region"`` besides, as ``read_region`` gives it. What names no file among ``files``, or says nothing, is left
    out; what is not a list is none.
    """
    places = {file: place for place, file in enumerate(files)}
    kept: dict[str, dict[str, Any]] = {}
    for one in _listed(raw):
        remark = _remark(one)
        if remark and remark["file"] in places and len(kept) < MOST_REMARKS:
            kept[remark["id"]] = remark
    return sorted(kept.values(), key=lambda remark: (places[remark["file"]], remark["page"]))


def fault_of(raw: str) -> str:
    """What is wrong with a page's list of remarks in JSON: ``unreadable``, ``too_many``, ``region``; "" where nothing is.

    None of it is left out in silence: whoever is told that their remarks are saved has them all.
    """
    given = _parsed(raw)
    if not isinstance(given, list):
        return "unreadable"
    if len(given) > MOST_REMARKS:
        return "too_many"
    marked = [one for one in given if isinstance(one, dict) and one.get("region") is not None]
    # A region lies on a page, and within it.
    return "" if all(_page(one) and read_region(one["region"]) for one in marked) else "region"


def read_region(given: Any) -> list[float] | None:
    """A rectangle on a page: left, top, width and height as fractions of it, rounded; None for what is no such rectangle."""
    if not isinstance(given, list) or len(given) != 4:
        return None
    # Compared before anything is reckoned: NaN is within nothing, and a whole number may be larger than any float.
    if not all(type(one) in (int, float) and 0 <= one <= 1 for one in given):
        return None
    left, top, width, height = given
    if left + width > 1 + TRIFLE or top + height > 1 + TRIFLE:
        return None
    (left, width), (top, height) = _rounded(left, width), _rounded(top, height)
    return [left, top, width, height] if width > 0 and height > 0 else None


def _rounded(start: float, length: float) -> tuple[float, float]:
    """Rounded, and within the page by the very sum that the database does."""
    start, length = float(round(start, DIGITS)), float(round(length, DIGITS))
    while start > 1 - length and length > 0:
        length = round(length - 10**-DIGITS, DIGITS)
    return start, length


def place_on(remark: Mapping[str, Any]) -> str:
    """The part of an address after ``#`` that leads the reader of attachments to where ``remark`` was made."""
    region = remark.get("region")
    shown = "&region=" + ",".join(f"{one:.{DIGITS}f}".rstrip("0").rstrip(".") for one in region) if region else ""
    return f"page={remark['page']}{shown}"


def _parsed(raw: str | list[Any]) -> Any:
    try:
        return json.loads(raw or "[]") if isinstance(raw, str) else raw
    except (ValueError, RecursionError):
        return None


def _listed(raw: str | list[Any]) -> list[Any]:
    given = _parsed(raw)
    return given if isinstance(given, list) else []


def _page(one: Mapping[str, Any]) -> int:
    page = one.get("page")
    return page if type(page) is int and 0 < page <= MOST_PAGES else 0


def _remark(one: Any) -> dict[str, Any] | None:
    if not isinstance(one, dict):
        return None
    text = "\n".join(normal(line) for line in str(one.get("text", "")).splitlines()).strip()[:MOST_CHARACTERS]
    name, file, page = str(one.get("id", ""))[:40], one.get("file"), _page(one)
    if not text or not name or type(file) is not int:
        return None
    region = read_region(one.get("region")) if page else None
    return {
        "id": name,
        "file": file,
        "page": page,
        "quote": normal(str(one.get("quote", "")))[:MOST_QUOTED],
        "text": text,
        # Only where there is one: lists from before there were regions are the same as ever.
        **({"region": region} if region else {}),
    }
