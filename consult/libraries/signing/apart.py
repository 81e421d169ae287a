"""Reads what signatures prove in a process of its own: whoever signed elsewhere may have written anything into the file."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from consult.libraries.confined import ConfinedError, read_confined

from .validate import SignatureFacts, SignedElsewhereError

READERS = "consult.libraries.signing.validate"


def signatures_of(file: IO[bytes], roots: bytes) -> list[SignatureFacts]:
    """Every signature of a PDF in the order in which it was made; ``roots`` are trusted certificates, PEM after PEM.

    Raises ``SignedElsewhereError``: "broken", or "busy" where the file could not be read just now.
    """
    return _read("read_signatures", file, BytesIO(roots))


def signed_update(issued: IO[bytes], brought: IO[bytes], roots: bytes) -> list[SignatureFacts]:
    """The signatures that ``brought`` adds to exactly the bytes of ``issued``.

    Raises ``SignedElsewhereError``: other_file, unsigned, broken, changed, or busy.
    """
    return _read("read_update", brought, issued, BytesIO(roots))


def _read(function: str, *files: IO[bytes]) -> list[SignatureFacts]:
    try:
        told: dict[str, Any] = read_confined(f"{READERS}:{function}", *files)
    except ConfinedError as fault:
        raise SignedElsewhereError("busy" if fault.reason == "busy" else "broken") from fault
    if "fault" in told:
        raise SignedElsewhereError(told["fault"])
    return [SignatureFacts.unpacked(one) for one in told["signatures"]]
