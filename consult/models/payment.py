"""What people are paid for their part in a council, by which voucher they were paid, and where to."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, CodeField
from .office import Rate


class PaymentLine(models.Model):
    """One line of a payment list, as it was when the list was made; ``amount`` and the ``tax`` withheld of it in đồng.

    ``act`` and ``seat`` are those of ``rules.payment``; empty on lines of lists made before they were kept. ``person`` is
    empty of guests and of what is no person's work, such as a hall.
    """

    document = models.ForeignKey("Document", models.CASCADE, related_name="payment_lines", verbose_name=_("document"))
    position = models.PositiveIntegerField(_("order"))
    person = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="payment_lines", verbose_name=_("person")
    )
    act = CharField(_("act"), max_length=20, blank=True)
    seat = CharField(_("seat"), max_length=20, blank=True)
    name = CharField(_("name"), max_length=300)
    role = CharField(_("seat or body"), max_length=300, blank=True, default="")
    reason = CharField(_("for"), max_length=300)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    amount = models.PositiveBigIntegerField(_("amount"))
    tax = models.PositiveBigIntegerField(_("tax withheld"), default=0)

    class Meta:
        verbose_name = _("line of a payment list")
        verbose_name_plural = _("lines of payment lists")
        ordering = ["document", "position"]
        constraints = [models.UniqueConstraint(fields=["document", "position"], name="payment_line_one_per_position")]

    def __str__(self) -> str:
        return f"{self.document_id} · {self.position}"

    @property
    def net(self) -> int:
        """What is handed out, in đồng."""
        return self.amount - self.tax


class Payout(models.Model):
    """That a line was paid: on which day, by which voucher (phiếu chi, ủy nhiệm chi). What was wrong stays, and is corrected
    by a row that says why."""

    line = models.ForeignKey(PaymentLine, models.CASCADE, related_name="payouts", verbose_name=_("line"))
    paid_on = models.DateField(_("paid on"))
    voucher = CharField(_("number of the voucher"), max_length=60)
    corrects = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="corrected_by", verbose_name=_("corrects")
    )
    reason = CharField(_("reason"), max_length=300, blank=True)
    recorded_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("payment made")
        verbose_name_plural = _("payments made")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=models.Q(corrects=None), name="payout_one_first_per_line"
            ),
            models.CheckConstraint(
                condition=models.Q(corrects=None) | ~models.Q(reason=""), name="payout_corrected_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.voucher}"


class ExtraWork(models.Model):
    """What a council's dossier costs besides reviews and meetings: somebody's comment or report, a hall, printing.

    ``price`` in đồng for one; empty, the office's rate of the day on which the list is made.
    """

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="extra_work", verbose_name=_("dossier"))
    act = CodeField(_("act"), max_length=10, choices=Rate.Act)
    person = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    name = CharField(_("name"), max_length=200)
    role = CharField(_("seat or body"), max_length=300, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    price = models.PositiveIntegerField(_("price of one, in đồng"), null=True, blank=True)
    entered_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("other work to be paid")
        verbose_name_plural = _("other work to be paid")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=models.Q(quantity__gte=1), name="extra_work_quantity_from_one")]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.name}"


class TaxTerms(models.Model):
    """What a union withholds of what it pays: ``percent`` of a payment of ``threshold`` đồng or more to one person.

    The defaults are those that offices use (thuế thu nhập cá nhân of people without a contract); the law may change them.
    """

    union = models.OneToOneField("Organisation", models.CASCADE, related_name="tax_terms", verbose_name=_("union"))
    percent = models.DecimalField(
        _("tax withheld, in percent"),
        max_digits=4,
        decimal_places=2,
        default=Decimal(10),
        validators=[MinValueValidator(0), MaxValueValidator(50)],
    )
    threshold = models.PositiveIntegerField(_("from how many đồng per payment"), default=2_000_000)

    class Meta:
        verbose_name = _("terms of tax")
        verbose_name_plural = _("terms of tax")

    def __str__(self) -> str:
        return f"{self.percent} %"


class PayeeDetails(models.Model):
    """A person's tax code and bank account: ``locked`` is encrypted (``crypto.Purpose.PAYEE``), see ``actions.payees``."""

    person = models.OneToOneField("Person", models.CASCADE, related_name="payee", verbose_name=_("person"))
    locked = models.BinaryField(_("encrypted tax code and account"), editable=False)
    entered_by = models.ForeignKey("Person", models.SET_NULL, null=True, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("tax code and account")
        verbose_name_plural = _("tax codes and accounts")

    def __str__(self) -> str:
        return f"{self.person_id}"
