"""The opinion and the response to it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .base import StepForm
from .editor import RichField


class OpinionForm(StepForm):
    """The opinion's text."""

    body = RichField(label=_("Opinion"), error_messages={"required": _("Write the opinion.")})
    conclusion = forms.CharField(
        label=_("Conclusion"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the conclusion.")},
    )

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class ResponseForm(StepForm):
    """What the proposer did with the opinion."""

    body = forms.CharField(
        label=_("What you accept and what you explain"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what you accepted and what you explain.")},
    )
