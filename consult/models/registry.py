"""What unions add to the common registry of experts: their own judgement, and proposals for what is not theirs to change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .expert import Expert
from .fields import JSONField, TextField


class UnionJudgement(models.Model):
    """What one union holds of an expert: whether it invites them, and its own note. No other union sees it."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="judgements", verbose_name=_("expert"))
    union = models.ForeignKey("Organisation", models.CASCADE, related_name="+", verbose_name=_("union"))
    invited = models.BooleanField(_("may be invited into councils"), default=True)
    note = TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("union's own judgement")
        verbose_name_plural = _("unions' own judgements")
        constraints = [models.UniqueConstraint(fields=["expert", "union"], name="union_judgement_one_per_union")]

    def __str__(self) -> str:
        return f"{self.expert_id} · {self.union_id}"


class ExpertProposal(models.Model):
    """A change of shared facts that a union proposes to whoever keeps them.

    ``changes`` maps a fact to its new value: a text, the number of an organisation or None, the numbers of fields. It is open
    until it is decided or ``lapses_on`` is over.
    """

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="proposals", verbose_name=_("expert"))
    union = models.ForeignKey("Organisation", models.CASCADE, related_name="+", verbose_name=_("union"))
    proposed_by = models.ForeignKey(
        "Person", models.SET_NULL, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"), default=clock.now, editable=False)
    lapses_on = models.DateField(_("last day"))
    changes = JSONField(_("changes"), default=dict)
    decided_by = models.ForeignKey(
        "Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    accepted = models.BooleanField(_("accepted"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposed change of an expert's data")
        verbose_name_plural = _("proposed changes of experts' data")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.expert_id} · {self.union_id}"
