"""What every channel is and does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import urllib3

SECONDS = 10.0


class ChannelFaultError(Exception):
    """A message was not taken. ``for_good`` says that another attempt would end alike."""

    def __init__(self, words: str, *, for_good: bool = False) -> None:
        super().__init__(words)
        self.for_good = for_good


@dataclass(frozen=True)
class Message:
    """One notice for one person. ``id`` is the same at each attempt; ``address`` is theirs on this channel, if it has one."""

    id: str
    kind: str
    subject: str
    text: str
    url: str
    name: str
    email: str
    phone: str
    dossier: str = ""
    address: str = ""


class Channel(ABC):
    """A way to somebody. ``needs_address`` says whether a person is reached only by an address of their own.

    ``secret`` is what the channel signs or identifies itself with; when sending has changed it, ``renewed`` holds the new one.
    """

    needs_address = False

    def __init__(self, address: str, secret: str) -> None:
        self.address = address
        self.secret = secret
        self.renewed: str | None = None

    @abstractmethod
    def send(self, message: Message) -> None:
        """Hand the message over. Raises ``ChannelFaultError``."""

    def addresses(self) -> list[str]:
        """Every address that sending may call, for the operator to allow."""
        return [self.address]


_pool = urllib3.PoolManager(retries=False)


def post(url: str, body: bytes, headers: dict[str, str]) -> urllib3.BaseHTTPResponse:
    """Send a request, following no redirect. Raises ``ChannelFaultError`` when nobody answers."""
    try:
        limit = urllib3.Timeout(total=SECONDS)
        return _pool.request("POST", url, body=body, headers=headers, redirect=False, timeout=limit)
    except urllib3.exceptions.HTTPError as fault:
        raise ChannelFaultError(f"{type(fault).__name__} at {urllib3.util.parse_url(url).host}") from fault
