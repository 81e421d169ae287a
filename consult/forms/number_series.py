"""How an office keeps its numbers and writes its symbols."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import Organisation
from consult.rules.number_series import FORMS, LETTER_FORMS, MOST_FORM, Style
from consult.rules.numbering import DECISION, LETTER

from .base import StyledForm

OWN = "own"
# What samples are written with.
UNIT = "TVPB"


def _typed(own: Any, before: Any) -> bool:
    """Whether somebody typed a form of their own that did not stand there before."""
    return bool(own and own.strip()) and own.strip() != before


def _typing_chooses(data: Any, initial: Mapping[str, Any]) -> Any:
    """What was sent, with "another form" chosen where one was typed and the choice stayed as it was."""
    sent = data.copy()
    for name in ("symbol_form", "letter_form"):
        if sent.get(name) in (None, "", initial[name]) and _typed(sent.get(f"own_{name}"), initial[f"own_{name}"]):
            sent[name] = OWN
    return sent


class SeriesForm(StyledForm):
    """One series for each kind or one for all; the form of symbols, and that of letters. ``style`` once it is valid.

    Whoever types a form of their own means it, also without choosing "another form": typing chooses it, unless another one was
    chosen as well.
    """

    together = forms.TypedChoiceField(
        label=_("Series"), coerce=lambda told: told == "True", widget=forms.RadioSelect,
        choices=[(False, _("One for each kind of document")), (True, _("One for all kinds of document"))],
        help_text=_("Receipts of dossiers are always a series of their own."),
    )  # fmt: skip
    # Named "form", it would hide what a page's scripts ask the form of.
    symbol_form = forms.ChoiceField(
        label=_("Symbol of decisions, reports, invitations and so on"), widget=forms.RadioSelect
    )
    own_symbol_form = forms.CharField(
        label=_("Another form"), max_length=MOST_FORM, required=False,
        help_text=_("{number}, {kind}, {union} and {year} stand for number, abbreviation, symbol of the union and year."),
    )  # fmt: skip
    letter_form = forms.ChoiceField(label=_("Symbol of letters"), widget=forms.RadioSelect)
    own_letter_form = forms.CharField(
        label=_("Another form of letters"), max_length=MOST_FORM, required=False,
        help_text=_("{number}, {union}, {unit} and {year} stand for number, symbol of the union, department and year."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, union: Organisation, style: Style, year: int) -> None:
        initial = {
            "together": style.together,
            "symbol_form": style.form if style.form in FORMS else OWN,
            "own_symbol_form": "" if style.form in FORMS else style.form,
            "letter_form": style.letter_form if style.letter_form in LETTER_FORMS else OWN,
            "own_letter_form": "" if style.letter_form in LETTER_FORMS else style.letter_form,
        }
        super().__init__(data and _typing_chooses(data, initial), initial=initial)
        for name, forms_offered, kind in (("symbol_form", FORMS, DECISION), ("letter_form", LETTER_FORMS, LETTER)):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                *((one, Style(False, one, one).written(5, kind, union.symbol, UNIT, year)) for one in forms_offered),
                (OWN, _("another form, written below")),
            ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("symbol_form", "letter_form"):
            if data.get(name) == OWN and not data.get(f"own_{name}") and f"own_{name}" not in self.errors:
                self.add_error(f"own_{name}", forms.ValidationError(_("Write the form."), code="form_missing"))
            elif data.get(name) not in (None, OWN) and _typed(data.get(f"own_{name}"), self.initial[f"own_{name}"]):
                said = _("You chose another form above. Choose “another form, written below”, or leave this empty.")
                self.add_error(f"own_{name}", forms.ValidationError(said, code="two_forms"))
        return data

    def _chosen(self, name: str) -> str:
        chosen = self.cleaned_data[name]
        return str(self.cleaned_data[f"own_{name}"] if chosen == OWN else chosen)

    @property
    def style(self) -> Style:
        return Style(self.cleaned_data["together"], self._chosen("symbol_form"), self._chosen("letter_form"))

    def field_of(self, where: str) -> str | None:
        """The field at which an objection is said."""
        name = "symbol_form" if where == "form" else where
        if self.cleaned_data.get(name) == OWN:
            return f"own_{name}"
        return name if name in self.fields else None
