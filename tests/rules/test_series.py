"""A series of numbers is whole, or it shows what is missing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from consult.rules.numbering import FORM, LETTER_FORM, dossier_code, form_problem, symbol
from consult.rules.registers import series_faults


@given(st.integers(0, 60), st.sets(st.integers(1, 80)), st.integers(0, 60), st.integers(0, 20))
def test_what_is_missing_or_too_much_is_named_number_by_number(given_to, taken_out, last, on_paper):
    numbers = [number for number in range(1, given_to + 1) if number not in taken_out]
    last = max(last, on_paper)
    found = {fault: set() for fault in ("missing", "beyond")}
    for fault, first, end in series_faults(numbers, last, on_paper):
        assert first <= end
        found[fault] |= set(range(first, end + 1))
    highest = max(numbers, default=0)
    assert found["missing"] == set(range(on_paper + 1, max(highest, last) + 1)) - set(numbers)
    assert found["beyond"] == set(range(last + 1, highest + 1))


def test_a_dossiers_code_has_four_digits_at_least():
    assert (dossier_code(2026, 7), dossier_code(2026, 12345)) == ("HS2026-0007", "HS2026-12345")


PLACES = st.sampled_from(["{number}", "{kind}", "{union}", "{unit}", "{year}", "/", "-", "{", "}", "{other}", "Số "])


@given(st.lists(PLACES, max_size=8).map("".join))
def test_an_own_form_of_symbols_is_refused_or_can_be_written(form):
    problem = form_problem(form)
    if problem is None:
        written = symbol(7, "QĐ", "LHH", "VP", form=form, year=2026)
        assert written.count("07") == 1
        assert not set("{}") & set(written)
    else:
        assert problem.code in ("unknown_place", "number_once")


def test_the_forms_of_the_decree_can_be_written():
    assert form_problem(FORM) is None
    assert form_problem(LETTER_FORM) is None
    assert [form_problem(form).code for form in ("", "{number}{number}", "{number}/{dossier}", "{number}{")] == [
        "number_once", "number_once", "unknown_place", "number_once",
    ]  # fmt: skip
    assert symbol(12, "QĐ", "LHH", "", form="{number}/{year}/{kind}", year=2026) == "12/2026/QĐ"
