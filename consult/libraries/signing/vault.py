"""Keys at rest: a PKCS#12 file and its password, encrypted together."""

from __future__ import annotations

import base64
import json

from consult.crypto import NoSecretError, Purpose, UnreadableError, decrypt, encrypt


class VaultClosedError(Exception):
    """There is no secret to keep keys with, or it is not the one that they were kept with."""


def lock(pkcs12: bytes, password: str) -> bytes:
    """What may be written to a database. Raises ``VaultClosedError`` without a secret."""
    packed = {"pkcs12": base64.b64encode(pkcs12).decode(), "password": password}
    try:
        return encrypt(Purpose.SIGNING_KEY, json.dumps(packed).encode())
    except NoSecretError as fault:
        raise VaultClosedError("SIGNING_SECRET is not set") from fault


def unlock(locked: bytes | memoryview) -> tuple[bytes, str]:
    """The file and its password. Raises ``VaultClosedError`` without the secret that locked it."""
    try:
        packed = json.loads(decrypt(Purpose.SIGNING_KEY, locked))
    except NoSecretError as fault:
        raise VaultClosedError("SIGNING_SECRET is not set") from fault
    except UnreadableError as fault:
        raise VaultClosedError("the key was locked with another SIGNING_SECRET") from fault
    return base64.b64decode(packed["pkcs12"]), packed["password"]
