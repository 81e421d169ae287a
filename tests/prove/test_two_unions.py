"""The whole crawl: every address with every number of the other union, as everybody, with bodies drawn by three seeds."""

from __future__ import annotations

import pytest

from tests.crawl import crawl
from tests.unions import two_unions


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_request_of_another_union_finds_changes_or_breaks_anything(office, seed: int):
    found = crawl(two_unions(office), seed=seed, each=0 if seed == 1 else 25, bodies=1 if seed == 1 else 3)
    print(f"{found.asked} requests, {found.written} of them wrote")
    assert found.asked > 5_000
    assert not found.faults, "\n".join(found.faults[:40])
