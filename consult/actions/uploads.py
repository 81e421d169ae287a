"""Files of a dossier: taken whole or not at all, every version kept."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import require_on
from consult.files import MEDIA_TYPES, FileFacts, FileFaultError, identify, sha256_of, with_suffix
from consult.libraries.confined import ConfinedError, read_confined
from consult.models import Attachment, Dossier, IncomingLetter, Person, ReadingCopy, Stage, files_that_stand
from consult.refusals import ActionError, gone
from consult.rules.text import safe_file_name
from consult.storage import space

from .reading_copies import ask_for_copy, needs_copy
from .storing import forget_files, upload_in_store
from .virus import refuse_virus

# Kinds that their programs print.
PRINTED = {"tiff", "webp", "odt", "pptx", "docx", "xlsx"}


# Files of one attachment; a page lists them all.
MOST_FILES = 50
# The item of files of a draft that are not yet sorted under an attachment.
UNSORTED = ""


def add_file(
    *, dossier_id: int, item_code: str, upload: File[Any], by: Person, replaces: int | None = None
) -> Attachment:
    """Keep another file of one attachment of the checklist, or a new version of that which ``replaces`` is a version of.

    With the item ``UNSORTED`` it is kept aside until it is moved to an attachment. The file is examined and stored before the
    dossier's row is locked. Raises ``ActionError`` when this person may not add files now, ``FileFaultError`` when the file
    cannot be taken, or is there already.
    """
    dossier = Dossier.objects.select_related("procedure").filter(pk=dossier_id).first()
    if dossier is None:
        raise gone()
    require_on(by, "file.add", dossier)
    attachment = examined(dossier, item_code, upload, by)
    rows = [attachment]
    if attachment.media_type == MEDIA_TYPES["heic"]:
        rows.append(_as_jpeg(attachment))
    with upload_in_store(*rows), transaction.atomic():
        locked = Dossier.objects.select_for_update().filter(pk=dossier_id).first()
        if locked is None:
            raise gone()
        require_on(by, "file.add", locked)
        add_files(locked, rows, replaces)
    return rows[-1]


@contextmanager
def from_letter(
    *, dossier: Dossier, letter: IncomingLetter, items: Mapping[int, str], by: Person
) -> Iterator[list[Attachment]]:
    """Files of a letter as attachments of a dossier, examined and in the store; ``add_files`` writes their rows within.

    ``items`` maps files of the letter to the attachments of the checklist that they are. Raises as ``add_file`` does.
    """
    rows: list[Attachment] = []
    with ExitStack() as opened:
        for file in letter.files.filter(pk__in=items):
            stream = opened.enter_context(file.file.storage.open(str(file.file.name), "rb"))
            try:
                rows.append(examined(dossier, items[file.pk], File(stream.file, name=file.name), by))
            except FileFaultError as fault:
                raise FileFaultError(fault.code, f"{file.name}: {fault.reason}") from fault
            if rows[-1].media_type == MEDIA_TYPES["heic"]:
                rows.append(_as_jpeg(rows[-1]))
        with upload_in_store(*rows):
            yield rows


def take_from_letter(*, dossier_id: int, items: Mapping[int, str], by: Person) -> int:
    """Put files of the letter from which a draft is entered to its attachments. Returns how many.

    Raises as ``add_file`` does.
    """
    dossier = Dossier.objects.select_related("procedure", "entered_from").get(pk=dossier_id)
    require_on(by, "file.add", dossier)
    if dossier.entered_from is None:
        raise gone()
    with from_letter(dossier=dossier, letter=dossier.entered_from, items=items, by=by) as rows, transaction.atomic():
        locked = Dossier.objects.select_for_update().get(pk=dossier_id)
        require_on(by, "file.add", locked)
        add_files(locked, rows)
    return len(rows)


def _as_jpeg(original: Attachment) -> Attachment:
    """The picture of a phone as everybody can see it: the newer version, with the phone's own file before it."""
    stream = original.file.file
    try:
        content = base64.b64decode(read_confined("consult.libraries.heic:to_jpeg", stream))
    except ConfinedError as fault:
        raise FileFaultError(
            "damaged", _("The picture is damaged. Save or scan it again and choose the new file.")
        ) from fault
    name = f"{PurePosixPath(original.name).stem}.jpg"
    return Attachment(
        dossier=original.dossier, item=original.item, name=name, media_type=MEDIA_TYPES["jpeg"], size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), pages=0, listing=[], uploaded_by=original.uploaded_by,
        file=ContentFile(content, name=name),
    )  # fmt: skip


