"""What the forms of a procedure's parts share: fields with unit and what they change, and where each stands in the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import Procedure
from consult.refusals import ActionError
from consult.rules.procedure import stored

from .base import StyledForm

WORKING_DAYS = _("working days")
SEATS = _("seats in the council")
PEOPLE = _("persons")
YEARS = _("years")


def number(label: Any, unit: Any, changes: Any, least: int, most: int) -> forms.IntegerField:
    field = forms.IntegerField(
        label=label, help_text=changes, min_value=least, max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    field.unit = unit  # type: ignore[attr-defined]
    return field


def yes(label: Any, changes: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=changes, required=False)


def share(label: Any, changes: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=changes, max_length=9, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )


class PartForm(StyledForm):
    """One part. ``changes`` is what goes into the stored rules."""

    PLACES: ClassVar[dict[str, str]] = {}
    on_paper = False

    def __init__(self, data: Any = None, *, procedure: Procedure) -> None:
        self.rules = stored(procedure.rules)
        super().__init__(data, initial=self.begin(procedure))

    def begin(self, procedure: Procedure) -> dict[str, Any]:
        """What stands in the fields before anybody types."""
        return {name: _at(self.rules, place) for name, place in self.PLACES.items()}

    @property
    def shown(self) -> list[Any]:
        return list(self.visible_fields())

    @property
    def changes(self) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        for name, place in self.PLACES.items():
            group, _dot, key = place.partition(".")
            if key:
                changed.setdefault(group, dict(self.rules[group]))[key] = self.cleaned_data[name]
            else:
                changed[group] = self.cleaned_data[name]
        return changed

    @property
    def description(self) -> str | None:
        return None

    def tell(self, refusal: ActionError) -> None:
        """Say each objection at the field that it is about, or above the form."""
        fields = {place: name for name, place in self.PLACES.items()}
        for part in refusal.parts:
            # What is wrong with one of several is said at their field.
            known = next((name for place, name in fields.items() if f"{part.where}.".startswith(f"{place}.")), None)
            self.add_error(known, str(part.reason))


def _at(rules: Mapping[str, Any], place: str) -> Any:
    group, _dot, key = place.partition(".")
    return rules[group][key] if key else rules[group]
