"""Vietnamese text: one normal form for keeping, one folded form for searching."""

from __future__ import annotations

import re
import unicodedata
from hmac import compare_digest
from typing import Any

_SPACES = re.compile(r"\s+")
_ENDS_OF_LINES = re.compile(r"\r\n?")
# Control characters but for newline and tab; halves of characters; what no XML, and so no Word or Excel file, may hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIGITS = re.compile(r"[0-9]{1,18}")
MOST_WORDS = 12
MOST_SEARCHED = 1000


def printable(text: str) -> str:
    """``text`` without what cannot be shown or written into files: Word's vertical tab, NUL, half characters.

    Lines end with a newline alone.
    """
    return _UNPRINTABLE.sub("", _ENDS_OF_LINES.sub("\n", text))


def printable_values(value: Any) -> Any:
    """``value`` with every text in it ``printable``, names of keys too; lists and dictionaries are gone through."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {printable_values(name): printable_values(kept) for name, kept in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable_values(kept) for kept in value]
    return value


def normal(text: str) -> str:
    """``text`` in NFC with single spaces, the form in which it is kept."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", printable(text))).strip()


# What Word writes for what a keyboard has: apostrophes, quotes, dashes, spaces; and what is not seen at all.
_AS_TYPED = {
    **dict.fromkeys(map(ord, "’‘‛ʼʻ´`′"), "'"),
    **dict.fromkeys(map(ord, "“”„«»″"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), None),
}


def normalise_for_search(text: str) -> str:
    """``text`` without accents and in lower case: "Đắk Lắk" → "dak lak".

    Đ has no decomposition in Unicode and is mapped by hand.
    """
    lowered = unicodedata.normalize("NFC", text.translate(_AS_TYPED)).lower().replace("đ", "d").replace("ð", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return _SPACES.sub(" ", bare.replace("đ", "d")).strip()


def code_of(name: str, most: int = 30) -> str:
    """A name as a code of at most ``most`` signs of ASCII: "Quy hoạch đô thị" → "quy_hoach_do_thi"; "" for none."""
    bare = re.sub(r"[^a-z0-9]+", "_", normalise_for_search(name)).strip("_")
    return (f"n{bare}" if bare[:1].isdigit() else bare)[:most].rstrip("_")


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
            plain = _LETTERS.get(bare) or f"{normalise_for_search(bare)[:1] or '0'}0"
            letters.append(plain if plain.isascii() else "zz")
            tones.append(next((_TONES[part] for part in parts if part in _TONES), "0"))
        letters.append("00")
    return f"{''.join(letters)}00{''.join(tones)}"


def sort_key_of_person(name: str) -> str:
    """As ``sort_key``, by the given name, which is written last; then by the names before it."""
    *before, given = name.split() or [""]
    return sort_key(" ".join((given, *before)))


def whole_number(text: str) -> int | None:
    """The number that ``text`` writes in plain digits, 18 at most; None for anything else.

    ``str.isdigit`` is true of "²", which ``int`` refuses, and databases keep no number of more digits.
    """
    return int(text) if _DIGITS.fullmatch(text) else None


def year_number(text: str) -> int | None:
    """The year that ``text`` writes, from 1900 to 2200; None for anything else."""
    year = whole_number(text) if len(text) == 4 else None
    return year if year is not None and 1900 <= year <= 2200 else None


def search_words(text: str) -> list[str]:
    """What is looked for, folded: the first words only, since each is a condition and databases take a bounded number."""
    return normalise_for_search(text[:MOST_SEARCHED]).split()[:MOST_WORDS]


def shortened(text: str, limit: int) -> str:
    """``text`` in ``limit`` characters, cut after a word and ended with "…" where something is left out."""
    if len(text) <= limit:
        return text
    begun, space, _cut = text[:limit].rpartition(" ")
    return f"{(begun if space else text[: limit - 1]).rstrip(' ,;:–-')}…"


def same_secret(shown: str, kept: str) -> bool:
    """Whether ``shown`` is the key that is kept, without telling by the time how much of it is right.

    Compared as bytes: of texts ``compare_digest`` takes none but ASCII.
    """
    return compare_digest(shown.encode(errors="replace"), kept.encode())


def safe_file_name(name: str, limit: int = 150) -> str:
    """A file name fit to show and to send: NFC, no path, no control or direction characters, ``limit`` at most.

    The suffix survives shortening.
    """
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(" " if c in '<>:"|?*' else c for c in base if unicodedata.category(c)[0] != "C")
    kept = _SPACES.sub(" ", kept).strip(" .")
    if len(kept) > limit:
        stem, dot, suffix = kept.rpartition(".")
        kept = f"{stem[: limit - len(suffix) - 1].rstrip()}.{suffix}" if dot and len(suffix) < 10 else kept[:limit]
    return kept or "tep"


def shown_path(path: str, limit: int = 300) -> str:
    """A path inside an archive fit to show: NFC, no control or direction characters, ``limit`` at most."""
    kept = "".join(c for c in unicodedata.normalize("NFC", path) if unicodedata.category(c)[0] != "C")
    return kept[:limit]
