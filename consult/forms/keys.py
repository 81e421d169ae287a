"""What an office signs with, and whose signatures it trusts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consult.models import Person

from .base import StyledForm
from .office import PICTURE_LIMIT, clean_picture
from .uploads import UploadField

# Bytes: a key with a long chain takes some 20 kB.
KEY_FILE_LIMIT = 1024 * 1024


class SealForm(StyledForm):
    """The picture of the seal."""

    picture = UploadField(
        most=PICTURE_LIMIT,
        label=_("Picture of the seal"),
        help_text=_("Red, PNG with a transparent background; it is shown 36 mm wide."),
        error_messages={"required": _("Choose a picture.")},
    )

    def clean_picture(self) -> Any:
        return clean_picture(self.cleaned_data["picture"])


class KeyForm(StyledForm):
    """A PKCS#12 file with its password, or the name of a key on the office's token."""

    file = UploadField(most=KEY_FILE_LIMIT, label=_("File (.p12 or .pfx)"), required=False)
    password = forms.CharField(
        label=_("Password of the file"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    label = forms.CharField(label=_("Or the name of the key on the token"), required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not data.get("label"):
            self.add_error("file", _("Choose the file, or name the key on the token."))
        return data


class RootForm(StyledForm):
    """A root certificate to trust."""

    file = UploadField(
        most=KEY_FILE_LIMIT,
        label=_("Root certificate (PEM or DER)"),
        error_messages={"required": _("Choose the certificate's file.")},
    )


class CertificateForm(StyledForm):
    """A signer's certificate, known before a document comes back signed with it."""

    person = forms.ModelChoiceField(
        label=_("Whose"), queryset=Person.objects.none(), required=False, empty_label=_("the union's own")
    )
    file = UploadField(
        most=KEY_FILE_LIMIT,
        label=_("Certificate (PEM or DER)"),
        error_messages={"required": _("Choose the certificate's file.")},
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
