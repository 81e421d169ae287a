"""What is entered for a payment list, that it was paid, and where to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import Dossier, PaymentLine, Person, Rate

from .base import LocalDateInput, StyledForm
from .registers import DATE_ERRORS

_NOT_DIGITS = re.compile(r"[\s.\-]")


class ExtraWorkForm(StyledForm):
    """Somebody's comment or report, a guest, a hall, printing."""

    act = forms.ChoiceField(label=_("For what"))
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Member of the council"), required=False, empty_label=_("somebody else")
    )
    name = forms.CharField(label=_("Or the name of who is paid"), max_length=200, required=False)
    role = forms.CharField(label=_("Their body"), max_length=300, required=False)
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=100_000, initial=1)
    price = forms.IntegerField(
        label=_("Price of one, in đồng"),
        min_value=1,
        max_value=1_000_000_000,
        required=False,
        help_text=_("Left empty, the office's rate."),
    )

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"].choices = [(act.value, act.label) for act in Rate.WITHOUT_SEAT]  # type: ignore[attr-defined]
        seated = Person.objects.filter(seats__council__dossier=dossier).distinct()
        self.fields["person"].queryset = seated  # type: ignore[attr-defined]


class PayoutForm(StyledForm):
    """Which lines were paid, when, by which voucher."""

    lines = forms.TypedMultipleChoiceField(
        label=_("Lines"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one line.")},
    )
    paid_on = forms.DateField(label=_("Paid on"), widget=LocalDateInput(), error_messages=DATE_ERRORS)
    voucher = forms.CharField(
        label=_("Number of the voucher"),
        max_length=60,
        help_text=_("Of the payment slip or the payment order, as in “PC 12/2026”."),
        error_messages={"required": _("Write the number of the voucher.")},
    )
    reason = forms.CharField(label=_("Reason, where an earlier record is corrected"), max_length=300, required=False)

    def __init__(self, *args: Any, lines: Sequence[PaymentLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = [  # type: ignore[attr-defined]
            (line.pk, f"{line.position}. {line.name} – {line.reason}") for line in lines
        ]
        self.fields["paid_on"].initial = clock.today


class PayeeForm(StyledForm):
    """Tax code and bank account."""

    tax_code = forms.CharField(label=_("Tax code"), max_length=20, required=False)
    account = forms.CharField(label=_("Account number"), max_length=30, required=False)
    bank = forms.CharField(label=_("Bank and branch"), max_length=150, required=False)

    def clean_tax_code(self) -> str:
        """Ten digits, with three more of a branch, or the twelve of a personal number."""
        digits = _NOT_DIGITS.sub("", self.cleaned_data["tax_code"])
        if digits and not (digits.isdecimal() and digits.isascii() and len(digits) in (10, 12, 13)):
            raise forms.ValidationError(_("A tax code has 10, 12 or 13 digits."), code="tax_code")
        return f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("account")) != bool(data.get("bank")) and not self.errors:
            self.add_error("bank" if data.get("account") else "account", _("Give both the account and its bank."))
        return data
