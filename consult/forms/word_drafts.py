"""A draft brought back from Word: the file, and then the text that was read from it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.exports.draft_file import MOST_BYTES

from .base import StyledForm
from .uploads import UploadField


class BringDraftForm(StyledForm):
    """The file as it comes from Word."""

    upload = UploadField(
        label=_("Word document (DOCX)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        most=MOST_BYTES,
        error_messages={
            "required": _("Choose the file."),
            "empty": _("The file is empty. Check it and choose it again."),
        },
    )


class TakeDraftForm(forms.Form):
    """The text that was read, kept in the page between the two presses; ``taken`` is the revision it was written on."""

    body = forms.CharField(required=False, strip=False)
    conclusion = forms.CharField(required=False)
    revision = forms.IntegerField(min_value=0)
    taken = forms.IntegerField(min_value=0, required=False)
    choice = forms.ChoiceField(choices=[("take", ""), ("both", "")])
