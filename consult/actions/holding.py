"""The store of files held against the rows: a lost document is made again, a lost upload is asked for.

Sizes of all files are looked at once a night in short walks, and each file is read once in four weeks; what is newest is
read at every start, since a power cut takes the last seconds.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from botocore.exceptions import ClientError
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import models, transaction
from django.utils import timezone

from consult import clock
from consult.access import Capacity, members_of
from consult.actions import documents, jobs, reading_copies, template_renderings
from consult.actions.notifications.notices import notify, notify_administrators, notify_separately, office, proposers
from consult.files import sha256_of
from consult.models import DocumentVersion, Dossier, LostFile, Person, ReadingCopy, Stage, StoreWalk, TemplateRendering
from consult.queries import stored
from consult.queries.stored import FileOwner, StoredFile

from .actor import chain_events, record

logger = logging.getLogger(__name__)

NEWEST = 200
ROTATION_DAYS = 28
SLICE_SECONDS = 20.0
# So many missing files, and more than half of those looked at, are no loss but a store that is not there.
AWAY_FROM = 10
NIGHT = range(1, 6)
AT_LEAST_APART, AT_MOST_APART = timedelta(hours=20), timedelta(hours=30)
SEEN_AGAIN_AT_MOST = 1000
MADE_HERE = (DocumentVersion.Source.RENDERED, DocumentVersion.Source.SIGNED)


class StoreAwayError(Exception):
    """Most files are missing: rather another folder or bucket than lost files."""


def fault_of(file: StoredFile, *, read: bool) -> str:
    """What is wrong with a file, or "". With ``read`` its hash is compared too, where it is known."""
    try:
        size = default_storage.size(file.name)
        if size == 0 or (file.size is not None and size != file.size):
            return LostFile.Fault.SIZE
        if read and file.sha256:
            with default_storage.open(file.name, "rb") as stream:
                if sha256_of(stream) != file.sha256:
                    return LostFile.Fault.CHANGED
    except FileNotFoundError:
        return LostFile.Fault.MISSING
    except ClientError as fault:
        if fault.response.get("Error", {}).get("Code") not in ("404", "NoSuchKey", "NotFound"):
            raise
        return LostFile.Fault.MISSING
    return ""


def hold(files: Iterable[StoredFile], read: Callable[[StoredFile], bool], *, although_away: bool = False) -> int:
    """Hold files against their rows and see to those that are lost. Returns how many were found lost just now.

    Raises ``StoreAwayError`` before anything is seen to when most of them are missing, unless ``although_away``.
    """
    looked, faulty = 0, []
    for file in files:
        looked += 1
        fault = fault_of(file, read=read(file))
        if fault:
            faulty.append((file, fault))
    missing = sum(fault == LostFile.Fault.MISSING for _file, fault in faulty)
    if missing >= AWAY_FROM and 2 * missing > looked and not although_away:
        raise StoreAwayError(f"{missing} of {looked} files are missing")
    with jobs.without_messages():
        return sum(_see_to(file, fault) for file, fault in faulty)


@transaction.atomic
def _see_to(file: StoredFile, fault: str) -> bool:
    """Note a lost file and do what can be done. Returns False when it is known, or no fault any more."""
    row = _row(file)
    if row is None:
        return False
    about = stored.belonging(row)
    if about.dossier is not None:
        Dossier.objects.select_for_update().get(pk=about.dossier.pk)
        row = _row(file)
    if row is None or stored.of_row(row) != file or not fault_of(file, read=True):
        return False
    lost, created = LostFile.objects.get_or_create(
        name=file.name,
        defaults={
            "model": file.model._meta.label_lower, "row": file.row, "fault": fault, "sha256": file.sha256,
            "dossier": about.dossier, "union": about.union,
        },
    )  # fmt: skip
    if not created:
        if lost.good_at is None or _has_successor(row):
            return False
        lost.good_at, lost.found_at, lost.fault = None, timezone.now(), fault
        lost.save()
    logger.error("the store has lost a file (%s): %s", fault, file.name)
    _do_what_can_be_done(lost, row, about)
    return True


def _row(file: StoredFile) -> models.Model | None:
    return file.model._base_manager.filter(pk=file.row).first()


def _do_what_can_be_done(lost: LostFile, row: models.Model, about: FileOwner) -> None:
    key = f"l{lost.pk}:{lost.found_at.isoformat()}"
    dossier = about.dossier
    if isinstance(row, ReadingCopy):
        # Whoever opens the attachment next has it made again.
        reading_copies.forget_copy(row)
        return
    if isinstance(row, TemplateRendering):
        template_renderings.forget_rendering(row)
        return
    if dossier is None:
        _notify_owner(row, about, key)
        return
    if isinstance(row, DocumentVersion) and _is_to_be_made(row):
        documents.make_again(row.document)
        clerks = {person.pk: person for role in (Capacity.OFFICER, Capacity.CLERK) for person in office(dossier, role)}
        notify(clerks.values(), "document_lost", dossier=dossier, key=key, document=about.title)
    elif about.whom:
        people = proposers(dossier) if dossier.stage == Stage.DRAFT else office(dossier, Capacity.OFFICER)
        notify(people, "file_lost", dossier=dossier, key=key, file=about.title, whom=about.whom)
    if dossier.stage != Stage.DRAFT:
        record(dossier, "file_lost", None, title=about.title)
        chain_events(dossier)


def _is_to_be_made(version: DocumentVersion) -> bool:
    """Whether a document has no file any more that could stand for it, and may be made from what was frozen."""
    document = version.document
    if document.revoked_at:
        return False
    newest = document.versions.latest("version")
    if newest.pk == version.pk and version.source in MADE_HERE:
        return True
    lost = LostFile.objects.filter(dossier=document.dossier_id, good_at=None).values("name")
    whole = document.versions.exclude(file="").exclude(file__in=lost)
    coming = document.versions.filter(file="", job__state__in=jobs.OPEN)
    return not whole.exists() and not coming.exists()


def _notify_owner(row: models.Model, about: FileOwner, key: str) -> None:
    """A file of no dossier is asked of who brought it, or else of the union's administrators."""
    if about.union is not None:
        people = list(Person.objects.filter(pk__in=members_of(about.union.pk, "administrator")))
    else:
        brought = getattr(row, "uploaded_by", None)
        people = [brought] if brought else []
    notify_separately(
        people, "own_file_lost", key=key, union_id=about.union.pk if about.union else None, file=about.title
    )


