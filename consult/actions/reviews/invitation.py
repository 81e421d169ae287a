"""Reviewers are invited and declare their interests; officers replace, excuse, extend. See ``writing`` for the reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity
from consult.actions.actor import Actor, record
from consult.actions.councils import conflict_of
from consult.actions.decisions import StepDecision, one_of
from consult.actions.documents import make_numbered, person_willing
from consult.actions.notifications.notices import notify, office
from consult.actions.reviews import declarations
from consult.models import Council, DocumentKind, Dossier, Expert, Person, Review, Seat
from consult.refusals import ActionError
from consult.rules.conflict import DECLARABLE, declared_bars
from consult.rules.council import REVIEWER
from consult.rules.reviews import reviews_suffice

# How many days ahead a reviewer's deadline may lie.
MOST_DAYS = 366
FORBIDDEN_TIE = _(
    "Under the procedure nobody with this tie may take part. Answer that you have a conflict of interest; somebody else "
    "will be invited."
)


def invite(*, seat: Seat, by: Actor | Council) -> Review:
    """Ask a reviewer for a review, with a letter signed by whoever approved the council, or put them on the seat.

    The procedure may do without the letter.
    """
    dossier = seat.council.dossier
    record(dossier, "reviewer_invited", None, name=seat.person.name)
    if dossier.procedure.rules.makes(DocumentKind.REVIEWER_INVITATION):
        giver = person_willing(DocumentKind.REVIEWER_INVITATION, by)
        assert giver is not None
        make_numbered(DocumentKind.REVIEWER_INVITATION, dossier, by=giver, addressee=seat.person, signer=by)
    return Review.objects.create(dossier=dossier, seat=seat, round=dossier.round, invited_at=clock.now())


def invite_ahead(*, dossier: Dossier, by: Actor, decision: str) -> None:
    """In a rehearsal: the letters that go out once the council's decision is made, unless the council was sent back.

    Without a decision that is to be made they go out in the act itself.
    """
    if decision == StepDecision.APPROVE:
        for seat in dossier.council.seats.filter(kind=REVIEWER, released_at=None).select_related("person"):
            invite(seat=seat, by=dossier.council)


def answer_invitation(
    *,
    dossier: Dossier,
    by: Actor,
    review: Review,
    decision: str,
    ties: Sequence[str] = (),
    interests: str = "",
    reason: str = "",
) -> str:
    """Declare ``ties`` to the proposer, and accept or decline. Raises ``ActionError``.

    A conflict closes the invitation; a tie that the procedure does not allow cannot be accepted with. What is declared, and
    why somebody does not accept, is kept with the review, for those who may read declarations; the registry gets the ties.
    """
    chosen = one_of(decision, StepDecision.ACCEPT, StepDecision.DECLINE, StepDecision.CONFLICT)
    if chosen == StepDecision.DECLINE and not reason.strip():
        raise ActionError("reason_missing", _("Say why, so that the officer can find somebody else."), where="reason")
    if chosen == StepDecision.CONFLICT and not (reason.strip() or interests.strip() or ties):
        raise ActionError("reason_missing", _("Say why, so that the officer can find somebody else."), where="reason")
    expert = Expert.objects.filter(person=by.author).first()
    if chosen == StepDecision.ACCEPT and expert is not None and expert.withdrawn_at is not None:
        raise ActionError(
            "consent_withdrawn",
            _(
                "You have withdrawn your consent to the use of your data. Give it again on your profile before you accept."
            ),
            where="decision",
        )
    if chosen == StepDecision.ACCEPT and declared_bars(ties, dossier.procedure.rules.conflicts):
        raise ActionError("forbidden_tie", FORBIDDEN_TIE, where="decision")
    reason = reason.strip() or (
        interests.strip() or str(_("Conflict of interest")) if chosen == StepDecision.CONFLICT else ""
    )
    states = {
        StepDecision.ACCEPT: Review.State.WRITING,
        StepDecision.DECLINE: Review.State.DECLINED,
        StepDecision.CONFLICT: Review.State.CONFLICTED,
    }
    review.state = states[chosen]
    review.ties = [kind for kind in DECLARABLE if kind in ties]
    review.interests = interests.strip()
    review.reason = reason
    review.answered_at = clock.now()
    review.save()
    declarations.save_ties(review)
    verb = {
        StepDecision.ACCEPT: "review_accepted",
        StepDecision.DECLINE: "review_declined",
        StepDecision.CONFLICT: "review_conflicted",
    }[chosen]
    # The explanation stays with the review: more people read the history, and the council, than declarations.
    record(dossier, verb, by, name=by.author.name)
    if chosen == StepDecision.ACCEPT and review.ties:
        officers = office(dossier, Capacity.OFFICER)
        notify(officers, "interests_declared", dossier=dossier, key=f"r{review.pk}", name=by.author.name)
    if chosen != StepDecision.ACCEPT:
        release_seat(review.seat, by)
        notify(
            office(dossier, Capacity.OFFICER),
            "review_declined",
            dossier=dossier,
            key=f"r{review.pk}",
            name=by.author.name,
        )
    return chosen


def release_seat(seat: Seat, by: Actor, reason: str = "") -> None:
    """Give a seat up; it stays in the record, with the office's reason where the office gave one."""
    seat.released_at = clock.now()
    seat.release_reason, seat.released_by = reason, by.person
    seat.save(update_fields=["released_at", "release_reason", "released_by"])


