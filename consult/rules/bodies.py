"""Whether two names are one body's: people write a body in many ways, and a tie must not be missed for a point or a "Cty".

Names are folded, abbreviations written out, legal forms set aside. A name is compared by its parts, so that a department
("Phòng Kỹ thuật - Công ty …") is known as its body's. Words are matched one by one; what is left over on either side decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import OSA

from .body_words import (
    ABBREVIATIONS,
    FILLERS,
    HEADS,
    KINDS,
    KINDS_AT_THE_START,
    LEGAL_FORMS,
    LEVELS,
    PLACE_HEADS,
    PROVINCES,
    SUBDIVISIONS,
    TRADES,
)
from .text import normalise_for_search


class Likeness(StrEnum):
    """``LIKELY`` is for a person to look at."""

    SAME = "same"
    LIKELY = "likely"
    NO = "no"


_BREAKS = re.compile(r"\s+[-–—|/]+\s+|[,;:()\[\]\n]|\s(?:thuoc|truc thuoc)\s")
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_AMPERSANDS = re.compile(r"\b([a-z]{1,5})\s?&\s?([a-z]{1,5})\b")
_MARKS = re.compile(r"[^\w\s]")
_TAX_CODE = re.compile(r"(?:\bmst\b|\bma so thue\b)?[\s:.]*\b(\d{10})(?:-\d{3})?\b")
_CO_LTD = re.compile(r"\bco\W+ltd\b")
_ASIDES = re.compile(r"^\s*(?:ten )?(?:cu|moi|truoc day|truoc|nay|tien than)\b(?: la\b)?")
# "Kỹ" and "kĩ", "Quý" and "Quí" are one word.
_SOUND = re.compile(r"(?:k|l|m|s|h|v|qu|th)y")
# A slip of the hand is looked for where the longer word has so many letters at least.
LEAST_LETTERS = 4
# Initials stand for so many words at least.
LEAST_INITIALS = 2


def _one_way(word: str) -> str:
    """One letter for two ways to write a sound, one number for two ways to write it."""
    if word.isdigit():
        return word.lstrip("0") or "0"
    return f"{word[:-1]}i" if _SOUND.fullmatch(word) else word


def _phrases(words: Iterable[str]) -> str:
    """An expression that finds any of these phrases, the longest first."""
    return "|".join(" ".join(map(_one_way, phrase.split())) for phrase in sorted(words, key=len, reverse=True))


_TRADE = re.compile(rf"\b(?:{_phrases(TRADES)})\b")
_LEGAL = re.compile(rf"\b(?:{_phrases(LEGAL_FORMS)})\b")


@dataclass(frozen=True)
class Part:
    """One part of a name: its words but for legal forms – a trade counts as one word – and what kind of body it says it is."""

    words: tuple[str, ...]
    kinds: frozenset[str]
    is_company: bool = False

    @property
    def proper(self) -> list[str]:
        """The words that tell it from others of its trade."""
        return [word for word in self.words if "_" not in word]


@dataclass(frozen=True)
class Name:
    """A name taken apart; ``places`` are those that it adds, ``tax_codes`` its numbers at the tax office."""

    parts: tuple[Part, ...]
    places: frozenset[str]
    tax_codes: frozenset[str]


# A plan of many dossiers holds the same few proposers against the same employers again and again.
@lru_cache(maxsize=50_000)
def likeness(left: str, right: str) -> Likeness:
    """How surely both names are one body's, or the one a subdivision's of the other."""
    mine, theirs = _taken_apart(left), _taken_apart(right)
    if mine.tax_codes and theirs.tax_codes:
        return Likeness.SAME if mine.tax_codes & theirs.tax_codes else Likeness.NO
    found = {_of_parts(one, other) for one, other in product(mine.parts, theirs.parts)}
    likely = next((likely for likely in (Likeness.SAME, Likeness.LIKELY) if likely in found), Likeness.NO)
    if mine.places and theirs.places and not mine.places & theirs.places:
        # A company may give two addresses; an authority or a school of another place is another one.
        public = any(part.kinds for part in (*mine.parts, *theirs.parts))
        return Likeness.NO if public or likely == Likeness.NO else Likeness.LIKELY
    return likely


def body_key(name: str) -> str:
    """One key for the ways in which a body's name is surely written; for counting people of one employer."""
    found = _taken_apart(name)
    last = found.parts[-1] if found.parts else Part((), frozenset())
    return " ".join((*last.words, *sorted(found.places if last.kinds else ())))


@lru_cache(maxsize=20_000)
def _taken_apart(name: str) -> Name:
    folded = _APOSTROPHES.sub("", normalise_for_search(name)).replace("ð", "d")
    tax_codes = frozenset(_TAX_CODE.findall(folded))
    joined = _AMPERSANDS.sub(_joined, _CO_LTD.sub("cong ty tnhh", _TAX_CODE.sub(" ", folded)))
    parts = [_written_out(_ASIDES.sub("", part)) for part in _BREAKS.split(joined)]
    pieces = [piece for part in parts for piece in _bodies_in(part) if piece]
    places = [piece for piece in pieces if _is_place(piece)]
    telling = [piece for piece in pieces if not _is_place(piece) and not _is_subdivision(piece)]
    return Name(
        tuple(_part(piece) for piece in telling or pieces),
        frozenset(re.sub(rf"^(?:{'|'.join(LEVELS)}) ", "", place) for place in places) if telling else frozenset(),
        tax_codes,
    )


