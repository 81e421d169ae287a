"""Plans of councils that take longer than a page may: asked for, made by a worker, kept until the next."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, JSONField


class CouncilPlan(models.Model):
    """One plan for all dossiers of a union that waited for a council when it was asked for.

    ``fingerprint`` tells what the registry and the dossiers were then. ``councils`` maps each dossier to its seats, those
    left empty and who could take them; ``cost`` and ``bound`` are the solver's points.
    """

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="+", verbose_name=_("union"))
    asked_at = models.DateTimeField(_("asked for"), default=clock.now, editable=False)
    asked_by = models.ForeignKey("Person", models.SET_NULL, null=True, related_name="+", verbose_name=_("asked for by"))
    fingerprint = CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    councils = JSONField(_("councils"), default=dict)
    cost = models.IntegerField(_("points"), null=True, blank=True)
    bound = models.IntegerField(_("least possible points"), null=True, blank=True)
    seconds = models.FloatField(_("seconds it took"), null=True, blank=True)

    class Meta:
        verbose_name = _("plan of councils")
        verbose_name_plural = _("plans of councils")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.union_id} {clock.written(self.asked_at)}"
