"""What the clerk enters into registers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import Document
from consult.rules import numbering

from .base import LocalDateInput, StyledForm

KINDS = [
    (numbering.DECISION, _("Decision (QĐ)")),
    (numbering.REPORT, _("Report (BC)")),
    (numbering.NOTICE, _("Notice (TB)")),
    (numbering.INVITATION, _("Invitation (GM)")),
    (numbering.MINUTES, _("Minutes (BB)")),
    (numbering.LETTER, _("Letter")),
    (numbering.COPY, _("Certified copy (SY)")),
]
DATE_ERRORS = {"required": _("Choose a day."), "invalid": _("Write the day as 25/12/2026.")}


# No register of such an office is older.
FIRST_YEAR = 1990


class ReserveForm(StyledForm):
    """A number for a document written by hand."""

    kind = forms.ChoiceField(label=_("Kind of document"), choices=KINDS, required=False)
    subject = forms.CharField(
        label=_("Subject"), max_length=300, error_messages={"required": _("Enter the subject of the document.")}
    )


class LateForm(ReserveForm):
    """A document that got its number by hand already."""

    field_order = ["kind", "number", "suffix", "day", "subject", "reason"]
    number = forms.IntegerField(
        label=_("Number on the document"),
        min_value=1,
        max_value=999_999,
        error_messages={"required": _("Write the number.")},
    )
    suffix = forms.CharField(
        label=_("Letter after the number"),
        max_length=1,
        required=False,
        help_text=_("Only of a number such as 12a, which stands on paper beside number 12."),
    )
    reason = forms.CharField(label=_("Why it has a letter"), max_length=300, required=False)
    day = forms.DateField(label=_("Day on the document"), widget=LocalDateInput(), error_messages=DATE_ERRORS)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day.year < FIRST_YEAR:
            raise forms.ValidationError(_("Check the year."), code="year")
        return day


class DispatchForm(StyledForm):
    """What the outgoing register says of a number besides; what is left empty, the document itself says."""

    signer = forms.CharField(label=_("Signed by"), max_length=200, required=False)
    recipients = forms.CharField(
        label=_("Recipients"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    copy_keeper = forms.CharField(label=_("Unit or person who keeps the copy"), max_length=200, required=False)
    copies = forms.IntegerField(label=_("Number of copies"), min_value=1, max_value=100_000, required=False)
    passed_on = forms.DateField(label=_("Sent on"), widget=LocalDateInput(), required=False, error_messages=DATE_ERRORS)
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, sent_by_rows: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sent_by_rows:
            # Its recipients have rows of their own, which say who they are and when it was sent to each.
            del self.fields["recipients"], self.fields["passed_on"]


class PassingForm(StyledForm):
    """To whom an incoming letter was passed on, and when."""

    handler = forms.CharField(label=_("Passed to"), max_length=200, required=False)
    passed_on = forms.DateField(
        label=_("Passed on, day"), widget=LocalDateInput(), required=False, error_messages=DATE_ERRORS
    )
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)


class RevokeForm(StyledForm):
    """Why a document is no longer valid, and which one took its place."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give a reason.")},
    )
    replaced_by = forms.ModelChoiceField(
        Document.objects.none(), label=_("Replaced by"), required=False, empty_label=_("no other document")
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Document.objects.filter(dossier=document.dossier_id, revoked_at=None).exclude(pk=document.pk)
        self.fields["replaced_by"].queryset = others.exclude(code=None)  # type: ignore[attr-defined]
