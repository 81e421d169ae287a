"""What the clerk records of documents that go out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import Sending
from consult.rules.recipients import names_in

from .base import LocalDateInput, StyledForm
from .registers import DATE_ERRORS

# What the system gives out itself, nobody records.
RECORDED = [("", "---------")] + [(how.value, how.label) for how in Sending.How if how != Sending.How.HERE]


class SentForm(StyledForm):
    """How and when the ticked ones were sent, and who received them."""

    how = forms.ChoiceField(label=_("How"), choices=RECORDED, error_messages={"required": _("Say how it was sent.")})
    day = forms.DateField(label=_("Sent on"), widget=LocalDateInput(), error_messages=DATE_ERRORS)
    received_by = forms.CharField(
        label=_("Received by"), max_length=200, required=False, help_text=_("Of what was handed over.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = clock.today


class AddRecipientsForm(StyledForm):
    """Recipients that a document does not name itself."""

    names = forms.CharField(
        label=_("Recipients, one per line"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write at least one recipient.")},
    )

    @property
    def chosen(self) -> list[str]:
        """The names."""
        return names_in(self.cleaned_data["names"])
