"""Keys at rest: encrypted with a secret from the environment, by Fernet (AES-128-CBC with HMAC-SHA-256)."""

from __future__ import annotations

import base64
import json

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class VaultClosedError(Exception):
    """There is no secret to keep keys with, or it is not the one that they were kept with."""


class Vault:
    """Locks and unlocks PKCS#12 files together with their passwords."""

    def __init__(self, secret: str) -> None:
        if not secret:
            raise VaultClosedError("SIGNING_SECRET is not set")
        derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"consult signing keys").derive(secret.encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

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
