"""Intake: the completeness check and the supplement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.actions.decisions import StepDecision

from .base import StepForm


class CheckForm(StepForm):
    """Completeness: each attachment sufficient or not, then the decision."""

    gathered = ("findings",)

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            (StepDecision.ACCEPT, _("Complete: accept the dossier")),
            (StepDecision.SUPPLEMENT, _("Ask for a supplement")),
            (StepDecision.REFUSE, _("Refuse the dossier")),
        ],
        error_messages={"required": _("Choose a decision.")},
    )
    reason = forms.CharField(label=_("Remarks or reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = set(self.dossier.attachments.values_list("item", flat=True))
        self.items = [item for item in self.dossier.asked_items(present) if item.required or item.code in present]
        for item in self.items:
            self.fields[f"ok_{item.code}"] = forms.BooleanField(
                label=item.title,
                required=False,
                initial=True,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
            self.fields[f"remark_{item.code}"] = forms.CharField(
                label=_("What is missing"),
                required=False,
                max_length=500,
                widget=forms.Textarea(
                    attrs={"class": "form-control", "rows": 1, "data-grows": "", "placeholder": _("What is missing")}
                ),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # A remark is one item of a letter's list: its lines are joined.
        data["findings"] = {
            item.code: (bool(data.get(f"ok_{item.code}")), " ".join(data.get(f"remark_{item.code}", "").split()))
            for item in self.items
        }
        return data


class SupplementForm(StepForm):
    """What the proposer says about the supplement."""

    remark = forms.CharField(label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
