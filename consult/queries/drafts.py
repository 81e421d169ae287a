"""The versions of a text, to be compared; and what a first draft is made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from consult.models import Dossier, Draft, Meeting, Review
from consult.rules.assembly import MeetingOutcome, assemble, labels

from .groups import given_of, groups_of


@dataclass(frozen=True)
class Version:
    """One version of a text: a saved draft, or, ``handed_over``, what went to the chair.

    ``number`` counts the versions of a text from the oldest, from 1; ``to_the_second`` where another is of the same minute.
    """

    key: str
    at: datetime
    by: str
    body: str
    conclusion: str
    handed_over: int = 0
    number: int = 0
    to_the_second: bool = False


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
    in_order = sorted(found, key=lambda version: version.at)
    of_minute = Counter(_minute(version) for version in in_order)
    numbered = [
        replace(version, number=number, to_the_second=of_minute[_minute(version)] > 1)
        for number, version in enumerate(in_order, 1)
    ]
    return numbered[::-1]


def _minute(version: Version) -> datetime:
    return version.at.replace(second=0, microsecond=0)


def since(dossier: Dossier, kind: str, revision: int) -> tuple[list[str], Version | None]:
    """Who saved a text since that revision, and the revision itself as far as it was kept for itself."""
    saved = dossier.drafts.filter(kind=kind, revision__gt=revision).select_related("saved_by")
    names = list(dict.fromkeys(draft.saved_by.name for draft in saved))
    then = dossier.drafts.filter(kind=kind, revision=revision).select_related("saved_by").first()
    if then is None:
        return names, None
    return names, Version(f"d{revision}", then.saved_at, then.saved_by.name, then.body, then.conclusion)


def first_draft(dossier: Dossier) -> str:
    """The opinion as it can be put together from the reviews and the minutes."""
    rules = dossier.procedure.rules
    reviews = list(
        dossier.reviews.filter(state=Review.State.HANDED_IN).select_related("seat__person__expert").order_by("pk")
    )
    called = labels([review.seat.person.titled_name for review in reviews], named=rules.reviewers_named)
    given = [given_of(review, label, rules.review_form) for review, label in zip(reviews, called, strict=True)]
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
