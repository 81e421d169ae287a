"""What the clerk enters into registers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import Document, Dossier
from consult.rules import numbering

from .base import LocalDateInput, StyledForm

KINDS = [
    (numbering.DECISION, _("Decision (QĐ)")),
    (numbering.REPORT, _("Report (BC)")),
    (numbering.NOTICE, _("Notice (TB)")),
    (numbering.INVITATION, _("Invitation (GM)")),
    (numbering.MINUTES, _("Minutes (BB)")),
    (numbering.LETTER, _("Letter")),
]
DATE_ERRORS = {"required": _("Choose a day."), "invalid": _("Write the day as 25/12/2026.")}


class ReserveForm(StyledForm):
    """A number for a paper written by hand."""

    kind = forms.ChoiceField(label=_("Kind of paper"), choices=KINDS, required=False)
    subject = forms.CharField(
        label=_("Subject"), max_length=300, error_messages={"required": _("Say what the paper is about.")}
    )


class LateForm(ReserveForm):
    """A paper that got its number by hand already."""

    field_order = ["kind", "number", "day", "subject"]
    number = forms.IntegerField(
        label=_("Number on the paper"),
        min_value=1,
        max_value=999_999,
        error_messages={"required": _("Write the number.")},
    )
    day = forms.DateField(label=_("Day on the paper"), widget=LocalDateInput(), error_messages=DATE_ERRORS)


class IncomingForm(StyledForm):
    """A paper that came in."""

    arrived_on = forms.DateField(label=_("Arrived"), widget=LocalDateInput(), error_messages=DATE_ERRORS)
    sender = forms.CharField(
        label=_("Sender"), max_length=300, error_messages={"required": _("Say who sent the paper.")}
    )
    symbol = forms.CharField(label=_("Its number and symbol"), max_length=60, required=False)
    dated = forms.DateField(label=_("Its date"), widget=LocalDateInput(), required=False, error_messages=DATE_ERRORS)
    subject = forms.CharField(
        label=_("Subject"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what the paper is about.")},
    )
    handler = forms.CharField(label=_("Passed to"), max_length=200, required=False)
    dossier = forms.CharField(
        label=_("Code of the dossier"), max_length=30, required=False, help_text=_("If it belongs to one.")
    )

    def __init__(self, *args: Any, union: int, **kwargs: Any) -> None:
        self.union = union
        super().__init__(*args, **kwargs)
        self.fields["arrived_on"].initial = clock.today

    def clean_dossier(self) -> Dossier | None:
        code = self.cleaned_data["dossier"].strip().upper()
        if not code:
            return None
        found = Dossier.objects.filter(union=self.union, code=code).first()
        if found is None:
            raise forms.ValidationError(_("There is no dossier with this code."))
        return found


class RevokeForm(StyledForm):
    """Why a paper is no longer valid, and which one took its place."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give a reason.")},
    )
    replaced_by = forms.ModelChoiceField(
        Document.objects.none(), label=_("Replaced by"), required=False, empty_label=_("no other paper")
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Document.objects.filter(dossier=document.dossier_id, revoked_at=None).exclude(pk=document.pk)
        self.fields["replaced_by"].queryset = others.exclude(code=None)  # type: ignore[attr-defined]
