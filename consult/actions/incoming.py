"""Papers that come in: registered with their scans, given to somebody of the office, corrected, voided, filed.

The row of a letter is never changed: corrections, what became of it and that it is void stand beside it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import OFFICE_ROLES, check_union, members_of, require
from consult.actions.notifications.notices import notify_separately
from consult.files import INLINE_PICTURES, MEDIA_TYPES, FileFaultError, sha256_of
from consult.libraries.confined import ConfinedError, read_confined
from consult.models import (
    IncomingFile,
    IncomingLetter,
    LetterCorrection,
    LetterVoid,
    Organisation,
    Passing,
    Person,
)
from consult.refusals import ActionError
from consult.rules.text import normal

from .actor import Actor, record_of_union
from .registers import enter_incoming
from .storing import upload_in_store
from .uploads import examine

# What letters come as: scans, photographs, files from a mail.
KINDS = ("pdf", "docx", "xlsx", "odt", "jpeg", "png", "tiff", "zip")
PICTURES = {*INLINE_PICTURES, MEDIA_TYPES["heic"], MEDIA_TYPES["tiff"]}
MOST_FILES = 30
# As many pictures become one PDF at once.
MOST_PAGES = 20
PAGES_SECONDS = 60


def register_letter(
    *,
    union: Organisation,
    by: Person,
    files: Sequence[File[Any]] = (),
    as_pages: bool = False,
    given_to: Person | None = None,
    due_on: date | None = None,
    **said: Any,
) -> IncomingLetter:
    """Register a letter as ``enter_incoming`` does, ``said`` being what that takes, with its files in their order.

    With ``as_pages`` its pictures are the pages of one PDF. Whoever it is ``given_to``, of the union's people, has it among
    their work. Nothing is registered when a file cannot be taken. Raises ``ActionError``, ``FileFaultError``.
    """
    require(check_union(by, "letter.enter", union.pk))
    _require_of_office(union, given_to)
    with _in_store(files, as_pages, by) as rows, transaction.atomic():
        letter = enter_incoming(union=union, by=by, **said)
        _add(letter, rows)
        if given_to is not None or due_on is not None:
            _require_due(letter, due_on)
            Passing.objects.create(
                letter=letter, given_to=given_to, due_on=due_on, written_by=by, written_at=clock.now()
            )
            _tell(letter, given_to, by)
    return letter


def add_files(*, letter: IncomingLetter, by: Person, files: Sequence[File[Any]], as_pages: bool = False) -> int:
    """Keep more files with a letter. Returns how many. Raises as ``register_letter`` does."""
    actor = Actor.allowed(by, require(check_union(by, "letter.enter", letter.register.union_id)))
    if not files:
        raise ActionError("file_missing", _("Choose a file."), where="scans")
    with _in_store(files, as_pages, by) as rows, transaction.atomic():
        IncomingLetter.objects.select_for_update(no_key=True).get(pk=letter.pk)
        _add(letter, rows)
        record_of_union(letter.register.union, "letter_files_added", actor, symbol=letter.written)
    return len(rows)


@contextmanager
def _in_store(files: Sequence[File[Any]], as_pages: bool, by: Person) -> Iterator[list[IncomingFile]]:
    if len(files) > MOST_FILES:
        raise FileFaultError("too_many_files", _("At most %(most)s files at once.") % {"most": MOST_FILES})
    rows = _examined(files, by)
    with upload_in_store(*(made := _as_pages(rows, by) if as_pages else [_shown(row, by) for row in rows])):
        yield made


def _examined(files: Sequence[File[Any]], by: Person) -> list[IncomingFile]:
    rows = []
    for upload in files:
        try:
            facts, name = examine(upload, KINDS)
        except FileFaultError as fault:
            raise FileFaultError(fault.code, f"{upload.name}: {fault.reason}") from fault
        stream = upload.file
        assert stream is not None
        rows.append(
            IncomingFile(
                name=name, media_type=facts.media_type, size=upload.size or 0, sha256=sha256_of(stream),
                pages=facts.pages, uploaded_by=by, file=upload,
            )
        )  # fmt: skip
        upload.name = name
    return rows


def _made(content: bytes, name: str, media_type: str, by: Person, pages: int = 0) -> IncomingFile:
    return IncomingFile(
        name=name, media_type=media_type, size=len(content), sha256=hashlib.sha256(content).hexdigest(), pages=pages,
        uploaded_by=by, file=ContentFile(content, name=name),
    )  # fmt: skip


def _confined(function: str, *streams: Any) -> bytes:
    try:
        return base64.b64decode(read_confined(function, *streams, seconds=PAGES_SECONDS))
    except ConfinedError as fault:
        raise FileFaultError(
            "damaged", _("The picture is damaged. Save or scan it again and choose the new file.")
        ) from fault


def _shown(row: IncomingFile, by: Person) -> IncomingFile:
    """A phone's own picture as one that every browser shows."""
    if row.media_type != MEDIA_TYPES["heic"]:
        return row
    content = _confined("consult.libraries.heic:to_jpeg", row.file.file)
    return _made(content, f"{PurePosixPath(row.name).stem}.jpg", MEDIA_TYPES["jpeg"], by)


def _as_pages(rows: list[IncomingFile], by: Person) -> list[IncomingFile]:
    """The pictures among ``rows`` as one PDF, where the first of them stood."""
    pictures = [row for row in rows if row.media_type in PICTURES]
    if not pictures:
        return rows
    if len(pictures) > MOST_PAGES:
        raise FileFaultError(
            "too_many_pages", _("At most %(most)s pictures become one file at once.") % {"most": MOST_PAGES}
        )
    content = _confined("consult.libraries.picture_pages:to_pdf", *(row.file.file for row in pictures))
    name = f"{PurePosixPath(pictures[0].name).stem}.pdf"
    joined = _made(content, name, MEDIA_TYPES["pdf"], by, pages=len(pictures))
    return [joined if row is pictures[0] else row for row in rows if row is pictures[0] or row not in pictures]


