"""What the store of files no longer holds as it was kept, and how far it has been held against the rows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, CodeField


class LostFile(models.Model):
    """A file that a row names and the store does not hold: when that was found, and when it was good again.

    Names of files that people chose stand in the row itself, not here.
    """

    class Fault(models.TextChoices):
        MISSING = "missing", _("missing")
        SIZE = "size", _("of another size")
        CHANGED = "changed", _("changed")

    name = CharField(_("name in the store"), max_length=300, unique=True)
    model = CharField(_("kind"), max_length=50)
    row = models.PositiveBigIntegerField(_("row"))
    fault = CodeField(_("what is wrong"), max_length=10, choices=Fault)
    sha256 = CharField("SHA-256", max_length=64, blank=True)
    dossier = models.ForeignKey(
        "Dossier", models.CASCADE, null=True, blank=True, related_name="lost_files", verbose_name=_("dossier")
    )
    union = models.ForeignKey(
        "Organisation", models.CASCADE, null=True, blank=True, related_name="lost_files", verbose_name=_("union")
    )
    found_at = models.DateTimeField(_("found"), default=clock.now, editable=False)
    good_at = models.DateTimeField(_("repaired"), null=True, blank=True)

    class Meta:
        verbose_name = _("lost file")
        verbose_name_plural = _("lost files")
        ordering = ["-id"]
        indexes = [models.Index(fields=["-id"], name="lost_file_still_lost", condition=models.Q(good_at=None))]

    def __str__(self) -> str:
        return self.name


class StoreWalk(models.Model):
    """How far the store was held against the rows: the last row looked at of each kind in turn. One row."""

    begun_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    kind = models.PositiveIntegerField(_("kind"), default=0)
    row = models.PositiveBigIntegerField(_("row"), default=0)

    class Meta:
        verbose_name = _("check of the store")
        verbose_name_plural = _("checks of the store")

    def __str__(self) -> str:
        return clock.written(self.begun_at)
