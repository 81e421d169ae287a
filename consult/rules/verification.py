"""The code on a paper by which anyone can ask whether it is genuine.

Sixteen letters of Crockford's base 32, 80 bits from the system's random source: not to be guessed, and to be read aloud
(no I, L, O, U).
"""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


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