def add_files(dossier: Dossier, rows: Sequence[Attachment], replaces: int | None = None) -> None:
    """Write the rows of files that are in the store, the first as a version of that which ``replaces`` is a version of.

    The dossier's row is held, and whoever adds them was asked for. Raises ``FileFaultError`` as ``add_file`` does.
    """
    for row in rows:
        _add_version(dossier, row, replaces)
        # After a phone's picture comes what everybody can see of it.
        replaces = row.pk if row.media_type == MEDIA_TYPES["heic"] else None
        if needs_copy(row):
            ask_for_copy(row)


def _add_version(dossier: Dossier, attachment: Attachment, replaces: int | None) -> None:
    require_room(dossier, attachment.size)
    files = list(dossier.attachments.filter(item=attachment.item))
    _refuse_the_same(attachment, files)
    if replaces is None:
        _number_anew(attachment, files)
    else:
        replaced = next((file for file in files if file.pk == replaces), None)
        if replaced is None:
            raise gone()
        attachment.file_number = replaced.file_number
        attachment.version = 1 + max(file.version for file in files if file.file_number == replaced.file_number)
    attachment.uploaded_at = clock.now()
    attachment.save()


def _number_anew(attachment: Attachment, files: Collection[Attachment]) -> None:
    """Make it another file beside ``files``."""
    numbers = {file.file_number for file in files}
    if len(numbers) >= MOST_FILES:
        raise FileFaultError(
            "too_many_files",
            _("There are %(most)s files here already. Put the rest together into one PDF or one archive.")
            % {"most": MOST_FILES},
        )
    attachment.file_number, attachment.version = max(numbers, default=0) + 1, 1


def _refuse_the_same(attachment: Attachment, files: Collection[Attachment]) -> None:
    """The same content twice in one item is one file chosen twice."""
    there = next((file for file in files_that_stand(files) if file.sha256 == attachment.sha256), None)
    if there is not None:
        raise FileFaultError(
            "same_file", _("This file is there already: “%(name)s”. Nothing was added.") % {"name": there.name}
        )


def refuse_when_disk_is_low() -> None:
    """Raises ``FileFaultError`` when the disk's last room is for documents, mails and rows."""
    if space.is_low():
        raise FileFaultError(
            "disk_low",
            _(
                "The server's disk is nearly full, so new files are not accepted just now. The administrator has been "
                "told. Nothing is lost; choose the file again later."
            ),
        )


def too_large(most: int = 0) -> FileFaultError:
    """What is said of a file beyond ``most`` bytes, or else beyond the limit of one file."""
    limit = (most or settings.UPLOAD_FILE_LIMIT) // settings.MEBIBYTE
    return FileFaultError(
        "file_too_large",
        _("The file is larger than %(limit)s MB. Split it, or scan it with a lower resolution.") % {"limit": limit},
    )


def wrong_kind(kind: str, kinds: Collection[str]) -> FileFaultError:
    """What is said of a file of another kind than is taken here: what can be printed has a way to become one that is."""
    words = {"kind": kind.upper(), "types": ", ".join(one.upper() for one in kinds)}
    if kind in PRINTED and "pdf" in kinds:
        said = _("This is a %(kind)s file. Open it, save or print it as PDF, and choose the new file.")
    else:
        said = _("This is a %(kind)s file; only %(types)s is accepted here.")
    return FileFaultError("wrong_kind", said % words)


def examine(upload: File[Any], kinds: Collection[str], most: int = 0) -> tuple[FileFacts, str]:
    """What an upload is, and the name under which it is kept; its content is at its beginning again.

    Raises ``FileFaultError`` for a file beyond ``most`` bytes or the limit of one file, of another kind than ``kinds``,
    damaged, or with a virus.
    """
    stream = upload.file
    assert stream is not None
    refuse_when_disk_is_low()
    if (upload.size or 0) > (most or settings.UPLOAD_FILE_LIMIT):
        raise too_large(most)
    identified = identify(stream)
    # A phone's picture is taken wherever pictures are.
    if identified.kind not in kinds and not (identified.kind == "heic" and "jpeg" in kinds):
        raise wrong_kind(identified.kind, kinds)
    refuse_virus(stream)
    stream.seek(0)
    return identified, with_suffix(safe_file_name(upload.name or ""), identified.kind)


