"""The versioned procedure of one union for one kind of dossier."""

from __future__ import annotations

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from consult.rules.procedure import ProcedureFaultError, Rules, default_rules

from .fields import CharField, CodeField, JSONField


class Procedure(models.Model):
    """Days, seats, quorum, vote, checklist, review form and grounds: data of one union, kept by version.

    A dossier keeps the version it began with.
    """

    class Kind(models.TextChoices):
        INVESTMENT = "investment", _("Investment policy approval")
        POLICY = "policy", _("Draft policy or programme")

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="procedures", verbose_name=_("union"))
    kind = CodeField(_("kind of dossier"), max_length=30, choices=Kind)
    version = models.PositiveIntegerField(_("version"), default=1)
    name = CharField(_("name"), max_length=200)
    description = CharField(_("description"), max_length=500, blank=True)
    config = JSONField(_("rules"), default=default_rules)
    active = models.BooleanField(_("offered for new dossiers"), default=True)

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["union", "kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["union", "kind", "version"], name="procedure_one_per_version")]

    def __str__(self) -> str:
        return f"{self.name} (v{self.version})"

    @cached_property
    def rules(self) -> Rules:
        """The rules as a typed value."""
        return Rules.from_json(self.config)

    def clean(self) -> None:
        try:
            Rules.from_json(self.config)
        except ProcedureFaultError as fault:
            raise ValidationError({"config": str(fault)}) from fault
