"""What the reader of attachments shows of a file, and what it says of it."""

from __future__ import annotations

from typing import Any

from consult.actions.reading_copies import ask_for_copy, needs_copy
from consult.files import INLINE_PICTURES, MEDIA_TYPES
from consult.models import Attachment, ReadingCopy
from consult.queries.reading import Readable, readable, text_of
from consult.storage import space

# The programs whose files these are, by the names under which people know them.
PROGRAMS = {MEDIA_TYPES["docx"]: "Word", MEDIA_TYPES["odt"]: "OpenDocument"}


def reader_context(file: Attachment) -> dict[str, Any]:
    """How ``file`` is shown: as a picture, by its pages, or by its text while there are none.

    The reading copy of a text document that has none yet, since it came before there were any, is asked for here.
    """
    if not needs_copy(file):
        return {"picture": file.media_type in INLINE_PICTURES}
    copy = ReadingCopy.objects.filter(attachment=file).first()
    if copy is None and not space.is_used_up():
        copy = ask_for_copy(file)
    how = readable(copy) if copy else Readable.NOT_MADE
    text = text_of(file) if how in (Readable.NO_CONVERTER, Readable.NOT_MADE) else None
    return {"copy": copy, "how": how, "text": text, "program": PROGRAMS[file.media_type]}
