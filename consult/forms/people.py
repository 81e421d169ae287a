"""A person's own data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .base import StyledForm


class CorrectForm(StyledForm):
    """What a person may correct by themselves."""

    name = forms.CharField(label=_("Full name"), max_length=150)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)


class QuietForm(StyledForm):
    """When a person wants no mails; both times, or neither."""

    quiet_from = forms.TimeField(
        label=_("No mails from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("No mails until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    daily_mail = forms.BooleanField(label=_("One mail a day with everything that is waiting"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for missing, other in (("quiet_from", "quiet_until"), ("quiet_until", "quiet_from")):
            if data.get(missing) is None and data.get(other) is not None and missing not in self.errors:
                self.add_error(missing, _("Give both times, or neither."))
        return data
