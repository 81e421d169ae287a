from datetime import timedelta

import pytest

from consult import clock
from consult.actions.conflicts import EditConflict
from consult.actions.councils import conflict_of
from consult.actions.reviews.drafting import save_draft
from consult.commands import reviewers, steps
from consult.models import Review
from consult.problem_text import problem_text
from tests.refusals import refused


def test_accepting_then_handing_in_makes_the_document(reviewing):
    first = reviewing.open_reviews()[0]
    person = first.seat.person
    reviewing.accept(person)
    reviewing.review(person)
    first.refresh_from_db()
    assert first.state == Review.State.HANDED_IN
    assert first.documents.count() == 1
    assert reviewing.dossier.step == "collect_reviews"


def test_the_flow_goes_on_once_when_the_last_review_is_in(reviewed):
    assert reviewed.dossier.step == "call_meeting"
    assert reviewed.dossier.tasks.filter(node="call_meeting").count() == 1
    told = reviewed.office.officer.notifications.filter(kind="reviews_in")
    assert told.count() == 1


def test_a_review_cannot_be_handed_in_incomplete_or_twice(reviewing):
    person = reviewing.open_reviews()[0].seat.person
    reviewing.accept(person)
    with refused(*["section_empty", "rating_missing"] * 4):
        reviewing.do("write_review", person, content={}, recommendation="approve")
    task = reviewing.task("write_review", person)
    reviewing.review(person)
    with refused("done_already"):
        steps.perform(task_id=task.pk, by=person, content=reviewing.content(), recommendation="approve")


@pytest.mark.parametrize("kind", ["employer", "family", "business", "paid", "author"])
def test_a_tie_that_forbids_the_seat_cannot_be_accepted_with(reviewing, kind):
    person = reviewing.open_reviews()[0].seat.person
    with refused("forbidden_tie"):
        reviewing.do("answer_invitation", person, decision="accept", ties=[kind])
    assert reviewing.open_reviews()[0].state == "invited"
    assert not person.expert.ties.exists()


def test_a_declared_conflict_frees_the_seat_and_is_known_from_then_on(reviewing, new_walk):
    review = reviewing.open_reviews()[0]
    person = review.seat.person
    reviewing.do("answer_invitation", person, decision="conflict", ties=["family"], interests="Em trai là giám đốc")
    review.refresh_from_db()
    assert (review.state, review.ties, review.reason) == ("conflicted", ["family"], "Em trai là giám đốc")
    assert review.seat.released_at
    tie = person.expert.ties.get()
    assert (tie.kind, tie.organisation, tie.declared_by) == ("family", reviewing.dossier.proposer, person)
    another = new_walk(title="Dự án khác của cùng nhà đầu tư")
    assert "quan hệ gia đình" in problem_text(conflict_of(person, another.dossier))


def test_a_tie_to_be_weighed_is_accepted_with_and_told_to_the_officer(reviewing):
    first, second = reviewing.open_reviews()
    person = first.seat.person
    reviewing.do("answer_invitation", person, decision="accept", ties=["former_employer"])
    reviewing.do("answer_invitation", second.seat.person, decision="accept", interests="Không có gì.")
    first.refresh_from_db()
    assert (first.state, first.ties) == ("writing", ["former_employer"])
    told = reviewing.office.officer.notifications.filter(kind="interests_declared")
    assert [notice.data["name"] for notice in told] == [person.name]


def test_what_forbids_a_seat_is_the_procedures(reviewing):
    procedure = reviewing.dossier.procedure
    procedure.config = procedure.config | {"conflicts": {"bars": ["submitter", "employer", "former_employer"]}}
    procedure.save()
    first, second = reviewing.open_reviews()
    with refused("forbidden_tie"):
        reviewing.do("answer_invitation", first.seat.person, decision="accept", ties=["former_employer"])
    reviewing.do("answer_invitation", second.seat.person, decision="accept", ties=["business"])


def test_a_reviewer_cannot_act_for_another(reviewing):
    first, second = reviewing.open_reviews()
    task = reviewing.task("answer_invitation", first.seat.person)
    with refused("somebody_elses"):
        steps.perform(task_id=task.pk, by=second.seat.person, decision="accept")


