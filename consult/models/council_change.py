"""Changes of a council that is approved already: who leaves it and who comes, proposed and then decided."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.rules.council import seat_key

from .council import Council, Seat
from .fields import CodeField, TextField


class CouncilChange(models.Model):
    """Thay đổi, bổ sung thành viên hội đồng: proposed by an officer, decided by a leader. One at a time waits in a council."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for the leader")
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent_back", _("Sent back")
        TAKEN_BACK = "taken_back", _("Taken back")

    council = models.ForeignKey(Council, models.CASCADE, related_name="changes", verbose_name=_("council"))
    state = CodeField(_("state"), max_length=20, choices=State, default=State.PROPOSED)
    reason = TextField(_("reason"))
    proposed_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed"), default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    remarks = TextField(_("remarks"), blank=True)

    class Meta:
        verbose_name = _("change of a council")
        verbose_name_plural = _("changes of councils")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council"], condition=models.Q(state="proposed"), name="council_change_one_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.council}: {self.get_state_display()}"


class SeatChange(models.Model):
    """One line of a change: a seat whose person leaves, somebody who comes, or both."""

    change = models.ForeignKey(CouncilChange, models.CASCADE, related_name="lines", verbose_name=_("change"))
    leaves = models.ForeignKey(
        Seat, models.CASCADE, null=True, blank=True, related_name="changes", verbose_name=_("who leaves")
    )
    comes = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who comes")
    )
    kind = CodeField(_("seat"), max_length=20, choices=Seat.Kind)
    group = models.ForeignKey(
        "SubjectArea", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("thematic group")
    )

    class Meta:
        verbose_name = _("line of a change")
        verbose_name_plural = _("lines of changes")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(leaves__isnull=False) | models.Q(comes__isnull=False),
                name="seat_change_of_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.leaves or '–'} → {self.comes or '–'}"

    @property
    def key(self) -> str:
        """Kind and thematic group of the seat that is taken, as the rules write it."""
        return seat_key(self.kind, self.group_id)
