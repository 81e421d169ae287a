"""The rich-text editor as a form field; what it sends is cleaned and bounded."""

from __future__ import annotations

from typing import Any

from django import forms
from django_prose_editor.fields import ProseEditorFormField

from consult.richtext import clean, left_out, too_much

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Strike": True,
    "Superscript": True,
    "Subscript": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Heading": {"levels": [3, 4]},
    "Blockquote": True,
    "HardBreak": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Link": {"enableTarget": False},
    "History": True,
    "Pasting": True,
}


def _bounded(text: str) -> None:
    problem = too_much(text)
    if problem:
        raise forms.ValidationError(problem)


class RichField(ProseEditorFormField):
    """Headings, lists and tables; what is pasted from Word comes out clean."""

    def __init__(self, **kwargs: Any) -> None:
        # What the text that was sent last had and cannot keep, in words.
        self.left_out = ""
        super().__init__(
            sanitize=clean, preset="configurable", config={"extensions": EXTENSIONS}, validators=[_bounded], **kwargs
        )

    def clean(self, value: Any) -> str:
        self.left_out = left_out(value or "")
        return super().clean(value)
