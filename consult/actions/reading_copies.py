"""Reading copies: asked for when a text document is attached or first opened, made by whoever has a converter."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from consult import clock
from consult.documents.faces import folders
from consult.files import MEDIA_TYPES, sha256_of
from consult.libraries import converter
from consult.models import Attachment, Job, ReadingCopy

from . import jobs
from .storing import forget_files, in_store

KINDS = {MEDIA_TYPES[kind]: kind for kind in converter.KINDS}


class NotWhatCameError(Exception):
    """The store holds something else than was attached: no pages are made of that."""


def needs_copy(attachment: Attachment) -> bool:
    """Whether an attachment is read by way of a PDF made here."""
    return attachment.media_type in KINDS


@transaction.atomic
def ask_for_copy(attachment: Attachment) -> ReadingCopy:
    """Have the reading copy of an attachment made that ``needs_copy``; asked for again, it is the same one."""
    copy, new = ReadingCopy.objects.get_or_create(attachment=attachment)
    if new:
        jobs.enqueue(Job.Kind.CONVERT, f"convert:{copy.pk}", reading_copy=copy, dossier_id=attachment.dossier_id)
    return copy


def make_copy_now(job: Job) -> None:
    """Make the reading copy of a claimed job, store it and keep it.

    Raises what ``converter.convert`` raises, ``NotWhatCameError``, and ``jobs.LostClaimError`` when another worker took over
    meanwhile; then nothing is kept.
    """
    copy = job.reading_copy
    assert copy is not None
    attachment = copy.attachment
    with attachment.file.open("rb") as source:
        if sha256_of(source) != attachment.sha256:
            raise NotWhatCameError(attachment.sha256)
        made = converter.convert(source, KINDS[attachment.media_type], fonts=folders())
    jobs.renew_lease(job)
    copy.file = ContentFile(made.content, name="reading.pdf")
    copy.size, copy.sha256 = len(made.content), hashlib.sha256(made.content).hexdigest()
    copy.pages, copy.made_at = made.pages, clock.now()
    with in_store(copy), transaction.atomic():
        jobs.complete(job)
        copy.save()


def forget_copy(copy: ReadingCopy) -> None:
    """Remove a reading copy with its file and its job; the next opening of its attachment asks for another."""
    forget_files(copy)
    copy.delete()
