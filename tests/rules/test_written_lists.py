"""Lists that were typed line by line: numbered once, ended once."""

from __future__ import annotations

import pytest

from consult.rules.written_lists import numbered, with_end, without_end

MARKED = ["1) Một", "1. Một", "1.2. Một", "1/ Một", "a) Một", "đ) Một", "II. Một", "- Một", "+ Một", "•Một"]


@pytest.mark.parametrize("typed", MARKED)
def test_lines_that_are_marked_are_not_numbered(typed):
    assert numbered([typed, "Hai"]) == [typed, "Hai"]


@pytest.mark.parametrize("typed", ["1,5 ha đất", "1.500 m2 đất", "Điều 1. Đất", "-5 độ", "2026. Năm", "TT. Một"])
def test_lines_that_only_look_marked_are_numbered(typed):
    assert numbered([typed, "Hai"], ")") == [f"1) {typed}", "2) Hai"]


def test_one_line_alone_has_no_number():
    assert numbered(["Một"]) == ["Một"]


@pytest.mark.parametrize(
    ("typed", "ended"),
    [("A", "A."), ("A.", "A."), ("A;", "A."), ("“A.”", "“A.”"), ("A?", "A?"), ("A (b)", "A (b)."), (" ", "")],
)
def test_a_sentence_ends_once(typed, ended):
    assert with_end(typed) == ended


def test_an_item_leaves_its_end_to_its_list():
    assert [without_end(text) for text in ("A.;", "A", "5 m.")] == ["A", "A", "5 m"]
