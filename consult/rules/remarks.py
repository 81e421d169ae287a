"""Remarks on a paper of the dossier, anchored to a page or to a passage marked on it."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from .text import normal

MOST_REMARKS = 300
MOST_CHARACTERS = 4000
MOST_QUOTED = 600
MOST_PAGES = 10_000


def read_remarks(raw: str | list[Any], files: Collection[int]) -> list[dict[str, Any]]:
    """The remarks in a page's list, or in its JSON, by paper in the order of ``files`` and by page.

    Each is ``{"id", "file", "page", "quote", "text"}``; ``page`` counts from 1 and is 0 for the paper as a whole. What names
    no file among ``files``, or says nothing, is left out; what is not a list is none.
    """
    try:
        given = json.loads(raw or "[]") if isinstance(raw, str) else raw
    except ValueError:
        return []
    places = {file: place for place, file in enumerate(files)}
    kept: dict[str, dict[str, Any]] = {}
    for one in given if isinstance(given, list) else []:
        remark = _remark(one)
        if remark and remark["file"] in places and len(kept) < MOST_REMARKS:
            kept[remark["id"]] = remark
    return sorted(kept.values(), key=lambda remark: (places[remark["file"]], remark["page"]))


def _remark(one: Any) -> dict[str, Any] | None:
    if not isinstance(one, dict):
        return None
    text = "\n".join(normal(line) for line in str(one.get("text", "")).splitlines()).strip()[:MOST_CHARACTERS]
    name, file, page = str(one.get("id", ""))[:40], one.get("file"), one.get("page")
    if not text or not name or type(file) is not int:
        return None
    return {
        "id": name,
        "file": file,
        "page": page if type(page) is int and 0 < page <= MOST_PAGES else 0,
        "quote": normal(str(one.get("quote", "")))[:MOST_QUOTED],
        "text": text,
    }
