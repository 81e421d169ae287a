"""The request that is being served, for the log."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")
ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}")


def new_request_id(given: str = "") -> str:
    """``given`` by a proxy, when it looks like one; else a fresh one."""
    return given if ACCEPTED.fullmatch(given) else secrets.token_hex(8)
