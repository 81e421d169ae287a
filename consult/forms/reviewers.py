"""The officer's care for reviewers: who takes a seat, until when, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.actions.choosing import OFFICE, choices_for, grouped
from consult.models import Dossier, Person
from consult.queries.candidates import active_experts

from .base import LocalDateInput
from .dossier import ReasonForm


class ReplaceForm(ReasonForm):
    """Who takes the seat, and why."""

    field_order = ["person", "reason"]
    person = forms.ModelChoiceField(Person.objects.none(), label=_("New reviewer"))

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = dossier.council.seats.filter(released_at=None).values("person")
        asked = dossier.reviews.values("seat__person")
        self.free = (
            Person.objects.filter(expert__in=active_experts(dossier.union_id))
            .exclude(pk__in=seated)
            .exclude(pk__in=asked)
        )
        if dossier.council.standing_id:
            self.free = self.free.filter(standing_seats__council=dossier.council.standing_id)
        self.dossier = dossier
        # What was sent is looked up alone; the list is put together only where it is shown. A tie to the proposer is said by
        # the act, with its reason.
        self.fields["person"].queryset = self.free  # type: ignore[attr-defined]
        self.fields["person"].choices = self._choices  # type: ignore[attr-defined]

    def _choices(self) -> list[Any]:
        """Whoever may take the seat, who fits first; who has a tie to the proposer is not among them."""
        free = set(self.free.values_list("pk", flat=True))
        choices = [
            one
            for one in choices_for(self.dossier)
            if one.person.pk in free and not one.conflict and one.group != OFFICE
        ]
        named = [
            (label, [(one.person.pk, _with_employer(one)) for one in listed]) for label, listed in grouped(choices)
        ]
        return [("", _("– choose –")), *named]


def _with_employer(choice: Any) -> str:
    employer = choice.person.expert.employer
    return f"{choice.label} — {employer}" if employer else choice.label


class ExtendForm(ReasonForm):
    """A new deadline."""

    field_order = ["due_on", "reason"]
    due_on = forms.DateField(label=_("New deadline"), widget=LocalDateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
