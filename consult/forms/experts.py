"""The registry of experts: narrowing the list, keeping one expert, and reading a table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.actions.experts import PROOF_LIMIT
from consult.models import Absence, Expert, ExpertFile, Organisation, Tie
from consult.queries import experts as queries

from .base import LocalDateInput, StyledForm
from .dossier import field_choices
from .filters import ListFilters
from .uploads import UploadField

ALL = [("", _("All"))]


def _bodies() -> Any:
    return Organisation.objects.exclude(kind=Organisation.Kind.UNION)


class ExpertFilterForm(ListFilters):
    """What the registry is narrowed to."""

    text = forms.CharField(label=_("Name, employer, subject"), required=False)
    field = forms.TypedChoiceField(label=_("Field"), required=False, coerce=int, empty_value=None)
    degree = forms.ChoiceField(label=_("Degree"), required=False)
    place = forms.ChoiceField(label=_("Province or city"), required=False)
    association = forms.TypedChoiceField(label=_("Association"), required=False, coerce=int, empty_value=None)
    load = forms.ChoiceField(
        label=_("Workload"),
        required=False,
        choices=[*ALL, (queries.FREE, _("no open seat")), (queries.BUSY, _("three or more open seats"))],
    )
    record = forms.ChoiceField(
        label=_("Track record"),
        required=False,
        choices=[
            *ALL, (queries.NEVER, _("never invited")), (queries.IN_TIME, _("always on time")),
            (queries.LATE, _("has been late")), (queries.DECLINED, _("has declined")),
        ],
    )  # fmt: skip
    inactive = forms.BooleanField(label=_("include people who are not invited"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[Any]] = {
            "field": field_choices(),
            "degree": [(one, one) for one in queries.degrees()],
            "place": [(one, one) for one in queries.places()],
            "association": list(queries.associations().values_list("pk", "name")),
        }
        for name, values in choices.items():
            self.fields[name].choices = [*ALL, *values]  # type: ignore[attr-defined]


class ProfileForm(StyledForm):
    """What experts keep up to date themselves."""

    degree = forms.CharField(label=_("Degree and title"), max_length=50, required=False, help_text=_("As in “PGS.TS.”"))
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    employer = forms.CharField(label=_("Employer"), max_length=300, required=False)
    place = forms.CharField(label=_("Province or city"), max_length=100, required=False)
    association = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Member association"), required=False, empty_label=_("none")
    )
    subject_areas = forms.TypedMultipleChoiceField(
        label=_("Fields of expertise"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    biography = forms.CharField(
        label=_("What they work on"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Subjects, projects, publications; used to find a suitable expert."),
    )

    def __init__(self, *args: Any, expert: Expert | None = None, **kwargs: Any) -> None:
        self.expert = expert
        if expert is not None:
            kwargs.setdefault("initial", {})
            kwargs["initial"] |= {
                "name": expert.person.name, "degree": expert.degree, "phone": expert.person.phone,
                "employer": expert.employer, "employer_organisation": expert.employer_organisation_id,
                "place": expert.place, "association": expert.association_id, "biography": expert.biography,
                "subject_areas": [field.pk for field in expert.subject_areas.all()],
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["association"].queryset = queries.associations()  # type: ignore[attr-defined]
        tree = [choice for _name, branch in field_choices() for choice in branch]
        self.fields["subject_areas"].choices = tree  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """The data as the action takes it."""
        data = dict(self.cleaned_data)
        data["subject_areas"] = data.pop("subject_areas")
        return data


class ExpertForm(ProfileForm):
    """What the office keeps of an expert."""

    field_order = ["name", "email", "degree", "phone", "employer", "employer_organisation"]
    name = forms.CharField(label=_("Full name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"), required=False,
        help_text=_(
            "Of their own. Left empty, also where they share an office's address, letters are printed and they stand on the "
            "call list."
        ),
    )  # fmt: skip
    employer_organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Employer, if registered here"),
        required=False,
        empty_label=_("none"),
        help_text=_("With it, conflicts of interest are found however the name is written."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employer_organisation"].queryset = _bodies()  # type: ignore[attr-defined]
        if self.expert is not None:
            del self.fields["email"]


class JudgementForm(StyledForm):
    """What one union holds of an expert."""

    invited = forms.BooleanField(label=_("May be invited into councils"), required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Visible in your union, and to the expert among the data kept about them."),
    )


class HandOverForm(StyledForm):
    """Which union keeps an expert's data from now on."""

    to = forms.ModelChoiceField(Organisation.objects.none(), label=_("Union"))

    def __init__(self, *args: Any, keeper: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unions = Organisation.objects.filter(kind=Organisation.Kind.UNION).exclude(pk=keeper or 0).order_by("sort_key")
        self.fields["to"].queryset = unions  # type: ignore[attr-defined]


class TieForm(StyledForm):
    """One tie to a body."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Tie.Kind.choices)
    body = forms.CharField(label=_("Body"), max_length=300, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("or one registered here"), required=False, empty_label=_("none")
    )
    until = forms.DateField(label=_("Until (former employment)"), required=False, widget=LocalDateInput())
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = _bodies()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("body", "").strip() and not data.get("organisation"):
            self.add_error("body", _("Name the body."))
        return data


class AbsenceForm(StyledForm):
    """Days on which somebody takes no seat."""

    first_day = forms.DateField(label=_("Away from"), widget=LocalDateInput())
    last_day = forms.DateField(label=_("Away until"), widget=LocalDateInput())
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        return data


class ProofForm(StyledForm):
    """A CV or a proof."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ExpertFile.Kind.choices)
    upload = UploadField(label=_("File"), most=PROOF_LIMIT, help_text=_("PDF, DOCX or picture."))


class TableForm(StyledForm):
    """A sheet of experts, people or bodies."""

    upload = UploadField(
        label=_("Sheet (XLSX)"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=_("Export the list to see its columns. Empty cells leave the data unchanged."),
    )  # fmt: skip


ROW_FORMS: dict[str, type[StyledForm]] = {"tie": TieForm, "absence": AbsenceForm, "proof": ProofForm}
ROW_MODELS: dict[str, type[Tie | Absence | ExpertFile]] = {"tie": Tie, "absence": Absence, "proof": ExpertFile}
