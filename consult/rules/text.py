"""Vietnamese text: one normal form for keeping, one folded form for searching."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def normal(text: str) -> str:
    """``text`` in NFC with single spaces, the form in which it is kept."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """``text`` without accents and in lower case: "Đắk Lắk" → "dak lak".

    Đ has no decomposition in Unicode and is mapped by hand.
    """
    lowered = unicodedata.normalize("NFC", text).lower().replace("đ", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return _SPACES.sub(" ", bare.replace("đ", "d")).strip()


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
