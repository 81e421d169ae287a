"""Incoming letters: entered with their files, corrected, given to somebody, a dossier opened from one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import Dossier, IncomingLetter, Organisation, Person, Procedure
from consult.queries.letters import office_people

from .base import LocalDateInput, StyledForm
from .registers import DATE_ERRORS
from .uploads import FilesField

AS_PAGES = _("Join the photographs to one file, as its pages in this order")
# Who asks for advice and has no account: any body but a union.
BODY_KINDS: list[tuple[str, Any]] = [
    (kind.value, kind.label) for kind in Organisation.Kind if kind != Organisation.Kind.UNION
]
NEW = "new"
RARE = ("received_by", "handler", "number", "suffix", "reason")


def people_choices(union: Organisation, nobody: str = "") -> list[tuple[str, str]]:
    """Everybody of the office, and nobody, in these words."""
    return [
        ("", nobody or gettext("nobody in particular")),
        *((str(one.pk), one.titled_name) for one in office_people(union)),
    ]


class PersonField(forms.TypedChoiceField):
    """Somebody of the office, by the number of their account."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=lambda pk: Person.objects.get(pk=pk), empty_value=None, required=False, **kwargs)


class FilesForm(StyledForm):
    """More files of a letter."""

    scans = FilesField(label=_("Scans and files"), error_messages={"required": _("Choose a file.")})
    as_pages = forms.BooleanField(label=AS_PAGES, required=False)


