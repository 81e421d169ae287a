"""The call list: how it was to tell somebody."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import Call

from .base import StyledForm


class CallForm(StyledForm):
    """How it was, and a note."""

    outcome = forms.ChoiceField(
        label=_("How it was"), choices=Call.Outcome.choices, error_messages={"required": _("Say how it was.")}
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
