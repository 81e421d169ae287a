"""What lies in a letter that came by mail: its text, and its files, each examined like every stranger's file."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser

from django.core.files.uploadedfile import SimpleUploadedFile

from consult.actions.storing import STORE_FAULTS
from consult.actions.uploads import examine
from consult.files import FileFaultError
from consult.models import ReceivedFile, ReceivedMail
from consult.rules.procedure_schema import FILE_TYPES
from consult.rules.text import safe_file_name

MOST_TEXT = 100_000
MOST_FILES = 30
# What hinders for a while: no room, no scanner.
LATER = {"disk_low", "not_searched"}
# What ends a line where HTML is told as text.
BREAKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "table", "hr"}
UNREAD = {"script", "style", "head", "title", "template"}


class _Told(HTMLParser):
    """The words of HTML, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words = io.StringIO()
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in UNREAD:
            self.depth += 1
        if tag in BREAKS:
            self.words.write("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNREAD and self.depth:
            self.depth -= 1
        if tag in BREAKS:
            self.words.write("\n")

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.words.write(data)


def text_of(message: EmailMessage) -> str:
    """What a mail says, as plain text."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    text = _decoded(body)
    if body.get_content_type() == "text/html":
        told = _Told()
        told.feed(text)
        told.close()
        text = "\n".join(" ".join(line.split()) for line in told.words.getvalue().splitlines())
    return re.sub(r"\n{3,}", "\n\n", text.replace("\r\n", "\n")).strip()[:MOST_TEXT]


def _decoded(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        return content.decode("utf-8", errors="replace")


def _files(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Names and contents of what is attached; a mail that is attached whole has none of its own."""
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        name = part.get_filename() or ""
        if isinstance(content, bytes):
            yield name, content
        elif part.get_content_type() == "message/rfc822":
            yield name or "thu.eml", b""


def examined(mail: ReceivedMail, message: EmailMessage) -> list[ReceivedFile]:
    """The files of a letter as rows that are not saved yet; what is not taken is named with the reason."""
    rows = []
    for number, (name, content) in enumerate(_files(message), 1):
        if number > MOST_FILES:
            break
        row = ReceivedFile(mail=mail, name=safe_file_name(name or f"tep-{number}"), size=len(content))
        upload = SimpleUploadedFile(row.name, content)
        try:
            facts, row.name = examine(upload, FILE_TYPES)
        except STORE_FAULTS:
            raise
        except FileFaultError as fault:
            if fault.code in LATER:
                # The whole mail is taken another time.
                raise OSError(fault.code) from fault
            row.refused = str(fault.reason)
        else:
            row.media_type, row.sha256 = facts.media_type, hashlib.sha256(content).hexdigest()
            upload.name = row.name
            row.file = upload
        rows.append(row)
    return rows
