"""Nobody is irreplaceable: whoever is gone, at whatever step, the others bring the dossier to its end."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.gone import SIZES, STATES, one_is_gone

pytestmark = pytest.mark.django_db

# Drawn once and the same in every run; tests/prove tries all.
DRAWN = random.Random(20)


def drawn(begins: str, count: int = 2) -> Any:
    """Some states that begin from one that tests share, each with the size of an office and the number of who is gone."""
    states = sorted(name for name, (begin, _on) in STATES.items() if begin == begins)
    chosen = DRAWN.sample(states, min(count, len(states)))
    cases = [(state, DRAWN.choice(SIZES), DRAWN.randrange(40)) for state in chosen]
    return pytest.mark.parametrize(("state", "size", "number"), cases)


@drawn("walk", 1)
def test_from_a_submitted_dossier(walk, state, size, number):
    one_is_gone(walk, state, size, number)


@drawn("in_council", 1)
def test_from_a_dossier_without_a_council(in_council, state, size, number):
    one_is_gone(in_council, state, size, number)


@drawn("reviewing", 1)
def test_from_a_council_that_reviews(reviewing, state, size, number):
    one_is_gone(reviewing, state, size, number)


@drawn("reviewed", 3)
def test_from_a_council_that_meets(reviewed, state, size, number):
    one_is_gone(reviewed, state, size, number)


@drawn("drafted", 2)
def test_from_a_drafted_opinion(drafted, state, size, number):
    one_is_gone(drafted, state, size, number)


@drawn("issued", 1)
def test_from_an_issued_opinion(issued, state, size, number):
    one_is_gone(issued, state, size, number)
