"""Standing councils: founded once by a decision, for a term, from which dossiers take their councils."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from .council import Seat
from .fields import CharField, CodeField


class StandingCouncils(models.QuerySet["StandingCouncil"]):
    """Standing councils, also those whose term is over or has not begun."""

    def in_term(self, day: date) -> StandingCouncils:
        """Those whose term covers ``day``, its first and last day included."""
        return self.filter(models.Q(until=None) | models.Q(until__gte=day), since__lte=day)


class StandingCouncil(models.Model):
    """Hội đồng thường trực: people whom a union has called by one decision for a term."""

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="standing_councils", verbose_name=_("union"))
    name = CharField(_("name"), max_length=300)
    since = models.DateField(_("first day of the term"))
    until = models.DateField(
        _("last day of the term"), null=True, blank=True, help_text=_("Left empty: until it is dissolved.")
    )
    decision = CharField(_("number of the decision"), max_length=60, help_text=_("As in “15/QĐ-LHH”."))
    decided_on = models.DateField(_("day of the decision"))

    objects = StandingCouncils.as_manager()

    class Meta:
        verbose_name = _("standing council")
        verbose_name_plural = _("standing councils")
        ordering = ["-since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(since__lte=models.F("until")),
                name="standing_council_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def in_term(self, day: date) -> bool:
        """Whether its term covers ``day``: ``StandingCouncils.in_term`` of one row."""
        return self.since <= day and (self.until is None or day <= self.until)


class StandingMember(models.Model):
    """One person of a standing council, with the seat that they usually have."""

    council = models.ForeignKey(
        StandingCouncil, models.CASCADE, related_name="members", verbose_name=_("standing council")
    )
    person = models.ForeignKey("Person", models.PROTECT, related_name="standing_seats", verbose_name=_("person"))
    kind = CodeField(_("seat"), max_length=20, choices=Seat.Kind, default=Seat.Kind.MEMBER)

    class Meta:
        verbose_name = _("member of a standing council")
        verbose_name_plural = _("members of standing councils")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["council", "person"], name="standing_member_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"
