"""What lists are narrowed to, as their addresses ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import Organisation
from consult.queries.fairness import ORDERS
from consult.queries.registers import kinds_of
from consult.rules.numbering import RECEIPT
from consult.rules.text import whole_number, year_number

from .base import StyledForm
from .registers import KINDS

# All kinds of document of a register. A letter's kind is empty, so that all of them is another word.
ALL_KINDS = "all"
ORDER_NAMES = {
    "seats": _("Most seats"),
    "open": _("Most open seats"),
    "acceptance": _("Lowest acceptance"),
    "late": _("Most often late"),
    "never": _("Least often invited"),
}


class ListFilters(StyledForm):
    """The filters of one list. Each holds for itself: what cannot be read is said at its field, and the others hold."""

    on_paper = False

    def __init__(self, asked: QueryDict, **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)

    @property
    def readable(self) -> dict[str, Any]:
        """The filters that could be read, by name; those that could not are missing."""
        self.is_valid()
        return dict(self.cleaned_data)


class YearField(forms.CharField):
    """A year from 1900 to 2200; none where nothing is asked for."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        year = year_number(text)
        if year is None:
            raise forms.ValidationError(_("Write the year in the form 2026."), code="invalid")
        return year


class NumberField(forms.CharField):
    """A whole number that every database keeps; none where nothing is asked for."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        number = whole_number(text)
        if number is None:
            raise forms.ValidationError(_("Write a whole number."), code="invalid")
        return number


class UnionFilters(ListFilters):
    """Which union a page is about, among ``unions``, of which there is at least one."""

    union = forms.TypedChoiceField(label=_("Union"), required=False, coerce=int, empty_value=None)

    def __init__(self, asked: QueryDict, *, unions: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        self.unions = {union.pk: union for union in unions}
        self.fields["union"].choices = [(union.pk, union.name) for union in unions]  # type: ignore[attr-defined]

    @property
    def chosen_union(self) -> Organisation:
        """The union that is asked for, else the first."""
        return self.unions[self.readable.get("union") or next(iter(self.unions))]


class YearFilters(UnionFilters):
    """A union and a year."""

    year = YearField(label=_("Year"), required=False)

    @property
    def chosen_year(self) -> int:
        """The year that is asked for, else the present one."""
        return self.readable.get("year") or clock.today().year


class RegisterFilters(YearFilters):
    """A union, a year and a kind of document."""

    kind = forms.CharField(label=_("Kind of document"), required=False)

    def clean_kind(self) -> str | None:
        kind = self.cleaned_data["kind"] if "kind" in self.data else ALL_KINDS
        if kind not in {ALL_KINDS, RECEIPT, *dict(KINDS), *kinds_of(self.unions)}:
            raise forms.ValidationError(_("There is no such register."), code="invalid_choice")
        return None if kind == ALL_KINDS else str(kind)


class FairnessFilters(YearFilters):
    """A union, a year and what comes first."""

    order = forms.ChoiceField(label=_("Order"), required=False, choices=[(name, ORDER_NAMES[name]) for name in ORDERS])


class OfficeHistoryFilters(UnionFilters):
    """A union, and a place in its history before which is read."""

    before = NumberField(label=_("Before"), required=False)
