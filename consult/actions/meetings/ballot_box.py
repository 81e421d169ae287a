"""The ballot box of a secret vote: counts sealed with the installation's secret while the vote runs.

Only totals lie in it, never single ballots, and each time it is sealed anew to the same length. So neither the database,
nor a copy of it, nor two copies compared tell how anybody voted. Who holds the installation's secret *and* copies of the
database from before and after one vote could; nobody else.
"""

from __future__ import annotations

import struct
from collections import Counter

from consult.crypto import Purpose, UnreadableError, decrypt, encrypt
from consult.rules.meeting import ABSTAIN, AGAINST, FOR

CHOICES = (FOR, AGAINST, ABSTAIN)
_PACKED = struct.Struct(">QIII")


class BrokenBallotBoxError(Exception):
    """The ballot box does not open with this installation's secret, or is another motion's."""


def sealed(motion_id: int, counts: Counter[str] | None = None) -> bytes:
    """The ballot box with ``counts`` in it, empty without them. The time in the seal is the same for all of them."""
    counts = counts or Counter()
    packed = _PACKED.pack(motion_id, *(counts[choice] for choice in CHOICES))
    return encrypt(Purpose.BALLOT_BOX, packed, at=0)


def opened(motion_id: int, ballot_box: bytes | memoryview) -> Counter[str]:
    """What is in the ballot box. Raises ``BrokenBallotBoxError``."""
    try:
        owner, *counts = _PACKED.unpack(decrypt(Purpose.BALLOT_BOX, ballot_box))
    except (UnreadableError, struct.error) as fault:
        raise BrokenBallotBoxError(str(motion_id)) from fault
    if owner != motion_id:
        raise BrokenBallotBoxError(str(motion_id))
    return Counter(dict(zip(CHOICES, counts, strict=True)))


def with_vote(motion_id: int, ballot_box: bytes | memoryview, choice: str) -> bytes:
    """The ballot box with one more vote in it."""
    counts = opened(motion_id, ballot_box)
    counts[choice] += 1
    return sealed(motion_id, counts)
