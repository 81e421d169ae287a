"""Sample files of attachments: what the office lays out for proposers to fill in. They hold for a kind of dossier at once."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_union, require
from consult.files import sha256_of
from consult.models import DossierKind, Person, SampleFile
from consult.refusals import ActionError
from consult.rules.procedure_schema import FILE_TYPES
from consult.rules.questions import ChecklistItem

from .actor import Actor, record_of_union
from .storing import forget_files, upload_in_store
from .uploads import examine


def items_of(kind: DossierKind) -> list[ChecklistItem]:
    """The attachments that may have a sample: those of the newest version."""
    newest = kind.procedures.order_by("-version").first()
    return list(newest.rules.checklist) if newest else []


def set_sample(*, kind: DossierKind, item_code: str, upload: File[Any], by: Person) -> SampleFile:
    """Lay a file out as the sample of an attachment, in place of the one before.

    Raises ``ActionError``, or ``FileFaultError`` when the file cannot be taken.
    """
    actor = Actor.allowed(by, require(check_union(by, "procedure.edit", kind.union_id)))
    item = next((one for one in items_of(kind) if one.code == item_code), None)
    if item is None:
        raise ActionError("no_such_item", _("The checklist of this kind has no such attachment."))
    identified, name = examine(upload, FILE_TYPES)
    stream = upload.file
    assert stream is not None
    sample = SampleFile(
        kind=kind, item=item_code, name=name, media_type=identified.media_type, size=upload.size or 0,
        sha256=sha256_of(stream), uploaded_by=by,
    )  # fmt: skip
    upload.name = name
    sample.file = upload
    with upload_in_store(sample), transaction.atomic():
        DossierKind.objects.select_for_update().get(pk=kind.pk)
        _forget(kind, item_code)
        sample.uploaded_at = clock.now()
        sample.save()
        record_of_union(kind.union, "sample_set", actor, name=kind.name, item=item.title, file=name)
    return sample


@transaction.atomic
def remove_sample(*, kind: DossierKind, item_code: str, by: Person) -> None:
    """Take a sample away; one that is gone already is no fault. Raises ``NotAllowed``."""
    actor = Actor.allowed(by, require(check_union(by, "procedure.edit", kind.union_id)))
    DossierKind.objects.select_for_update().get(pk=kind.pk)
    for sample in kind.samples.filter(item=item_code):
        record_of_union(kind.union, "sample_removed", actor, name=kind.name, file=sample.name)
    _forget(kind, item_code)


def _forget(kind: DossierKind, item_code: str) -> None:
    for old in kind.samples.filter(item=item_code):
        forget_files(old)
        old.delete()
