"""The code on a document by which anyone can ask whether it is genuine, and what it is then said to be.

Sixteen letters of Crockford's base 32, 80 bits from the system's random source: not to be guessed, and to be read aloud
(no I, L, O, U).
"""

from __future__ import annotations

import secrets
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


class Standing(StrEnum):
    """What the public page says of a document: exactly one of these."""

    # Issued, and signed: electronically, or by hand with a scan that is kept.
    SIGNED = "signed"
    # Made here, to be signed by hand: whether somebody has, only the paper tells.
    BY_HAND = "by_hand"
    # Not made yet, or kept back until it is signed and published.
    WAITING = "waiting"
    REPLACED = "replaced"
    REVOKED = "revoked"


def standing(*, made: bool, signed: bool, published: bool, revoked: bool, replaced: bool) -> Standing:
    """What a document is said to be. What took it out of force is said before anything else, and by what it was replaced."""
    if replaced:
        return Standing.REPLACED
    if revoked:
        return Standing.REVOKED
    if not made or not published:
        return Standing.WAITING
    return Standing.SIGNED if signed else Standing.BY_HAND


def new_code() -> str:
    """A code as it is kept, without hyphens."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def written(code: str) -> str:
    """A code as it is printed: "7K3M-9QXT-02AB-CDEF"."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def read(text: str) -> str:
    """What somebody typed as a code, or "" when it cannot be one. O is read as 0, I and L as 1."""
    code = "".join(c for c in text.upper() if c.isalnum()).translate(_READ_AS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
