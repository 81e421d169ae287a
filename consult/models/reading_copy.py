"""What the reader of attachments shows in place of a text document: its pages as a PDF."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField


def reading_copy_path(copy: ReadingCopy, _filename: str) -> str:
    """Where a reading copy lies in the store, beside the attachments of its dossier."""
    return f"dossiers/{copy.attachment.dossier_id}/reading/{uuid.uuid4().hex}.pdf"


class ReadingCopy(models.Model):
    """Bản đọc: the PDF made here of an attachment that is a text document; the attachment itself stays what counts.

    Without a file while it waits to be made; its job says how that goes. It can be made again at any time.
    """

    attachment = models.OneToOneField(
        "Attachment", models.CASCADE, related_name="reading_copy", verbose_name=_("attachment")
    )
    file = models.FileField(_("file"), upload_to=reading_copy_path, max_length=300, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = CharField("SHA-256", max_length=64, blank=True)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    asked_at = models.DateTimeField(_("asked for"), default=clock.now, editable=False)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)

    class Meta:
        verbose_name = _("reading copy")
        verbose_name_plural = _("reading copies")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.attachment_id}"
