"""The history of a dossier, and of a union where no dossier is concerned."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, JSONField, TextField


class Event(models.Model):
    """Who did what, in which role, when, from which state to which, and why.

    It belongs to the history of its dossier or, where there is none, to that of the union itself. Sealed at the end of the
    act that wrote it, by its place in that history and two hashes; never changed afterwards. On PostgreSQL triggers see to
    that. ``hash_version`` tells what the hash covers: 1 names rows by number, 2 by what stays the same elsewhere.
    """

    union = models.ForeignKey("Organisation", models.PROTECT, related_name="events", verbose_name=_("union"))
    dossier = models.ForeignKey(
        "Dossier", models.CASCADE, null=True, blank=True, related_name="events", verbose_name=_("dossier")
    )
    at = models.DateTimeField(_("time"), default=clock.now, editable=False)
    verb = CharField(_("what"), max_length=40)
    person = models.ForeignKey("Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who"))
    capacity = CharField(_("in which role"), max_length=20, blank=True)
    from_state = CharField(_("from"), max_length=50, blank=True)
    to_state = CharField(_("to"), max_length=50, blank=True)
    reason = TextField(_("reason"), blank=True)
    data = JSONField(default=dict, blank=True)
    self_approved = models.BooleanField(_("approved what they drafted"), default=False)

    position = models.PositiveIntegerField(_("place in the history"), null=True, blank=True, editable=False)
    previous = CharField(_("hash of the event before"), max_length=64, blank=True, editable=False)
    hash = CharField(_("hash"), max_length=64, blank=True, editable=False)
    hash_version = models.PositiveSmallIntegerField(default=2, editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "position"], name="event_one_per_position"),
            models.UniqueConstraint(
                fields=["union", "position"], condition=models.Q(dossier=None), name="event_one_per_position_of_a_union"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {clock.written(self.at)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.dossier is not None and not self.union_id:
            self.union_id = self.dossier.union_id
        super().save(*args, **kwargs)

    @property
    def facts(self) -> dict[str, Any]:
        """What its hash covers, as plain JSON values."""
        same = {
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "verb": self.verb,
            "capacity": self.capacity,
            "from": self.from_state,
            "to": self.to_state,
            "reason": self.reason,
            "data": self.data,
        }
        if self.hash_version == 1:
            return {
                **same, "dossier": self.dossier_id, "person": self.person_id, "own_draft": self.self_approved,
            }  # fmt: skip
        return {
            **same,
            "version": self.hash_version,
            "union": str(self.union.uid),
            "dossier": str(self.dossier.uid) if self.dossier is not None else None,
            "person": str(self.person.uid) if self.person is not None else None,
            "self_approved": self.self_approved,
        }


class HistoryHead(models.Model):
    """How long a history is and in which hash it ends, so that missing last events show too. Without a dossier the union's."""

    union = models.ForeignKey("Organisation", models.PROTECT, related_name="+", verbose_name=_("union"))
    dossier = models.OneToOneField(
        "Dossier", models.CASCADE, null=True, blank=True, related_name="history", verbose_name=_("dossier")
    )
    length = models.PositiveIntegerField(_("length"), default=0)
    hash = CharField(_("hash"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("head of a history")
        verbose_name_plural = _("heads of histories")
        constraints = [
            models.UniqueConstraint(
                fields=["union"], condition=models.Q(dossier=None), name="history_head_one_of_a_union"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id or self.union_id}: {self.length}"


class ConfidentialAccess(models.Model):
    """That somebody opened a confidential dossier, or one of its files: once an hour for each page and file.

    ``what`` tells pages of the same name apart, by the numbers in their address.
    """

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="access_log", verbose_name=_("dossier"))
    person = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("time"), default=clock.now, editable=False)
    page = CharField(_("what was opened"), max_length=60)
    what = CharField(_("which one"), max_length=60, blank=True)
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
