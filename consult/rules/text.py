"""Vietnamese text: one normal form for keeping, one folded form for searching."""

from __future__ import annotations

import re
import unicodedata
from hmac import compare_digest

_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"[0-9]{1,18}")
MOST_WORDS = 12
MOST_SEARCHED = 1000


def normal(text: str) -> str:
    """``text`` in NFC with single spaces, the form in which it is kept."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def normalise_for_search(text: str) -> str:
    """``text`` without accents and in lower case: "Đắk Lắk" → "dak lak".

    Đ has no decomposition in Unicode and is mapped by hand.
    """
    lowered = unicodedata.normalize("NFC", text).lower().replace("đ", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return _SPACES.sub(" ", bare.replace("đ", "d")).strip()


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
