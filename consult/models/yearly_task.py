"""The year's list of tasks of a union: what it means to advise on, for whom, when and with what money."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, CodeField


class YearlyTask(models.Model):
    """One task of a year's list; its dossier says what became of it.

    ``money`` is what is planned for it, in đồng. A task that is given up keeps its row with the reason.
    """

    class Source(models.TextChoices):
        GIVEN = "given", _("given to the union")
        ASKED = "asked", _("asked for by a body")
        OWN = "own", _("own initiative")

    union = models.ForeignKey("Organisation", models.PROTECT, related_name="yearly_tasks", verbose_name=_("union"))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1990), MaxValueValidator(2200)])
    title = CharField(_("title"), max_length=500)
    source = CodeField(_("origin"), max_length=10, choices=Source)
    given_by = CharField(_("given or asked for by"), max_length=300, blank=True)
    letter = CharField(_("letter, number and day"), max_length=200, blank=True)
    quarter = models.PositiveSmallIntegerField(
        _("quarter"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    money = models.PositiveBigIntegerField(_("planned money, in đồng"), null=True, blank=True)
    responsible = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible officer")
    )
    dossier = models.OneToOneField(
        "Dossier", models.SET_NULL, null=True, blank=True, related_name="yearly_task", verbose_name=_("dossier")
    )
    given_up = CharField(_("why it is given up"), max_length=300, blank=True)
    entered_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("task of a year")
        verbose_name_plural = _("tasks of years")
        ordering = ["union", "year", "quarter", "pk"]
        indexes = [models.Index(fields=["union", "year", "quarter"], name="yearly_task_by_quarter")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quarter=None) | models.Q(quarter__range=(1, 4)), name="yearly_task_quarter"
            ),
            models.CheckConstraint(
                condition=models.Q(dossier=None) | models.Q(given_up=""), name="yearly_task_done_or_given_up"
            ),
        ]

    def __str__(self) -> str:
        return self.title
