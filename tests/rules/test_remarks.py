"""Remarks come from a browser: whatever it sends, what is kept holds together."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from consult.rules.remarks import MOST_CHARACTERS, MOST_REMARKS, read_remarks

FILES = [7, 3, 9]
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
)
REMARK = st.fixed_dictionaries(
    {
        "id": st.text(max_size=60),
        "file": st.sampled_from([*FILES, 4]) | ANY,
        "page": st.integers(-3, 20_000) | ANY,
        "quote": st.text(max_size=900),
        "text": st.text(max_size=30) | ANY,
    }
)


@given(st.text() | ANY.map(json.dumps) | st.lists(REMARK | ANY))
def test_what_is_kept_names_a_file_and_says_something(raw):
    kept = read_remarks(raw, FILES)
    assert len({one["id"] for one in kept}) == len(kept) <= MOST_REMARKS
    for one in kept:
        assert one["file"] in FILES
        assert one["text"].strip()
        assert len(one["text"]) <= MOST_CHARACTERS
        assert type(one["page"]) is int
        assert one["page"] >= 0


@given(st.lists(REMARK))
def test_reading_again_changes_nothing(raw):
    kept = read_remarks(raw, FILES)
    assert read_remarks(json.dumps(kept), FILES) == kept


def test_they_stand_in_the_order_of_the_papers_and_their_pages():
    places = [(9, 1), (3, 5), (7, 2), (3, 0), (7, 1)]
    raw = [{"id": str(n), "file": file, "page": page, "text": "Sửa."} for n, (file, page) in enumerate(places)]
    assert [(one["file"], one["page"]) for one in read_remarks(raw, FILES)] == [(7, 1), (7, 2), (3, 0), (3, 5), (9, 1)]


def test_an_empty_remark_is_not_one():
    assert read_remarks([{"id": "a", "file": 7, "page": 1, "text": "  "}], FILES) == []
