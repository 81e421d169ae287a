"""The versions of a text, to be compared; and what a first draft is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consult.models import Dossier, Draft, Meeting, Review
from consult.rules.assembly import MeetingOutcome, assemble, labels

from .groups import given_of, groups_of


@dataclass(frozen=True)
class Version:
    """One version of a text: a saved draft, or, ``handed_over``, what went to the chair."""

    key: str
    at: datetime
    by: str
    body: str
    conclusion: str
    handed_over: int = 0


def versions_of(dossier: Dossier, kind: str) -> list[Version]:
    """Every version of a text, newest first."""
    found = [
        Version(f"d{draft.revision}", draft.saved_at, draft.saved_by.name, draft.body, draft.conclusion)
        for draft in dossier.drafts.filter(kind=kind).select_related("saved_by")
    ]
    if kind == Draft.Kind.OPINION:
        found += [
            Version(
                f"o{opinion.version}", opinion.drafted_at, opinion.drafted_by.name, opinion.body, opinion.conclusion,
                opinion.version,
            )
            for opinion in dossier.opinions.select_related("drafted_by")
        ]  # fmt: skip
    return sorted(found, key=lambda version: version.at, reverse=True)


def first_draft(dossier: Dossier) -> str:
    """The opinion as it can be put together from the reviews and the minutes."""
    rules = dossier.procedure.rules
    reviews = list(
        dossier.reviews.filter(state=Review.State.HANDED_IN).select_related("seat__person__expert").order_by("pk")
    )
    called = labels([review.seat.person.titled_name for review in reviews], named=rules.reviewers_named)
    given = [given_of(review, label) for review, label in zip(reviews, called, strict=True)]
    reported = [
        (group.field.name, group.report.text) for group in groups_of(dossier) if group.report and group.handed_in
    ]
    answered = dossier.department_requests.exclude(answered_at=None).values_list("department", "answer")
    return assemble(rules.review_form, given, _held(dossier), list(answered), reported)


def _held(dossier: Dossier) -> MeetingOutcome | None:
    meeting = Meeting.objects.filter(council__dossier=dossier, state=Meeting.State.HELD).last()
    if meeting is None:
        return None
    whole = meeting.motions.get(is_final=True)
    return MeetingOutcome(meeting.conclusion, whole.votes_for, whole.votes_against, whole.abstentions)