def excuse_reviewer(*, dossier: Dossier, by: Actor, review: Review, reason: str, state: str = "") -> None:
    """Let a reviewer go, silent, late or in conflict, without disturbing the others."""
    if not review.is_open:
        raise ActionError("review_closed", _("This review is closed."))
    if not reason.strip():
        raise ActionError("reason_missing", _("Give a reason."), where="reason")
    review.state = state or Review.State.EXCUSED
    review.reason = reason.strip()
    review.save()
    release_seat(review.seat, by, reason)
    name = review.seat.person.name
    record(dossier, "reviewer_excused", by, reason=reason, name=name)
    notify([review.seat.person], "excused", dossier=dossier, key=f"r{review.pk}", besides=by.person)


def seat_replacement(*, dossier: Dossier, by: Actor, review: Review, person: Person, reason: str) -> Seat:
    """Put another person on a reviewer's seat. The old one stays in the record."""
    if review.state == Review.State.HANDED_IN:
        raise ActionError("review_handed_in", _("This review has been handed in."))
    if review.state == Review.State.REPLACED:
        raise ActionError("replaced_already", _("This reviewer has already been replaced."))
    if dossier.council.seats.filter(person=person, released_at=None).exists():
        raise ActionError(
            "seated_already", _("%(name)s already has a seat in this council.") % {"name": person.name}, where="person"
        )
    problem = conflict_of(person, dossier)
    if problem:
        raise ActionError.of([problem])
    standing = dossier.council.standing
    if standing is not None and not standing.members.filter(person=person).exists():
        # Whoever founded the council called its people; who decided on this one called nobody else.
        raise ActionError(
            "not_a_member",
            _("%(name)s is not in “%(council)s”, of which this council was formed.")
            % {"name": person.name, "council": standing.name},
            where="person",
        )
    if review.is_open:
        excuse_reviewer(dossier=dossier, by=by, review=review, reason=reason, state=Review.State.REPLACED)
    else:
        review.state = Review.State.REPLACED
        review.save(update_fields=["state"])
    seat = Seat.objects.create(
        council=dossier.council,
        person=person,
        kind=REVIEWER,
        group=review.seat.group,
        position=review.seat.position,
    )
    record(dossier, "reviewer_replaced", by, reason=reason, name=review.seat.person.name, replacement=person.name)
    return seat


def _require_near(due_on: date) -> None:
    """A year that was mistyped could not be corrected: deadlines only move on."""
    if (due_on - clock.today()).days > MOST_DAYS:
        raise ActionError("day_too_far", _("Choose a day within a year. Check the year."), where="due_on")


def extend_review(
    *, dossier: Dossier, by: Actor, review: Review, present: date, due_on: date, reason: str = ""
) -> None:
    """Give a reviewer more time than until ``present``, the deadline they have."""
    if not review.is_open:
        raise ActionError("review_closed", _("This review is closed."))
    if due_on < clock.today():
        raise ActionError("day_past", _("Choose today or a later day."), where="due_on")
    if due_on <= present:
        raise ActionError("day_not_later", _("Choose a day after the current deadline."), where="due_on")
    _require_near(due_on)
    review.asked_until, review.asked_reason = None, ""
    review.save(update_fields=["asked_until", "asked_reason"])
    record(dossier, "review_extended", by, reason=reason, name=review.seat.person.name, due_on=due_on.isoformat())
    notify([review.seat.person], "extended", dossier=dossier, key=f"r{review.pk}:{due_on}", due_on=due_on.isoformat())


def ask_more_time(*, dossier: Dossier, by: Actor, review: Review, present: date, due_on: date, reason: str) -> None:
    """The reviewer asks for time until ``due_on`` instead of ``present``; the officer decides. Raises ``ActionError``."""
    if review.seat.person_id != by.person.pk or not review.is_open:
        raise ActionError("review_closed", _("This review is closed."))
    if due_on <= present:
        raise ActionError("day_not_later", _("Choose a day after the current deadline."), where="due_on")
    _require_near(due_on)
    if not reason.strip():
        raise ActionError("reason_missing", _("Give a reason."), where="reason")
    review.asked_until, review.asked_reason = due_on, reason.strip()
    review.save(update_fields=["asked_until", "asked_reason"])
    record(dossier, "more_time_asked", by, reason=reason, name=by.person.name, due_on=due_on.isoformat())
    notify(
        office(dossier, Capacity.OFFICER),
        "more_time_asked",
        dossier=dossier,
        key=f"r{review.pk}:{due_on}",
        name=by.person.name,
        due_on=due_on.isoformat(),
        reason=reason.strip(),
    )


def enough_reviews(dossier: Dossier) -> bool:
    """Whether the procedure's condition for going on holds."""
    states = list(dossier.reviews.values_list("state", flat=True))
    return reviews_suffice(states, dossier.procedure.rules.least_reviews)


def record_all_in(*, dossier: Dossier) -> None:
    """All reviews are in: the officer is told that the next step is theirs."""
    record(dossier, "reviews_in", None)
    notify(office(dossier, Capacity.OFFICER), "reviews_in", dossier=dossier)