def _add(letter: IncomingLetter, rows: Sequence[IncomingFile]) -> None:
    there = letter.files.aggregate(last=Max("position"), total=Sum("size"))
    if (there["total"] or 0) + sum(row.size for row in rows) > settings.UPLOAD_DOSSIER_LIMIT:
        limit = settings.UPLOAD_DOSSIER_LIMIT // settings.MEBIBYTE
        raise FileFaultError(
            "letter_too_large",
            _("The files of a letter together would exceed %(limit)s MB. Use smaller files.") % {"limit": limit},
        )
    for position, row in enumerate(rows, start=(there["last"] or 0) + 1):
        row.letter, row.position, row.uploaded_at = letter, position, clock.now()
        row.save()


def _require_of_office(union: Organisation, person: Person | None) -> None:
    if person is not None and not any(person.pk in members_of(union.pk, role) for role in OFFICE_ROLES):
        raise ActionError("not_of_office", _("Choose somebody of the office."), where="given_to")


def _require_due(letter: IncomingLetter, due_on: date | None) -> None:
    if due_on is not None and due_on < letter.arrived_on:
        raise ActionError("due_before_arrived", _("This day is before the letter's arrival."), where="due_on")


def _tell(letter: IncomingLetter, person: Person | None, by: Person) -> None:
    if person is None or person.pk == by.pk:
        return
    said = letter.said
    notify_separately(
        [person], "letter_given", key=f"l{letter.pk}", union_id=letter.register.union_id, number=letter.written,
        sender=said.sender, subject=said.subject,
    )  # fmt: skip


@transaction.atomic
def give_letter(*, letter: IncomingLetter, by: Person, given_to: Person | None, due_on: date | None = None) -> Passing:
    """Say whose work a letter is, and by when. Raises ``ActionError``."""
    union = letter.register.union
    actor = Actor.allowed(by, require(check_union(by, "letter.enter", union.pk)))
    require_valid(letter)
    _require_of_office(union, given_to)
    _require_due(letter, due_on)
    said = {"given_to": given_to, "due_on": due_on, "settled_at": None, "written_by": by, "written_at": clock.now()}
    passing, _new = Passing.objects.update_or_create(letter=letter, defaults=said)
    record_of_union(union, "register_completed", actor, symbol=letter.written)
    _tell(letter, given_to, by)
    return passing


@transaction.atomic
def settle_letter(*, letter: IncomingLetter, by: Person) -> None:
    """What the letter asks for is done: it leaves the work of whoever has it. Raises ``ActionError``."""
    passing = Passing.objects.select_for_update().filter(letter=letter, settled_at=None).first()
    if passing is None:
        raise ActionError("settled_already", _("This has been settled already."))
    if passing.given_to_id != by.pk:
        require(check_union(by, "letter.enter", letter.register.union_id))
    passing.settled_at = clock.now()
    passing.save(update_fields=["settled_at"])


def require_valid(letter: IncomingLetter) -> None:
    """Raises ``ActionError`` for a letter that was voided."""
    if LetterVoid.objects.filter(letter=letter).exists():
        raise ActionError("letter_void", _("This letter was voided: nothing is entered from it."), where="letter")


@transaction.atomic
def correct_letter(
    *, letter: IncomingLetter, by: Person, sender: str, symbol: str, dated: date | None, subject: str, reason: str
) -> LetterCorrection:
    """Say again what a letter says; what stood there before stays and is shown. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_union(by, "register.void", letter.register.union_id)))
    require_valid(letter)
    if not reason.strip():
        raise ActionError("reason_missing", _("Give a reason."), where="reason")
    if dated is not None and dated > letter.arrived_on:
        raise ActionError("arrived_before_dated", _("A letter cannot arrive before its own date."), where="dated")
    made = LetterCorrection.objects.create(
        letter=letter, sender=normal(sender), symbol=normal(symbol), dated=dated, subject=normal(subject),
        reason=normal(reason), corrected_by=by, corrected_at=clock.now(),
    )  # fmt: skip
    record_of_union(letter.register.union, "letter_corrected", actor, reason=made.reason, symbol=letter.written)
    return made


@transaction.atomic
def void_letter(*, letter: IncomingLetter, by: Person, reason: str) -> LetterVoid:
    """Void a letter that was entered by mistake, and from which nothing was entered. Its number stays with the reason.

    Raises ``ActionError``.
    """
    actor = Actor.allowed(by, require(check_union(by, "register.void", letter.register.union_id)))
    IncomingLetter.objects.select_for_update(no_key=True).get(pk=letter.pk)
    if LetterVoid.objects.filter(letter=letter).exists():
        raise ActionError("void_already", _("This number is already void."))
    if letter.entries.exists() or letter.opened.exists():
        raise ActionError("letter_in_use", _("Something was entered from this letter: it stays. Correct it instead."))
    if not reason.strip():
        raise ActionError("reason_missing", _("Say why the number is voided."), where="reason")
    made = LetterVoid.objects.create(letter=letter, reason=normal(reason), voided_by=by, voided_at=clock.now())
    Passing.objects.filter(letter=letter, settled_at=None).update(settled_at=clock.now())
    record_of_union(letter.register.union, "letter_voided", actor, reason=made.reason, symbol=letter.written)
    return made
