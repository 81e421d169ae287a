"""Expert review: the answer to an invitation, and the review itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consult.actions.decisions import StepDecision
from consult.actions.reviews import drafting
from consult.forms.base import StyledForm
from consult.forms.dossier import answer_choices
from consult.models import Review
from consult.rules.conditions import asked, asked_sections
from consult.rules.questions import (
    BEST_RATING,
    NUMBER,
    YES_NO,
    Section,
    answers_of,
    rating_word,
    read_number,
    written_number,
)
from consult.rules.remarks import MOST_REMARKS, fault_of

from .base import StepForm

DECLARED = [
    ("employer", _("I work for it")),
    ("former_employer", _("I worked for it within the last years")),
    ("family", _("I am related to its people")),
    ("business", _("I have business with it")),
    ("paid", _("It pays me, or has paid me for this proposal")),
    ("author", _("I am an author of this proposal or of other documents of it")),
]

REMARK_FAULTS = {
    "unreadable": _("The remarks on the attachments did not arrive whole. Load the page again."),
    "too_many": format_lazy(
        _("There are more than {most} remarks on the attachments. Put some of them into one."), most=MOST_REMARKS
    ),
    "region": _("A marked region does not lie within its page. Mark it again."),
}


class AnswerForm(StepForm):
    """A reviewer's declaration of interests and answer."""

    ties = forms.MultipleChoiceField(
        label=_("What ties you to the proposer"),
        required=False,
        choices=DECLARED,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("If there is nothing, leave all boxes empty."),
    )
    interests = forms.CharField(
        label=_("Details, or anything else worth knowing"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    decision = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[
            (StepDecision.ACCEPT, _("I accept; I have declared everything that ties me to the proposer")),
            (StepDecision.DECLINE, _("I decline")),
            (StepDecision.CONFLICT, _("I have a conflict of interest")),
        ],
        error_messages={"required": _("Choose an answer.")},
    )
    reason = forms.CharField(
        label=_("Reason, if you do not accept"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class NumberField(forms.CharField):
    """A number as Vietnamese writes it, "1.234,5"; kept plain, "1234.5"."""

    def to_python(self, value: Any) -> str:
        typed = str(super().to_python(value) or "").strip()
        number = read_number(typed)
        if typed and number is None:
            raise forms.ValidationError(
                _("Write a number as in 1.234,5: a comma before decimals, points between thousands.")
            )
        return number or ""


def _rating_choices(section: Section) -> list[tuple[str, str]]:
    words = [rating_word(section, number) for number in range(1, BEST_RATING + 1)]
    return [(str(number), f"{number} · {word}" if word else str(number)) for number, word in enumerate(words, 1)]


def _value_field(section: Section, kept: Any) -> forms.Field:
    """The field of what a section asks for beside words, with what is kept of it."""
    if section.kind == NUMBER:
        shown = written_number(str(kept)) if kept else ""
        attrs = {"inputmode": "decimal", "class": "form-control", "size": 12}
        field = NumberField(
            label=section.title, required=False, initial=shown, max_length=40, widget=forms.TextInput(attrs)
        )
        field.unit = section.unit  # type: ignore[attr-defined]
        return field
    grouped = section.rating or section.kind == YES_NO
    return forms.ChoiceField(
        label=_("Rating") if section.rating else section.title, required=False, initial=str(kept or ""),
        choices=_rating_choices(section) if section.rating else answer_choices(section),
        widget=forms.RadioSelect(attrs={"class": "form-selectgroup-input" if grouped else "form-check-input"}),
    )  # fmt: skip


def section_fields(sections: Iterable[Section], content: Mapping[str, Any]) -> dict[str, forms.Field]:
    """The fields of a procedure's review form, with what is kept of their answers."""
    fields: dict[str, forms.Field] = {}
    for section in sections:
        saved = content.get(section.code, {})
        if section.value:
            fields[f"{section.value}_{section.code}"] = _value_field(section, saved.get(section.value))
        if section.text:
            rows = 2 if section.kind == YES_NO else 5
            fields[f"text_{section.code}"] = forms.CharField(
                label=section.title,
                required=False,
                initial=saved.get("text", ""),
                max_length=drafting.MOST_CHARACTERS,
                widget=forms.Textarea(attrs={"rows": rows, "class": "form-control"}),
            )
    return fields


def section_rows(form: forms.Form, sections: Sequence[Section]) -> list[dict[str, Any]]:
    """The sections with the bound fields of ``form``; ``asked`` where one is shown with what stands in them.

    ``hangs_on`` are the fields on which a section hangs, each with the answers that let it be shown.
    """
    given = {one.code: str(form[f"{one.value}_{one.code}"].value() or "") for one in sections if answers_of(one)}
    asked_now = {section.code for section in asked(sections, given)}
    names = {one.code: f"{one.value}_{one.code}" for one in sections}
    return [
        {
            "section": section,
            "text": form[f"text_{section.code}"] if section.text else None,
            "value": form[names[section.code]] if section.value else None,
            "asked": section.code in asked_now,
            "hangs_on": [{"field": names[one.question], "answer": one.answer} for one in section.asked_if
                         if one.question in names],
        }
        for section in sections
    ]  # fmt: skip


class ShownReviewForm(StyledForm):
    """The review form of a procedure as reviewers will see it; nothing is sent with it."""

    recommendation = forms.ChoiceField(
        label=_("Recommendation"), widget=forms.RadioSelect, choices=Review.Recommendation.choices, required=False
    )

    def __init__(self, sections: Sequence[Section]) -> None:
        super().__init__()
        self.sections = sections
        self.fields.update(section_fields(sections, {}))

    def rows(self) -> list[dict[str, Any]]:
        return section_rows(self, self.sections)


class ReviewForm(StepForm):
    """The procedure's review form; ``cleaned_data["content"]`` maps a section to its words and answer.

    A page without scripts says in ``shown`` which sections it showed: what comes in by an answer is asked for then.
    """

    gathered = ("content",)

    recommendation = forms.ChoiceField(
        label=_("Recommendation"), widget=forms.RadioSelect, choices=Review.Recommendation.choices, required=False
    )

    remarks = forms.CharField(required=False, max_length=2_000_000, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        review = self.task.process.review
        self.initial.setdefault("revision", review.revision)
        self.initial.setdefault("remarks", json.dumps(review.remark_list(), ensure_ascii=False))
        self.sections = self.dossier.procedure.rules.review_form
        self.initial.setdefault("recommendation", review.recommendation)
        self.fields.update(section_fields(self.sections, review.content))

    def rows(self) -> list[dict[str, Any]]:
        """The sections with their bound fields, for the page."""
        return section_rows(self, self.sections)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # A page without scripts sends no list: what is kept stays.
        data["remarks"] = data.get("remarks") or None
        if fault := fault_of(data["remarks"] or "[]"):
            # The field is hidden: what is wrong with it is said above the form.
            self.add_error(None, REMARK_FAULTS[fault])
        data["content"] = {
            section.code: {name: data.get(f"{name}_{section.code}", "") for name in ("text", section.value) if name}
            for section in self.sections
        }
        if "shown" in self.data:
            seen = set(str(self.data["shown"]).split())
            if any(section.code not in seen for section in asked_sections(self.sections, data["content"])):
                self.add_error(
                    None, _("Your answers ask for more. It stands in the form now: fill it in, then hand in.")
                )
        return data


def saved_fields(review: Review) -> dict[str, str]:
    """What the server keeps of a review, by the names and in the values of ``ReviewForm``."""
    fields = {"recommendation": review.recommendation, "remarks": json.dumps(review.remark_list(), ensure_ascii=False)}
    for section in review.dossier.procedure.rules.review_form:
        kept = review.content.get(section.code, {})
        if section.text:
            fields[f"text_{section.code}"] = kept.get("text", "")
        if section.value:
            value = str(kept.get(section.value, ""))
            fields[f"{section.value}_{section.code}"] = (
                written_number(value) if section.kind == NUMBER and value else value
            )
    return fields
