"""The chain of a history: each entry carries the hash of the one before, so that a change, a gap or an insertion shows.

The chain proves that a history is still the one that was hashed. Whoever can rewrite the whole database can also
rewrite the whole chain: its last hash, kept elsewhere (in a backup's manifest), is what such a rewriting fails against.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

START = ""


@dataclass(frozen=True)
class Link:
    """One entry as it is stored: its place from 1, what it says, and the two hashes it carries."""

    position: int | None
    facts: Mapping[str, Any]
    previous: str
    hash: str


def link_hash(previous: str, position: int, facts: Mapping[str, Any]) -> str:
    """SHA-256, hexadecimal, of the hash before, the place and the facts (plain JSON values, order of keys no matter)."""
    text = json.dumps([previous, position, facts], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def faults(links: Iterable[Link], *, length: int, head: str) -> list[tuple[str, int]]:
    """What is wrong with a chain that should have ``length`` entries and end in ``head``: (fault, place) pairs.

    Faults are ``unsealed``, ``missing``, ``inserted``, ``changed`` and ``torn`` (an entry does not follow the one before).
    """
    found: list[tuple[str, int]] = []
    previous, place = START, 0
    for link in links:
        if link.position is None:
            found.append(("unsealed", place + 1))
            continue
        if link.position > place + 1:
            found.append(("missing", place + 1))
        elif link.position <= place:
            found.append(("inserted", link.position))
        elif link.previous != previous:
            found.append(("torn", link.position))
        if link_hash(link.previous, link.position, link.facts) != link.hash:
            found.append(("changed", link.position))
        place, previous = max(place, link.position), link.hash
    if place < length:
        found.append(("missing", place + 1))
    elif place > length:
        found.append(("inserted", place))
    elif previous != head and not found:
        found.append(("torn", place))
    return found
