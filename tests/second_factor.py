"""Codes as an authenticator app shows them."""

from __future__ import annotations

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

STEP_SECONDS = 30


def code(secret: str, late: int = 0) -> str:
    """The code of this moment, or of a phone whose clock is so many steps of 30 s late."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP_SECONDS - late))
