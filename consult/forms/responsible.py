"""Divisions of an office, and who answers for its dossiers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.models import modelformset_factory
from django.utils.translation import gettext_lazy as _

from consult.models import Division, Organisation, Person
from consult.queries.responsible import NOBODY, officers_of

from .base import StyledForm, StyledMixin
from .filters import UnionFilters
from .rows import RowsFormSet

MOST_NOTE = 500


class DivisionForm(StyledMixin, forms.ModelForm):
    """One division."""

    class Meta:
        model = Division
        fields = ["name", "abbreviation", "position", "in_use"]
        help_texts = {"abbreviation": _("As in “Ban TVPB”."), "in_use": _("Otherwise it is offered to nobody new.")}


class _DivisionsFormSet(RowsFormSet):
    known_by = "name"
    twice = _("Each division stands here once.")


DivisionFormSet = modelformset_factory(Division, form=DivisionForm, formset=_DivisionsFormSet, extra=1)


class NamingForm(StyledForm):
    """Whether steps of the office wait for all officers or for one officer of each dossier."""

    names_responsible = forms.TypedChoiceField(
        label=_("Steps of the office wait for"),
        coerce=lambda chosen: chosen == "yes",
        choices=[
            ("no", _("all officers: whoever has time does them")),
            ("yes", _("the responsible officer of each dossier, and for all officers where there is none")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, union: Organisation, **kwargs: Any) -> None:
        chosen = {"names_responsible": "yes" if union.names_responsible else "no"}
        super().__init__(*args, initial=chosen, **kwargs)


class _WhoForm(StyledForm):
    """Who answers from now on, with a note for them."""

    to = forms.TypedChoiceField(label=_("Responsible officer"), coerce=int)
    note = forms.CharField(
        label=_("Note for whoever takes over"),
        max_length=MOST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was done, what is agreed, what comes next. It stands in the history of the dossier."),
    )

    def __init__(self, *args: Any, officers: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in officers}
        named = [(one.pk, one.name) for one in self.people.values()]
        self.fields["to"].choices = [("", "—"), *named, (NOBODY, _("nobody: all officers"))]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Person | None:
        """Who was chosen; None for all officers."""
        to = self.cleaned_data["to"]
        return self.people[to] if to != NOBODY else None


class NameForm(_WhoForm):
    """Who answers for one dossier. ``seen`` is who did when the page was opened."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class HandOverForm(_WhoForm):
    """Several dossiers for one officer. Each is sent as its number and who answered for it by the page: ``12:7``."""

    field_order = ["dossier", "to", "note"]
    dossier = forms.MultipleChoiceField(
        label=_("Dossiers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one dossier.")},
    )

    def __init__(self, *args: Any, offered: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dossier"].choices = [(one, one) for one in offered]  # type: ignore[attr-defined]

    @property
    def chosen_dossiers(self) -> dict[int, int | None]:
        """Who answered for each chosen dossier by the page."""
        pairs = (one.split(":") for one in self.cleaned_data["dossier"])
        return {int(pk): int(who) if who else None for pk, who in pairs}


class HandOverFilters(UnionFilters):
    """A union, and whose dossiers are looked at."""

    responsible = forms.TypedChoiceField(label=_("Responsible officer"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = officers_of(list(self.unions))
        self.fields["responsible"].choices = responsible_choices(officers)  # type: ignore[attr-defined]


def responsible_choices(officers: Iterable[Person]) -> list[tuple[Any, Any]]:
    """The choices of a filter by responsible officer."""
    return [("", _("All")), (NOBODY, _("nobody")), *((one.pk, one.name) for one in officers)]
