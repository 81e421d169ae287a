"""The bodies of a dossier besides its proposer: who gave the task, and to whom the opinion goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.actions.recipients import mark_of
from consult.documents.opinion_recipients import Recipients
from consult.models import Dossier, IncomingLetter, Organisation
from consult.rules.recipients import names_in

from .base import LocalDateInput, StyledForm
from .money import MoneyField
from .registers import DATE_ERRORS

# Letters that no dossier has yet, the newest of which are offered.
MOST_LETTERS = 50
BODY_KINDS = [("", _("it is known here already"))] + [
    (kind.value, kind.label) for kind in Organisation.Kind if kind != Organisation.Kind.UNION
]


class GiverForm(StyledForm):
    """Who gave the task, by which letter, with what money."""

    body = forms.CharField(
        label=_("Body that gave the task"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"list": "bodies", "autocomplete": "off"}),
        help_text=_("Left empty where the proposer asks for itself."),
    )
    body_kind = forms.ChoiceField(label=_("If the body is new: its kind"), required=False, choices=BODY_KINDS)
    letter = forms.ModelChoiceField(
        IncomingLetter.objects.none(),
        label=_("Letter in the incoming register"),
        required=False,
        empty_label=_("not in the register"),
    )
    symbol = forms.CharField(label=_("Or its number and symbol"), max_length=60, required=False)
    dated = forms.DateField(
        label=_("And its date"), widget=LocalDateInput(), required=False, error_messages=DATE_ERRORS
    )
    granted = MoneyField(label=_("Money granted, in đồng"), required=False)

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        initial = {
            "body": dossier.given_by.name if dossier.given_by else "",
            "letter": dossier.given_letter_id,
            "symbol": dossier.given_symbol,
            "dated": dossier.given_dated,
            "granted": dossier.granted,
        }
        super().__init__(*args, initial=initial, **kwargs)
        letters = IncomingLetter.objects.filter(register__union=dossier.union_id)
        newest = letters.filter(dossier=None).order_by("-arrived_on", "-pk").values_list("pk", flat=True)[:MOST_LETTERS]
        offered = letters.filter(Q(dossier=dossier) | Q(pk=dossier.given_letter_id) | Q(pk__in=list(newest)))
        self.fields["letter"].queryset = offered.order_by("-arrived_on", "-pk")  # type: ignore[attr-defined]
        self.fields["letter"].label_from_instance = _letter_label  # type: ignore[attr-defined]


def _letter_label(letter: IncomingLetter) -> str:
    parts = (letter.written, letter.symbol, letter.sender, letter.subject[:80])
    return " · ".join(part for part in parts if part)


class RecipientsForm(StyledForm):
    """To whom the opinion goes. ``suggested`` are bodies that are not among them yet."""

    to = forms.CharField(
        label=_("Addressed to (“Kính gửi”)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One body per line."),
    )
    add_to = forms.MultipleChoiceField(
        label=_("Suggestions for “Kính gửi”"), required=False, widget=forms.CheckboxSelectMultiple
    )
    copies = forms.CharField(
        label=_("Copies (“Nơi nhận”)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One per line. “Như trên”, the office's own lines and “Lưu: VT” are printed by themselves."),
    )
    add_copies = forms.MultipleChoiceField(
        label=_("Suggestions for “Nơi nhận”"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, recipients: Recipients, suggested: Sequence[str], **kwargs: Any) -> None:
        initial = {
            "to": "\n".join(recipients.to),
            "copies": "\n".join(recipients.copies),
            "seen": mark_of(recipients),
        }
        super().__init__(*args, initial=initial, **kwargs)
        for name in ("add_to", "add_copies"):
            if suggested:
                self.fields[name].choices = [(one, one) for one in suggested]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    @property
    def chosen(self) -> dict[str, Any]:
        """What the act is given."""
        said = self.cleaned_data
        return {
            "to": [*names_in(said["to"]), *said.get("add_to", [])],
            "copies": [*names_in(said["copies"]), *said.get("add_copies", [])],
            "seen": said["seen"],
        }
