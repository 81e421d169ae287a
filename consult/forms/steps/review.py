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
from consult.models import Review
from consult.rules.procedure import Section
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


def section_fields(sections: Iterable[Section], content: Mapping[str, Any]) -> dict[str, forms.Field]:
    """The fields of a procedure's review form, with what is kept of their answers."""
    fields: dict[str, forms.Field] = {}
    for section in sections:
        saved = content.get(section.code, {})
        if section.text:
            fields[f"text_{section.code}"] = forms.CharField(
                label=section.title,
                required=False,
                initial=saved.get("text", ""),
                max_length=drafting.MOST_CHARACTERS,
                widget=forms.Textarea(attrs={"rows": 5, "class": "form-control"}),
            )
        if section.rating:
            fields[f"rating_{section.code}"] = forms.ChoiceField(
                label=_("Rating"),
                required=False,
                initial=str(saved.get("rating", "")),
                choices=[(str(n), str(n)) for n in range(1, 6)],
                widget=forms.RadioSelect(attrs={"class": "form-selectgroup-input"}),
            )
    return fields


def section_rows(form: forms.Form, sections: Iterable[Section]) -> list[dict[str, Any]]:
    """The sections with the bound fields of ``form``."""
    return [
        {
            "section": section,
            "text": form[f"text_{section.code}"] if section.text else None,
            "rating": form[f"rating_{section.code}"] if section.rating else None,
        }
        for section in sections
    ]


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
    """The procedure's review form; ``cleaned_data["content"]`` maps a section to text and rating."""

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
            section.code: {
                "text": data.get(f"text_{section.code}", ""),
                "rating": data.get(f"rating_{section.code}", ""),
            }
            for section in self.sections
        }
        return data


def saved_fields(review: Review) -> dict[str, str]:
    """What the server keeps of a review, by the names and in the values of ``ReviewForm``."""
    fields = {"recommendation": review.recommendation, "remarks": json.dumps(review.remark_list(), ensure_ascii=False)}
    for section in review.dossier.procedure.rules.review_form:
        kept = review.content.get(section.code, {})
        if section.text:
            fields[f"text_{section.code}"] = kept.get("text", "")
        if section.rating:
            fields[f"rating_{section.code}"] = str(kept.get("rating", ""))
    return fields
