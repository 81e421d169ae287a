"""Everything that is kept encrypted: one cipher for each purpose, with the newest secret and those before it.

Fernet (AES-128-CBC with HMAC-SHA-256) under keys derived by HKDF from ``SECRET_KEY`` or, for signing keys,
``SIGNING_SECRET``. What is written is encrypted with the newest secret. What was written with one of the fallbacks stays
readable until ``manage.py rotate_secrets`` has encrypted it anew and the fallback is taken out.
"""

from __future__ import annotations

import base64
from enum import Enum

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


class NoSecretError(Exception):
    """The installation has no secret to encrypt with."""


class UnreadableError(Exception):
    """None of the installation's secrets opens this."""


class Purpose(Enum):
    """What is encrypted, each with keys of its own; the value is what they are derived with, and never changes."""

    SECOND_FACTOR = b"consult second factor"
    CHANNEL = b"consult channels"
    MAILBOX = b"consult mailboxes"
    BALLOT_BOX = b"consult secret votes"
    SIGNING_KEY = b"consult signing keys"
    PAYEE = b"consult tax codes and accounts"
    # Kept for minutes, so that nothing encrypts it anew: what an older secret wrote is made again.
    PREVIEW = b"consult previews"


def encrypt(purpose: Purpose, content: bytes, *, at: int | None = None) -> bytes:
    """``content`` encrypted with the newest secret; ``at`` is the time written into it, in seconds, else the present one.

    Raises ``NoSecretError``.
    """
    newest = _ciphers(purpose)[0]
    return newest.encrypt(content) if at is None else newest.encrypt_at_time(content, at)


def decrypt(purpose: Purpose, token: bytes | memoryview) -> bytes:
    """What was encrypted, with whichever of the secrets. Raises ``UnreadableError``, ``NoSecretError``."""
    try:
        return MultiFernet(_ciphers(purpose)).decrypt(bytes(token))
    except InvalidToken as fault:
        raise UnreadableError(purpose.name) from fault


def rotated(purpose: Purpose, token: bytes | memoryview) -> bytes | None:
    """``token`` encrypted anew with the newest secret, its time unchanged; None when it is encrypted so already.

    Raises ``UnreadableError``, ``NoSecretError``.
    """
    ciphers = _ciphers(purpose)
    try:
        ciphers[0].decrypt(bytes(token))
    except InvalidToken:
        pass
    else:
        return None
    try:
        return MultiFernet(ciphers).rotate(bytes(token))
    except InvalidToken as fault:
        raise UnreadableError(purpose.name) from fault


def _ciphers(purpose: Purpose) -> list[Fernet]:
    """The newest first. Raises ``NoSecretError``."""
    if purpose is Purpose.SIGNING_KEY:
        secrets = [settings.SIGNING_SECRET, *settings.SIGNING_SECRET_FALLBACKS]
    else:
        secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not secrets[0]:
        raise NoSecretError(purpose.name)
    return [_derived(secret, purpose) for secret in secrets]


def _derived(secret: str | bytes, purpose: Purpose) -> Fernet:
    key = HKDF(hashes.SHA256(), 32, salt=None, info=purpose.value).derive(force_bytes(secret))
    return Fernet(base64.urlsafe_b64encode(key))
