"""Steps that only decide or remark, and what every step's form has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.actions.decisions import StepDecision
from consult.forms.base import StyledForm
from consult.models import Task


class StepForm(StyledForm):
    """A step's form; it knows its task. A form as plain as this one asks nothing."""

    # What ``clean`` puts together from fields of the procedure, beside the fields that the class declares.
    gathered: tuple[str, ...] = ()

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        self.task = task
        self.dossier = task.dossier
        super().__init__(*args, **kwargs)

    @property
    def left_out(self) -> list[str]:
        """What the texts that were sent had and cannot keep, in the user's language."""
        return [said for field in self.fields.values() if (said := getattr(field, "left_out", ""))]

    @property
    def arguments(self) -> dict[str, Any]:
        """What the step's action is given."""
        declared = [name for name in self.base_fields if name in self.fields]
        return {name: self.cleaned_data[name] for name in (*declared, *self.gathered)}


class DecideForm(StepForm):
    """Approve, or send back with remarks."""

    decision = forms.ChoiceField(
        choices=[(StepDecision.APPROVE, _("Approve")), (StepDecision.SEND_BACK, _("Send back"))],
        widget=forms.HiddenInput,
    )
    remarks = forms.CharField(
        label=_("Remarks"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("What should change (when sending back)")}),
    )


class RemarkForm(StepForm):
    """A step with at most a remark."""

    remark = forms.CharField(label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