class IncomingForm(StyledForm):
    """A letter that came in."""

    scans = FilesField(
        label=_("Scans and files"),
        required=False,
        help_text=_("Several at once: PDF, Word, Excel, pictures, ZIP. A phone can photograph the pages."),
    )
    as_pages = forms.BooleanField(label=AS_PAGES, required=False)
    arrived_on = forms.DateField(label=_("Arrived"), widget=LocalDateInput(), error_messages=DATE_ERRORS)
    sender = forms.CharField(
        label=_("Sender"), max_length=300, error_messages={"required": _("Enter who sent the letter.")}
    )
    symbol = forms.CharField(label=_("Its number and symbol"), max_length=60, required=False)
    dated = forms.DateField(label=_("Its date"), widget=LocalDateInput(), required=False, error_messages=DATE_ERRORS)
    subject = forms.CharField(
        label=_("Subject"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Enter the subject of the document.")},
    )
    given_to = PersonField(
        label=_("Goes to"), help_text=_("Somebody of the office: they are told, and see it under My work.")
    )
    due_on = forms.DateField(
        label=_("To be dealt with by"), widget=LocalDateInput(), required=False, error_messages=DATE_ERRORS
    )
    dossier = forms.CharField(
        label=_("Code of the dossier"), max_length=30, required=False, help_text=_("If it belongs to one.")
    )

    received_by = PersonField(label=_("Received by"))
    handler = forms.CharField(
        label=_("Passed to, in words"), max_length=200, required=False,
        help_text=_("A division or a body, where it goes to nobody of the list above."),
    )  # fmt: skip
    number = forms.IntegerField(
        label=_("Number with a letter, on paper"), min_value=1, max_value=999_999, required=False,
        help_text=_("Only of a late letter that carries 12a, say: 12. Else it gets the next number."),
    )  # fmt: skip
    suffix = forms.CharField(label=_("Letter after the number"), max_length=1, required=False)
    reason = forms.CharField(label=_("Why it has a letter"), max_length=300, required=False)

    def __init__(self, *args: Any, union: Organisation, **kwargs: Any) -> None:
        self.union = union
        super().__init__(*args, **kwargs)
        self.fields["arrived_on"].initial = clock.today
        self.fields["given_to"].choices = people_choices(union)  # type: ignore[attr-defined]
        receivers = people_choices(union, gettext("whoever enters it"))
        self.fields["received_by"].choices = receivers  # type: ignore[attr-defined]

    @property
    def usual(self) -> list[forms.BoundField]:
        """The fields that nearly every letter needs."""
        return [field for field in self if field.name not in RARE]

    @property
    def rare(self) -> list[forms.BoundField]:
        """The fields that few letters need; they are shown when asked for."""
        return [self[name] for name in RARE]

    @property
    def rare_said(self) -> bool:
        """Whether something stands in one of the rare fields, or is wrong there."""
        return any(field.errors or (self.is_bound and field.data) for field in self.rare)

    @property
    def arguments(self) -> dict[str, Any]:
        """What ``register_letter`` is given."""
        said = dict(self.cleaned_data)
        return {"files": said.pop("scans"), **said}

    def clean_dossier(self) -> Dossier | None:
        code = self.cleaned_data["dossier"].strip().upper()
        return found_dossier(self.union, code) if code else None


def found_dossier(union: Organisation, code: str) -> Dossier:
    """The union's dossier of this code. Raises ``ValidationError``."""
    found = Dossier.objects.filter(union=union, code=code).first()
    if found is None:
        raise forms.ValidationError(_("There is no dossier with this code."))
    return found


class GiveForm(StyledForm):
    """Whose work a letter is."""

    given_to = PersonField(label=_("Goes to"))
    due_on = forms.DateField(
        label=_("To be dealt with by"), widget=LocalDateInput(), required=False, error_messages=DATE_ERRORS
    )

    def __init__(self, *args: Any, union: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_to"].choices = people_choices(union)  # type: ignore[attr-defined]


class CorrectForm(StyledForm):
    """What a letter says, read again."""

    sender = IncomingForm.base_fields["sender"]
    symbol = IncomingForm.base_fields["symbol"]
    dated = IncomingForm.base_fields["dated"]
    subject = IncomingForm.base_fields["subject"]
    reason = forms.CharField(
        label=_("Why it is corrected"), max_length=300, error_messages={"required": _("Give a reason.")}
    )


class FileLetterForm(StyledForm):
    """The dossier into which a letter is laid."""

    dossier = forms.CharField(
        label=_("Code of the dossier"), max_length=30, error_messages={"required": _("Enter the code of a dossier.")}
    )

    def __init__(self, *args: Any, union: Organisation, **kwargs: Any) -> None:
        self.union = union
        super().__init__(*args, **kwargs)

    def clean_dossier(self) -> Dossier:
        return found_dossier(self.union, self.cleaned_data["dossier"].strip().upper())


class OpenForm(StyledForm):
    """The kind of dossier, and who asks: one of the bodies found, or a new one. ``found`` are those that are offered."""

    procedure = forms.ModelChoiceField(
        Procedure.objects.none(), label=_("Kind of dossier"), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("Choose a kind of dossier.")},
    )  # fmt: skip
    proposer = forms.ChoiceField(
        label=_("Who asks"), widget=forms.RadioSelect, error_messages={"required": _("Choose who asks.")}
    )
    name = forms.CharField(label=_("Name of the new body"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("What kind of body"), choices=BODY_KINDS, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)

    def __init__(
        self, *args: Any, found: Sequence[Organisation], procedures: Any, letter: IncomingLetter, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(one.pk): one for one in found}
        self.fields["procedure"].queryset = procedures  # type: ignore[attr-defined]
        self.fields["procedure"].label_from_instance = lambda one: one.name  # type: ignore[attr-defined]
        bodies = [(pk, f"{one.name} ({one.get_kind_display()})") for pk, one in self.found.items()]
        self.fields["proposer"].choices = [*bodies, (NEW, _("A body that is not known here yet"))]  # type: ignore[attr-defined]
        self.fields["name"].initial = letter.said.sender
        if len(bodies) != 1:
            return
        self.fields["proposer"].initial = bodies[0][0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("proposer") == NEW:
            if not data.get("name"):
                self.add_error("name", _("Enter the name of the body."))
            if not data.get("kind"):
                self.add_error("kind", _("Choose what kind of body it is."))
        return data

    @property
    def arguments(self) -> dict[str, Any]:
        """What ``open_dossier`` is given."""
        data = self.cleaned_data
        if data["proposer"] != NEW:
            return {"procedure": data["procedure"], "proposer": self.found[data["proposer"]]}
        body = Organisation(kind=data["kind"], name=data["name"], address=data["address"])
        return {"procedure": data["procedure"], "body": body}


class ChooseLetterForm(StyledForm):
    """By which letter something is entered."""

    letter = forms.ChoiceField(label=_("By which letter it came"), error_messages={"required": _("Choose a letter.")})

    def __init__(self, *args: Any, letters: Sequence[IncomingLetter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letters = {str(one.pk): one for one in letters}
        # None is chosen beforehand: what is entered from the wrong letter stands in the history for good.
        offered = [(pk, letter_label(one)) for pk, one in self.letters.items()]
        self.fields["letter"].choices = [("", gettext("choose a letter")), *offered]  # type: ignore[attr-defined]


def letter_label(letter: IncomingLetter) -> str:
    """A letter in a list to choose from: number, day, sender and subject, not too long."""
    said = letter.said
    return f"{letter.written} · {letter.arrived_on:%d/%m/%Y} · {said.sender} · {said.subject}"[:160]
