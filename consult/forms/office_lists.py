"""Entries of the lists that all unions use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import EmulationCluster, SubjectArea
from consult.rules.text import normal

from .base import StyledMixin


class FieldForm(StyledMixin, forms.ModelForm):
    """A field of expertise, of the upper level or under one of it."""

    class Meta:
        model = SubjectArea
        fields = ["name", "parent"]
        labels = {"name": _("Name of the field"), "parent": _("Under the field")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roots = SubjectArea.objects.filter(parent=None).exclude(pk=self.instance.pk).order_by("sort_key")
        field: Any = self.fields["parent"]
        field.queryset, field.empty_label = roots, _("none: a field of the upper level")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # Said at the name, before the database's own rule says it of the whole form.
        same = SubjectArea.objects.filter(name=normal(data.get("name", "")), parent=data.get("parent"))
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("This name is in the list already."))
        return data


class ClusterForm(StyledMixin, forms.ModelForm):
    """A cluster of unions that report together."""

    class Meta:
        model = EmulationCluster
        fields = ["name"]
        labels = {"name": _("Name of the cluster")}

    def validate_unique(self) -> None:
        """Said by the action, at the name."""
