"""A person's own data."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .base import StyledForm


class CorrectForm(StyledForm):
    """What a person may correct by themselves."""

    name = forms.CharField(label=_("Full name"), max_length=150)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
