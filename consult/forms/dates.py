"""When a council could meet."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import StyledForm


class AskForm(StyledForm):
    """The days and hours at which the council could meet; ``cleaned_data["moments"]`` combines them."""

    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one day.")},
    )
    hours = forms.CharField(
        label=gettext_lazy("Hours"),
        initial="08:00, 14:00",
        help_text=gettext_lazy("Starting times, separated by commas."),
    )

    def __init__(self, *args: Any, days: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [(day.isoformat(), date_format(day, "l d/m/Y")) for day in days]  # type: ignore[attr-defined]

    def clean_hours(self) -> list[time]:
        try:
            found = [
                datetime.strptime(part.strip().replace("h", ":").replace("g", ":"), "%H:%M").time()  # noqa: DTZ007 - an hour alone has no zone
                for part in self.cleaned_data["hours"].split(",")
                if part.strip()
            ]
        except ValueError as wrong:
            raise forms.ValidationError(_("Write hours as 08:00, 14:30.")) from wrong
        if not found:
            raise forms.ValidationError(_("Write hours as 08:00, 14:30."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        here = timezone.get_current_timezone()
        data["moments"] = [
            datetime.combine(date.fromisoformat(day), hour, here)
            for day in data.get("days", [])
            for hour in data.get("hours", [])
        ]
        return data
