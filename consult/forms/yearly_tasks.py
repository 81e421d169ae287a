"""The year's list of tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import IncomingLetter, Organisation, Procedure, YearlyTask
from consult.queries.kinds import offered_to
from consult.queries.letters import letters_for_task
from consult.queries.responsible import officers_of
from consult.rules.yearly_tasks import DONE, ENDED, GIVEN_UP, OPEN, UNDER_WAY

from .base import StyledForm, StyledMixin
from .filters import YearFilters
from .incoming import ChooseLetterForm, letter_label
from .money import MoneyField
from .recipients import BODY_KINDS

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
        fields["year"].error_messages |= dict.fromkeys(("required", "invalid"), _("Write the year in the form 2026."))


class GiveUpForm(StyledForm):
    """Why a task is given up."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class BindForm(StyledForm):
    """Which dossier a task became."""

    code = forms.CharField(label=_("Code of the dossier"), max_length=30, required=False)


class BeginTaskForm(StyledForm):
    """The kind of dossier that a task becomes and, of what a body gave or asked for, the letter by which it did."""

    procedure = forms.ModelChoiceField(
        Procedure.objects.none(),
        label=_("Kind of dossier"),
        empty_label=None,
        error_messages={"required": _("Choose a kind of dossier.")},
    )
    letter = ChooseLetterForm.base_fields["letter"]
    body_kind = forms.ChoiceField(label=_("If the body is new: its kind"), required=False, choices=BODY_KINDS)

    def __init__(self, *args: Any, task: YearlyTask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letters: dict[str, IncomingLetter] = {}
        if task.source == YearlyTask.Source.OWN:
            offered = offered_to(Organisation.objects.filter(pk=task.union_id))
            del self.fields["letter"], self.fields["body_kind"]
        else:
            offered = Procedure.objects.offered(clock.today()).filter(kind__union=task.union_id, kind__offered=True)
            self.letters = {str(one.pk): one for one in letters_for_task(task)}
            self.fields["letter"].choices = [(pk, letter_label(one)) for pk, one in self.letters.items()]  # type: ignore[attr-defined]
        ordered = offered.order_by("kind__position", "kind")
        self.fields["procedure"].queryset = ordered.select_related("kind__union")  # type: ignore[attr-defined]

    @property
    def arguments(self) -> dict[str, Any]:
        """What ``begin_dossier`` is given."""
        data = dict(self.cleaned_data)
        return data | ({"letter": self.letters[data["letter"]]} if "letter" in data else {})
