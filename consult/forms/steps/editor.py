"""The rich-text editor as a form field; what it sends is cleaned and bounded."""

from __future__ import annotations

from typing import Any

from django import forms
from django_prose_editor.fields import ProseEditorFormField

from consult.richtext import clean, too_much

EXTENSIONS: dict[str, Any] = {
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
    "Link": {"enableTarget": False},
    "History": True,
}


def _bounded(text: str) -> None:
    problem = too_much(text)
    if problem:
        raise forms.ValidationError(problem)


class RichField(ProseEditorFormField):
    """Headings, lists and tables; what is pasted from Word comes out clean."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            sanitize=clean, preset="configurable", config={"extensions": EXTENSIONS}, validators=[_bounded], **kwargs
        )
