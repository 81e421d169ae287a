"""Numbering, reviews, completeness, procedure data."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.completeness import missing_items
from consult.rules.numbering import symbol, written_date, written_number
from consult.rules.questions import ChecklistItem, Section
from consult.rules.reviews import review_problems, reviews_suffice

STATES = ["invited", "writing", "handed_in", "declined", "conflicted", "excused", "replaced", "closed"]


@given(st.integers(1, 100_000))
def test_numbers_are_written_with_two_digits_at_least_and_read_back(number):
    text = written_number(number)
    assert int(text) == number
    assert len(text) >= 2
    assert not text.startswith("00")


def test_symbols_of_decisions_and_letters():
    assert symbol(5, "QĐ", "LHH", "TVPB") == "05/QĐ-LHH"
    assert symbol(12, "", "LHH", "TVPB") == "12/LHH-TVPB"
    with pytest.raises(ValueError, match="begin at 1"):
        written_number(0)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_dates_have_noughts_for_days_below_ten_and_the_first_two_months(day):
    words = written_date(day).split()
    assert words[1] == f"{day.day:02d}"
    assert words[3] == (f"{day.month:02d}" if day.month <= 2 else str(day.month))
    assert words[5] == str(day.year)


@pytest.mark.parametrize(
    ("month", "written"),
    [(1, "01"), (2, "02"), (3, "3"), (4, "4"), (9, "9"), (10, "10"), (12, "12")],
)
def test_only_january_and_february_are_written_with_a_nought(month, written):
    assert written_date(date(2026, month, 9)) == f"ngày 09 tháng {written} năm 2026"


@given(st.lists(st.sampled_from(STATES), max_size=8), st.integers(1, 4))
def test_reviews_suffice_when_nobody_is_waited_for_and_enough_are_in(states, least):
    waiting = states.count("invited") + states.count("writing")
    assert reviews_suffice(states, least) == (waiting == 0 and states.count("handed_in") >= least)


def test_a_review_lacks_what_the_form_asks_for():
    form = [Section("a", "Một", kind="text_and_rating"), Section("b", "Hai", required=False)]
    assert [p.where for p in review_problems(form, {}, "")] == ["text_a", "rating_a", "recommendation"]
    assert review_problems(form, {"a": {"text": "x", "rating": 3}}, "approve") == []
    assert [p.where for p in review_problems(form, {"a": {"text": "  ", "rating": 3}}, "approve")] == ["text_a"]


def test_only_required_attachments_can_be_missing():
    items = [ChecklistItem("a", "Một"), ChecklistItem("b", "Hai", required=False), ChecklistItem("c", "Ba")]
    assert [p.where for p in missing_items(items, {"c"})] == ["a"]
