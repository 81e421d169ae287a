"""What an office keeps for its documents."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.forms.models import modelformset_factory
from django.utils.translation import gettext_lazy as _

from consult.actions.uploads import refuse_when_disk_is_low
from consult.documents.definition import DocumentDefinition
from consult.files import FileFaultError
from consult.libraries.confined import ConfinedError, read_confined
from consult.models import (
    LegalGround,
    Membership,
    Organisation,
    Person,
    Rate,
    Retention,
    Seat,
    Signatory,
    TaxTerms,
)
from consult.rules.authority import Authority, may_decide, needs_principal
from consult.rules.placeholders import misplaced
from consult.rules.text import normal

from .base import LocalDateInput, StyledForm, StyledMixin
from .rows import RowsFormSet
from .uploads import UploadField

# Bytes.
PICTURE_LIMIT = 2 * 1024 * 1024


class HeadingForm(StyledMixin, forms.ModelForm):
    """Names, symbol and place in the heading."""

    class Meta:
        model = Organisation
        fields = [
            "superior", "name", "heading_lines", "degrees_before_names", "closer_lines", "symbol", "place", "address",
            "identification_code",
        ]  # fmt: skip
        widgets = {"heading_lines": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("symbol", "place"):
            self.fields[name].required = True

    def clean_heading_lines(self) -> str:
        """Only the breaks are the office's: the heading says the name of the body, word by word."""
        text = self.cleaned_data["heading_lines"]
        if text.strip() and normal(text).casefold() != normal(self.cleaned_data.get("name", "")).casefold():
            raise forms.ValidationError(_("These lines must be the words of the name, in their order."))
        return "\n".join(line.strip() for line in text.splitlines() if line.strip())

    def clean_symbol(self) -> str:
        symbol = self.cleaned_data["symbol"].strip()
        if "/" in symbol or "-" in symbol or " " in symbol:
            raise forms.ValidationError(_("The symbol has no spaces, slashes or hyphens, as in “LHH”."))
        return symbol


class GroundForm(StyledMixin, forms.ModelForm):
    """One legal ground."""

    class Meta:
        model = LegalGround
        fields = ["text", "valid_from", "valid_to", "position", "key"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "valid_from": LocalDateInput(),
            "valid_to": LocalDateInput(),
        }

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].strip().rstrip(".;")
        if not text.startswith("Căn cứ "):
            raise forms.ValidationError(_("A ground begins with “Căn cứ”."))
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("valid_from") and data.get("valid_to") and data["valid_to"] < data["valid_from"]:
            self.add_error("valid_to", _("The last day cannot be before the first."))
        return data


class GroundRows(RowsFormSet):
    """The union's legal grounds: each part of the procedure rests on one of them at most."""

    known_by = "key"
    twice = _("Two texts are given as the basis of the same part of the procedure.")


GroundFormSet = modelformset_factory(LegalGround, form=GroundForm, formset=GroundRows, extra=1, can_delete=True)


def clean_picture(upload: Any) -> ContentFile | None:
    """A picture as PNG with transparency, drawn anew: nothing else that the file may hold is kept."""
    if not upload:
        return None
    try:
        refuse_when_disk_is_low()
    except FileFaultError as fault:
        raise forms.ValidationError(str(fault.reason)) from fault
    try:
        drawn = read_confined("consult.libraries.file_parsers:transparent_png", upload.file)
    except ConfinedError as fault:
        raise forms.ValidationError(_("Choose a PNG picture with a transparent background.")) from fault
    if "fault" in drawn:
        raise forms.ValidationError(_("The picture is more than 2,400 pixels wide or high."))
    return ContentFile(base64.b64decode(drawn["png"]), name="picture.png")


