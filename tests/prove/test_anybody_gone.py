"""Whoever is gone, in every state and in offices of every size: each person once."""

from __future__ import annotations

import copy

import pytest
from django.db import transaction

from consult.demo.walk import Walk
from tests.gone import SIZES, STATES, everybody, one_is_gone, resize

pytestmark = pytest.mark.django_db
ALL = pytest.mark.parametrize("size", SIZES)


def everybody_once(walk: Walk, size: int, begins: str) -> None:
    """Each person of each state is gone once; what is stuck is told at the end."""
    stuck, tried = [], 0
    for state in sorted(name for name, (begin, _on) in STATES.items() if begin == begins):
        number, people = 0, 1
        while number < people:
            with transaction.atomic():
                fresh = copy.deepcopy(walk)
                try:
                    if not number:
                        with transaction.atomic():
                            STATES[state][1](fresh)
                            resize(fresh, size)
                            people = len(everybody(fresh))
                            transaction.set_rollback(True)
                        fresh = copy.deepcopy(walk)
                    one_is_gone(fresh, state, size, number)
                except Exception as fault:
                    stuck.append(f"{state}, {size} people, number {number}: {fault!r}")
                    print(stuck[-1])
                transaction.set_rollback(True)
            number += 1
            tried += 1
    print(f"{begins}, {size} people: {tried} tried")
    assert not stuck, "\n".join(stuck)


@ALL
def test_from_a_submitted_dossier(walk, size):
    everybody_once(walk, size, "walk")


@ALL
def test_from_a_dossier_without_a_council(in_council, size):
    everybody_once(in_council, size, "in_council")


@ALL
def test_from_a_council_that_reviews(reviewing, size):
    everybody_once(reviewing, size, "reviewing")


@ALL
def test_from_a_council_that_meets(reviewed, size):
    everybody_once(reviewed, size, "reviewed")


@ALL
def test_from_a_drafted_opinion(drafted, size):
    everybody_once(drafted, size, "drafted")


@ALL
def test_from_an_issued_opinion(issued, size):
    everybody_once(issued, size, "issued")
