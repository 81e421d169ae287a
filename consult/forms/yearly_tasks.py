"""The year's list of tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consult.models import Organisation, Procedure, YearlyTask
from consult.queries.kinds import offered_to
from consult.queries.responsible import officers_of
from consult.rules.yearly_tasks import DONE, ENDED, GIVEN_UP, OPEN, UNDER_WAY

from .base import StyledForm, StyledMixin
from .filters import YearFilters
from .money import MoneyField

QUARTERS = [("", _("any time of the year")), ("1", "I"), ("2", "II"), ("3", "III"), ("4", "IV")]
STATE_NAMES = {
    OPEN: _("not begun"),
    UNDER_WAY: _("under way"),
    DONE: _("issued"),
    GIVEN_UP: _("dropped"),
    ENDED: _("ended without an opinion"),
}


class TaskFilterForm(YearFilters):
    """What the list is narrowed to."""

    source = forms.ChoiceField(label=_("Origin"), required=False, choices=[("", _("All")), *YearlyTask.Source.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *STATE_NAMES.items()])
    quarter = forms.TypedChoiceField(
        label=_("Quarter"), required=False, coerce=int, empty_value=None, choices=[("", _("All")), *QUARTERS[1:]]
    )


class TaskForm(StyledMixin, forms.ModelForm):
    """One task."""

    quarter = forms.TypedChoiceField(label=_("Quarter"), required=False, coerce=int, empty_value=None, choices=QUARTERS)
    money = MoneyField(label=_("Planned money, in đồng"), required=False)

    class Meta:
        model = YearlyTask
        fields = ["title", "source", "given_by", "letter", "year", "quarter", "money", "responsible"]
        labels = {
            "title": _("What is to be advised on"),
            "source": _("Origin"),
            "given_by": _("Given or asked for by"),
            "letter": _("Letter: number and day"),
            "year": _("Year"),
            "responsible": _("Responsible officer"),
        }
        widgets = {"title": forms.Textarea(attrs={"rows": 2}), "given_by": forms.TextInput(attrs={"list": "bodies"})}

    def __init__(self, *args: Any, union: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers: QuerySet[Any] = officers_of([union.pk])
        fields: dict[str, Any] = dict(self.fields)
        fields["responsible"].queryset = officers
        fields["responsible"].empty_label = _("nobody yet")
        fields["year"].error_messages = {"required": _("Write the year in the form 2026.")}


class GiveUpForm(StyledForm):
    """Why a task is given up."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class BindForm(StyledForm):
    """Which dossier a task became."""

    code = forms.CharField(label=_("Code of the dossier"), max_length=30, required=False)


class BeginTaskForm(StyledForm):
    """The kind of dossier that a task of the union's own initiative becomes."""

    procedure = forms.ModelChoiceField(
        Procedure.objects.none(),
        label=_("Kind of dossier"),
        empty_label=None,
        error_messages={"required": _("Choose a kind of dossier.")},
    )

    def __init__(self, *args: Any, union: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = offered_to(Organisation.objects.filter(pk=union.pk)).order_by("kind__position", "kind")
        self.fields["procedure"].queryset = offered.select_related("kind")  # type: ignore[attr-defined]
