"""Files that a reviewer adds to their review, while it is written."""

from __future__ import annotations

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult.access import check, require
from consult.actions.uploads import STORE_FAULTS, examine, not_kept
from consult.files import FileFaultError
from consult.models import Dossier, Person, Review, ReviewFile
from consult.refusals import ActionError

KINDS = ("pdf", "docx", "xlsx", "jpeg", "png")
MOST_FILES = 20


def _writing(review_id: int, by: Person) -> Review:
    """The reviewer's own review while they write it, the dossier's row taken. Raises ``ActionError``."""
    review = Review.objects.select_related("seat").get(pk=review_id)
    dossier = Dossier.objects.select_for_update().get(pk=review.dossier_id)
    require(check(by, "task.write_review", dossier))
    review.refresh_from_db(fields=["state"])
    if review.seat.person_id != by.pk or review.state != Review.State.WRITING:
        raise ActionError("review_closed", _("This review is closed."))
    return review


@transaction.atomic
def add_review_file(*, review_id: int, by: Person, upload: File) -> ReviewFile:
    """Keep a file with a review. Raises ``ActionError``, or ``FileFaultError`` when the file cannot be taken."""
    review = _writing(review_id, by)
    if review.files.count() >= MOST_FILES:
        raise FileFaultError("too_many_files", _("A review takes at most %(most)s files.") % {"most": MOST_FILES})
    identified, name = examine(upload, KINDS)
    kept = ReviewFile(review=review, name=name, media_type=identified.media_type, size=upload.size or 0)
    try:
        kept.file.save(name, upload, save=False)
    except STORE_FAULTS as fault:
        raise not_kept() from fault
    kept.save()
    return kept


@transaction.atomic
def remove_review_file(*, review_id: int, file_id: int, by: Person) -> None:
    """Take a file back. Raises ``ActionError``; a file that is gone already is no fault."""
    review = _writing(review_id, by)
    for file in review.files.filter(pk=file_id):
        storage, name = file.file.storage, str(file.file.name)
        file.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]
