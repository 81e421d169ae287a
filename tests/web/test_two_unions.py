"""Nothing of one union reaches or is changed by the people of another: a seeded sample of all addresses and numbers."""

from __future__ import annotations

import pytest

from tests.crawl import crawl
from tests.unions import two_unions


@pytest.mark.django_db
def test_a_sample_of_requests_of_another_union_finds_changes_and_breaks_nothing(office):
    found = crawl(two_unions(office), seed=2026, each=1, bodies=1)
    assert found.asked > 500
    # Requests that write something exist: of their own union, so the comparison is not idle.
    assert found.written > 3
    assert not found.faults, "\n".join(found.faults[:40])
