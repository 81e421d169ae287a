"""The nightly backups: when one was made, where it lies, how big it is, and when one was restored into scratch."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import CharField, TextField


class Backup(models.Model):
    """One night's backup in one place. Without ``made_at`` none was finished, and ``fault`` says why; it counts for nothing.

    ``size`` is that of its rows and of all its files, in bytes; files that are the same are kept once for all nights.
    """

    night = models.DateField(_("night"))
    place = CharField(_("place"), max_length=300)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    rows = models.PositiveBigIntegerField(_("rows"), default=0)
    files = models.PositiveBigIntegerField(_("files"), default=0)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    fault = TextField(_("what went wrong"), blank=True)
    restored_at = models.DateTimeField(_("restored into scratch"), null=True, blank=True)
    trial_fault = TextField(_("what its trial restore found"), blank=True)

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-night"]
        constraints = [models.UniqueConstraint(fields=["night", "place"], name="backup_one_per_night")]

    def __str__(self) -> str:
        return f"{self.night} {self.place}"
