"""The history of a dossier."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock


class Event(models.Model):
    """Who did what, in which role, when, from which state to which, and why. Never changed."""

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="events", verbose_name=_("dossier"))
    at = models.DateTimeField(_("time"), default=clock.now, editable=False)
    verb = models.CharField(_("what"), max_length=40)
    person = models.ForeignKey("Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who"))
    capacity = models.CharField(_("in which role"), max_length=20, blank=True)
    from_state = models.CharField(_("from"), max_length=50, blank=True)
    to_state = models.CharField(_("to"), max_length=50, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    data = models.JSONField(default=dict, blank=True)
    own_draft = models.BooleanField(_("approved what they drafted"), default=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%d/%m/%Y %H:%M}"
