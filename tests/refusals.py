"""Asserting that an act was refused, and why: by code and values, never by a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from consult.refusals import ActionError, Refusal


@contextmanager
def refused(*codes: str, **values: object) -> Iterator[None]:
    """The block is refused with exactly these codes; ``values`` are among what the first rule's objection names."""
    with pytest.raises(Refusal) as caught:
        yield
    refusal = caught.value
    assert codes == (tuple(refusal.codes) if isinstance(refusal, ActionError) else (refusal.code,))
    assert isinstance(refusal, ActionError) or not values
    found = refusal.parts[0].values if isinstance(refusal, ActionError) else {}
    assert values == {name: found.get(name) for name in values}
