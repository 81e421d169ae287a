"""What the public page says of a document: exactly one thing, whatever is known of it."""

from __future__ import annotations

from itertools import product

import pytest

from consult.rules.verification import Standing, standing

MADE = {"made": True, "signed": True, "published": True, "revoked": False, "replaced": False}


@pytest.mark.parametrize(
    ("otherwise", "said"),
    [
        ({}, Standing.SIGNED),
        ({"signed": False}, Standing.BY_HAND),
        ({"made": False, "signed": False}, Standing.WAITING),
        ({"published": False}, Standing.WAITING),
        ({"published": False, "signed": False}, Standing.WAITING),
        ({"revoked": True}, Standing.REVOKED),
        ({"revoked": True, "published": False}, Standing.REVOKED),
        ({"revoked": True, "replaced": True}, Standing.REPLACED),
    ],
)
def test_one_thing_is_said(otherwise, said):
    assert standing(**MADE | otherwise) is said


def test_signed_is_said_only_of_what_is_made_signed_published_and_in_force():
    for values in product([True, False], repeat=len(MADE)):
        known = dict(zip(MADE, values, strict=True))
        assert (standing(**known) is Standing.SIGNED) == (known == MADE)
