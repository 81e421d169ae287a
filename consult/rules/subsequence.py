"""What two sequences have in common, in their order: a longest common subsequence.

``difflib`` compares every pair of places and recurses without a bound: two long texts that differ in every fortieth word
keep it busy for minutes, whatever it is given. Here a row of the table of lengths is one whole number whose bits are its
steps (H. Hyyrö, "Bit-parallel LCS-length computation revisited", 2004), so that a row costs a few operations on words
of the processor; and where the rows do not all fit, the table is halved (D. S. Hirschberg, "A linear space algorithm for
computing maximal common subsequences", 1975).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from itertools import accumulate

# Cells of the table, each a bit, of which all rows are kept at once: 4 MB.
KEPT_CELLS = 1 << 25
# What stands at more places than these has its bits put together once.
MANY_PLACES = 8

Pairs = list[tuple[int, int]]


def common(old: Sequence[Hashable], new: Sequence[Hashable], *, most_cells: int, kept_cells: int = KEPT_CELLS) -> Pairs:
    """The places in ``old`` and ``new`` that stay the same, in order; as many as there can be.

    What both begin and end with is found at once. Where the rest has more than ``most_cells`` pairs of places, nothing
    of it is compared and nothing of it stays. Takes about ``2 * most_cells / 10**10`` seconds at most and, besides the
    result, ``kept_cells`` bits.
    """
    start, end = _ends(old, new)
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    pairs = [(place, place) for place in range(start)]
    if len(middle_old) * len(middle_new) <= most_cells:
        pairs += [(start + one, start + other) for one, other in _pairs(middle_old, middle_new, kept_cells)]
    return pairs + [(len(old) - back, len(new) - back) for back in range(end, 0, -1)]


def _ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    """How many places both begin with, and how many of the rest both end with."""
    most = min(len(old), len(new))
    start = 0
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _pairs(old: Sequence[Hashable], new: Sequence[Hashable], kept_cells: int) -> Pairs:
    if not old or not new:
        return []
    if len(old) == 1 or len(old) * len(new) <= kept_cells:
        return _walked_back(old, new)
    half = len(old) // 2
    before = _lengths(old[:half], new)
    after = _lengths(old[half:][::-1], new[::-1])
    cut = max(range(len(new) + 1), key=lambda place: before[place] + after[len(new) - place])
    second = _pairs(old[half:], new[cut:], kept_cells)
    return _pairs(old[:half], new[:cut], kept_cells) + [(half + one, cut + other) for one, other in second]


def _next_row(new: Sequence[Hashable]) -> Callable[[int, Hashable], int]:
    """Gives the row of the table after one more element of ``old``: bit n is 0 where its length grows at ``new[n]``."""
    places: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place, element in enumerate(new):
        places[element].append(place)
    frequent = {element: _bits(found) for element, found in places.items() if len(found) > MANY_PLACES}
    everything = (1 << len(new)) - 1

    def after(row: int, element: Hashable) -> int:
        if element not in places:
            return row
        here = row & (frequent.get(element) or _bits(places[element]))
        return ((row + here) | (row - here)) & everything

    return after


def _bits(places: list[int]) -> int:
    bits = bytearray((places[-1] >> 3) + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def _lengths(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[int]:
    """How much all of ``old`` has in common with the first n of ``new``, for every n."""
    row, after = (1 << len(new)) - 1, _next_row(new)
    for element in old:
        row = after(row, element)
    steps = f"{row:0{len(new)}b}"[::-1]
    return list(accumulate((step == "0" for step in steps), initial=0))


def _walked_back(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """All rows are kept, and walked back from the last."""
    rows, after = [(1 << len(new)) - 1], _next_row(new)
    for element in old:
        rows.append(after(rows[-1], element))
    pairs: Pairs = []
    one, other = len(old), len(new)
    while one and other:
        if rows[one] >> (other - 1) & 1:
            other -= 1
        elif rows[one - 1] >> (other - 1) & 1:
            one, other = one - 1, other - 1
            pairs.append((one, other))
        else:
            one -= 1
    return pairs[::-1]
