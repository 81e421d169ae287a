"""Sheets that were read and wait to be taken over."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, CodeField, JSONField


class SheetImport(models.Model):
    """A sheet that was read and not yet, or already, taken over. ``rows`` is what stood in it, as text."""

    class What(models.TextChoices):
        EXPERTS = "experts", _("Experts")
        PEOPLE = "people", _("People")
        BODIES = "bodies", _("Bodies")
        TASKS = "tasks", _("Tasks of a year")

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="sheet_imports", verbose_name=_("union"))
    what = CodeField(_("what it lists"), max_length=10, choices=What, default=What.EXPERTS)
    name = CharField(_("file name"), max_length=200)
    rows = JSONField(_("rows"), default=list)
    read_by = models.ForeignKey("Person", models.CASCADE, related_name="+", verbose_name=_("read by"))
    read_at = models.DateTimeField(_("read"), default=clock.now, editable=False)
    applied_at = models.DateTimeField(_("taken over"), null=True, blank=True)

    class Meta:
        verbose_name = _("imported sheet")
        verbose_name_plural = _("imported sheets")

    def __str__(self) -> str:
        return self.name
