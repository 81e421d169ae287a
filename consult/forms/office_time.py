"""When an office speaks, and on which days it works."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.forms.models import modelformset_factory
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import DayOff, Organisation
from consult.problem_text import problem_text
from consult.rules.days_list import read_days

from .base import LocalDateInput, StyledForm, StyledMixin
from .rows import RowsFormSet

# Reminders are looked for every few minutes; a shorter span could pass between two looks.
SHORTEST = timedelta(hours=1)


def _hour() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def _since_midnight(hour: time) -> timedelta:
    return timedelta(hours=hour.hour, minutes=hour.minute)


class HoursForm(StyledMixin, forms.ModelForm):
    """From when until when mails go out, and on which days."""

    class Meta:
        model = Organisation
        fields = ["mails_from", "mails_until", "mails_every_day", "quiet_from", "quiet_until"]
        widgets = {"mails_from": _hour(), "mails_until": _hour(), "quiet_from": _hour(), "quiet_until": _hour()}
        labels = {
            "mails_from": _("Mails go out from"),
            "mails_until": _("Mails go out until"),
            "mails_every_day": _("On days off, too"),
            "quiet_from": _("Quiet hours of people who have set none, from"),
            "quiet_until": _("Quiet hours of people who have set none, until"),
        }
        help_texts = {
            "mails_until": _("Two equal times mean at any hour."),
            "quiet_from": _("Such as the midday rest, 11:30 to 13:30. What comes up then is sent when they end."),
            "quiet_until": _("Whoever sets hours of their own under Personal data keeps those."),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._check_quiet(data)
        opens, closes = data.get("mails_from"), data.get("mails_until")
        if opens is None or closes is None or opens == closes:
            return data
        if _since_midnight(closes) - _since_midnight(opens) < SHORTEST:
            self.add_error("mails_until", _("Mails must go out for at least an hour a day, and not across midnight."))
        return data

    def _check_quiet(self, data: dict[str, Any]) -> None:
        begins, ends = data.get("quiet_from"), data.get("quiet_until")
        for missing, here, other in (("quiet_from", begins, ends), ("quiet_until", ends, begins)):
            if here is None and other is not None and missing not in self.errors:
                self.add_error(missing, _("Give both times, or neither."))
        opens, closes = data.get("mails_from"), data.get("mails_until")
        if None in (begins, ends, opens, closes) or begins == ends or opens == closes:
            return
        over_midnight = begins > ends  # type: ignore[operator]
        covers = (begins <= opens or closes <= ends) if over_midnight else begins <= opens and closes <= ends  # type: ignore[operator]
        if covers:
            self.add_error("quiet_until", _("These hours leave no time in which mails go out."))


class DayOffForm(StyledMixin, forms.ModelForm):
    """One day on which the office works otherwise than the country."""

    class Meta:
        model = DayOff
        fields = ["day", "working", "reason"]
        widgets = {"day": LocalDateInput()}

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if day.year < clock.today().year:
            raise forms.ValidationError(_("Past years are closed: enter a day of this year or a later one."))
        return day


class DaysListForm(StyledForm):
    """A year's list, pasted. ``listed`` are its days once it is valid."""

    text = forms.CharField(
        label=_("The list, one day or span a line"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "As in: 02/01/2026 nghỉ hoán đổi; 10/01/2026 làm bù; 16/02/2026 – 20/02/2026 Tết. Days without a year are of this "
            "year."
        ),
    )

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        self.listed, problems = read_days(text, clock.today().year)
        if problems:
            raise forms.ValidationError([forms.ValidationError(problem_text(one), code=one.code) for one in problems])
        if not self.listed:
            raise forms.ValidationError(_("There is no day in the list."), code="no_day")
        return text


class _DaysOffFormSet(RowsFormSet):
    known_by = "day"
    twice = _("Enter each day once.")


DayOffFormSet = modelformset_factory(DayOff, form=DayOffForm, formset=_DaysOffFormSet, extra=2, can_delete=True)
