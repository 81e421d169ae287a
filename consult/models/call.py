"""The call list: people whom no mail reaches, and what has to be told them by telephone or by a letter on paper."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, CodeField


class Call(models.Model):
    """That somebody without an e-mail address has to be told something in one dossier, and how it was.

    At most one is open for each person and dossier: what there is to tell is read from notices and steps. Closed rows stay.
    """

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Told by telephone")
        LETTER = "letter", _("Letter handed over or sent")
        NOT_REACHED = "not_reached", _("Not reached")

    # The dossier's own, beside it for the index of what is open.
    union = models.ForeignKey("Organisation", models.CASCADE, related_name="+", verbose_name=_("union"))
    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="calls", verbose_name=_("dossier"))
    person = models.ForeignKey("Person", models.CASCADE, related_name="+", verbose_name=_("person"))
    due_on = models.DateField(_("day"))
    asked_at = models.DateTimeField(_("asked for"), default=clock.now, editable=False)
    outcome = CodeField(_("how it was"), max_length=20, choices=Outcome, blank=True)
    note = CharField(_("note"), max_length=300, blank=True)
    closed_at = models.DateTimeField(_("done"), null=True, blank=True)
    closed_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["union", "due_on"], name="call_still_open", condition=models.Q(closed_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "person"], condition=models.Q(closed_at=None), name="call_one_open_per_person"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
                name="call_closed_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.due_on}"
