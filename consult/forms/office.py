"""What an office keeps for its papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.forms.models import modelformset_factory
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from consult.actions.uploads import refuse_when_disk_is_low
from consult.documents.paper import Paper
from consult.files import FileFaultError
from consult.models import LegalGround, Membership, Organisation, Person, Rate, Retention, Seat, Signatory
from consult.rules.authority import Authority, needs_principal
from consult.rules.placeholders import misplaced

from .base import LocalDateInput, StyledForm, StyledMixin
from .rows import RowsFormSet

PICTURE_LIMIT = 2 * 1024 * 1024
PICTURE_SIDE = 2400


class HeadingForm(StyledMixin, forms.ModelForm):
    """Names, symbol and place in the heading."""

    class Meta:
        model = Organisation
        fields = ["superior", "name", "symbol", "place", "address", "identification_code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("symbol", "place"):
            self.fields[name].required = True

    def clean_symbol(self) -> str:
        symbol = self.cleaned_data["symbol"].strip()
        if "/" in symbol or "-" in symbol or " " in symbol:
            raise forms.ValidationError(_("The symbol stands without blanks, strokes and hyphens, as in “LHH”."))
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
    twice = _("Two texts are given as the basis of one part of the procedure.")


GroundFormSet = modelformset_factory(LegalGround, form=GroundForm, formset=GroundRows, extra=1, can_delete=True)


def clean_picture(upload: Any) -> ContentFile | None:
    """A picture as PNG with transparency, drawn anew: nothing else that the file may hold is kept."""
    if not upload:
        return None
    try:
        refuse_when_disk_is_low()
    except FileFaultError as fault:
        raise forms.ValidationError(str(fault.reason)) from fault
    if upload.size > PICTURE_LIMIT:
        raise forms.ValidationError(_("The picture is larger than 2 MB. Make it smaller and choose it again."))
    try:
        with Image.open(upload, formats=("PNG",)) as picture:
            if max(picture.size) > PICTURE_SIDE:
                raise forms.ValidationError(_("The picture is larger than 2,400 pixels a side."))
            stream = BytesIO()
            picture.convert("RGBA").save(stream, format="PNG")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise forms.ValidationError(_("Choose a PNG picture with a transparent background.")) from fault
    return ContentFile(stream.getvalue(), name="picture.png")


class SignatoryForm(StyledMixin, forms.ModelForm):
    """One person who signs."""

    picture = forms.FileField(
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
        members = Membership.objects.filter(organisation=union).exclude(role=Membership.Role.PROPOSER)
        self.fields["person"].queryset = Person.objects.filter(pk__in=members.values("person"))  # type: ignore[attr-defined]

    def clean_picture(self) -> Any:
        chosen = self.cleaned_data.get("picture")
        return chosen if chosen == self.instance.picture else clean_picture(chosen)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if needs_principal(Authority(data.get("authority", ""))) and not data.get("principal", "").strip():
            self.add_error("principal", _("Say for whom this person signs, as in “Chủ tịch”."))
        return data


class _SignatoriesFormSet(RowsFormSet):
    known_by = "person"
    twice = _("A person signs in one way; choose each person once.")


SignatoryFormSet = modelformset_factory(
    Signatory, form=SignatoryForm, formset=_SignatoriesFormSet, extra=1, can_delete=True
)


@dataclass(frozen=True)
class Marked:
    """A line with a placeholder that is none, parted so that it can be marked."""

    before: str
    wrong: str
    after: str


class WordingForm(StyledForm):
    """The standing sentences and recipients of one kind of paper."""

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        self.paper = paper
        self.marked: dict[str, list[Marked]] = {}
        super().__init__(*args, **kwargs)
        for key, sentence in paper.sentences.items():
            self._add(key, sentence.label, placeholder=sentence.text)
        if paper.recipients:
            self._add("recipients", _("Recipients, one per line"), placeholder="\n".join(paper.recipients))

    def _add(self, key: str, label: Any, placeholder: str) -> None:
        self.fields[key] = forms.CharField(
            label=label,
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 3, "class": "form-control", "placeholder": placeholder}),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for key in list(data):
            for wrong in misplaced(data[key], self.paper.known):
                self._mark(key, data[key], wrong.start, wrong.end)
                self.add_error(
                    key,
                    _("Line %(line)s, letter %(column)s: %(text)s is not a placeholder of this paper.")
                    % {"line": wrong.line, "column": wrong.column, "text": wrong.text},
                )
        return data

    def _mark(self, key: str, text: str, start: int, end: int) -> None:
        begin = text.rfind("\n", 0, start) + 1
        stop = text.find("\n", end)
        line_end = len(text) if stop < 0 else stop
        self.marked.setdefault(key, []).append(Marked(text[begin:start], text[start:end], text[end:line_end]))

    def rows(self) -> Iterator[tuple[forms.BoundField, list[Marked]]]:
        for field in self:
            yield field, self.marked.get(field.name, [])

    @property
    def sentences(self) -> dict[str, str]:
        """What the office words itself; what is left empty takes its default."""
        given = self.cleaned_data if self.is_valid() else {}
        return {key: given[key].strip() for key in self.paper.sentences if given.get(key, "").strip()}

    @property
    def recipient_lines(self) -> str:
        return self.cleaned_data.get("recipients", "") if self.is_valid() else ""


class RatesForm(StyledForm):
    """The table of rates: a field for each act and seat that is paid."""

    def __init__(self, *args: Any, rates: dict[tuple[str, str], int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for act in Rate.Act:
            for seat in Seat.Kind if act == Rate.Act.MEETING else [Seat.Kind.REVIEWER]:
                self.fields[f"{act}_{seat}"] = forms.IntegerField(
                    label=f"{act.label} · {seat.label}",
                    required=False,
                    min_value=0,
                    max_value=100_000_000,
                    initial=rates.get((act, seat)),
                    widget=forms.NumberInput(attrs={"class": "form-control", "step": 1000, "inputmode": "numeric"}),
                )

    @property
    def amounts(self) -> dict[tuple[str, str], int]:
        """Đồng by act and seat."""
        made = {}
        for name, amount in self.cleaned_data.items():
            act, seat = name.split("_", 1)
            made[act, seat] = amount or 0
        return made


class SealForm(StyledForm):
    """The picture of the seal."""

    picture = forms.FileField(
        label=_("Picture of the seal"),
        help_text=_("Red, PNG with a transparent background; it is shown 36 mm wide."),
        error_messages={"required": _("Choose a picture.")},
    )

    def clean_picture(self) -> Any:
        return clean_picture(self.cleaned_data["picture"])


class KeyForm(StyledForm):
    """A PKCS#12 file with its password, or the name of a key on the office's token."""

    file = forms.FileField(label=_("File (.p12 or .pfx)"), required=False)
    password = forms.CharField(
        label=_("Password of the file"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    label = forms.CharField(label=_("Or the name of the key on the token"), required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not data.get("label"):
            self.add_error("file", _("Choose the file, or name the key on the token."))
        if data.get("file") and data["file"].size > 64 * 1024:
            self.add_error("file", _("This is not a PKCS#12 file (.p12 or .pfx)."))
        return data


class RootForm(StyledForm):
    """A root certificate to trust."""

    file = forms.FileField(
        label=_("Root certificate (PEM or DER)"), error_messages={"required": _("Choose the certificate's file.")}
    )


class RetentionForm(StyledForm):
    """How long, in days, each kind of thing is kept; 0 keeps it for ever."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for what in Retention.What:
            widget = forms.NumberInput(attrs={"class": "form-control"})
            self.fields[what] = forms.IntegerField(
                label=what.label, min_value=0, max_value=36500, widget=widget, help_text=_("Days; 0 keeps it for ever.")
            )
