"""Bodies: departments, communes, investors, associations, unions of communes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.access.keeping import own_organisations
from consult.models import Organisation

from .base import StyledForm, StyledMixin
from .filters import ListFilters

KINDS = [kind for kind in Organisation.Kind.choices if kind[0] != Organisation.Kind.UNION]


class BodyFilterForm(ListFilters):
    """What the list of bodies is narrowed to."""

    text = forms.CharField(label=_("Name of the body"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *KINDS])


class BodyForm(StyledMixin, forms.ModelForm):
    """One body. The district level is chosen for none any more, and stays with those of earlier years."""

    class Meta:
        model = Organisation
        fields = ["kind", "name", "level", "parent", "place", "address", "identification_code"]
        labels = {
            "kind": _("Kind"),
            "name": _("Name of the body"),
            "level": _("Level"),
            "parent": _("Under"),
            "place": _("Place name on documents"),
            "address": _("Address"),
            "identification_code": _("Identification code"),
        }

    def __init__(self, *args: Any, unions: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["kind"].choices = KINDS
        kept = self.instance.level
        fields["level"].choices = [
            ("", "—"),
            *(one for one in Organisation.Level.choices if one[0] != Organisation.Level.DISTRICT or kept == one[0]),
        ]
        own = Organisation.objects.filter(own_organisations(unions)).order_by("sort_key")
        fields["parent"].queryset = own.exclude(pk=self.instance.pk) if self.instance.pk else own
        fields["parent"].required = False
        fields["parent"].empty_label = "—"


class ProposeForm(StyledForm):
    """What is proposed of a person or a body that others know, too: new values, and why."""

    text = forms.CharField(
        label=_("Why, and what else should be changed"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    def __init__(self, *args: Any, about: Any, columns: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"name": _("Name"), "phone": _("Telephone")} | dict(BodyForm.Meta.labels if "place" in columns else {})
        offered: dict[str, forms.Field] = {
            name: forms.CharField(
                label=labels[name], max_length=about._meta.get_field(name).max_length, required=False,
                initial=getattr(about, name), widget=forms.TextInput(attrs={"class": "form-control"}),
            )
            for name in columns
        }  # fmt: skip
        self.fields = {**offered, **self.fields}

    @property
    def changes(self) -> dict[str, str]:
        """The values as they should be, by column."""
        return {name: value for name, value in self.cleaned_data.items() if name != "text"}
