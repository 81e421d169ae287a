"""What is entered from a letter beside the form of the step itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import Attendance, Availability, Dossier, IncomingLetter, Person, Slot
from consult.queries.letters import seated_people

from .base import LocalDateInput, StyledForm
from .registers import DATE_ERRORS


class ItemsForm(StyledForm):
    """Which attachment of the checklist each file of a letter is; most files are none. What was taken is not asked again."""

    def __init__(self, *args: Any, letter: IncomingLetter, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, prefix="items", **kwargs)
        taken = set(dossier.attachments.values_list("sha256", flat=True))
        self.files_of = [file for file in letter.files.all() if file.sha256 not in taken]
        items = [(item.code, item.title) for item in dossier.asked_items()]
        for file in self.files_of:
            self.fields[str(file.pk)] = forms.ChoiceField(
                label=file.name, required=False, choices=[("", _("stays with the letter")), *items],
                widget=forms.Select(attrs={"class": "form-select"}),
            )  # fmt: skip

    @property
    def chosen(self) -> dict[int, str]:
        """Files of the letter by number, with their attachment."""
        return {int(pk): code for pk, code in self.cleaned_data.items() if code}

    @property
    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Each file with its field."""
        return [(file, self[str(file.pk)]) for file in self.files_of]


class DatesForm(StyledForm):
    """Who of the council wrote, and their answer to each proposed time."""

    person = forms.ChoiceField(label=_("Whose answer"))

    def __init__(self, *args: Any, dossier: Dossier, slots: Sequence[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[str, Person] = {str(one.pk): one for one in seated_people(dossier)}
        self.fields["person"].choices = [(pk, one.titled_name) for pk, one in self.people.items()]  # type: ignore[attr-defined]
        self.slots = [slot.pk for slot in slots]
        for slot in slots:
            self.fields[f"slot_{slot.pk}"] = forms.ChoiceField(
                label=date_format(localtime(slot.starts_at), "DATETIME_FORMAT"), required=False,
                choices=[("", _("did not say")), *Availability.Answer.choices],
                widget=forms.Select(attrs={"class": "form-select"}),
            )  # fmt: skip

    @property
    def person_chosen(self) -> Person:
        return self.people[self.cleaned_data["person"]]

    @property
    def answers(self) -> dict[int, str]:
        """The answers that were given, by the number of the time."""
        said = {pk: self.cleaned_data.get(f"slot_{pk}", "") for pk in self.slots}
        return {pk: answer for pk, answer in said.items() if answer}


class VoteForm(StyledForm):
    """Who of the council voted, and how."""

    person = forms.ChoiceField(label=_("Whose vote"))
    choice = forms.ChoiceField(
        label=_("Vote"), widget=forms.RadioSelect, choices=Attendance.Vote.choices,
        error_messages={"required": _("Choose for, against or abstention.")},
    )  # fmt: skip

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[str, Person] = {str(one.pk): one for one in seated_people(dossier)}
        self.fields["person"].choices = [(pk, one.titled_name) for pk, one in self.people.items()]  # type: ignore[attr-defined]

    @property
    def person_chosen(self) -> Person:
        return self.people[self.cleaned_data["person"]]


class SentForm(StyledForm):
    """When something went out by letter."""

    sent_on = forms.DateField(
        label=_("Sent on"), widget=LocalDateInput(), initial=clock.today, error_messages=DATE_ERRORS
    )
