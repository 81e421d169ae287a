"""How an attachment that is a text document can be read just now: its pages, or only its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from consult import clock
from consult.libraries.confined import ConfinedError, read_confined
from consult.models import Attachment, Heartbeat, Job, ReadingCopy

from .operations import CONVERTER_LIMIT, OPEN_STATES

# A worker that has just been started says only then that it can convert.
STARTING = timedelta(minutes=1)


class Readable(StrEnum):
    """What there is to read of a text document."""

    PAGES = "pages"
    BEING_MADE = "being_made"
    # No worker has a converter.
    NO_CONVERTER = "no_converter"
    NOT_MADE = "not_made"


@dataclass(frozen=True)
class PlainText:
    """The text of a document: paragraphs, and whether more follows. ``readable`` is False where it could not be read."""

    paragraphs: list[str] = field(default_factory=list)
    cut: bool = False
    readable: bool = True


def has_converter() -> bool:
    """Whether a worker that converts has said so lately."""
    since = clock.now() - CONVERTER_LIMIT
    return Heartbeat.objects.filter(name=Heartbeat.Name.CONVERT, at__gte=since).exists()


def readable(copy: ReadingCopy) -> Readable:
    """How far a reading copy is."""
    if copy.file:
        return Readable.PAGES
    job = Job.objects.filter(reading_copy=copy).first()
    if job is None or job.state not in OPEN_STATES:
        return Readable.NOT_MADE
    just_asked = clock.now() - copy.asked_at < STARTING
    return Readable.BEING_MADE if just_asked or has_converter() else Readable.NO_CONVERTER


def text_of(attachment: Attachment) -> PlainText:
    """The text of an attachment that is a DOCX or ODT, read within limits."""
    try:
        with attachment.file.open("rb") as stream:
            return PlainText(**read_confined("consult.libraries.word_text:paragraphs", stream))
    except (ConfinedError, FileNotFoundError):
        return PlainText(readable=False)