def see_again() -> int:
    """Look again at what was lost: what came back, was made again or is no longer wanted. Returns how many are settled."""
    settled = 0
    by_label = {model._meta.label_lower: model for model, _field in stored.kinds()}
    for lost in LostFile.objects.filter(good_at=None).order_by("pk")[:SEEN_AGAIN_AT_MOST]:
        model = by_label.get(lost.model)
        row = model._base_manager.filter(pk=lost.row).first() if model else None
        if model is None or row is None:
            lost.delete()
            settled += 1
        elif not fault_of(stored.of_row(row), read=True) or _has_successor(row):
            LostFile.objects.filter(pk=lost.pk).update(good_at=timezone.now())
            settled += 1
    return settled


def _has_successor(row: models.Model) -> bool:
    if not isinstance(row, DocumentVersion):
        return False
    later = row.document.versions.filter(version__gt=row.version).exclude(file="")
    return any(not fault_of(stored.of_row(version), read=True) for version in later)


def hold_newest(*, although_away: bool = False) -> int:
    """Read what is newest of each kind, and look again at what was lost. Returns how many files were found lost."""
    see_again()
    return hold(stored.newest(NEWEST), lambda _file: True, although_away=although_away)


def walk_on(seconds: float = SLICE_SECONDS, now: datetime | None = None) -> bool:
    """Go on with this night's walk, or begin it. Returns whether it came to its end just now."""
    now = now or timezone.now()
    walk = StoreWalk.objects.order_by("pk").first()
    if walk is None or walk.finished_at is not None:
        if walk is not None and not _is_due(walk, now):
            return False
        hold_newest()
        walk, _new = StoreWalk.objects.update_or_create(
            pk=walk.pk if walk else 1, defaults={"begun_at": now, "finished_at": None, "kind": 0, "row": 0}
        )
    turn = walk.begun_at.toordinal() % ROTATION_DAYS
    # Another store than a folder is asked file by file over the network, and only tells what it keeps by itself.
    everything = isinstance(default_storage, FileSystemStorage)
    until = time.monotonic() + seconds
    while walk.kind < len(stored.kinds()):
        files = stored.rows_after(walk.kind, walk.row)
        chosen = [file for file in files if everything or file.row % ROTATION_DAYS == turn]
        hold(chosen, lambda file: file.row % ROTATION_DAYS == turn)
        walk.kind, walk.row = (walk.kind, files[-1].row) if files else (walk.kind + 1, 0)
        walk.save()
        if time.monotonic() > until:
            return False
    walk.finished_at = timezone.now()
    walk.save()
    return True


def _is_due(walk: StoreWalk, now: datetime) -> bool:
    """Once a night; on a machine that is off at night, as soon as the last walk is long ago."""
    since = now - walk.begun_at
    return since > AT_MOST_APART or (since > AT_LEAST_APART and timezone.localtime(now).hour in NIGHT)


def notify_store_away(detail: str) -> None:
    """Tell every union's administrators, once a day, that the store is not where it should be."""
    notify_administrators("store_away", key=f"{clock.today()}", detail=detail)


def put_back(path: Path) -> LostFile | None:
    """Bring a lost file back, if this is the very one by its hash. Returns which, or None."""
    with path.open("rb") as stream:
        lost = LostFile.objects.filter(good_at=None).exclude(sha256="").filter(sha256=sha256_of(stream)).first()
        if lost is None:
            return None
        default_storage.delete(lost.name)
        given = default_storage.save(lost.name, File(stream))
        assert given == lost.name, given
    lost.good_at = timezone.now()
    lost.save(update_fields=["good_at"])
    return lost
