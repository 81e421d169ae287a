"""The history of a dossier."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock


class Event(models.Model):
    """Who did what, in which role, when, from which state to which, and why.

    Sealed at the end of the act that wrote it, by its place in the dossier's history and two hashes; never changed
    afterwards. On PostgreSQL triggers see to that.
    """

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="events", verbose_name=_("dossier"))
    at = models.DateTimeField(_("time"), default=clock.now, editable=False)
    verb = models.CharField(_("what"), max_length=40)
    person = models.ForeignKey("Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who"))
    capacity = models.CharField(_("in which role"), max_length=20, blank=True)
    from_state = models.CharField(_("from"), max_length=50, blank=True)
    to_state = models.CharField(_("to"), max_length=50, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    data = models.JSONField(default=dict, blank=True)
    self_approved = models.BooleanField(_("approved what they drafted"), default=False)

    position = models.PositiveIntegerField(_("place in the history"), null=True, blank=True, editable=False)
    previous = models.CharField(_("hash of the event before"), max_length=64, blank=True, editable=False)
    hash = models.CharField(_("hash"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["dossier", "position"], name="event_one_per_position")]

    def __str__(self) -> str:
        return f"{self.verb} {clock.written(self.at)}"

    @property
    def facts(self) -> dict[str, Any]:
        """What its hash covers, as plain JSON values."""
        return {
            "dossier": self.dossier_id,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "verb": self.verb,
            "person": self.person_id,
            "capacity": self.capacity,
            "from": self.from_state,
            "to": self.to_state,
            "reason": self.reason,
            "data": self.data,
            "own_draft": self.self_approved,
        }


class HistoryHead(models.Model):
    """How long a dossier's history is and in which hash it ends, so that missing last events show too."""

    dossier = models.OneToOneField("Dossier", models.CASCADE, related_name="history", verbose_name=_("dossier"))
    length = models.PositiveIntegerField(_("length"), default=0)
    hash = models.CharField(_("hash"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("head of a history")
        verbose_name_plural = _("heads of histories")

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.length}"


class ConfidentialAccess(models.Model):
    """That somebody opened a confidential dossier, or one of its files: once an hour for each page and file.

    ``what`` tells pages of the same name apart, by the numbers in their address.
    """

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="access_log", verbose_name=_("dossier"))
    person = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("time"), default=clock.now, editable=False)
    page = models.CharField(_("what was opened"), max_length=60)
    what = models.CharField(_("which one"), max_length=60, blank=True)
    hour = models.DateTimeField(_("hour"), null=True, editable=False)

    class Meta:
        verbose_name = _("access to a confidential dossier")
        verbose_name_plural = _("access log of confidential dossiers")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "person", "hour", "page", "what"], name="confidential_access_one_per_hour"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {clock.written(self.at)}"