def _kinds_taken(dossier: Dossier, item_code: str) -> Collection[str]:
    """The kinds of file that an attachment takes. Raises ``ActionError`` where it is not asked for."""
    asked = dossier.asked_items(dossier.attachments.filter(item=item_code).values_list("item", flat=True))
    if item_code == UNSORTED:
        return sorted({kind for item in asked for kind in item.types})
    item = dossier.procedure.rules.item(item_code)
    if item is None:
        raise ActionError("no_such_item", _("The checklist of this dossier has no such attachment."))
    if item not in asked:
        raise ActionError(
            "item_not_asked",
            _("This attachment is not asked for after your answers. Change them first, or leave it out."),
        )
    return item.types


def examined(dossier: Dossier, item_code: str, upload: File[Any], by: Person) -> Attachment:
    """A file for an attachment of the checklist, with its row not saved yet. Raises as ``add_file`` does."""
    stream = upload.file
    assert stream is not None
    kinds = _kinds_taken(dossier, item_code)
    size = upload.size or 0
    require_room(dossier, size)
    identified, name = examine(upload, kinds)
    attachment = Attachment(
        dossier=dossier,
        item=item_code,
        name=name,
        media_type=identified.media_type,
        size=size,
        sha256=sha256_of(stream),
        pages=identified.pages,
        listing=identified.listing,
        uploaded_by=by,
    )
    upload.name = name
    attachment.file = upload
    return attachment


def require_room(dossier: Dossier, size: int) -> None:
    """Raises ``FileFaultError`` where the dossier may not hold ``size`` bytes more."""
    total = dossier.attachments.aggregate(total=Sum("size"))["total"] or 0
    if total + size > settings.UPLOAD_DOSSIER_LIMIT:
        limit = settings.UPLOAD_DOSSIER_LIMIT // settings.MEBIBYTE
        raise FileFaultError(
            "dossier_too_large",
            _("The dossier's files together would exceed %(limit)s MB. Use smaller files.") % {"limit": limit},
        )


def forget_attachment(attachment: Attachment) -> None:
    """Take an attachment's file, and its reading copy, out of the store once the transaction is through."""
    forget_files(attachment)
    for copy in ReadingCopy.objects.filter(attachment=attachment):
        forget_files(copy)


def fresh_files(dossier: Dossier, files: Iterable[Attachment]) -> set[int]:
    """The keys of ``files`` that nobody of the union has been sent yet: of a draft, or of a supplement not yet sent."""
    if dossier.stage == Stage.DRAFT:
        return {file.pk for file in files}
    request = dossier.supplement_requests.last()
    if request is None or request.answered_at is not None:
        return set()
    return {file.pk for file in files if file.uploaded_at >= request.asked_at}


def _fresh_file(dossier_id: int, attachment_id: int, by: Person) -> tuple[Dossier, Attachment]:
    """A file that its proposer may still remove or move, with its dossier locked. Raises ``ActionError``, ``NotAllowed``."""
    dossier = Dossier.objects.select_for_update().select_related("procedure").filter(pk=dossier_id).first()
    if dossier is None:
        raise gone()
    require_on(by, "file.add", dossier)
    attachment = dossier.attachments.filter(pk=attachment_id).first()
    if attachment is None:
        raise gone()
    if not fresh_files(dossier, [attachment]):
        raise ActionError("file_handed_in", _("This file has been handed in and stays. It can be replaced by another."))
    return dossier, attachment


@transaction.atomic
def remove_file(*, dossier_id: int, attachment_id: int, by: Person) -> None:
    """Take back a file that nobody of the union has been sent yet. What is handed in is not removed any more."""
    _dossier, attachment = _fresh_file(dossier_id, attachment_id, by)
    forget_attachment(attachment)
    attachment.delete()


@transaction.atomic
def move_file(*, dossier_id: int, attachment_id: int, item_code: str, by: Person) -> None:
    """Put a file under another attachment of the checklist, as another file of it.

    Versions that stay behind stay where they are. Raises ``ActionError`` as ``add_file`` does.
    """
    dossier, attachment = _fresh_file(dossier_id, attachment_id, by)
    if attachment.item == item_code:
        return
    kinds = _kinds_taken(dossier, item_code)
    kind = next(name for name, media_type in MEDIA_TYPES.items() if media_type == attachment.media_type)
    if kind not in kinds:
        raise wrong_kind(kind, kinds)
    files = list(dossier.attachments.filter(item=item_code))
    _refuse_the_same(attachment, files)
    attachment.item = item_code
    _number_anew(attachment, files)
    attachment.save(update_fields=["item", "file_number", "version"])
