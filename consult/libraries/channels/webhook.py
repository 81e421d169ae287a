"""A webhook: the notice as JSON, signed, for a system of the union's own."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict

from .base import Channel, ChannelFaultError, Message, post

GONE, LEAST_GOOD, LEAST_BAD = 410, 200, 300


def signature_of(secret: str, body: bytes) -> str:
    """What the header ``X-Consult-Signature`` holds: the HMAC-SHA-256 of the body under the channel's secret."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class Webhook(Channel):
    """Posts each message to one address. 2xx takes it, 410 refuses it for good, anything else is tried again."""

    def send(self, message: Message) -> None:
        body = json.dumps(asdict(message), ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Consult-Id": message.id,
            "X-Consult-Signature": signature_of(self.secret, body),
        }
        status = post(self.address, body, headers).status
        if not LEAST_GOOD <= status < LEAST_BAD:
            raise ChannelFaultError(f"HTTP {status}", for_good=status == GONE)
