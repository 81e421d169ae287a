"""What migrations need of the rules, as the rules were then: a later change of a rule does not change what is past."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Any

ABBREVIATIONS = frozenset({
    "gs", "pgs", "ts", "tskh", "ths", "cn", "ks", "kts", "bs", "ds", "vs", "ngut", "ngnd", "ttnd", "ttut", "nsnd", "nsut",
    "dr", "prof", "cki", "ckii", "bscki", "bsckii",
})  # fmt: skip
LONG_TITLES = (
    "pho giao su", "giao su", "tien si khoa hoc", "tien si", "tien sy", "thac si", "thac sy", "ky su", "kien truc su",
    "bac si", "bac sy", "cu nhan", "luat su", "ong", "ba",
)  # fmt: skip


def fold(text: str) -> str:
    """``text`` without accents and in lower case."""
    lowered = unicodedata.normalize("NFC", text).lower().replace("đ", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", bare.replace("đ", "d")).strip()


def name_key(name: str) -> str:
    """A name without titles, accents and case."""
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)*", fold(name).replace("’", "'"))
    rest = words
    while rest and (shorter := _without_title(rest)) is not rest:
        rest = shorter
    return " ".join(rest or words)


def _without_title(words: list[str]) -> list[str]:
    if words[0] in ABBREVIATIONS:
        return words[1:]
    for title in LONG_TITLES:
        parts = title.split()
        if words[: len(parts)] == parts and len(words) > len(parts) + 1:
            return words[len(parts) :]
    return words


def link_hash(previous: str, position: int, facts: dict[str, Any]) -> str:
    """SHA-256 of the hash before, the place and the facts: version 1 of the chain."""
    text = json.dumps([previous, position, facts], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
