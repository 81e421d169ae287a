"""What a mail that came in is: one of ours that came back or is late, an answer that no person wrote, or a letter.

A report of delivery (RFC 3464) is told by its shape, of which mail it is by that mail's Message-ID: whom it names may be
anybody. Servers that keep no shape are told by where they come from and by the Message-ID in what they send along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from enum import StrEnum

ID = re.compile(r"<[^<>\s@]+@[^<>\s]+>")
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
BARE = re.compile(r"\b([45])\d\d\b")
# Of servers that write a report as a plain mail.
DAEMONS = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|microsoftexchange[0-9a-f]*)@", re.IGNORECASE)
REPLY_CHARACTERS = 500


class Kind(StrEnum):
    """What a mail that came in is."""

    RETURNED = "returned"
    DELAYED = "delayed"
    # Delivered, read, relayed: nothing has to be done.
    DELIVERED = "delivered"
    AUTOMATIC = "automatic"
    LETTER = "letter"


@dataclass(frozen=True)
class Arrived:
    """A mail that came in. ``about`` are the Message-IDs that it names; ``reply`` is what a server said, on one line."""

    kind: Kind
    about: tuple[str, ...] = ()
    status: str = ""
    reply: str = ""

    @property
    def passing(self) -> bool:
        """Whether the fault may pass: a full mailbox, a server that was away."""
        return self.status.startswith("4")


def read(message: Message) -> Arrived:
    """What ``message`` is."""
    about = tuple(dict.fromkeys(_ids(message)))
    report = _report(message)
    if report is not None:
        return _of_report(report, about)
    if _is_from_a_daemon(message):
        text = _plain(message)
        found = STATUS.search(text)
        status = found.group() if found else ""
        bare = BARE.search(text)
        if not status and bare:
            status = f"{bare.group(1)}.0.0"
        if status.startswith("2"):
            return Arrived(Kind.DELIVERED, about, status)
        if about and (status or bare):
            return Arrived(Kind.RETURNED, about, status, _line_with(text, found or bare))
    if _is_automatic(message):
        return Arrived(Kind.AUTOMATIC, about)
    return Arrived(Kind.LETTER, about)


def _report(message: Message) -> list[dict[str, str]] | None:
    """The fields of a report for each receiver; None where the mail is no report."""
    for part in message.walk():
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            blocks = part.get_payload()
            fields = [dict(_lowered(block)) for block in blocks] if isinstance(blocks, list) else []
            return [block for block in fields if "action" in block]
    return None


def _lowered(block: object) -> Iterator[tuple[str, str]]:
    if isinstance(block, Message):
        for name, value in block.raw_items():
            yield name.lower(), " ".join(_unescaped(str(value)).split())


def _unescaped(value: str) -> str:
    """A header's value where servers wrote UTF-8 as it is."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def said(message: Message, name: str) -> str:
    """A header in words, on one line; "" where it is absent."""
    values = [str(value) for known, value in message.raw_items() if known.lower() == name.lower()]
    if not values:
        return ""
    value = _unescaped(values[0])
    # What is wrongly encoded is shown as it came.
    with suppress(HeaderParseError, LookupError, UnicodeError, ValueError):
        value = str(make_header(decode_header(value)))
    return " ".join(value.split())


def _of_report(report: list[dict[str, str]], about: tuple[str, ...]) -> Arrived:
    by_action: dict[str, dict[str, str]] = {}
    for block in report:
        by_action.setdefault(block["action"].split(";")[0].strip().lower(), block)
    for action, kind in (("failed", Kind.RETURNED), ("delayed", Kind.DELAYED)):
        if action in by_action:
            block = by_action[action]
            found = STATUS.search(block.get("status", ""))
            said = block.get("diagnostic-code", "").partition(";")[2].strip() or block.get("diagnostic-code", "")
            status = found.group() if found else ""
            return Arrived(kind, about, status, (said or status)[:REPLY_CHARACTERS])
    return Arrived(Kind.DELIVERED, about)


def _ids(message: Message) -> Iterator[str]:
    """The Message-IDs of the mail that this one is about: of what is sent along first, then those it refers to."""
    for part in message.walk():
        if part is not message and part.get("Message-ID"):
            yield from ID.findall(str(part["Message-ID"]))
        if part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"):
            yield from re.findall(r"(?im)^message-id:\s*(<[^>\s]+>)", _text_of(part))
    for name in ("X-Original-Message-ID", "Original-Message-ID", "In-Reply-To", "References"):
        yield from ID.findall(str(message.get(name, "")))
    if _is_from_a_daemon(message):
        yield from ID.findall(_plain(message))


def _is_from_a_daemon(message: Message) -> bool:
    address = re.search(r"[^\s<>\"]+@[^\s<>\"]+", str(message.get("From", "")))
    empty = str(message.get("Return-Path", "x")).strip() == "<>"
    return bool(message.get("X-Failed-Recipients")) or empty or bool(address and DAEMONS.match(address.group()))


def _is_automatic(message: Message) -> bool:
    """Whether a program wrote it: somebody is away, a list, a receipt (RFC 3834, and what came before it)."""
    said = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    if said not in ("", "no"):
        return True
    if message.get("X-Autoreply") or message.get("X-Autorespond") or message.get("List-Id"):
        return True
    if str(message.get("Precedence", "")).strip().lower() in ("bulk", "auto_reply", "junk", "list"):
        return True
    return message.get_content_type() == "multipart/report" or _is_from_a_daemon(message)


def _plain(message: Message) -> str:
    return "\n".join(_text_of(part) for part in message.walk() if part.get_content_type() == "text/plain")


def _text_of(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return str(part.get_payload())
    charset = part.get_content_charset() or "utf-8"
    try:
        return payload.decode(charset, errors="replace")
    except LookupError:
        return payload.decode("utf-8", errors="replace")


def _line_with(text: str, found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    begin = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.end())
    return " ".join(text[begin : end if end > 0 else len(text)].split())[:REPLY_CHARACTERS]
