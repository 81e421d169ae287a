"""Changes of people and bodies that a union proposes to whom they belong to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import JSONField, TextField


class ChangeProposal(models.Model):
    """A change of a person or of a body, one of the two. ``changes`` maps a column to its new value; ``text`` says why."""

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="+", verbose_name=_("union"))
    person = models.ForeignKey(
        "Person", models.CASCADE, null=True, blank=True, related_name="change_proposals", verbose_name=_("person")
    )
    body = models.ForeignKey(
        "Organisation", models.CASCADE, null=True, blank=True, related_name="change_proposals", verbose_name=_("body")
    )
    changes = JSONField(_("changes"), default=dict)
    text = TextField(_("reason"), blank=True)
    proposed_by = models.ForeignKey(
        "Person", models.SET_NULL, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"), default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        "Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    accepted = models.BooleanField(_("accepted"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True, body__isnull=False)
                | models.Q(person__isnull=False, body__isnull=True),
                name="change_proposal_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.union_id}: {self.person_id or self.body_id}"
