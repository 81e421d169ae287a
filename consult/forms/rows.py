"""Rows that a union keeps, on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import BaseModelFormSet
from django.utils.functional import Promise


class RowsFormSet(BaseModelFormSet):
    """Rows of which each can be removed."""

    # The field by which a row is known within its union, and what is said when one comes twice.
    known_by = ""
    twice: str | Promise = ""

    def __init__(self, *args: Any, owned: QuerySet[Any] | None = None, **kwargs: Any) -> None:
        """``owned`` are all rows of the union, also those that the page does not show."""
        super().__init__(*args, **kwargs)
        self.owned = owned if owned is not None else self.get_queryset()

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["class"] = "form-check-input"

    def clean(self) -> None:
        if not self.known_by:
            return
        left = [form for form in self.forms if form.is_valid() and form.cleaned_data and form not in self.deleted_forms]
        # A row without a key is known by none.
        keys = [key for form in left if (key := form.cleaned_data.get(self.known_by))]
        # Rows of another page or year, and those that somebody has added since this page was opened.
        shown = [form.instance.pk for form in self.forms if form.instance.pk]
        others = self.owned.exclude(pk__in=shown).filter(**{f"{self.known_by}__in": keys})
        if len(keys) != len(set(keys)) or others.exists():
            raise forms.ValidationError(str(self.twice))