@pytest.mark.parametrize(("decision", "state"), [("decline", "declined"), ("conflict", "conflicted")])
def test_saying_no_wants_a_reason_frees_the_seat_and_tells_the_officer(reviewing, decision, state):
    review = reviewing.open_reviews()[0]
    person = review.seat.person
    with refused("reason_missing"):
        reviewing.do("answer_invitation", person, decision=decision)
    reviewing.do("answer_invitation", person, decision=decision, reason="Bận")
    review.refresh_from_db()
    assert (review.state, bool(review.seat.released_at)) == (state, True)
    assert reviewing.office.officer.notifications.filter(kind="review_declined").count() == 1
    assert reviewing.dossier.step == "collect_reviews"


def test_a_replacement_is_invited_and_the_other_is_not_disturbed(reviewing):
    first, second = reviewing.open_reviews()
    reviewing.accept(second.seat.person)
    officer, new = reviewing.office.officer, reviewing.office.experts[9]
    replacement = reviewers.replace_reviewer(review_id=first.pk, by=officer, person=new, reason="Im lặng")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, replacement.state) == ("replaced", "writing", "invited")
    with refused("replaced_already"):
        reviewers.replace_reviewer(review_id=first.pk, by=officer, person=reviewing.office.experts[10], reason="x")
    with refused("no_part"):
        steps.perform(
            task_id=reviewing.dossier.tasks.get(process__review=first, node="answer_invitation").pk,
            by=first.seat.person,
            decision="accept",
        )
    reviewing.review(second.seat.person)
    reviewing.accept(new)
    reviewing.review(new)
    assert reviewing.dossier.step == "call_meeting"


def test_nobody_takes_a_second_seat(reviewing):
    first = reviewing.open_reviews()[0]
    chair = reviewing.seat("chair")
    with refused("seated_already"):
        reviewers.replace_reviewer(review_id=first.pk, by=reviewing.office.officer, person=chair, reason="x")


def test_excusing_goes_on_only_when_enough_reviews_are_in(reviewing):
    first, second = reviewing.open_reviews()
    reviewing.accept(second.seat.person)
    reviewing.review(second.seat.person)
    reviewers.excuse_reviewer(review_id=first.pk, by=reviewing.office.officer, reason="Ốm")
    reviewing.dossier.refresh_from_db()
    assert reviewing.dossier.step == "collect_reviews"
    extra = reviewers.replace_reviewer(
        review_id=first.pk, by=reviewing.office.officer, person=reviewing.office.experts[9], reason="Ốm"
    )
    reviewing.accept(extra.seat.person)
    reviewing.review(extra.seat.person)
    assert reviewing.dossier.step == "call_meeting"


def test_a_third_silent_reviewer_is_excused_and_the_dossier_goes_on(in_council):
    office = in_council.office
    seats = [*in_council.seats(size=8), (office.experts[8], "reviewer")]
    in_council.do("propose_council", office.officer, seats=seats)
    in_council.approve_council(office.leader)
    *two, silent = in_council.open_reviews()
    for review in two:
        in_council.accept(review.seat.person)
        in_council.review(review.seat.person)
    assert in_council.dossier.step == "collect_reviews"
    reviewers.excuse_reviewer(review_id=silent.pk, by=office.officer, reason="Không trả lời")
    in_council.dossier.refresh_from_db()
    assert in_council.dossier.step == "call_meeting"


def test_more_time_moves_the_deadline_of_this_review_and_never_back(reviewing):
    review = reviewing.open_reviews()[0]
    reviewing.accept(review.seat.person)
    task = reviewing.task("write_review", review.seat.person)
    later = reviewing.dossier.due_on + timedelta(days=14)
    reviewers.extend_review(review_id=review.pk, by=reviewing.office.officer, due_on=later)
    task.refresh_from_db()
    reviewing.dossier.refresh_from_db()
    assert task.due_on == reviewing.dossier.due_on == later
    assert clock.today() < task.next_reminder_on <= later
    event = reviewing.dossier.events.get(verb="review_extended")
    assert (event.from_state, event.to_state) == ("collect_reviews", "collect_reviews")
    with refused("day_not_later"):
        reviewers.extend_review(review_id=review.pk, by=reviewing.office.officer, due_on=later - timedelta(days=1))
    with refused("day_past"):
        reviewers.extend_review(
            review_id=review.pk, by=reviewing.office.officer, due_on=clock.today() - timedelta(days=1)
        )


