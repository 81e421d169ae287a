"""The lists of a procedure's version: what the proposer is asked and brings along, and what each reviewer is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import Procedure
from consult.refusals import ActionError
from consult.rules.procedure import stored
from consult.rules.procedure_schema import FILE_TYPES, MOST, MOST_ITEMS, MOST_QUESTIONS, MOST_SECTIONS
from consult.rules.questions import CHOICE, NUMBER, RATING, TEXT_AND_RATING, Question, Section
from consult.rules.text import code_of

from .ordered_rows import OrderedRow, OrderedRows
from .procedure_fields import ConditionalRow, KindRow, LinesField

KINDS: dict[str, Any] = {
    "text_and_rating": _("Words and a rating from 1 to 5"), "text": _("Words"), "rating": _("A rating from 1 to 5"),
    "choice": _("One of several answers"), "yes_no": _("Yes or no; a “no” is explained"), "number": _("A number"),
}  # fmt: skip
QUESTION_KINDS: dict[str, Any] = {"yes_no": _("Yes or no"), "choice": _("One of several answers")}


class QuestionRow(KindRow):
    """One question to the proposer."""

    SAYS = ("code", "title", "hint")
    ONLY_OF: ClassVar = {"options": (CHOICE,)}

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Question"), max_length=MOST["title"], required=False)
    hint = forms.CharField(
        label=_("Hint"), max_length=MOST["hint"], required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands below the question."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Asks for"), choices=list(QUESTION_KINDS.items()), initial="yes_no")
    options = LinesField(label=_("Answers to choose from, a line each"))
    required = forms.BooleanField(label=_("Must be answered before the dossier is sent"), required=False, initial=True)

    @property
    def said(self) -> dict[str, Any]:
        names = ("code", "title", "hint", "kind", "required")
        return {name: self.cleaned_data[name] for name in names} | self.of_kind()


class ChecklistRow(ConditionalRow):
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
    sample = forms.CharField(required=False, max_length=MOST["sample"], widget=forms.HiddenInput)
    types = forms.MultipleChoiceField(
        label=_("Kinds of file"), choices=[(one, one.upper()) for one in FILE_TYPES], required=False,
        widget=forms.CheckboxSelectMultiple, initial=["pdf", "docx", "jpeg", "png"],
    )  # fmt: skip

    @property
    def types_chosen(self) -> str:
        return ", ".join(str(one).upper() for one in self["types"].value() or ())

    @property
    def said(self) -> dict[str, Any]:
        names = ("code", "title", "hint", "required", "types", "asked_if", "sample")
        return {name: self.cleaned_data[name] for name in names}


class SectionRow(KindRow, ConditionalRow):
    """One section of the review form."""

    SAYS = ("code", "title", "hint")
    ONLY_OF: ClassVar = {"options": (CHOICE,), "scale": (RATING, TEXT_AND_RATING), "unit": (NUMBER,)}

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Heading"), max_length=MOST["title"], required=False)
    hint = forms.CharField(
        label=_("Hint"), max_length=MOST["hint"], required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands below the heading: what to look at."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Asks for"), choices=list(KINDS.items()), initial="text_and_rating")
    options = LinesField(label=_("Answers to choose from, a line each"))
    scale = LinesField(
        label=_("Words for the ratings 1, 2, 3, 4 and 5, a line each"),
        help_text=_("As in “very weak” to “very good”. Left empty, only the numbers stand there."),
    )
    unit = forms.CharField(
        label=_("Unit of the number"), max_length=MOST["unit"], required=False, help_text=_("As in ha or million VND.")
    )
    required = forms.BooleanField(
        label=_("Must be answered before the review is handed in"), required=False, initial=True
    )

    @property
    def said(self) -> dict[str, Any]:
        names = ("code", "title", "hint", "kind", "required", "asked_if")
        return {name: self.cleaned_data[name] for name in names} | self.of_kind()


# What of a section says which answers it has.
SOURCE = ("code", "title", "kind", "options")


class _PartRows(OrderedRows):
    """The rows of one list of the rules, ``LIST``."""

    LIST = ""
    revision = 0

    @classmethod
    def of(cls, procedure: Procedure, data: Any = None) -> Any:
        """The rows as they stand in ``procedure``, or as they were sent."""
        return cls(data) if data is not None else cls(rows=cls.begun(procedure) or [{}])

    @classmethod
    def begun(cls, procedure: Procedure) -> list[dict[str, Any]]:
        """The rows as ``procedure`` has them."""
        return [dict(row) for row in stored(procedure.rules)[cls.LIST]]

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


class QuestionRows(_PartRows):
    LIST = "questions"


class ChecklistRows(_PartRows):
    """The attachments; they hang on the questions that the draft has."""

    LIST = "checklist"
    questions: Sequence[Question] = ()

    @classmethod
    def of(cls, procedure: Procedure, data: Any = None) -> Any:
        rows = super().of(procedure, data)
        rows.questions = procedure.rules.questions
        return rows

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "sources": self.questions}

    def as_asked(self) -> Any:
        shown: Any = super().as_asked()
        shown.questions = self.questions
        return shown


class SectionRows(_PartRows):
    """The sections; each hangs on those above it, of the rows as they are sent."""

    LIST = "review_form"

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "sources": self._sources}

    @cached_property
    def _sources(self) -> list[Section]:
        rows: list[Mapping[str, Any]]
        if self.is_bound:
            places = range(self.total_form_count())
            rows = [{name: self.data.get(f"{self.prefix}-{place}-{name}", "") for name in SOURCE} for place in places]
        else:
            rows = [row for row in self.initial or () if row.get("code")]
        return [_source(row) for row in rows if row["code"]]


def _source(row: Mapping[str, Any]) -> Section:
    """What of a section says which answers it has; ``options`` may stand as they are typed."""
    options = row.get("options") or ()
    lines = LinesField().to_python(options) if isinstance(options, str) else options
    return Section(row["code"], row["title"], kind=row["kind"], options=tuple(lines))


def _factory(row: type[OrderedRow], rows: type[_PartRows], most: int) -> Any:
    # One more than may be kept: the rules say that it is too many.
    return forms.formset_factory(row, formset=rows, extra=0, max_num=most + 1, absolute_max=most + 1)


ChecklistFormSet = _factory(ChecklistRow, ChecklistRows, MOST_ITEMS)
SectionFormSet = _factory(SectionRow, SectionRows, MOST_SECTIONS)
QuestionFormSet = _factory(QuestionRow, QuestionRows, MOST_QUESTIONS)

ROWS: dict[str, Any] = {"questions": QuestionFormSet, "checklist": ChecklistFormSet, "review-form": SectionFormSet}
