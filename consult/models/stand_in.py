"""Stand-ins: who acts for somebody in a role or on a seat, from a day until a day."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .council import Seat
from .fields import CharField, CodeField, TextField
from .office import Signatory
from .organisation import Membership
from .person import Person

# For whom somebody can be named: whoever administers or audits does not act in dossiers.
ROLES = (Membership.Role.OFFICER, Membership.Role.CLERK, Membership.Role.LEADER)
SEATS = (Seat.Kind.CHAIR, Seat.Kind.SECRETARY)
Held = Membership | Seat


class StandIns(models.QuerySet["StandIn"]):
    """Stand-ins, also those whose days are over or have not begun."""

    def in_force(self, day: date | None = None) -> StandIns:
        """Those who act today, or on ``day``."""
        day = day or clock.today()
        return self.filter(since__lte=day, until__gte=day, ended_at=None)


class StandIn(models.Model):
    """Ủy quyền: somebody acts for the holder of a role in a union, or of the seat of chair or secretary.

    Rights follow the role or the seat: they end with it. ``authority`` and ``title`` are how papers are then signed; without
    a title the person signs as the union's signers say.
    """

    membership = models.ForeignKey(
        Membership, models.CASCADE, null=True, blank=True, related_name="stand_ins", verbose_name=_("role")
    )
    seat = models.ForeignKey(
        Seat, models.CASCADE, null=True, blank=True, related_name="stand_ins", verbose_name=_("seat")
    )
    person = models.ForeignKey("Person", models.PROTECT, related_name="stands_in", verbose_name=_("stand-in"))
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    reason = TextField(_("reason"))
    authority = CodeField(
        _("signs by"), max_length=3, choices=Signatory.Authority, blank=True, default=Signatory.Authority.TUQ
    )
    title = CharField(_("office held"), max_length=100, blank=True)
    named_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("named by"))
    named_at = models.DateTimeField(_("named"), default=clock.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = StandIns.as_manager()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["person", "until"], name="stand_in_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since__lte=models.F("until")),
                name="stand_in_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(membership__isnull=False, seat=None) | models.Q(membership=None, seat__isnull=False),
                name="stand_in_for_a_role_or_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.holder}"

    @property
    def held(self) -> Held:
        """The role or the seat in which somebody acts."""
        held = self.membership or self.seat
        assert held is not None
        return held

    @property
    def holder(self) -> Person:
        """For whom somebody stands in."""
        return self.held.person

    @property
    def counts(self) -> bool:
        """Whether its days cover today and nobody ended it."""
        return self.ended_at is None and self.since <= clock.today() <= self.until
