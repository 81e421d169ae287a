"""Which words of a text do not stand in the pages that were made of it.

What is read from a PDF is never letter by letter what was written: ligatures come apart, marks that print nothing are gone,
hyphens are others, lines break within words, raised and lowered letters are read in another order, and a form may print in
capitals. So letters are compared in their plainest form; but a word has to stand there whole, not as a part of another.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

# Minus, which no category of hyphens holds, and what some readers give for a hyphen at the end of a line.
HYPHENS = frozenset("\u2212\u00ad\u0002\ufffe")
# Ask for another look of the character before: nothing of their own is printed.
VARIATIONS = range(0xFE00, 0xFE10)
MOST_LOST = 20
UNPRINTED = frozenset({"Cf", "Cc", "Cn"})


@dataclass(frozen=True)
class _Reading:
    """A text in plain letters without blanks and hyphens; ``ends`` are the places where one of them was.

    ``sums`` are the weights of the letters before each place: the same letters in another order weigh the same.
    """

    letters: str
    sums: Sequence[int]
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
        length, letters, total = len(word), sorted(word), sum(map(_weight, word))
        return sum(
            self.sums[at + length] - self.sums[at] == total
            and sorted(self.letters[at : at + length]) == letters
            and self._is_whole(at, at + length)
            for at in range(len(self.letters) - length + 1)
        )

    def _is_whole(self, start: int, end: int) -> bool:
        return self._parts(start) and self._parts(end)

    def _parts(self, at: int) -> bool:
        """Whether a word may begin or end here: at a blank or hyphen, or beside what is neither letter nor digit."""
        if at in self.ends or at in (0, len(self.letters)):
            return True
        return not (self.letters[at - 1].isalnum() and self.letters[at].isalnum())


def lost_words_of(text: str, readings: Iterable[str]) -> list[str]:
    """The words of ``text`` that no reading of its PDF holds as often as the text does, as they are written, in their order;
    at most ``MOST_LOST``: where more are lost, nobody needs them all.
    """
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
    lost = (written[word] for word, count in counted.items() if not any(one.holds(word, count) for one in read))
    return list(islice(lost, MOST_LOST))


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


def _weight(letter: str) -> int:
    return ord(letter) ** 3


def _reading(text: str) -> _Reading:
    letters: list[str] = []
    ends: set[int] = set()
    plain = _plain(text)
    for letter in plain:
        if letter in " -":
            ends.add(len(letters))
        else:
            letters.append(letter)
    sums = tuple(accumulate(map(_weight, letters), initial=0))
    return _Reading("".join(letters), sums, frozenset(ends), Counter(map(_without_hyphens, plain.split())))
