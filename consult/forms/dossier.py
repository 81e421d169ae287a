"""What a proposer fills in, and the filters of the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consult.access import stands_for
from consult.actions.describing import description_of
from consult.actions.intake import require_submitter
from consult.models import Dossier, Organisation, Person, Procedure, Stage, SubjectArea
from consult.queries.kinds import offered_to
from consult.refusals import told_by
from consult.rules.questions import NO, YES, YES_NO, Question, Section, answers_of

from .base import StyledForm
from .filters import ListFilters
from .responsible import responsible_choices

# What begins the name of the field of a question of the procedure.
ANSWER = "answer_"


def field_choices() -> list[tuple[str, list[tuple[int, str]]]]:
    """The fields of expertise as a tree of two levels."""
    parents = SubjectArea.objects.filter(parent=None).prefetch_related("children")
    return [
        (parent.name, [(parent.pk, parent.name), *((child.pk, f"– {child.name}") for child in parent.children.all())])
        for parent in parents
    ]


class BeginForm(StyledForm):
    """The kind of dossier, and for whom it is submitted: of each kind the version in force, where one may submit it."""

    procedure = forms.ModelChoiceField(
        Procedure.objects.none(), label=_("Kind of dossier"), widget=forms.RadioSelect, empty_label=None
    )
    proposer = forms.ModelChoiceField(Organisation.objects.none(), label=_("Submitted for"), empty_label=None)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organisation.objects.filter(pk__in=stands_for(person))
        self.fields["proposer"].queryset = own  # type: ignore[attr-defined]
        procedures = offered_to(own).order_by("kind__union__sort_key", "kind__position", "kind")
        self.fields["procedure"].queryset = procedures.select_related("kind__union")  # type: ignore[attr-defined]
        if len(own) == 1:
            self.fields["proposer"].initial = own[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("procedure") and data.get("proposer"):
            with told_by(self):
                require_submitter(data["procedure"], data["proposer"])
        return data


class DescribeForm(StyledForm):
    """What the dossier says of itself. ``typing`` takes it as it is typed: the title may still be missing."""

    title = forms.CharField(
        label=_("Title of the proposal"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        error_messages={"required": _("Give the dossier a title.")},
    )
    kind = forms.ChoiceField(label=_("What you ask for"), choices=Dossier.Kind.choices)
    location = forms.CharField(label=_("Place of the project"), max_length=300, required=False)
    subject_areas = forms.MultipleChoiceField(
        label=_("Fields concerned"), required=False, widget=forms.CheckboxSelectMultiple
    )
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A few sentences: aim, size, capital, time. Invited experts read this first."),
    )
    contact = forms.CharField(label=_("Contact"), max_length=200, required=False)
    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, dossier: Dossier, typing: bool = False, **kwargs: Any) -> None:
        kept = description_of(dossier)
        # Each field begins with what is kept of it; one without a counterpart is a fault at once.
        initial = {name: dossier.revision if name == "revision" else kept[name] for name in self.base_fields}
        questions = dossier.procedure.rules.questions
        initial |= {f"{ANSWER}{one.code}": kept["answers"].get(one.code, "") for one in questions}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields |= {
            f"{ANSWER}{one.code}": answer_field(one, required=one.required and not typing) for one in questions
        }
        self.fields["title"].required = not typing
        asked = list(dict.fromkeys([*dossier.procedure.kind.consultations, dossier.kind]))
        self.fields["kind"].choices = [(kind, Dossier.Kind(kind).label) for kind in asked]  # type: ignore[attr-defined]
        # One that was chosen elsewhere is shown too, or the next saving would take it away.
        areas = SubjectArea.objects.filter(Q(parent=None) | Q(pk__in=kept["subject_areas"]))
        self.fields["subject_areas"].choices = [(area.pk, area.name) for area in areas]  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        """What ``describe`` is given: what was asked on the page, and the revision that it began from."""
        asked = {
            name: value
            for name, value in self.cleaned_data.items()
            if not self.fields[name].widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))
        }
        areas = SubjectArea.objects.filter(pk__in=self.cleaned_data["subject_areas"])
        said = {name: value for name, value in asked.items() if not name.startswith(ANSWER)}
        answers = {name.removeprefix(ANSWER): value for name, value in asked.items() if name.startswith(ANSWER)}
        return {**said, "subject_areas": areas, "answers": answers, "revision": self.cleaned_data["revision"]}

    @property
    def answers(self) -> list[forms.BoundField]:
        """The fields of the questions of the procedure."""
        return [self[name] for name in self.fields if name.startswith(ANSWER)]


def saved_fields(dossier: Dossier) -> dict[str, str]:
    """What the server keeps of a description, by the names and in the values of ``DescribeForm``."""
    kept = description_of(dossier)
    answers = kept.pop("answers")
    return {
        **kept, "subject_areas": ",".join(str(area) for area in kept["subject_areas"]),
        **{f"{ANSWER}{one.code}": answers.get(one.code, "") for one in dossier.procedure.rules.questions},
    }  # fmt: skip


def answer_field(question: Question, *, required: bool) -> forms.ChoiceField:
    """The field of one question to the proposer."""
    return forms.ChoiceField(
        label=question.title, help_text=question.hint, required=required, choices=answer_choices(question),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Choose an answer.")},
    )  # fmt: skip


def answer_choices(line: Question | Section) -> list[tuple[str, Any]]:
    """What may be answered, with its label."""
    words = {YES: capfirst(_("yes")), NO: capfirst(_("no"))} if line.kind == YES_NO else {}
    return [(one, words.get(one, one)) for one in answers_of(line)]


class QuestionsForm(StyledForm):
    """The questions of a procedure as proposers will see them; nothing is sent with it."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__()
        self.fields |= {f"{ANSWER}{one.code}": answer_field(one, required=one.required) for one in questions}


