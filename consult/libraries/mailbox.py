"""A mailbox read by IMAP: what came after the last mail that was taken, one by one, without changing anything in it.

Mails are numbered by the server (UID, RFC 3501); the numbers hold as long as UIDVALIDITY stays the same.
"""

from __future__ import annotations

import base64
import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

IMAP_TLS_PORT = 993
_BEYOND_ASCII = re.compile(r"[^\x20-\x7e]+")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxFaultError(Exception):
    """The mailbox could not be read; ``code`` is ``no_server``, ``sign_in``, ``no_folder`` or ``other``."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


@dataclass(frozen=True)
class Place:
    """Where a mailbox is. ``tls`` is left out for servers on this machine alone."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    tls: bool = True


@dataclass(frozen=True)
class Waiting:
    """A mail of the mailbox: its number and its size in bytes."""

    uid: int
    size: int


class Mailbox:
    """An open mailbox. ``validity`` says for how long numbers hold, ``next_uid`` which number the next mail gets."""

    def __init__(self, connection: imaplib.IMAP4, folder: str) -> None:
        self._connection = connection
        # Read only: nobody else who opens the mailbox finds a mail marked as seen.
        kind, _count = connection.select(_quoted(_encoded(folder)), readonly=True)
        if kind != "OK":
            raise MailboxFaultError("no_folder", folder)
        self.validity = self._number("UIDVALIDITY")
        self.next_uid = self._number("UIDNEXT")

    def _number(self, name: str) -> int:
        _name, values = self._connection.response(name)
        value = (values or [None])[0]
        return int(value) if isinstance(value, bytes) and value.isdigit() else 0

    def after(self, uid: int) -> list[Waiting]:
        """The mails with a number beyond ``uid``, lowest first."""
        kind, found = self._connection.uid("SEARCH", f"UID {uid + 1}:*")
        if kind != "OK":
            raise MailboxFaultError("other", "SEARCH")
        # "n:*" names the newest mail also where its number is lower.
        numbers = sorted({int(number) for line in found if line for number in line.split()})
        return [Waiting(number, self._size(number)) for number in numbers if number > uid]

    def _size(self, uid: int) -> int:
        kind, found = self._connection.uid("FETCH", str(uid), "(RFC822.SIZE)")
        size = next((match for line in found if isinstance(line, bytes) and (match := _SIZE.search(line))), None)
        if kind != "OK" or size is None:
            raise MailboxFaultError("other", "RFC822.SIZE")
        return int(size.group(1))

    def content(self, uid: int) -> bytes:
        """A mail as it came."""
        return self._fetch(uid, "BODY.PEEK[]")

    def head(self, uid: int) -> bytes:
        """The headers of a mail that is too large to be taken."""
        return self._fetch(uid, "BODY.PEEK[HEADER]")

    def _fetch(self, uid: int, what: str) -> bytes:
        kind, found = self._connection.uid("FETCH", str(uid), f"({what})")
        part = next((one for one in found if isinstance(one, tuple)), None)
        if kind != "OK" or part is None:
            raise MailboxFaultError("other", what)
        return bytes(part[1])


@contextmanager
def opened(place: Place, seconds: float) -> Iterator[Mailbox]:
    """A mailbox, signed in; each answer of the server is waited for ``seconds``. Raises ``MailboxFaultError``."""
    try:
        connection: imaplib.IMAP4 = (
            imaplib.IMAP4_SSL(place.host, place.port, ssl_context=ssl.create_default_context(), timeout=seconds)
            if place.tls
            else imaplib.IMAP4(place.host, place.port, timeout=seconds)
        )
    except (OSError, imaplib.IMAP4.error) as fault:
        raise MailboxFaultError("no_server", str(fault)) from fault
    try:
        _sign_in(connection, place)
        yield Mailbox(connection, place.folder)
    except (OSError, imaplib.IMAP4.error) as fault:
        raise MailboxFaultError("other", str(fault)) from fault
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            connection.logout()


def _sign_in(connection: imaplib.IMAP4, place: Place) -> None:
    """Sign in by SASL PLAIN, which takes any letters (RFC 4616), or, where the server has none, by LOGIN."""
    try:
        if "AUTH=PLAIN" in connection.capabilities:
            said = f"\0{place.user}\0{place.password}".encode()
            connection.authenticate("PLAIN", lambda _challenge: said)
        else:
            connection.login(_quoted(place.user), place.password)
    except (imaplib.IMAP4.error, UnicodeEncodeError) as fault:
        # Its words may name the password.
        raise MailboxFaultError("sign_in") from (None if isinstance(fault, UnicodeEncodeError) else fault)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _encoded(folder: str) -> str:
    """A folder's name as IMAP writes it: letters beyond ASCII in UTF-7 of its own (RFC 3501, 5.1.3)."""

    def written(run: re.Match[str]) -> str:
        coded = base64.b64encode(run.group().encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
        return f"&{coded}-"

    return _BEYOND_ASCII.sub(written, folder.replace("&", "&-"))
