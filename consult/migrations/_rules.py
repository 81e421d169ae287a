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


# The order of the Vietnamese alphabet: what follows a letter of ASCII in it carries a number.
_LETTERS = {"ă": "a1", "â": "a2", "đ": "d1", "ê": "e1", "ô": "o1", "ơ": "o2", "ư": "u1"}
# Tones in the order of dictionaries: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LIKE_LETTERS = re.compile(r"[^\w\s]|_")
MOST_SORTED = 90


def sort_key(text: str) -> str:
    """What puts names into the order of Vietnamese dictionaries when it is compared letter by letter, in ASCII.

    "a" < "ă" < "â" < "b", "d" < "đ" < "e"; tones count only where the letters are the same. A word that ends comes first.
    """
    letters, tones = [], []
    for word in _LIKE_LETTERS.sub(" ", unicodedata.normalize("NFC", text[:MOST_SORTED]).lower()).split():
        for letter in word:
            parts = unicodedata.normalize("NFD", letter)
            bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
            plain = _LETTERS.get(bare) or f"{fold(bare)[:1] or '0'}0"
            letters.append(plain if plain.isascii() else "zz")
            tones.append(next((_TONES[part] for part in parts if part in _TONES), "0"))
        letters.append("00")
    return f"{''.join(letters)}00{''.join(tones)}"


def sort_key_of_person(name: str) -> str:
    """As ``sort_key``, by the given name, which is written last; then by the names before it."""
    *before, given = name.split() or [""]
    return sort_key(" ".join((given, *before)))
