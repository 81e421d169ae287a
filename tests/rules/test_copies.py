"""Which copies there are, and which pages an extract takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.copies import EXTRACT, OF_A_COPY, WHOLE, copy_problems, pages_in


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("1, 3-5", [1, 3, 4, 5]),
        ("5;2–3, 2", [2, 3, 5]),
        ("", []),
        ("0", None),
        ("5-3", None),
        ("a", None),
        ("1-", None),
    ],
)
def test_pages_as_they_are_written(text, pages):
    assert pages_in(text) == pages


@given(st.sets(st.integers(1, 9999), max_size=20))
def test_pages_written_one_by_one_are_those(pages):
    assert pages_in(", ".join(map(str, pages))) == sorted(pages)


@pytest.mark.parametrize(
    ("form", "said", "codes"),
    [
        (WHOLE, {}, []),
        (WHOLE, {"copied": WHOLE}, ["of_a_copy"]),
        (OF_A_COPY, {"copied": WHOLE}, []),
        (WHOLE, {"pages": "1"}, ["whole_copy"]),
        (EXTRACT, {}, ["extract_unsaid"]),
        (EXTRACT, {"pages": "1", "extract": "x"}, ["extract_unsaid"]),
        (EXTRACT, {"pages": "x"}, ["pages_unread"]),
        (EXTRACT, {"pages": "2-4", "most": 3}, ["no_such_page"]),
        (EXTRACT, {"pages": "2-4", "most": 0}, []),
        (EXTRACT, {"extract": "Điều 2."}, []),
        ("XX", {}, ["form_unknown"]),
    ],
)
def test_what_stands_in_the_way_of_a_copy(form, said, codes):
    found = copy_problems(form, **{"copied": "", "pages": "", "extract": "", "most": 3, **said})
    assert [one.code for one in found] == codes
