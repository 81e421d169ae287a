"""Standing councils of an office, and their people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import Organisation, Person, Seat, StandingCouncil
from consult.queries.standing import who_may_stand

from .base import LocalDateInput, StyledForm, StyledMixin


class StandingCouncilForm(StyledMixin, forms.ModelForm):
    """Name, term and decision of a standing council."""

    class Meta:
        model = StandingCouncil
        fields = ["name", "decision", "decided_on", "since", "until"]
        widgets = {"decided_on": LocalDateInput(), "since": LocalDateInput(), "until": LocalDateInput()}


class StandingMemberForm(StyledForm):
    """Somebody for a standing council."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"))
    kind = forms.ChoiceField(
        label=_("Usual seat"),
        choices=[choice for choice in Seat.Kind.choices if choice[0] != Seat.Kind.HEAD],
        initial=Seat.Kind.MEMBER,
    )

    def __init__(self, *args: Any, union: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = who_may_stand(union)  # type: ignore[attr-defined]
