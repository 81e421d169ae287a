"""Where each paper of an archived file lies."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from consult.rules.contents import NOT_COUNTED, Piece, with_places


@given(st.lists(st.integers(0, 400), max_size=30))
def test_places_follow_each_other_without_a_gap(pages):
    rows = with_places(Piece("01/01/2026", "x", "y", pages=number) for number in pages)
    following = 1
    for row, number in zip(rows, pages, strict=True):
        if number == 0:
            assert (row["place"], row["remark"]) == ("", NOT_COUNTED)
            continue
        first, _dash, last = row["place"].partition("-")
        assert (int(first), int(last or first)) == (following, following + number - 1)
        following += number
