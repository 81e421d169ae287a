"""What is asked for around documents: signed copies, letters to departments and their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.actions.brought import SIGNED_LIMIT
from consult.actions.certified_copies import MOST_COPIES
from consult.models import DocumentVersion, IncomingLetter
from consult.queries.copies import Original
from consult.rules.copies import EXTRACT, OF_A_COPY, WHOLE
from consult.rules.recipients import names_in

from .base import LocalDateInput, StyledForm
from .incoming import letter_label
from .registers import DATE_ERRORS
from .steps.base import StepForm
from .uploads import UploadField

Source = DocumentVersion.Source


class _Signed(forms.Form):
    """The two ways in which a document comes back signed."""

    source = forms.ChoiceField(
        label=_("How was it signed?"),
        widget=forms.RadioSelect,
        choices=[
            (Source.SIGNED_OUTSIDE, _("Electronically, in the office's signing program")),
            (Source.SCAN, _("By hand on paper, and scanned")),
        ],
        error_messages={"required": _("Say how it was signed.")},
    )
    upload = UploadField(
        label=_("The signed document (PDF)"),
        most=SIGNED_LIMIT,
        error_messages={"required": _("Choose the signed document.")},
    )
    confirmed = forms.BooleanField(
        label=_("I have checked that the certificate is the signer's own"),
        help_text=_("Needed once for each certificate that is not registered; it then is."),
        required=False,
    )
    issuer_reason = forms.CharField(
        label=_("Why a certificate counts whose issuer the union does not trust"),
        help_text=_("Only for such a certificate. The reason is kept, and shown wherever the signature is."),
        required=False,
        max_length=500,
    )


class SignedForm(StyledForm, _Signed):
    """A signed copy of any document."""


class SignedStepForm(StepForm, _Signed):
    """The signed opinion, as a step of the procedure."""


class DepartmentForm(StyledForm):
    """A letter that asks a department for its view."""

    department = forms.CharField(
        label=_("Department"), max_length=200, error_messages={"required": _("Enter whom you are asking.")}
    )
    questions = forms.CharField(
        label=_("What you ask, one point per line"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Enter what you are asking.")},
    )
    answer_by = forms.DateField(label=_("Answer by"), widget=LocalDateInput(), error_messages=DATE_ERRORS)


class CopyForm(StyledForm):
    """A certified copy: of what, in which form, for whom."""

    original = forms.ChoiceField(label=_("What is copied"), error_messages={"required": _("Choose what is copied.")})
    form = forms.ChoiceField(
        label=_("Form of the copy"),
        widget=forms.RadioSelect,
        choices=[
            (WHOLE, _("Whole copy of an original (sao y)")),
            (EXTRACT, _("Extract (trích sao)")),
            (OF_A_COPY, _("Whole copy of a copy (sao lục)")),
        ],
        error_messages={"required": _("Choose the form of the copy.")},
    )
    pages = forms.CharField(
        label=_("Of an extract: its pages"), max_length=200, required=False, help_text=_("Such as 1, 3-5.")
    )
    extract = forms.CharField(
        label=_("Or its text"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    recipients = forms.CharField(
        label=_("For whom"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One body per line."),
        error_messages={"required": _("Write at least one recipient.")},
    )
    count = forms.IntegerField(label=_("Number of copies"), min_value=1, max_value=MOST_COPIES, initial=1)

    def __init__(self, *args: Any, offered: Mapping[str, Original], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["original"].choices = [(key, one.name) for key, one in offered.items()]  # type: ignore[attr-defined]

    @property
    def arguments(self) -> dict[str, Any]:
        """What ``certify_copy`` is given."""
        return self.cleaned_data | {"recipients": names_in(self.cleaned_data["recipients"])}


class AnswerForm(StyledForm):
    """A department's answer, in words, as a file, or both."""

    answered_by = forms.CharField(
        label=_("Who answers: name and position"),
        max_length=300,
        error_messages={"required": _("Write who answers: name and position.")},
    )
    answer = forms.CharField(
        label=_("The answer"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    upload = UploadField(label=_("The signed answer as a file (PDF, DOCX, picture)"), required=False)


class RecordedAnswerForm(AnswerForm):
    """What the officer records; ``seen`` tells which answer the page showed."""

    letter = forms.ChoiceField(label=_("By which letter it came"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, letters: Sequence[IncomingLetter] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [("", _("none that is registered")), *((str(one.pk), letter_label(one)) for one in letters)]
        self.fields["letter"].choices = chosen  # type: ignore[attr-defined]

    def clean_letter(self) -> int | None:
        return int(self.cleaned_data["letter"]) if self.cleaned_data["letter"] else None


class GroupReportForm(StyledForm):
    """What a thematic group comes to."""

    text = forms.CharField(
        label=_("The group's report"), required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 18})
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
