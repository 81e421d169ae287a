"""A body asks for access, and an office answers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.access.keeping import own_bodies
from consult.actions.access_requests import LARGEST
from consult.models import AccessRequest, Organisation

from .base import StyledForm
from .office_bodies import KINDS
from .uploads import UploadField


class AskAccessForm(StyledForm):
    """Who asks, for which body, with its letter."""

    union = forms.ModelChoiceField(Organisation.objects.none(), label=_("Whom you want to submit to"), empty_label=None)
    body_name = forms.CharField(label=_("Name of the body"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    asker = forms.CharField(label=_("Your full name"), max_length=150)
    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, help_text=_("Once the office agrees, the invitation goes there.")
    )
    phone = forms.CharField(label=_("Your telephone"), max_length=30)
    upload = UploadField(
        label=_("Letter of your body"), most=LARGEST,
        help_text=_("Signed and stamped, naming you. PDF, a photo or a Word file."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What else the office should know"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, unions: Collection[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Organisation.objects.filter(pk__in=[union.pk for union in unions]).order_by("sort_key")
        self.fields["union"].queryset = found  # type: ignore[attr-defined]
        if len(unions) == 1:
            self.fields["union"].initial = next(iter(unions))


class AcceptForm(StyledForm):
    """As which body a request is entered."""

    body = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("A body that is entered already"), required=False,
        empty_label=_("none: enter it anew"),
    )  # fmt: skip
    name = forms.CharField(label=_("Name of the body"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)

    def __init__(self, *args: Any, asked: AccessRequest, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": asked.body_name, "kind": asked.kind}, **kwargs)
        own = Organisation.objects.filter(own_bodies([asked.union_id])).order_by("sort_key")
        self.fields["body"].queryset = own  # type: ignore[attr-defined]
