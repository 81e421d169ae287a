"""Rows that stand in an order: added, removed and moved by buttons, with or without scripts; kept when the form is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from consult.rules.text import whole_number

from .base import StyledForm, printable_data

UP, DOWN, REMOVE, ADD = "up", "down", "remove", "add"
# The order of a row that ordering.js took out.
REMOVED = "-1"


class OrderedRow(StyledForm):
    """One row. One in which nothing was written is none."""

    # The fields by which a row says something.
    SAYS: ClassVar[tuple[str, ...]] = ()

    order = forms.IntegerField(required=False, widget=forms.HiddenInput(attrs={"data-order": ""}))

    @property
    def removed(self) -> bool:
        """Whether the script took it out: it is sent all the same, since a set of forms has no holes."""
        return str(self["order"].value()) == REMOVED

    @property
    def stands_at(self) -> int:
        """Its place as it was sent; what cannot be read stands last."""
        place = whole_number(str(self["order"].value()))
        return 10_000 if place is None else place

    @property
    def raw(self) -> dict[str, Any]:
        """What stands in its fields, right or wrong."""
        return {name: self[name].value() for name in self.fields if name != "order"}

    @property
    def nothing(self) -> bool:
        return not any(str(self[name].value() or "").strip() for name in self.SAYS)


class OrderedRows(forms.BaseFormSet):
    """``asked`` is the button that was pressed: the rows are then shown as it says, and nothing is kept."""

    def __init__(self, data: Any = None, *, rows: Sequence[dict[str, Any]] = (), **kwargs: Any) -> None:
        self.pressed: tuple[str, int] | None = None
        initial = [{**row, "order": place} for place, row in enumerate(rows)]
        super().__init__(printable_data(data), prefix="rows", initial=initial, **kwargs)

    @property
    def asked(self) -> str:
        """The button of the rows that was pressed, "" for none."""
        return str(self.data.get("rows-do", "")) if self.is_bound else ""

    @property
    def in_order(self) -> list[Any]:
        return sorted((form for form in self.forms if not form.removed), key=lambda form: form.stands_at)

    @property
    def written(self) -> list[Any]:
        """The rows in which something stands, in their order."""
        return [form for form in self.in_order if not form.nothing]

    def as_asked(self) -> OrderedRows:
        """The rows after the button that was pressed, not yet kept. What is no button changes nothing."""
        act, _dash, place = self.asked.partition("-")
        rows = [form.raw for form in self.in_order]
        at = whole_number(place)
        to = at
        if act == ADD and len(rows) < self.max_num:
            rows.append({})
            to = len(rows) - 1
        elif at is None or at >= len(rows):
            to = None
        elif act == REMOVE:
            del rows[at]
        elif act in (UP, DOWN):
            to = max(0, at - 1) if act == UP else min(len(rows) - 1, at + 1)
            rows.insert(to, rows.pop(at))
        shown = type(self)(rows=rows)
        shown.pressed = None if to is None else (act, to)
        return shown
