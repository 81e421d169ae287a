"""Files that a reviewer adds to their review, while it is written."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check, require
from consult.actions.storing import forget_files, upload_in_store
from consult.actions.uploads import examine
from consult.files import FileFaultError
from consult.models import Dossier, Person, Review, ReviewFile
from consult.refusals import ActionError

KINDS = ("pdf", "docx", "xlsx", "jpeg", "png")
MOST_FILES = 20


def _locked(review_id: int) -> tuple[Review, Dossier]:
    """A review with its dossier, the dossier's row taken."""
    review = Review.objects.select_related("seat").get(pk=review_id)
    dossier = Dossier.objects.select_for_update().get(pk=review.dossier_id)
    review.refresh_from_db(fields=["state"])
    return review, dossier


def _require_writing(review: Review, dossier: Dossier, by: Person) -> None:
    """Raises ``ActionError`` unless it is the reviewer's own review while they write it."""
    require(check(by, "task.write_review", dossier))
    if review.seat.person_id != by.pk or review.state != Review.State.WRITING:
        raise ActionError("review_closed", _("This review is closed."))


def add_review_file(*, review_id: int, by: Person, upload: File[Any]) -> ReviewFile:
    """Keep a file with a review. Raises ``ActionError``, or ``FileFaultError`` when the file cannot be taken."""
    review = Review.objects.select_related("seat", "dossier").get(pk=review_id)
    _require_another(review, review.dossier, by)
    identified, name = examine(upload, KINDS)
    kept = ReviewFile(review=review, name=name, media_type=identified.media_type, size=upload.size or 0)
    upload.name = name
    kept.file = upload
    with upload_in_store(kept), transaction.atomic():
        _require_another(*_locked(review_id), by)
        kept.uploaded_at = clock.now()
        kept.save()
    return kept


def _require_another(review: Review, dossier: Dossier, by: Person) -> None:
    _require_writing(review, dossier, by)
    if review.files.count() >= MOST_FILES:
        raise FileFaultError("too_many_files", _("A review takes at most %(most)s files.") % {"most": MOST_FILES})


@transaction.atomic
def remove_review_file(*, review_id: int, file_id: int, by: Person) -> None:
    """Take a file back. Raises ``ActionError``; a file that is gone already is no fault."""
    review, dossier = _locked(review_id)
    _require_writing(review, dossier, by)
    for file in review.files.filter(pk=file_id):
        forget_files(file)
        file.delete()
