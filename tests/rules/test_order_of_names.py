"""The order of the Vietnamese alphabet, and what a search takes for the same."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.text import normalise_for_search, sort_key, sort_key_of_person

WORDS = [
    "An",
    "Anh",
    "Ánh",
    "Ăn",
    "Ân",
    "Ấn",
    "Bá",
    "Dũng",
    "Duy",
    "Dương",
    "Đào",
    "Đoàn",
    "Đỗ",
    "Đường",
    "Em",
    "Ê",
    "Oanh",
    "Ô",
    "Ông",
    "Ơ",
    "Út",
    "Ư",
    "Ưng",
    "Y",
    "Yến",
]
PEOPLE = ["Lê An", "Nguyễn Văn An", "Trần Thị Ánh", "Đỗ Ân", "Lý Bình", "Đinh Văn Đạt", "Cao Yến"]


@pytest.mark.parametrize(("names", "key"), [(WORDS, sort_key), (PEOPLE, sort_key_of_person)])
def test_names_stand_as_in_a_dictionary(names, key):
    mixed = random.Random(1).sample(names, len(names))
    assert sorted(mixed, key=key) == names


@given(st.text(max_size=200))
def test_a_key_is_short_ascii_and_the_same_for_composed_and_decomposed(text):
    key = sort_key(text)
    assert key.isascii()
    assert len(key) <= 300
    assert sort_key(unicodedata.normalize("NFD", text[:40])) == sort_key(unicodedata.normalize("NFC", text[:40]))


@pytest.mark.parametrize(
    ("typed", "kept"), [("H'Linh", "H’Linh"), ("Ea-Kao", "Ea–Kao"), ('"A"', "“A”"), ("Ea Kao", "Ea\u200b Kao")]
)
def test_what_word_writes_is_found_by_what_a_keyboard_has(typed, kept):
    assert normalise_for_search(typed) == normalise_for_search(kept)
