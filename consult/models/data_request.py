"""What people ask of a union about their personal data, and how the union answers: Luật 91/2025/QH15."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, CodeField, TextField

# Calendar days, where a union has set none of its own.
ANSWER_DAYS = 10
LONGEST_ANSWER_DAYS = 60


class DataProtection(models.Model):
    """What one union says about personal data, and how many calendar days it takes for an answer."""

    union = models.OneToOneField(
        "Organisation", models.CASCADE, related_name="data_protection", verbose_name=_("union")
    )
    notice = TextField(_("notice on personal data"), blank=True)
    answer_days = models.PositiveSmallIntegerField(
        _("days for an answer"),
        default=ANSWER_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_ANSWER_DAYS)],
    )

    class Meta:
        verbose_name = _("personal data at a union")
        verbose_name_plural = _("personal data at unions")

    def __str__(self) -> str:
        return str(self.union)


class DataRequest(models.Model):
    """One request of a person about their data. ``person`` is their account, where they have one.

    It stays as a row after the data are erased, to show that and when the union answered; then it names nobody.
    """

    class Kind(models.TextChoices):
        COPY = "copy", _("Copy of the data")
        CORRECTION = "correction", _("Correction")
        DELETION = "deletion", _("Deletion")
        WITHDRAWAL = "withdrawal", _("Withdrawal of consent")
        RESTRICTION = "restriction", _("Restriction of use")
        OBJECTION = "objection", _("Objection to use")

    class Outcome(models.TextChoices):
        DONE = "done", _("Done")
        PARTLY = "partly", _("Done in part")
        REFUSED = "refused", _("Refused")

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="data_requests", verbose_name=_("union"))
    person = models.ForeignKey(
        "Person", models.SET_NULL, null=True, blank=True, related_name="data_requests", verbose_name=_("account")
    )
    name = CharField(_("full name"), max_length=150, blank=True)
    contact = CharField(_("how to answer"), max_length=254, blank=True)
    kind = CodeField(_("what is asked"), max_length=20, choices=Kind)
    text = TextField(_("request"), blank=True)
    asked_on = models.DateField(_("asked on"))
    due_on = models.DateField(_("answer due on"))
    entered_by = models.ForeignKey("Person", models.SET_NULL, null=True, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now, editable=False)
    handler = models.ForeignKey(
        "Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("handled by")
    )
    outcome = CodeField(_("outcome"), max_length=10, choices=Outcome, blank=True, default="")
    reason = TextField(_("reason"), blank=True)
    closed_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_by = models.ForeignKey(
        "Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    next_reminder_on = models.DateField(_("next reminder"), null=True, blank=True)

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["union", "due_on"], name="data_request_open", condition=models.Q(closed_at=None)),
            models.Index(fields=["union", "-id"], name="data_request_by_union"),
            models.Index(
                fields=["next_reminder_on"], name="data_request_reminders",
                condition=models.Q(next_reminder_on__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.asked_on:%d/%m/%Y}"

    @property
    def late(self) -> bool:
        """Whether it is open after the day on which the answer was due."""
        return self.closed_at is None and self.due_on < clock.today()