def test_an_invitation_can_be_sent_again(reviewing):
    review = reviewing.open_reviews()[0]
    reviewers.invite_again(review_id=review.pk, by=reviewing.office.officer)
    assert review.seat.person.notifications.filter(kind="invitation").count() == 2


def test_reviewers_are_no_longer_changed_once_the_reviews_are_in(reviewed):
    review = reviewed.dossier.reviews.first()
    with refused("reviews_in"):
        reviewers.excuse_reviewer(review_id=review.pk, by=reviewed.office.officer, reason="x")


def test_a_draft_saved_from_elsewhere_is_not_overwritten(reviewing):
    review = reviewing.open_reviews()[0]
    person = review.seat.person
    reviewing.accept(person)
    content = {"planning": {"text": "Điện thoại", "rating": "4"}}
    kept = save_draft(review=review, by=person, content=content, recommendation="", revision=0)
    with pytest.raises(EditConflict) as stale:
        save_draft(review=review, by=person, content={"planning": {"text": "Máy bàn"}}, recommendation="", revision=0)
    assert stale.value.kept.content["planning"] == {"text": "Điện thoại", "rating": 4}
    # The very same, sent again because its answer was lost, is not another's; from an older page it is.
    assert save_draft(review=review, by=person, content=content, recommendation="", revision=0).revision == 1
    again = save_draft(review=kept, by=person, content=content, recommendation="approve", revision=1)
    assert (again.revision, again.recommendation) == (2, "approve")
    with pytest.raises(EditConflict):
        save_draft(review=review, by=person, content=content, recommendation="approve", revision=0)


def test_a_draft_of_another_is_not_touched(reviewing):
    first, second = reviewing.open_reviews()
    reviewing.accept_all()
    with refused("review_closed"):
        save_draft(review=first, by=second.seat.person, content={}, recommendation="", revision=0)


def test_a_reviewer_asks_for_more_time_and_the_officer_gives_it(reviewing):
    review = reviewing.open_reviews()[0]
    person = review.seat.person
    reviewing.accept(person)
    due = reviewing.task("write_review", person).due_on
    later = due + timedelta(days=7)
    for wrong, code in (
        ({"due_on": due, "reason": "Bận"}, "day_not_later"),
        ({"due_on": later, "reason": " "}, "reason_missing"),
    ):
        with refused(code):
            reviewers.ask_more_time(review_id=review.pk, by=person, **wrong)
    reviewers.ask_more_time(review_id=review.pk, by=person, due_on=later, reason="Đi công tác")
    review.refresh_from_db()
    assert (review.asked_until, review.asked_reason) == (later, "Đi công tác")
    assert reviewing.task("write_review", person).due_on == due, "asking moves nothing"
    [told] = reviewing.office.officer.notifications.filter(kind="more_time_asked")
    assert told.data["reason"] == "Đi công tác"
    reviewers.extend_review(review_id=review.pk, by=reviewing.office.officer, due_on=later)
    review.refresh_from_db()
    assert review.asked_until is None
    assert reviewing.task("write_review", person).due_on == later


def test_nobody_asks_for_time_for_another(reviewing):
    first, second = reviewing.open_reviews()
    later = reviewing.task("answer_invitation", first.seat.person).due_on + timedelta(days=30)
    # Who is invited may ask, for themselves.
    with refused("review_closed"):
        reviewers.ask_more_time(review_id=first.pk, by=second.seat.person, due_on=later, reason="Bận")
    reviewing.accept(first.seat.person)
    reviewing.accept(second.seat.person)
    for person, code in ((second.seat.person, "review_closed"), (reviewing.office.officer, "role")):
        with refused(code):
            reviewers.ask_more_time(review_id=first.pk, by=person, due_on=later, reason="Bận")
