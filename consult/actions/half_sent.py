"""Files that arrive in pieces, so that a broken line costs a piece and not the file.

Pieces lie in the store as they come; a file that is whole is put together, examined and attached like any other. What is not
taken further goes after two days.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import require_on
from consult.files import CHUNK, FileFaultError
from consult.models import Dossier, FilePiece, HalfSentFile, Person
from consult.refusals import ActionError, gone
from consult.rules.text import safe_file_name

from .storing import forget_files, upload_in_store
from .uploads import refuse_when_disk_is_low, require_room, too_large

KEPT = timedelta(days=2)
# Of one person at once; all their half-sent files together hold no more than a dossier may.
MOST_AT_ONCE = 50


class OffsetError(ActionError):
    """A piece begins elsewhere than where the file ends so far; ``received`` bytes of it are here."""

    def __init__(self, received: int) -> None:
        super().__init__("wrong_offset", _("This piece does not follow what has arrived."))
        self.received = received


@transaction.atomic
def begin(*, dossier_id: int, by: Person, name: str, size: int) -> HalfSentFile:
    """Make room for a file of ``size`` bytes. Raises ``ActionError``, ``FileFaultError`` where it cannot be taken."""
    dossier = Dossier.objects.filter(pk=dossier_id).first()
    if dossier is None:
        raise gone()
    require_on(by, "file.add", dossier)
    refuse_when_disk_is_low()
    if size > settings.UPLOAD_FILE_LIMIT:
        raise too_large()
    if size == 0:
        raise FileFaultError("empty", _("The file is empty. Check it on your computer and choose it again."))
    require_room(dossier, size)
    # Two at once: whoever comes second counts the first one's file.
    Person.objects.select_for_update().get(pk=by.pk)
    mine = HalfSentFile.objects.filter(person=by)
    promised = mine.aggregate(total=Sum("size"))["total"] or 0
    if mine.count() >= MOST_AT_ONCE or promised + size > settings.UPLOAD_DOSSIER_LIMIT:
        raise FileFaultError(
            "too_many_half_sent",
            _("Too many of your files are still on their way. Finish those first, or wait two days."),
        )
    now = clock.now()
    return HalfSentFile.objects.create(
        dossier=dossier, person=by, name=safe_file_name(name), size=size, begun_at=now, expires_at=now + KEPT
    )


def find(key: UUID, by: Person) -> HalfSentFile:
    """A half-sent file of this person. Raises ``ActionError`` where there is none, or it has run out."""
    found = HalfSentFile.objects.filter(key=key, person=by, expires_at__gt=clock.now()).first()
    if found is None:
        raise gone()
    return found


def add_piece(*, key: UUID, by: Person, offset: int, content: bytes) -> HalfSentFile:
    """Keep the next piece. Raises ``OffsetError`` where it does not follow, ``ActionError``, ``FileFaultError``."""
    half = find(key, by)
    if offset != half.received:
        raise OffsetError(half.received)
    if offset + len(content) > half.size:
        raise too_large()
    if not content:
        return half
    refuse_when_disk_is_low()
    piece = FilePiece(half_sent=half, offset=offset, size=len(content), file=ContentFile(content, name="piece"))
    with upload_in_store(piece), transaction.atomic():
        half = HalfSentFile.objects.select_for_update().filter(pk=half.pk).first() or _raise_gone()
        # Another request has brought the same piece meanwhile.
        if offset != half.received:
            raise OffsetError(half.received)
        piece.save()
        half.received += len(content)
        half.expires_at = clock.now() + KEPT
        half.save(update_fields=["received", "expires_at"])
    return half


def _raise_gone() -> HalfSentFile:
    raise gone()


@transaction.atomic
def forget(half: HalfSentFile) -> None:
    """Throw a half-sent file away, with its pieces."""
    for piece in half.pieces.all():
        forget_files(piece)
    half.delete()


@contextmanager
def whole(*, key: UUID, by: Person, dossier_id: int) -> Iterator[File[Any]]:
    """A file that has come in full, put together; it is thrown away afterwards, whatever became of it.

    Raises ``ActionError`` where it is not this person's or not for this dossier, ``FileFaultError`` where it is not whole.
    """
    half = find(key, by)
    if half.dossier_id != dossier_id:
        raise gone()
    if half.received != half.size:
        raise FileFaultError(
            "not_whole", _("“%(name)s” has not arrived in full. Choose it again.") % {"name": half.name}
        )
    with NamedTemporaryFile() as joined:
        for piece in half.pieces.order_by("offset"):
            with piece.file.open("rb") as source:
                shutil.copyfileobj(source, joined, CHUNK)
        joined.seek(0)
        try:
            yield File(joined, name=half.name)
        finally:
            forget(half)


def forget_expired() -> int:
    """Throw away what was not taken further. Returns how many files went."""
    expired = list(HalfSentFile.objects.filter(expires_at__lte=clock.now()))
    for half in expired:
        forget(half)
    return len(expired)
