"""An office's own Word template."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.actions.templates import MOST_BYTES

from .base import StyledForm
from .uploads import UploadField


class TemplateForm(StyledForm):
    """One file, DOCX."""

    upload = UploadField(
        label=_("Word template (DOCX)"), most=MOST_BYTES, widget=forms.ClearableFileInput(attrs={"accept": ".docx"})
    )
