"""The lists of a procedure's version: what a dossier brings along, and what each reviewer is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import Procedure
from consult.refusals import ActionError
from consult.rules.procedure_schema import FILE_TYPES, MOST, MOST_ITEMS, MOST_SECTIONS
from consult.rules.text import code_of

from .ordered_rows import OrderedRow, OrderedRows


class ChecklistRow(OrderedRow):
    """One attachment."""

    SAYS = ("code", "title", "hint")

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Name of the attachment"), max_length=MOST["title"], required=False)
    hint = forms.CharField(
        label=_("Hint"), max_length=MOST["hint"], required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Proposers read it below the name: what it must say, where they get it."),
    )  # fmt: skip
    required = forms.BooleanField(
        label=_("Required: without it the dossier cannot be sent"), required=False, initial=True
    )
    types = forms.MultipleChoiceField(
        label=_("Kinds of file"), choices=[(one, one.upper()) for one in FILE_TYPES], required=False,
        widget=forms.CheckboxSelectMultiple, initial=["pdf", "docx", "jpeg", "png"],
    )  # fmt: skip

    @property
    def types_chosen(self) -> str:
        return ", ".join(str(one).upper() for one in self["types"].value() or ())

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("code", "title", "hint", "required", "types")}


ASKS = [("both", _("Words and a rating from 1 to 5")), ("text", _("Words")), ("rating", _("A rating from 1 to 5"))]


class SectionRow(OrderedRow):
    """One section of the review form."""

    SAYS = ("code", "title", "hint")

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Heading"), max_length=MOST["title"], required=False)
    hint = forms.CharField(
        label=_("Hint"), max_length=MOST["hint"], required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands below the heading: what to look at."),
    )  # fmt: skip
    asks = forms.ChoiceField(label=_("Asks for"), choices=ASKS, initial="both")
    required = forms.BooleanField(
        label=_("Must be answered before the review is handed in"), required=False, initial=True
    )

    @property
    def said(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "code": told["code"], "title": told["title"], "hint": told["hint"], "required": told["required"],
            "text": told["asks"] in ("both", "text"), "rating": told["asks"] in ("both", "rating"),
        }  # fmt: skip


class _PartRows(OrderedRows):
    """The rows of one list of the rules, ``LIST``."""

    LIST = ""
    revision = 0

    @property
    def changes(self) -> dict[str, Any]:
        rows = [form.said for form in self.written]
        taken = {row["code"] for row in rows if row["code"]}
        for row in rows:
            if not row["code"]:
                row["code"] = _free_code(row["title"], taken)
                taken.add(row["code"])
        return {self.LIST: rows}

    @property
    def description(self) -> str | None:
        return None

    def tell(self, refusal: ActionError) -> None:
        """Say each objection at the row and field that it is about, or above all rows."""
        rows = self.written
        for part in refusal.parts:
            _list, _dot, place = part.where.partition(".")
            row, _dot, field = place.partition(".")
            field = field.partition(".")[0]
            if row.isdecimal():
                known = field in rows[int(row)].fields and not rows[int(row)].fields[field].widget.is_hidden
                rows[int(row)].add_error(field if known else None, str(part.reason))
            else:
                self._non_form_errors.append(str(part.reason))  # type: ignore[attr-defined]


def _free_code(title: str, taken: set[str]) -> str:
    """A code for a row that is new, by its title; it stays when the title changes, so that answers stay its own."""
    code = code_of(title, MOST["code"] - 3) or "row"
    number = 2
    free = code
    while free in taken:
        free, number = f"{code}_{number}", number + 1
    return free


class ChecklistRows(_PartRows):
    LIST = "checklist"

    @classmethod
    def begun(cls, procedure: Procedure) -> list[dict[str, Any]]:
        return [
            {
                "code": item.code,
                "title": item.title,
                "hint": item.hint,
                "required": item.required,
                "types": list(item.types),
            }
            for item in procedure.rules.checklist
        ]


class SectionRows(_PartRows):
    LIST = "review_form"

    @classmethod
    def begun(cls, procedure: Procedure) -> list[dict[str, Any]]:
        return [
            {"code": one.code, "title": one.title, "hint": one.hint, "required": one.required,
             "asks": "both" if one.text and one.rating else "text" if one.text else "rating"}
            for one in procedure.rules.review_form
        ]  # fmt: skip


def _factory(row: type[OrderedRow], rows: type[_PartRows], most: int) -> Any:
    # One more than may be kept: the rules say that it is too many.
    return forms.formset_factory(row, formset=rows, extra=0, max_num=most + 1, absolute_max=most + 1)


ChecklistFormSet = _factory(ChecklistRow, ChecklistRows, MOST_ITEMS)
SectionFormSet = _factory(SectionRow, SectionRows, MOST_SECTIONS)

ROWS: dict[str, Any] = {"checklist": ChecklistFormSet, "review-form": SectionFormSet}
