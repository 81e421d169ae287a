"""Meetings: the call, attendance, votes and minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.forms.base import LocalDateTimeInput, StyledForm
from consult.models import Attendance, Meeting, Seat
from consult.queries.meeting import attendance_of

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
        label=_("Agenda"), required=False, widget=forms.Textarea(attrs={"rows": 6}), help_text=_("One point per line.")
    )


class MeetingForm(MeetingFields, StepForm):
    """The call of a meeting, in one of the forms that the procedure allows."""

    field_order = ["form", "starts_at", "place", "link", "agenda", "guests"]
    form = forms.ChoiceField(label=_("Form"), widget=forms.RadioSelect, initial=Meeting.Form.MEETING)
    guests = forms.CharField(
        label=_("Guests"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Invited people without a seat, one per line: name, organisation."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = self.dossier.procedure.rules.meeting_forms
        about = {
            Meeting.Form.MEETING: _("Meeting of the council, in the room or online"),
            Meeting.Form.WORKSHOP: _("Workshop with departments and the public as guests"),
            Meeting.Form.ROUND: _("Written round: everybody votes by a given time, without a meeting"),
        }
        choices = [(form.value, about[form]) for form in Meeting.Form if form in allowed]
        self.fields["form"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["form"].widget = forms.HiddenInput()
            self.initial.setdefault("form", choices[0][0])


class MoveForm(MeetingFields, StyledForm):
    """Another time or place for a meeting that was called, and why."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Give a reason.")},
    )


class MinutesForm(StepForm):
    """Minutes; and, of a meeting that was not kept in a session, attendance and votes.

    ``cleaned_data["attendance"]`` maps a seat to its row.
    """

    gathered = ("attendance", "absences")

    began_at = forms.DateTimeField(label=_("Began"), required=False, widget=LocalDateTimeInput())
    ended_at = forms.DateTimeField(label=_("Ended"), required=False, widget=LocalDateTimeInput())
    deputy_presides = forms.BooleanField(label=_("The chair has asked the deputy chair to preside"), required=False)
    minutes = RichField(label=_("What was said"), required=False)
    conclusion = forms.CharField(
        label=_("Conclusion of the meeting"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    read_out = forms.BooleanField(
        label=_("The minutes were read to those present before the meeting ended"), required=False
    )

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = self.dossier.council.meetings.latest("sequence")
        self.seats: list[Seat] = []
        self.absent: list[Seat] = []
        if self.meeting.state == Meeting.State.CALLED:
            self.fields["began_at"].initial = self.meeting.starts_at
            self._add_seats()
            return
        for name in ("deputy_presides", "began_at", "ended_at"):
            del self.fields[name]
        if self.meeting.form == Meeting.Form.ROUND:
            del self.fields["read_out"]
        else:
            self._add_absent()

    def _add_absent(self) -> None:
        """Why they did not come is asked of those whom the session has not seen."""
        rows = [row for row in attendance_of(self.meeting) if not row.is_present and not row.mode_before_break]
        self.absent = [row.seat for row in rows]
        for row in rows:
            self.fields[f"absence_{row.seat.pk}"] = forms.CharField(
                label=_("Why %(name)s was absent") % {"name": row.seat.person.name},
                required=False,
                max_length=300,
                initial=row.absence_reason,
            )

    def reasons(self) -> list[forms.BoundField]:
        return [self[f"absence_{seat.pk}"] for seat in self.absent]

    def _add_seats(self) -> None:
        present = dict(self.meeting.attendances.values_list("seat_id", "mode"))
        self.seats = list(self.dossier.council.seats.filter(released_at=None).select_related("person__expert"))
        for seat in self.seats:
            self.fields[f"mode_{seat.pk}"] = forms.ChoiceField(
                label=_("Presence"),
                # Nobody came, or voted, because a form said so first.
                choices=[("", "–"), *(mode for mode in Attendance.Mode.choices if mode[0] != Attendance.Mode.WRITTEN)],
                initial=present.get(seat.pk, ""),
                widget=forms.Select(attrs={"class": "form-select", "data-mode": seat.kind}),
                error_messages={"required": _("Say whether they came.")},
            )
            self.fields[f"vote_{seat.pk}"] = forms.ChoiceField(
                label=_("Vote"),
                choices=[("", "–"), *Attendance.Vote.choices],
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"reserved_{seat.pk}"] = forms.CharField(
                label=_("Reserved opinion"),
                required=False,
                widget=forms.TextInput(
                    attrs={"class": "form-control", "placeholder": _("Reserved opinion; or why they were absent")}
                ),
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
        # Of who was absent the same field holds the reason.
        data["absences"] = {
            seat.pk: data.get(f"reserved_{seat.pk}", "")[:300]
            for seat in self.seats
            if data.get(f"mode_{seat.pk}") == Attendance.Mode.ABSENT
        } | {seat.pk: data.get(f"absence_{seat.pk}", "") for seat in self.absent}
        return data
