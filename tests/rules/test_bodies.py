"""One body or two, by their names."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.bodies import Likeness, body_key, likeness

HERE = Path(__file__).parent


def pairs(file: str) -> list[tuple[str, str, bool]]:
    """Pairs of names, and whether both are one body's; written by somebody who had not seen the rules."""
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    return [(left, right, told == "true") for left, right, told in (line.split("\t") for line in lines)]


@pytest.mark.parametrize("file", sorted(path.name for path in HERE.glob("bodies_*.tsv")))
def test_hardly_one_body_is_missed_and_hardly_two_are_taken_for_one(file):
    found = Counter((same, likeness(left, right)) for left, right, same in pairs(file))
    same, different = (sum(count for (told, _like), count in found.items() if told is which) for which in (True, False))
    assert same >= 100
    assert different >= 80
    assert found[True, Likeness.NO] <= 0.05 * same
    assert found[False, Likeness.SAME] <= 0.02 * different


@given(st.text(max_size=60), st.text(max_size=60))
def test_it_is_the_same_from_both_sides(left, right):
    assert likeness(left, right) == likeness(right, left)


@pytest.mark.parametrize(
    "name", ["Công ty TNHH MTV An Phú", "UBND xã Ea Kao", "Sở Xây dựng", "Trường Đại học Tây Nguyên"]
)
@pytest.mark.parametrize(
    "change", [str.upper, str.lower, lambda name: f"  {name}. ", lambda name: name.replace(" ", "  ")]
)
def test_case_points_and_spaces_do_not_matter(name, change):
    assert likeness(name, change(name)) is Likeness.SAME
    assert body_key(name) == body_key(change(name))


def test_nothing_is_like_nothing():
    assert likeness("", "") is Likeness.NO
    assert likeness("Sở Xây dựng", "") is Likeness.NO
