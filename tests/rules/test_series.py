"""A series of numbers is whole, or it shows what is missing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from consult.rules.numbering import dossier_code
from consult.rules.registers import series_faults


@given(st.integers(0, 60), st.sets(st.integers(1, 80)), st.integers(0, 60))
def test_what_is_missing_or_too_much_is_named_number_by_number(given_to, taken_out, last):
    numbers = [number for number in range(1, given_to + 1) if number not in taken_out]
    found = {fault: set() for fault in ("missing", "beyond")}
    for fault, first, end in series_faults(numbers, last):
        assert first <= end
        found[fault] |= set(range(first, end + 1))
    highest = max(numbers, default=0)
    assert found["missing"] == set(range(1, max(highest, last) + 1)) - set(numbers)
    assert found["beyond"] == set(range(last + 1, highest + 1))


def test_a_dossiers_code_has_four_digits_at_least():
    assert (dossier_code(2026, 7), dossier_code(2026, 12345)) == ("HS2026-0007", "HS2026-12345")
