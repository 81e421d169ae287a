"""Remarks come from a browser: whatever it sends, what is kept holds together."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.remarks import MOST_CHARACTERS, MOST_REMARKS, fault_of, place_on, read_region, read_remarks

FILES = [7, 3, 9]
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
)
FRACTION = st.floats(0, 1)
REGION = st.tuples(FRACTION, FRACTION, FRACTION, FRACTION).map(
    lambda at: [at[0], at[1], (1 - at[0]) * at[2], (1 - at[1]) * at[3]]
)
NUMBER = st.floats() | st.integers() | st.sampled_from([0, 1, 10**400, True, None, "0.1"])
REMARK = st.fixed_dictionaries(
    {
        "id": st.text(max_size=60),
        "file": st.sampled_from([*FILES, 4]) | ANY,
        "page": st.integers(-3, 20_000) | ANY,
        "quote": st.text(max_size=900),
        "text": st.text(max_size=30) | ANY,
    },
    optional={"region": REGION | st.lists(NUMBER, max_size=5) | ANY},
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
        assert "region" not in one or (one["page"] and within(one["region"]))


def within(region):
    """As the database has it."""
    left, top, width, height = region
    return 0 <= left <= 1 - width < 1 and 0 <= top <= 1 - height < 1


@given(st.lists(REMARK))
def test_reading_again_changes_nothing(raw):
    kept = read_remarks(raw, FILES)
    assert read_remarks(json.dumps(kept), FILES) == kept


def test_they_stand_in_the_order_of_the_attachments_and_their_pages():
    places = [(9, 1), (3, 5), (7, 2), (3, 0), (7, 1)]
    raw = [{"id": str(n), "file": file, "page": page, "text": "Sửa."} for n, (file, page) in enumerate(places)]
    assert [(one["file"], one["page"]) for one in read_remarks(raw, FILES)] == [(7, 1), (7, 2), (3, 0), (3, 5), (9, 1)]


def test_an_empty_remark_is_not_one():
    assert read_remarks([{"id": "a", "file": 7, "page": 1, "text": "  "}], FILES) == []


@given(REGION)
def test_a_region_keeps_to_its_page_and_stays_where_it_was_drawn(drawn):
    kept = read_region(drawn)
    if kept is None:
        # Thinner than what is told apart.
        assert min(drawn[2:]) < 0.0002
    else:
        assert within(kept)
        assert read_region(kept) == kept
        assert all(math.isclose(one, was, abs_tol=0.0002) for one, was in zip(kept, drawn, strict=True))


@given(st.lists(NUMBER, max_size=5) | ANY)
def test_whatever_else_is_sent_is_no_region(sent):
    kept = read_region(sent)
    assert kept is None or within(kept)


BAD = {
    "three of four": [0.1, 0.2, 0.3],
    "five": [0.1, 0.2, 0.3, 0.1, 0.1],
    "negative": [-0.1, 0.2, 0.3, 0.1],
    "beyond": [0.1, 0.2, 1.3, 0.1],
    "over the edge": [0.8, 0.2, 0.3, 0.1],
    "below the edge": [0.1, 0.95, 0.3, 0.1],
    "nothing wide": [0.1, 0.2, 0, 0.1],
    "not a number": [math.nan, 0.2, 0.3, 0.1],
    "endless": [0.1, 0.2, math.inf, 0.1],
    "larger than any float": [0.1, 0.2, 10**400, 0.1],
    "words": ["0.1", 0.2, 0.3, 0.1],
    "yes": [0.1, 0.2, True, 0.1],
    "no list": {"left": 0.1},
}


@pytest.mark.parametrize("region", BAD.values(), ids=BAD)
def test_a_region_that_does_not_hold_is_told_and_never_kept(region):
    one = {"id": "a", "file": 7, "page": 1, "text": "Sửa.", "region": region}
    assert fault_of(json.dumps([one])) == "region"
    assert "region" not in read_remarks(json.dumps([one]), FILES)[0]


def test_a_region_lies_on_a_page():
    one = {"id": "a", "file": 7, "text": "Sửa.", "region": [0.1, 0.2, 0.3, 0.1]}
    assert fault_of(json.dumps([{**one, "page": 3}, {"id": "b"}, {**one, "region": None}])) == ""
    assert fault_of(json.dumps([{**one, "page": 0}])) == "region"


@pytest.mark.parametrize("raw", ["{}", "null", "[", "[" * 100_000, "[" + "9" * 5000 + "]"], ids=lambda raw: raw[:5])
def test_what_is_no_list_is_told(raw):
    assert fault_of(raw) == "unreadable"
    assert read_remarks(raw, FILES) == []


def test_nothing_is_left_out_for_being_too_much():
    remarks = [{"id": str(number), "file": 7, "page": 1, "text": "Sửa."} for number in range(MOST_REMARKS + 1)]
    assert fault_of(json.dumps(remarks)) == "too_many"
    assert fault_of(json.dumps(remarks[1:])) == ""
    assert len(read_remarks(remarks[1:], FILES)) == MOST_REMARKS


@pytest.mark.parametrize(
    ("region", "place"),
    [
        (None, "page=3"),
        ([0.1, 0.0, 1.0, 0.1234], "page=3&region=0.1,0,1,0.1234"),
        ([0.0001] * 4, "page=3&region=0.0001,0.0001,0.0001,0.0001"),
    ],
)
def test_an_address_leads_to_the_page_and_the_region(region, place):
    assert place_on({"page": 3, "region": region}) == place
