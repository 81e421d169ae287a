"""Meetings: the call, attendance, votes and minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.forms.base import LocalDateTimeInput, StyledForm
from consult.models import Attendance

from .base import StepForm
from .editor import RichField


class MeetingFields(forms.Form):
    """Where and when a council meets."""

    starts_at = forms.DateTimeField(
        label=_("Time"),
        widget=LocalDateTimeInput(),
        error_messages={"required": _("Choose a time."), "invalid": _("Write the time as 08:30 25/12/2026.")},
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=300)
    link = forms.URLField(label=_("Online link"), required=False, assume_scheme="https")
    agenda = forms.CharField(
        label=_("Agenda"), required=False, widget=forms.Textarea(attrs={"rows": 6}), help_text=_("One point a line.")
    )


class MeetingForm(MeetingFields, StepForm):
    """The call of a meeting."""


class MoveForm(MeetingFields, StyledForm):
    """Another time or place for a meeting that was called, and why."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Give a reason.")},
    )


class MinutesForm(StepForm):
    """Attendance, votes and minutes; ``cleaned_data["attendance"]`` maps a seat to its row."""

    deputised = forms.BooleanField(label=_("The chair has asked the deputy chair to preside"), required=False)
    minutes = RichField(label=_("What was said"), required=False)
    conclusion = forms.CharField(
        label=_("Conclusion of the meeting"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = list(self.dossier.council.seats.filter(released_at=None).select_related("person__expert"))
        for seat in self.seats:
            self.fields[f"mode_{seat.pk}"] = forms.ChoiceField(
                label=_("Presence"),
                choices=Attendance.Mode.choices,
                initial=Attendance.Mode.ROOM,
                widget=forms.Select(attrs={"class": "form-select", "data-mode": seat.kind}),
            )
            self.fields[f"vote_{seat.pk}"] = forms.ChoiceField(
                label=_("Vote"),
                choices=[("", "–"), *Attendance.Vote.choices],
                required=False,
                initial=Attendance.Vote.FOR,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"reserved_{seat.pk}"] = forms.CharField(
                label=_("Reserved opinion"),
                required=False,
                widget=forms.TextInput(attrs={"class": "form-control", "placeholder": _("Reserved opinion")}),
            )

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"seat": seat, **{key: self[f"{key}_{seat.pk}"] for key in ("mode", "vote", "reserved")}}
            for seat in self.seats
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["attendance"] = {
            seat.pk: {
                "mode": data.get(f"mode_{seat.pk}", ""),
                "vote": data.get(f"vote_{seat.pk}", ""),
                "reserved_opinion": data.get(f"reserved_{seat.pk}", ""),
            }
            for seat in self.seats
        }
        return data
