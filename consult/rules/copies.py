"""Certified copies: their forms and which pages of an original they take. Nghị định 30/2020/NĐ-CP, Điều 25 and Phụ lục I."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .numbering import COPY
from .problem import Problem, gettext_noop

# A whole copy, an extract of a document, a whole copy of a copy.
WHOLE, EXTRACT, OF_A_COPY = COPY, "TrS", "SL"
NAMES = {WHOLE: "SAO Y", EXTRACT: "TRÍCH SAO", OF_A_COPY: "SAO LỤC"}
_RANGES = re.compile(r"\d{1,5}(?:\s*[-–]\s*\d{1,5})?")


def pages_in(text: str) -> list[int] | None:
    """The pages that "1, 3-5" names, from 1, in order and each once; None where it cannot be read so."""
    found: set[int] = set()
    for part in filter(None, (one.strip() for one in re.split(r"[,;]", text))):
        if not _RANGES.fullmatch(part):
            return None
        first, last = (int(one) for one in (re.split(r"\s*[-–]\s*", part) * 2)[:2])
        if not 1 <= first <= last:
            return None
        found.update(range(first, last + 1))
    return sorted(found)


def copy_problems(form: str, *, copied: str, pages: str, extract: str, most: int) -> list[Problem]:
    """Why no such copy can be made; ``copied`` is the form of an original that is a copy, ``most`` its pages (0 unknown)."""
    if form not in NAMES:
        return [Problem("form_unknown", gettext_noop("Choose the form of the copy."), {}, "form")]
    if form == WHOLE and copied:
        message = gettext_noop("This is a copy itself: a copy of it is a “sao lục”.")
        return [Problem("of_a_copy", message, {}, "form")]
    if form != EXTRACT:
        said = pages.strip() or extract.strip()
        message = gettext_noop("A whole copy takes all pages: leave pages and text empty, or choose “trích sao”.")
        return [Problem("whole_copy", message, {}, "pages")] if said else []
    return list(_extract_problems(pages, extract, most))


def _extract_problems(pages: str, extract: str, most: int) -> Sequence[Problem]:
    if bool(pages.strip()) == bool(extract.strip()):
        message = gettext_noop("Say which pages the extract takes, or write its text: one of the two.")
        return [Problem("extract_unsaid", message, {}, "pages")]
    if extract.strip():
        return []
    chosen = pages_in(pages)
    if not chosen:
        return [Problem("pages_unread", gettext_noop("Write the pages as 1, 3-5."), {}, "pages")]
    if most and chosen[-1] > most:
        message = gettext_noop("The original has only %(most)s pages.")
        return [Problem("no_such_page", message, {"most": most}, "pages")]
    return []
