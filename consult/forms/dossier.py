"""What a proposer fills in, and the filters of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.access import organisations_as
from consult.models import Dossier, Membership, Organisation, Person, Procedure, Stage, SubjectArea

from .base import StyledForm
from .filters import ListFilters


def field_choices() -> list[tuple[str, list[tuple[int, str]]]]:
    """The fields of expertise as a tree of two levels."""
    parents = SubjectArea.objects.filter(parent=None).prefetch_related("children")
    return [
        (parent.name, [(parent.pk, parent.name), *((child.pk, f"– {child.name}") for child in parent.children.all())])
        for parent in parents
    ]


class BeginForm(StyledForm):
    """The kind of dossier, and for whom it is submitted."""

    procedure = forms.ModelChoiceField(
        Procedure.objects.none(), label=_("Kind of dossier"), widget=forms.RadioSelect, empty_label=None
    )
    proposer = forms.ModelChoiceField(Organisation.objects.none(), label=_("Submitted for"), empty_label=None)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        procedures = Procedure.objects.filter(active=True).select_related("union").order_by("union__name", "kind")
        self.fields["procedure"].queryset = procedures  # type: ignore[attr-defined]
        own = Organisation.objects.filter(pk__in=organisations_as(person, Membership.Role.PROPOSER))
        self.fields["proposer"].queryset = own  # type: ignore[attr-defined]
        if len(own) == 1:
            self.fields["proposer"].initial = own[0]


class DescribeForm(StyledForm):
    """What the dossier says of itself."""

    title = forms.CharField(
        label=_("Title of the proposal"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        error_messages={"required": _("Give the dossier a title.")},
    )
    kind = forms.ChoiceField(label=_("What you ask for"), choices=Dossier.Kind.choices)
    location = forms.CharField(label=_("Place of the project"), max_length=300, required=False)
    subject_areas = forms.MultipleChoiceField(
        label=_("Fields concerned"), required=False, widget=forms.CheckboxSelectMultiple
    )
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A few sentences: aim, size, capital, time. Invited experts read this first."),
    )
    contact = forms.CharField(label=_("Contact"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject_areas"].choices = [  # type: ignore[attr-defined]
            (field.pk, field.name) for field in SubjectArea.objects.filter(parent=None)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["subject_areas"] = SubjectArea.objects.filter(pk__in=data.pop("subject_areas", []))
        return data


class FilterForm(ListFilters):
    """The list's search and filters."""

    text = forms.CharField(
        label=_("Search"), required=False, widget=forms.SearchInput(attrs={"placeholder": _("Title, code, place …")})
    )
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    procedure = forms.ChoiceField(label=_("Kind of dossier"), required=False)
    kind = forms.ChoiceField(label=_("Kind of consultation"), required=False)
    field = forms.TypedChoiceField(label=_("Field"), required=False, coerce=int, empty_value=None)
    organisation = forms.TypedChoiceField(label=_("Organisation"), required=False, coerce=int, empty_value=None)
    late = forms.BooleanField(label=_("Late only"), required=False)

    def __init__(self, *args: Any, organisations: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        self.fields["stage"].choices = every + list(Stage.choices)  # type: ignore[attr-defined]
        self.fields["procedure"].choices = every + list(Procedure.Kind.choices)  # type: ignore[attr-defined]
        self.fields["kind"].choices = every + list(Dossier.Kind.choices)  # type: ignore[attr-defined]
        self.fields["field"].choices = [*every, *field_choices()]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [*every, *organisations]  # type: ignore[attr-defined]


class ReasonForm(StyledForm):
    """An act that wants a reason."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give a reason.")},
    )
