"""What reviewers declare of themselves, and what of it the registry of experts gets: kind and body, nothing else.

The registry is common to all unions, so nothing that was declared in a confidential dossier goes there: the body alone would
name its proposer.
"""

from __future__ import annotations

from datetime import timedelta

from consult.models import Dossier, Expert, Review, Tie

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
            Tie.objects.get_or_create(
                expert=expert,
                kind=kind,
                organisation=review.dossier.proposer,
                defaults={
                    "body": review.dossier.proposer.name, "declared_by": review.seat.person,
                    "declared_at": answered,
                },
            )  # fmt: skip


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