class SignatoryForm(StyledMixin, forms.ModelForm):
    """One person who signs."""

    picture = UploadField(
        most=PICTURE_LIMIT,
        label=_("Picture of the signature"),
        required=False,
        # Django's own widget would show a path in the store.
        widget=forms.FileInput,
        help_text=_("Blue, PNG with a transparent background."),
    )

    class Meta:
        model = Signatory
        fields = ["person", "authority", "principal", "title", "picture"]

    def __init__(self, *args: Any, union: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.union = union
        members = Membership.objects.in_force().filter(organisation=union).exclude(role=Membership.Role.PROPOSER)
        self.fields["person"].queryset = Person.objects.filter(pk__in=members.values("person"))  # type: ignore[attr-defined]

    def _leads(self, person: Person) -> bool:
        roles = Membership.objects.in_force().filter(organisation=self.union, person=person)
        return roles.filter(role=Membership.Role.LEADER).exists()

    def clean_picture(self) -> Any:
        chosen = self.cleaned_data.get("picture")
        return chosen if chosen == self.instance.picture else clean_picture(chosen)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if needs_principal(Authority(data.get("authority", ""))) and not data.get("principal", "").strip():
            self.add_error("principal", _("Enter for whom this person signs, as in “Chủ tịch”."))
        if data.get("person") and not may_decide(Authority(data.get("authority", ""))) and self._leads(data["person"]):
            self.add_error(
                "authority",
                _("A leader approves councils and so signs decisions, and a decision is never signed by order (TL.)."),
            )
        return data


class _SignatoriesFormSet(RowsFormSet):
    known_by = "person"
    twice = _("Each person signs in one capacity; choose each person once.")


SignatoryFormSet = modelformset_factory(
    Signatory, form=SignatoryForm, formset=_SignatoriesFormSet, extra=1, can_delete=True
)


@dataclass(frozen=True)
class MarkedLine:
    """A line with a placeholder that is none, parted so that it can be marked."""

    before: str
    wrong: str
    after: str


class WordingForm(StyledForm):
    """The standing sentences and recipients of one kind of document."""

    def __init__(self, *args: Any, definition: DocumentDefinition, **kwargs: Any) -> None:
        self.definition = definition
        self.marked: dict[str, list[MarkedLine]] = {}
        super().__init__(*args, **kwargs)
        for key, sentence in definition.sentences.items():
            self._add(key, sentence.label, placeholder=sentence.text)
        if definition.recipients:
            self._add("recipients", _("Recipients, one per line"), placeholder="\n".join(definition.recipients))

    def _add(self, key: str, label: Any, placeholder: str) -> None:
        self.fields[key] = forms.CharField(
            label=label,
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 3, "class": "form-control", "placeholder": placeholder}),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # A field with a fault is taken out of ``data`` at its first one.
        for key, text in list(data.items()):
            for wrong in misplaced(text, self.definition.known):
                self._mark(key, text, wrong.start, wrong.end)
                self.add_error(
                    key,
                    _("Line %(line)s, character %(column)s: %(text)s is not a placeholder of this document.")
                    % {"line": wrong.line, "column": wrong.column, "text": wrong.text},
                )
        return data

    def _mark(self, key: str, text: str, start: int, end: int) -> None:
        begin = text.rfind("\n", 0, start) + 1
        stop = text.find("\n", end)
        line_end = len(text) if stop < 0 else stop
        self.marked.setdefault(key, []).append(MarkedLine(text[begin:start], text[start:end], text[end:line_end]))

    def rows(self) -> Iterator[tuple[forms.BoundField, list[MarkedLine]]]:
        for field in self:
            yield field, self.marked.get(field.name, [])

    @property
    def sentences(self) -> dict[str, str]:
        """What the office words itself; what is left empty takes its default."""
        given = self.cleaned_data if self.is_valid() else {}
        return {key: given[key].strip() for key in self.definition.sentences if given.get(key, "").strip()}

    @property
    def recipient_lines(self) -> str:
        return self.cleaned_data.get("recipients", "") if self.is_valid() else ""


class RatesForm(StyledForm):
    """The table of rates: a field for each act and seat that is paid; and the tax withheld."""

    TERMS = ("percent", "threshold")

    def __init__(self, *args: Any, rates: dict[tuple[str, str], int], terms: TaxTerms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for act in Rate.Act:
            for seat in self._seats(act):
                self.fields[f"{act}_{seat}"] = forms.IntegerField(
                    label=f"{act.label} · {Seat.Kind(seat).label}" if seat else act.label,
                    required=False,
                    min_value=0,
                    max_value=100_000_000,
                    initial=rates.get((act, seat)),
                    widget=forms.NumberInput(attrs={"class": "form-control", "step": 1000, "inputmode": "numeric"}),
                )
        number = {"class": "form-control"}
        self.fields["percent"] = forms.DecimalField(
            label=_("Tax withheld, in percent"), required=False, min_value=0, max_value=50, decimal_places=2,
            initial=terms.percent, widget=forms.NumberInput(attrs={**number, "step": "0.01", "inputmode": "decimal"}),
        )  # fmt: skip
        self.fields["threshold"] = forms.IntegerField(
            label=_("From how many đồng per payment"), required=False, min_value=0, max_value=1_000_000_000,
            initial=terms.threshold, widget=forms.NumberInput(attrs={**number, "step": 1000, "inputmode": "numeric"}),
        )  # fmt: skip
        self.terms_before = terms

    @staticmethod
    def _seats(act: Rate.Act) -> list[str]:
        if act in Rate.WITHOUT_SEAT:
            return [""]
        return list(Seat.Kind) if act == Rate.Act.MEETING else [Seat.Kind.REVIEWER]

    @property
    def amounts(self) -> dict[tuple[str, str], int]:
        """Đồng by act and seat."""
        made = {}
        for name, amount in self.cleaned_data.items():
            if name not in self.TERMS:
                act, seat = name.split("_", 1)
                made[act, seat] = amount or 0
        return made

    @property
    def terms(self) -> TaxTerms:
        """What is withheld; what is left empty stays as it is."""
        said = {name: self.cleaned_data.get(name) for name in self.TERMS}
        return TaxTerms(
            **{name: getattr(self.terms_before, name) if value is None else value for name, value in said.items()}
        )


class RetentionForm(StyledForm):
    """How long, in days, each kind of thing is kept; 0 keeps it for ever."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for what in Retention.What:
            widget = forms.NumberInput(attrs={"class": "form-control"})
            self.fields[what] = forms.IntegerField(
                label=what.label, min_value=0, max_value=36500, widget=widget, help_text=_("Days; 0 means for ever.")
            )
