"""Many rich texts out to Word and back, also after LibreOffice has written the file anew."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings

from tests.documents.hard_texts import HARD_TEXTS
from tests.documents.test_word_round_trip import FOUND, TEXTS, assert_same, assert_same_after_libreoffice

TIMES = 600


@settings(max_examples=TIMES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_comes_back_from_word_as_it_went_out(text):
    assert_same(text)


@pytest.mark.parametrize("seed", range(3))
def test_many_texts_together_come_back(seed):
    chance = random.Random(seed)
    assert_same("".join(chance.sample([*HARD_TEXTS.values(), *FOUND], 20)))


def test_hard_texts_come_back_after_another_program_has_written_the_file(tmp_path):
    assert_same_after_libreoffice({name.replace(" ", "-"): text for name, text in HARD_TEXTS.items()}, tmp_path)
