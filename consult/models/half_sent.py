"""Files that arrive in pieces: what has come so far of each, until it is whole and attached, or given up."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField


class HalfSentFile(models.Model):
    """A file on its way: how large it will be and how much of it has come, in bytes. Nobody but its sender knows of it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="half_sent", verbose_name=_("dossier"))
    person = models.ForeignKey("Person", models.CASCADE, related_name="+", verbose_name=_("who sends it"))
    name = CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    received = models.PositiveBigIntegerField(_("received bytes"), default=0)
    begun_at = models.DateTimeField(_("started"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("kept until"), db_index=True)

    class Meta:
        verbose_name = _("half-sent file")
        verbose_name_plural = _("half-sent files")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")), name="half_sent_file_not_more_than_whole"
            )
        ]

    def __str__(self) -> str:
        return self.name


def piece_path(piece: FilePiece, _filename: str) -> str:
    """Where a piece lies in the store."""
    return f"pieces/{piece.half_sent_id}/{uuid.uuid4().hex}"


class FilePiece(models.Model):
    """One piece of a half-sent file, from ``offset`` on, in bytes."""

    half_sent = models.ForeignKey(HalfSentFile, models.CASCADE, related_name="pieces", verbose_name=_("half-sent file"))
    offset = models.PositiveBigIntegerField(_("from byte"))
    size = models.PositiveBigIntegerField(_("size in bytes"))
    file = models.FileField(_("file"), upload_to=piece_path, max_length=300)

    class Meta:
        verbose_name = _("piece of a file")
        verbose_name_plural = _("pieces of files")
        ordering = ["half_sent", "offset"]
        constraints = [models.UniqueConstraint(fields=["half_sent", "offset"], name="file_piece_one_per_offset")]

    def __str__(self) -> str:
        return f"{self.half_sent_id} + {self.offset}"
