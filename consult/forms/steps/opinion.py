"""The opinion and the response to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField

from consult.richtext import clean

from .base import StepForm


class OpinionForm(StepForm):
    """The opinion's text."""

    body = ProseEditorFormField(
        label=_("Opinion"),
        sanitize=clean,
        preset="configurable",
        config={
            "extensions": {
                "Bold": True,
                "Italic": True,
                "BulletList": True,
                "OrderedList": True,
                "ListItem": True,
                "Heading": {"levels": [3, 4]},
                "Table": True,
                "TableRow": True,
                "TableHeader": True,
                "TableCell": True,
                "History": True,
            }
        },
        error_messages={"required": _("Write the opinion.")},
    )
    conclusion = forms.CharField(
        label=_("Conclusion"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the conclusion.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = self.dossier.opinions.order_by("-version").first()
        if newest is not None:
            self.initial.update(body=newest.body, conclusion=newest.conclusion)


class ResponseForm(StepForm):
    """What the proposer did with the opinion."""

    body = forms.CharField(
        label=_("What you accept and what you explain"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what you accepted and what you explain.")},
    )
