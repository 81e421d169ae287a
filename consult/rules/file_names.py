"""Which attachment of a checklist a file is, by the name that somebody gave it.

Names come from Word, Zalo and scanners: with accents or without, parted by spaces, underscores or capitals, with numbers and
"(1)" about them, or as the first letters of the words alone.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from math import log
from pathlib import PurePosixPath

from .questions import ChecklistItem
from .text import normalise_for_search

# How much of an attachment's title a name has to hold, and by how much it has to be ahead of the next attachment.
LEAST, AHEAD = 0.45, 1.25
SHORTEST_INITIALS = 3
_WORD = re.compile(r"[a-z]+")


def item_named(name: str, checklist: Sequence[ChecklistItem]) -> ChecklistItem | None:
    """The attachment of ``checklist`` that the file called ``name`` is by its name; None where that does not tell."""
    words = _words(PurePosixPath(name).stem)
    titles = [_words(item.title) for item in checklist]
    seen_in = Counter(part for title in titles for part in _parts(title))
    scored = sorted(
        ((_score(words, title, seen_in, len(titles)), place) for place, title in enumerate(titles)),
        key=lambda one: (-one[0], one[1]),
    )
    if not scored or scored[0][0] < LEAST:
        return None
    if len(scored) > 1 and scored[0][0] < AHEAD * scored[1][0]:
        return None
    return checklist[scored[0][1]]


def _words(text: str) -> list[str]:
    """The words of a title or a name, folded; "DeXuatDuAn" are four."""
    parted = "".join(
        f" {sign}" if sign.isupper() and place and text[place - 1].islower() else sign
        for place, sign in enumerate(text)
    )
    return _WORD.findall(normalise_for_search(parted.replace("_", " ")))


def _parts(words: Sequence[str]) -> set[str]:
    """Words and pairs of neighbours: a single syllable says little in Vietnamese."""
    return {*words, *(f"{one} {two}" for one, two in itertools.pairwise(words))}


def _score(words: Sequence[str], title: Sequence[str], seen_in: Counter[str], titles: int) -> float:
    """How much of ``title`` the name holds, from 0 to 1; what stands in many titles counts little."""
    weights = {part: (2 if " " in part else 1) * log(1 + titles / seen_in[part]) for part in _parts(title)}
    whole = sum(weights.values())
    if not whole:
        return 0
    held = sum(weights[part] for part in _parts(words) if part in weights) / whole
    initials = "".join(word[0] for word in title)
    shortened = [word for word in words if len(word) >= SHORTEST_INITIALS and word in initials]
    by_initials = max((len(word) for word in shortened), default=0) / len(title)
    # A name of which every word stands in the title is short for it.
    within = len(words) > 1 and set(_parts(words)) <= set(weights)
    return max(held, by_initials, LEAST if within else 0)
