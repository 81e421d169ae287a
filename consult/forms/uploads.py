"""Files in forms: how large they may be stands beside them, and is held against before anything is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consult.actions.uploads import too_large

from .base import StyledForm


class UploadField(forms.FileField):
    """A file of at most ``most`` bytes, or else of the limit of one file; app.js reads both from the page."""

    def __init__(self, *args: Any, most: int = 0, help_text: Any = "", **kwargs: Any) -> None:
        self.most = most
        megabytes = (most or settings.UPLOAD_FILE_LIMIT) // settings.MEBIBYTE
        said = format_lazy(_("Up to {megabytes} MB."), megabytes=megabytes)
        kwargs["help_text"] = format_lazy("{} {}", help_text, said) if help_text else said
        super().__init__(*args, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        own = super().widget_attrs(widget)
        if not self.most:
            return own
        sentence = lazy(lambda: str(too_large(self.most).reason), str)()
        return {**own, "data-file-limit": self.most, "data-file-large": sentence}

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if self.most and data and data.size > self.most:
            raise forms.ValidationError(str(too_large(self.most).reason), code="file_too_large")
        return file


class SeveralFilesInput(forms.ClearableFileInput):
    """Several files at once, in the order in which they were chosen."""

    allow_multiple_selected = True


class FilesField(UploadField):
    """Any number of files; app.js takes what is dropped on it."""

    widget = SeveralFilesInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "data-drop": ""}

    def clean(self, data: Any, initial: Any = None) -> Any:
        chosen = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        if not chosen:
            super().clean(None, initial)
        return [super(FilesField, self).clean(one, initial) for one in chosen]


class SampleForm(StyledForm):
    """A sample file of an attachment."""

    file = UploadField(label=_("Sample file"), error_messages={"required": _("Choose a file.")})