def _joined(found: re.Match[str]) -> str:
    """ "gd&dt" in one word where that is an abbreviation."""
    together = found[1] + found[2]
    return together if together in ABBREVIATIONS else f"{found[1]} va {found[2]}"


def _written_out(text: str) -> str:
    words = _MARKS.sub(" ", _INITIALS.sub("", text).replace("_", " ")).split()
    known = " ".join(ABBREVIATIONS.get(word, word) for word in words if word not in FILLERS)
    return " ".join(_one_way(word) for word in known.replace("dac lac", "dak lak").split())


def _bodies_in(text: str) -> list[str]:
    """What follows the name of a subdivision without a mark between: "khoa xay dung" and "truong dai hoc …"."""
    if not text.startswith(SUBDIVISIONS):
        return [text]
    begins = [at for head in HEADS if (at := _head_at(head, text)) >= 0]
    if 0 in begins:
        return [text]
    return [text[: min(begins)].strip(), text[min(begins) :]] if begins else [text]


def _head_at(head: str, text: str) -> int:
    found = re.search(rf"\b{_phrases([head])}\b(?! \d)", text)
    return found.start() if found else -1


def _is_place(text: str) -> bool:
    return text in PROVINCES or text.startswith(PLACE_HEADS)


def _is_subdivision(text: str) -> bool:
    return text.startswith(SUBDIVISIONS) and all(_head_at(head, text) < 0 for head in HEADS)


def _part(text: str) -> Part:
    kinds = {kind for kind in KINDS if re.search(rf"\b{_phrases([kind])}\b", text)}
    kinds |= {kind for kind in KINDS_AT_THE_START if text.startswith(f"{kind} ")}
    level = re.search(rf"\b(?:uy ban|hoi dong) nhan dan ({'|'.join(LEVELS)})\b", text)
    kinds |= {level[1]} if level else set()
    is_company = "cong ti " in f"{text} " or "cong ty " in f"{text} "
    text = re.sub(r"^\s*truong ", "", _LEGAL.sub(" ", text))
    words = _TRADE.sub(lambda found: found[0].replace(" ", "_"), text).split()
    return Part(tuple(words), frozenset(kinds), is_company and not kinds)


def _of_parts(left: Part, right: Part) -> Likeness:
    if left.kinds != right.kinds and ((left.kinds and right.kinds) or left.is_company or right.is_company):
        return Likeness.NO
    mine, theirs = Counter(left.words), Counter(right.words)
    alone, also = list((mine - theirs).elements()), list((theirs - mine).elements())
    known = [word for word in mine & theirs if "_" not in word]
    if not alone and not also:
        if left.kinds != right.kinds or not left.words:
            return Likeness.NO
        # "Thành Đạt Phát" and "Phát Thành Đạt" are two companies; trades are named in any order.
        return Likeness.SAME if left.proper == right.proper else Likeness.LIKELY
    if "".join(left.words) == "".join(right.words):
        return Likeness.SAME
    written_out = _initials(alone, also, right.words) + _initials(also, alone, left.words)
    slips = _slips(alone, also)
    if (written_out or slips) and not alone and not also:
        return Likeness.LIKELY
    if not alone or not also:
        return Likeness.LIKELY if known or slips or written_out or not (left.proper and right.proper) else Likeness.NO
    # Each says something that the other does not: companies may write their trades so or so.
    trades = all("_" in word for word in (*alone, *also))
    return Likeness.LIKELY if known and trades and not left.kinds and not right.kinds else Likeness.NO


def _initials(alone: list[str], also: list[str], words: tuple[str, ...]) -> int:
    """How many words left over are the initials of words that follow one another on the other side; both are taken away."""
    apart = [word for trade in words for word in trade.split("_")]
    found = 0
    for word in [word for word in alone if len(word) >= LEAST_INITIALS and word.isalpha()]:
        for begin in range(len(apart) - len(word) + 1):
            run = apart[begin : begin + len(word)]
            if "".join(one[0] for one in run) == word:
                alone.remove(word)
                for other in list(also):
                    if set(other.split("_")) <= set(run):
                        also.remove(other)
                found += 1
                break
    return found


def _slips(alone: list[str], also: list[str]) -> int:
    """How many words left over on both sides are one another with one letter wrong; they are taken away."""
    found = 0
    for word in list(alone):
        other = next((other for other in also if _is_slip(word, other)), None)
        if other is not None:
            alone.remove(word)
            also.remove(other)
            found += 1
    return found


def _is_slip(word: str, other: str) -> bool:
    long_enough = max(len(word), len(other)) >= LEAST_LETTERS and word.isalpha() and other.isalpha()
    return long_enough and OSA.distance(word, other, score_cutoff=1) <= 1
