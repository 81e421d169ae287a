"""The faces of documents: Tinos, behind it faces for what it lacks, and what even these lack. The same on every machine."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

# Tinos is metric-compatible with Times New Roman and comes as whole files with full Vietnamese.
FACES = {
    "regular": "tinos/400Regular/Tinos_400Regular.ttf",
    "italic": "tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf",
    "bold": "tinos/700Bold/Tinos_700Bold.ttf",
    "bold-italic": "tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf",
}
# In the order in which they are asked for a letter: signs before Chinese, whose signs are as wide as its letters.
FALLBACKS = {
    "Noto Sans Math": "noto-sans-math/400Regular/NotoSansMath_400Regular.ttf",
    "Noto Sans Symbols": "noto-sans-symbols/400Regular/NotoSansSymbols_400Regular.ttf",
    "Noto Sans Symbols Two": "noto-sans-symbols-2/400Regular/NotoSansSymbols2_400Regular.ttf",
    "Noto Sans Thai": "noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf",
    "Noto Sans Lao": "noto-sans-lao/400Regular/NotoSansLao_400Regular.ttf",
    "Noto Sans Khmer": "noto-sans-khmer/400Regular/NotoSansKhmer_400Regular.ttf",
    "Noto Sans Tai Viet": "noto-sans-tai-viet/400Regular/NotoSansTaiViet_400Regular.ttf",
    "Noto Sans Cham": "noto-sans-cham/400Regular/NotoSansCham_400Regular.ttf",
    "Noto Serif SC": "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "Nanum Myeongjo": "nanum-myeongjo/400Regular/NanumMyeongjo_400Regular.ttf",
    "Noto Emoji": "noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
}
PACKAGES = "@expo-google-fonts"
MOST_NAMED = 3
AROUND = 15


def address(family: str) -> str:
    """The name under which the renderer is given a fallback."""
    return family.lower().replace(" ", "-")


def fonts() -> dict[str, Path]:
    """The files of all faces by name, the fallbacks last."""
    folder = Path(settings.NODE_MODULES) / PACKAGES
    return {name: folder / path for name, path in FACES.items()} | {
        address(family): folder / path for family, path in FALLBACKS.items()
    }


def folders() -> list[Path]:
    """The folders of the faces of documents, for programs that look for faces themselves."""
    return sorted({path.parent for path in fonts().values()})


def _letters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=1)
def printable_letters() -> frozenset[int]:
    """Every letter that can be set in every weight: by all four faces of Tinos, or by a fallback."""
    files = fonts()
    own = frozenset.intersection(*(_letters(files[name]) for name in FACES))
    return own.union(*(_letters(files[address(family)]) for family in FALLBACKS))


def _needs_no_shape(letter: str) -> bool:
    """Blanks, and what only says how other letters are shown: joiners, directions, variants."""
    is_variant = "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"
    return is_variant or unicodedata.category(letter) in ("Cc", "Cf", "Zs", "Zl", "Zp")


def missing_letters(text: str) -> list[int]:
    """The places in ``text`` of letters that no face has, in order."""
    if text.isascii():
        return []
    known = printable_letters()
    return [place for place, letter in enumerate(text) if ord(letter) not in known and not _needs_no_shape(letter)]


def with_stand_ins(text: str) -> str:
    """``text`` with each letter that no face has named by its number, "[U+13000]": no box without a meaning on paper."""
    places = set(missing_letters(text))
    if not places:
        return text
    return "".join(f"[U+{ord(letter):04X}]" if place in places else letter for place, letter in enumerate(text))


def named_missing(text: str) -> list[str]:
    """Each letter of ``text`` that no face has, with its number and what stands around it; the first few."""
    found: dict[str, str] = {}
    for place in missing_letters(text):
        around = " ".join(text[max(0, place - AROUND) : place + AROUND].split())
        found.setdefault(text[place], f"{text[place]} (U+{ord(text[place]):04X}: “{around}”)")
    return list(found.values())[:MOST_NAMED]
