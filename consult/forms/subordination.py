"""A union under a union."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import Subordination

from .base import StyledForm


class AskUpperForm(StyledForm):
    """Which union to be under."""

    name = forms.CharField(
        label=_("Name of the upper union"),
        max_length=300,
        widget=forms.TextInput(attrs={"list": "unions", "autocomplete": "off"}),
        help_text=_("As it is called in Consult. It has to confirm, and sees nothing of yours before you say so."),
    )


class ShowsForm(StyledForm):
    """What the upper union sees."""

    shows = forms.ChoiceField(
        label=_("The upper union sees of this union"), choices=Subordination.Shows.choices, widget=forms.RadioSelect
    )
