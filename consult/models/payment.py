"""What people are paid for their part in a council."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaymentLine(models.Model):
    """One line of a payment list, as it was when the list was made; ``amount`` in đồng.

    ``act`` and ``seat`` are those of ``rules.payment``; empty on lines of lists made before they were kept.
    """

    document = models.ForeignKey("Document", models.CASCADE, related_name="payment_lines", verbose_name=_("document"))
    position = models.PositiveIntegerField(_("order"))
    person = models.ForeignKey("Person", models.PROTECT, related_name="payment_lines", verbose_name=_("person"))
    act = models.CharField(_("act"), max_length=20, blank=True)
    seat = models.CharField(_("seat"), max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=300)
    reason = models.CharField(_("for"), max_length=300)
    amount = models.PositiveBigIntegerField(_("amount"))

    class Meta:
        verbose_name = _("line of a payment list")
        verbose_name_plural = _("lines of payment lists")
        ordering = ["document", "position"]
        constraints = [models.UniqueConstraint(fields=["document", "position"], name="payment_line_one_per_position")]

    def __str__(self) -> str:
        return f"{self.document_id} · {self.position}"
