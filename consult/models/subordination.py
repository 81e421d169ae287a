"""A union under a union: by the wish of the lower one, confirmed by the upper one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CodeField


class Subordination(models.Model):
    """That one union is, or asks to be, under another, and what the upper one sees of it. It sees no further down."""

    class Shows(models.TextChoices):
        NOTHING = "nothing", _("nothing")
        FIGURES = "figures", _("figures only")
        DOSSIERS = "dossiers", _("figures, and the dossiers' titles and states")

    lower = models.OneToOneField(
        "Organisation", models.CASCADE, related_name="subordination", verbose_name=_("lower union")
    )
    upper = models.ForeignKey(
        "Organisation", models.CASCADE, related_name="subordinations", verbose_name=_("upper union")
    )
    shows = CodeField(_("the upper union sees"), max_length=20, choices=Shows, default=Shows.NOTHING)
    asked_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)
    asked_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("asked by"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )

    class Meta:
        verbose_name = _("union under a union")
        verbose_name_plural = _("unions under a union")
        constraints = [
            models.CheckConstraint(condition=~models.Q(lower=models.F("upper")), name="subordination_of_two_unions")
        ]

    def __str__(self) -> str:
        return f"{self.lower} → {self.upper}"
