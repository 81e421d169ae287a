"""What an office says of a kind of dossier and of the versions of its procedure. What cannot be, the rules say."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import Dossier, DossierKind, Organisation, Procedure
from consult.rules.procedure_file import file_problems, shipped_kinds
from consult.rules.procedure_schema import MOST, SUBMITTERS

from .base import LocalDateInput, StyledForm
from .uploads import UploadField

# Bytes; a procedure with sixty attachments and forty sections has some thirty thousand.
FILE_LIMIT = 1024 * 1024
EMPTY = "empty"


class KindForm(StyledForm):
    """What holds for a kind of dossier, whatever version of its procedure."""

    name = forms.CharField(label=_("Name of the kind"), max_length=MOST["name"])
    consultations = forms.MultipleChoiceField(
        label=_("What may be asked for"), choices=Dossier.Kind.choices, widget=forms.CheckboxSelectMultiple,
        help_text=_("The proposer chooses one of these."),
    )  # fmt: skip
    submitters = forms.MultipleChoiceField(
        label=_("Who may submit"),
        choices=[
            (kind, Organisation.Kind(kind).label if kind != Organisation.Kind.UNION else _("This union itself"))
            for kind in SUBMITTERS
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For the union itself, whoever has the role of a proposer in it submits."),
    )
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=1000,
        help_text=_("Proposers see the kinds in this order, the smallest number first."),
    )  # fmt: skip
    offered = forms.BooleanField(label=_("Taken in: proposers can begin new dossiers of this kind"), required=False)

    @classmethod
    def of(cls, kind: DossierKind, data: Any = None) -> KindForm:
        names = ("name", "consultations", "submitters", "position", "offered")
        return cls(data, initial={name: getattr(kind, name) for name in names})


class NewKindForm(StyledForm):
    """A kind of the union's own, with the rules of another to begin with."""

    name = KindForm.base_fields["name"]
    consultations = KindForm.base_fields["consultations"]
    submitters = KindForm.base_fields["submitters"]
    source = forms.ChoiceField(
        label=_("Checklist, review form, days and council to begin with"),
        help_text=_("They are copied into a draft, which you then change. Nothing is offered before it is in force."),
    )

    def __init__(self, *args: Any, union: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(one.pk): one for one in Procedure.objects.filter(kind__union=union).select_related("kind")}
        newest: dict[int, Procedure] = {}
        for one in sorted(self.versions.values(), key=lambda one: one.version):
            newest[one.kind_id] = one
        own = [(str(one.pk), one.name) for one in sorted(newest.values(), key=lambda one: one.kind.position)]
        self.fields["source"].choices = [*own, (EMPTY, _("Nothing: begin with an empty one"))]  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {**said, "source": self.versions.get(said["source"])}


class BeginDayForm(StyledForm):
    """From which day on dossiers begin with a version."""

    day = forms.DateField(
        label=_("In force from"), widget=LocalDateInput(),
        help_text=_("Dossiers begun on that day and later follow this version; those begun before keep theirs."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"day": clock.today()}, **kwargs)


class ApprovalForm(StyledForm):
    """Whether a leader puts versions in force."""

    leader_approves = forms.BooleanField(label=_("New versions are put in force by a leader only"), required=False)


class KindFileForm(StyledForm):
    """A procedure that another union has given. ``said`` is what the file says, once it is valid."""

    file = UploadField(
        most=FILE_LIMIT, label=_("File of a procedure"), help_text=_("As another union exported it (.json).")
    )
    problems: list[Any] = []

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            told = json.loads(upload.read().decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise forms.ValidationError(_("This is not a file of a procedure.")) from None
        self.problems = file_problems(told)
        if self.problems:
            raise forms.ValidationError(_("The file cannot be taken over; what is wrong with it is listed below."))
        return told


def is_shipped(kind: DossierKind) -> bool:
    return kind.code in shipped_kinds()
