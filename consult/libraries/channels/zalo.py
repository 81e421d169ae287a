"""A Zalo Official Account: a text message to a person who follows the union's account.

The secret is JSON: ``app_id``, ``app_secret``, ``access_token``, ``refresh_token``, and ``oauth`` where tokens are renewed
(the Zalo platform's own address if it is left out). Access tokens last a day; each refresh token serves once, so what comes
back is kept. Source: the Zalo platform's description of the Official Account API, version 3.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from .base import Channel, ChannelFaultError, Message, post

OAUTH = "https://oauth.zaloapp.com"
MOST_CHARACTERS = 2000
TOKEN_FAULTS = (-216, -220)
# The person does not follow the account, has blocked it, is not there, or has not written to it for a week.
NOBODY = (-213, -217, -227, -230)


class ZaloOfficialAccount(Channel):
    """Sends by the account's address, ``https://openapi.zalo.me``."""

    needs_address = True

    def __init__(self, address: str, secret: str) -> None:
        super().__init__(address, secret)
        try:
            keys = json.loads(secret)
        except (ValueError, RecursionError) as fault:
            raise ChannelFaultError("the secret is not JSON", for_good=True) from fault
        if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
            raise ChannelFaultError("the secret is not a JSON object of texts", for_good=True)
        self.keys: dict[str, str] = keys

    def addresses(self) -> list[str]:
        return [self.address, self.keys.get("oauth", OAUTH)]

    def send(self, message: Message) -> None:
        answer = self._say(message)
        if answer.get("error") in TOKEN_FAULTS:
            self._renew()
            answer = self._say(message)
        fault = answer.get("error", 0)
        if fault:
            raise ChannelFaultError(f"Zalo {fault}: {answer.get('message', '')}", for_good=fault in NOBODY)

    def _say(self, message: Message) -> dict[str, Any]:
        text = f"{message.subject}\n\n{message.url}".strip()[:MOST_CHARACTERS]
        body = {"recipient": {"user_id": message.address}, "message": {"text": text}}
        headers = {"Content-Type": "application/json", "access_token": self.keys.get("access_token", "")}
        return _read(post(f"{self.address}/v3.0/oa/message/cs", json.dumps(body).encode(), headers))

    def _renew(self) -> None:
        asked = {
            "app_id": self.keys.get("app_id", ""),
            "refresh_token": self.keys.get("refresh_token", ""),
            "grant_type": "refresh_token",
        }
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "secret_key": self.keys.get("app_secret", ""),
        }
        found = _read(post(f"{self.keys.get('oauth', OAUTH)}/v4/oa/access_token", urlencode(asked).encode(), headers))
        if "access_token" not in found:
            raise ChannelFaultError(f"Zalo gives no new token: {found.get('error_description', found.get('error'))}")
        self.keys |= {name: found[name] for name in ("access_token", "refresh_token") if name in found}
        self.renewed = json.dumps(self.keys)


def _read(answer: Any) -> dict[str, Any]:
    try:
        found = json.loads(answer.data)
    except ValueError as fault:
        raise ChannelFaultError(f"HTTP {answer.status} without an answer") from fault
    return found if isinstance(found, dict) else {}
