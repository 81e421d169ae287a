"""Steps that only decide or remark, and what every step's form has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.actions import opinions
from consult.forms.base import StyledForm
from consult.models import Task


class StepForm(StyledForm):
    """A step's form; it knows its task."""

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        self.task = task
        self.dossier = task.dossier
        super().__init__(*args, **kwargs)


class DecideForm(StepForm):
    """Approve, or send back with remarks."""

    decision = forms.ChoiceField(
        choices=[(opinions.APPROVE, _("Approve")), (opinions.SEND_BACK, _("Send back"))], widget=forms.HiddenInput
    )
    remarks = forms.CharField(
        label=_("Remarks"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("What should change (when sending back)")}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == opinions.SEND_BACK and not data.get("remarks", "").strip():
            self.add_error("remarks", _("Say what should change."))
        return data


class RemarkForm(StepForm):
    """A step with at most a remark."""

    remark = forms.CharField(label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
