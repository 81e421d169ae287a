"""What reviewers declare of themselves, and what of it the registry of experts gets: kind and body, nothing else.

The registry is common to all unions, so nothing that was declared in a confidential dossier goes there: the body alone would
name its proposer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from consult.models import Dossier, Expert, Organisation, Person, Review, Tie

# A tie was written down in the same act as the answer.
ACT = timedelta(minutes=1)


def save_ties(review: Review) -> None:
    """Write what was declared of the proposer into the registry; present employment stands in the profile."""
    expert = Expert.objects.filter(person=review.seat.person_id).first()
    answered = review.answered_at
    if expert is None or answered is None or review.dossier.confidential:
        return
    for kind in review.ties:
        if kind in Tie.Kind.values:
            _declare(expert, kind, review.dossier.proposer, review.seat.person, answered)


def _declare(expert: Expert, kind: str, body: Organisation, by: Person, at: datetime) -> None:
    known = Tie.objects.filter(Q(organisation=body) | Q(body=body.name), expert=expert, kind=kind, union=None)
    if not known.exists():
        Tie.objects.create(expert=expert, kind=kind, organisation=body, body=body.name, declared_by=by, declared_at=at)


def classified(dossier: Dossier) -> None:
    """Take what was declared here out of the registry when the dossier is confidential; put it there when it is no longer."""
    for review in dossier.reviews.exclude(answered_at=None).select_related("seat__person"):
        review.dossier = dossier
        if dossier.confidential:
            _take_back(review)
        else:
            save_ties(review)


def _take_back(review: Review) -> None:
    person, answered = review.seat.person, review.answered_at
    if not review.ties or answered is None:
        return
    Tie.objects.filter(
        expert__person=person, organisation=review.dossier.proposer_id, declared_by=person,
        declared_at__range=(answered, answered + ACT),
    ).delete()  # fmt: skip
    # The same tie may have been declared elsewhere too, openly.
    others = Review.objects.filter(
        seat__person=person, dossier__proposer=review.dossier.proposer_id, dossier__confidential=False
    ).exclude(answered_at=None)
    for other in others.exclude(pk=review.pk).select_related("seat__person", "dossier__proposer"):
        save_ties(other)
