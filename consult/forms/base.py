"""Forms that look alike: Tabler's classes on every widget."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from consult.documents.faces import named_missing
from consult.rules.text import printable

_TAGS = re.compile(r"<[^>]*>")
UNPRINTED = (forms.PasswordInput, forms.HiddenInput)


def printable_data(data: Any) -> Any:
    """What was sent, with texts that hold nothing unprintable: what is compared and shown again is what will be kept."""
    if not isinstance(data, QueryDict):
        return data
    cleaned = data.copy()
    for name, values in data.lists():
        cleaned.setlist(name, [printable(value) if isinstance(value, str) else value for value in values])
    return cleaned


class StyledMixin:
    """Gives each widget the kit's class, and takes nothing unprintable.

    A letter that no face of our documents has is named at its field: on paper it would be a box, or a number.
    """

    # Whether what is typed may come onto paper; what only narrows a list does not.
    on_paper = True
    fields: dict[str, forms.Field]
    data: Any
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.data = printable_data(self.data)
        for field in self.fields.values():
            widget = field.widget
            if isinstance(widget, (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)):
                css = "form-check-input"
            elif isinstance(widget, forms.Select):
                css = "form-select"
            else:
                css = "form-control"
            widget.attrs["class"] = f"{widget.attrs.get('class', '')} {css}".strip()
            if isinstance(widget, forms.Textarea):
                widget.attrs.setdefault("rows", 4)

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        if self.on_paper:
            for name, value in list(getattr(self, "cleaned_data", {}).items()):
                self._name_signs(name, value)

    def _name_signs(self, name: str, value: Any) -> None:
        field = self.fields.get(name)
        typed = isinstance(field, forms.CharField) and not isinstance(field.widget, UNPRINTED)
        for sign in named_missing(_TAGS.sub(" ", value)) if typed and isinstance(value, str) else ():
            said = _("This sign cannot be printed, write it in another way: %(sign)s") % {"sign": sign}
            self.add_error(name, said)  # type: ignore[attr-defined]


class StyledForm(StyledMixin, forms.Form):
    """A plain form in the kit's looks."""


class LocalDateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class LocalDateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)
