"""Keys at rest: encrypted with a secret from the environment, by Fernet (AES-128-CBC with HMAC-SHA-256)."""

from __future__ import annotations

import base64
import json

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.encoding import force_bytes


class VaultClosedError(Exception):
    """There is no secret to keep keys with, or it is not the one that they were kept with."""


def derived(secret: str | bytes, purpose: bytes) -> Fernet:
    """A cipher for one purpose, from a secret that serves several."""
    key = HKDF(hashes.SHA256(), 32, salt=None, info=purpose).derive(force_bytes(secret))
    return Fernet(base64.urlsafe_b64encode(key))


class Vault:
    """Locks and unlocks PKCS#12 files together with their passwords."""

    def __init__(self, secret: str) -> None:
        if not secret:
            raise VaultClosedError("SIGNING_SECRET is not set")
        self._fernet = derived(secret, b"consult signing keys")

    def lock(self, pkcs12: bytes, password: str) -> bytes:
        """What may be written to a database."""
        packed = {"pkcs12": base64.b64encode(pkcs12).decode(), "password": password}
        return self._fernet.encrypt(json.dumps(packed).encode())

    def unlock(self, locked: bytes) -> tuple[bytes, str]:
        """The file and its password. Raises ``VaultClosedError`` when another secret locked it."""
        try:
            packed = json.loads(self._fernet.decrypt(bytes(locked)))
        except InvalidToken as fault:
            raise VaultClosedError("the key was locked with another SIGNING_SECRET") from fault
        return base64.b64decode(packed["pkcs12"]), packed["password"]
