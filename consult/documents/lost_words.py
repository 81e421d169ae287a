"""Which words of a text do not stand in the pages that were made of it.

What is read from a PDF is never letter by letter what was written: ligatures come apart, marks that print nothing are gone,
hyphens are others, lines break within words, raised and lowered letters are read in another order, and a form may print in
capitals. So letters are compared in their plainest form; but a word has to stand there whole, not as a part of another.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

# Minus, which no category of hyphens holds, and what some readers give for a hyphen at the end of a line.
HYPHENS = frozenset("\u2212\u00ad\u0002\ufffe")
# Ask for another look of the character before: nothing of their own is printed.
VARIATIONS = range(0xFE00, 0xFE10)
UNPRINTED = frozenset({"Cf", "Cc", "Cn"})


@dataclass(frozen=True)
class _Reading:
    """A text in plain letters without blanks and hyphens; ``ends`` are the places where one of them was."""

    letters: str
    ends: frozenset[int]
    words: Counter[str]

    def holds(self, word: str, count: int) -> bool:
        """Whether a word, in plain letters, stands here as often."""
        return self.words[word] >= count or self._as_written(word) >= count or self._in_any_order(word) >= count

    def _as_written(self, word: str) -> int:
        found, at = 0, self.letters.find(word)
        while at >= 0:
            found += self._is_whole(at, at + len(word))
            at = self.letters.find(word, at + 1)
        return found

    def _in_any_order(self, word: str) -> int:
        """How often these letters stand together in whatever order, as those of NH₄⁺ do."""
        length, found = len(word), 0
        wanted = Counter(word)
        window = Counter(self.letters[:length])
        for at in range(len(self.letters) - length + 1):
            if at:
                gone = self.letters[at - 1]
                window[gone] -= 1
                if not window[gone]:
                    del window[gone]
                window[self.letters[at + length - 1]] += 1
            found += window == wanted and self._is_whole(at, at + length)
        return found

    def _is_whole(self, start: int, end: int) -> bool:
        return self._parts(start) and self._parts(end)

    def _parts(self, at: int) -> bool:
        """Whether a word may begin or end here: at a blank or hyphen, or beside what is neither letter nor digit."""
        if at in self.ends or at in (0, len(self.letters)):
            return True
        return not (self.letters[at - 1].isalnum() and self.letters[at].isalnum())


def lost_words_of(text: str, readings: Iterable[str]) -> list[str]:
    """The words of ``text`` that no reading of its PDF holds as often as the text does, as they are written, in their order."""
    read = [_reading(one) for one in readings]
    written: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for word in text.split():
        plain = _plain(word)
        for part in plain.split():
            letters = _without_hyphens(part)
            if letters:
                written.setdefault(letters, word)
                counted[letters] += 1
    return [written[word] for word, count in counted.items() if not any(one.holds(word, count) for one in read)]


def _plain(text: str) -> str:
    """A text in its plainest letters: compatible forms, small, without what prints nothing; hyphens are all one."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(map(_plain_letter, folded))


def _plain_letter(letter: str) -> str:
    if letter.isspace():
        return " "
    category = unicodedata.category(letter)
    if letter in HYPHENS or category == "Pd":
        return "-"
    return "" if category in UNPRINTED or ord(letter) in VARIATIONS else letter


def _without_hyphens(word: str) -> str:
    return word.replace("-", "")


def _reading(text: str) -> _Reading:
    letters: list[str] = []
    ends: set[int] = set()
    plain = _plain(text)
    for letter in plain:
        if letter in " -":
            ends.add(len(letters))
        else:
            letters.append(letter)
    return _Reading("".join(letters), frozenset(ends), Counter(map(_without_hyphens, plain.split())))
