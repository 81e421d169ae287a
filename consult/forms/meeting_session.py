"""What is sent from a meeting's page, one small form an act; the fields are the action's arguments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import Attendance, Meeting

from .base import LocalDateTimeInput, StyledForm

MODES = Attendance.Mode.choices
VOTES = Attendance.Vote.choices


class OneMotion(StyledForm):
    motion = forms.IntegerField(widget=forms.HiddenInput)


class HereForm(StyledForm):
    """I am here: in the room with the code at its door, or online."""

    mode = forms.ChoiceField(choices=MODES)
    code = forms.CharField(required=False, max_length=20)


class PresenceForm(StyledForm):
    """Somebody is here, or is not."""

    seat = forms.IntegerField()
    mode = forms.ChoiceField(choices=MODES)


class OpenForm(StyledForm):
    """Open the meeting."""

    deputy_presides = forms.BooleanField(label=_("The chair has asked the deputy chair to preside"), required=False)


class PointForm(StyledForm):
    """Turn to a point of the agenda."""

    point = forms.IntegerField()


class NoteForm(StyledForm):
    """What was said, and by whom: a seat or a guest as "s12" or "g3"."""

    speaker = forms.ChoiceField(label=_("Who spoke"), required=False)
    text = forms.CharField(
        label=_("What they said"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write down what was said.")},
    )

    def __init__(self, *args, meeting: Meeting, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        seats = meeting.council.seats.filter(released_at=None).select_related("person__expert")
        people = [(f"s{seat.pk}", seat.person.titled_name) for seat in seats]
        people += [(f"g{guest.pk}", str(guest)) for guest in meeting.guests.all()]
        self.fields["speaker"].choices = [("", _("– nobody in particular –")), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        speaker = str(data.pop("speaker", "") or "")
        data["seat"] = int(speaker[1:]) if speaker.startswith("s") else None
        data["guest"] = int(speaker[1:]) if speaker.startswith("g") else None
        return data


class StrikeForm(StyledForm):
    """Take a note back."""

    entry = forms.IntegerField()


class GuestForm(StyledForm):
    """Somebody without a seat."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Write the name.")})
    organisation = forms.CharField(label=_("Organisation"), max_length=300, required=False)


class GuestCameForm(StyledForm):
    """A guest is there, or not."""

    guest = forms.IntegerField()
    came = forms.BooleanField(required=False)


class RegisterForm(GuestForm):
    """Somebody enters themselves for a workshop, and may say what they think of the proposal."""

    remark = forms.CharField(
        label=_("What you think of the proposal"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It is read by the council and may be quoted in the minutes."),
    )


class MotionForm(StyledForm):
    """A point to be decided."""

    text = forms.CharField(
        label=_("What is to be decided"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what is to be decided.")},
    )
    secret = forms.BooleanField(label=_("By secret vote"), required=False)


class PutForm(OneMotion):
    """Put a point to the vote; ``secret`` makes the vote secret."""

    secret = forms.BooleanField(required=False)


class VoteForm(OneMotion):
    """My vote."""

    choice = forms.ChoiceField(choices=VOTES)


class HandForm(VoteForm):
    """A raised hand."""

    seat = forms.IntegerField()


class CountForm(OneMotion):
    """Count; with the ballots of the box in the room in a secret vote."""

    ballots_for = forms.IntegerField(label=_("Ballots for"), required=False, min_value=0, max_value=99)
    ballots_against = forms.IntegerField(label=_("Ballots against"), required=False, min_value=0, max_value=99)
    ballots_abstain = forms.IntegerField(label=_("Empty or void ballots"), required=False, min_value=0, max_value=99)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        return {name: value if value is not None else 0 for name, value in data.items()}


class TieForm(OneMotion):
    """The word of whoever presides."""

    passed = forms.BooleanField(required=False)


class ReserveForm(StyledForm):
    """An opinion that one keeps against what was decided."""

    text = forms.CharField(
        label=_("My reserved opinion"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AdjournForm(StyledForm):
    """Why the meeting is interrupted, and when it goes on."""

    reason = forms.CharField(label=_("Reason"), max_length=500, error_messages={"required": _("Give a reason.")})
    resumes_at = forms.DateTimeField(
        label=_("Continues at"),
        required=False,
        widget=LocalDateTimeInput(),
        help_text=_("Leave empty if the meeting continues today. If you enter a time, everybody is told."),
    )
    place = forms.CharField(label=_("Place, if different"), required=False, max_length=300)


class NothingForm(StyledForm):
    """An act that takes nothing."""


FORMS: dict[str, type[StyledForm]] = {
    "here": HereForm,
    "vote": VoteForm,
    "reserve": ReserveForm,
    "presence": PresenceForm,
    "open": OpenForm,
    "point": PointForm,
    "note": NoteForm,
    "strike": StrikeForm,
    "guest": GuestForm,
    "guest-came": GuestCameForm,
    "drop-guests": NothingForm,
    "motion": MotionForm,
    "drop-motion": OneMotion,
    "put": PutForm,
    "hand": HandForm,
    "all-hands": OneMotion,
    "count": CountForm,
    "break-off": OneMotion,
    "tie": TieForm,
    "adjourn": AdjournForm,
    "close": NothingForm,
}
# These are typed into: when one is refused, the whole page shows it again with what was typed.
TYPED = ("note", "motion", "guest", "adjourn", "reserve")