def answered(dossier: Dossier) -> list[tuple[str, str]]:
    """The questions of the procedure with what the proposer answered, in words, as far as it is answered."""
    questions = dossier.procedure.rules.questions
    return [
        (one.title, str(dict(answer_choices(one)).get(dossier.answers[one.code], dossier.answers[one.code])))
        for one in questions
        if one.code in dossier.answers
    ]


def differing(form: DescribeForm, dossier: Dossier) -> list[tuple[str, str]]:
    """Labels and kept texts of what a sent form says otherwise."""
    kept = description_of(dossier)
    kept["kind"] = dossier.get_kind_display()
    kept["subject_areas"] = ", ".join(area.name for area in dossier.subject_areas.all())
    words = dict(answered(dossier))
    kept |= {f"{ANSWER}{one.code}": words.get(one.title, "") for one in dossier.procedure.rules.questions}
    begun = DescribeForm(dossier=dossier)
    return [
        (str(field.label), kept[name])
        for name, field in form.fields.items()
        if name in kept and field.has_changed(begun.initial[name], form[name].data)
    ]


class FilterForm(ListFilters):
    """The list's search and filters."""

    text = forms.CharField(
        label=_("Search"), required=False, widget=forms.SearchInput(attrs={"placeholder": _("Title, code, place …")})
    )
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    procedure = forms.ChoiceField(label=_("Kind of dossier"), required=False)
    kind = forms.ChoiceField(label=_("Kind of consultation"), required=False)
    field = forms.TypedChoiceField(label=_("Field"), required=False, coerce=int, empty_value=None)
    organisation = forms.TypedChoiceField(label=_("Organisation"), required=False, coerce=int, empty_value=None)
    responsible = forms.TypedChoiceField(label=_("Responsible officer"), required=False, coerce=int, empty_value=None)
    late = forms.BooleanField(label=_("Late only"), required=False)

    def __init__(
        self,
        *args: Any,
        organisations: list[tuple[int, str]],
        kinds: list[tuple[str, str]],
        officers: list[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if officers:
            self.fields["responsible"].choices = responsible_choices(officers)  # type: ignore[attr-defined]
        else:
            del self.fields["responsible"]
        every = [("", _("All"))]
        self.fields["stage"].choices = every + list(Stage.choices)  # type: ignore[attr-defined]
        self.fields["procedure"].choices = [*every, *kinds]  # type: ignore[attr-defined]
        self.fields["kind"].choices = every + list(Dossier.Kind.choices)  # type: ignore[attr-defined]
        self.fields["field"].choices = [*every, *field_choices()]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [*every, *organisations]  # type: ignore[attr-defined]


class ReasonForm(StyledForm):
    """An act that wants a reason."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give a reason.")},
    )
