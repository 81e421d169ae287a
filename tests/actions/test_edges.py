"""The last day, the best mark, the one document: edges at which one character decides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from viewflow.workflow import STATUS

from consult import clock
from consult.actions import documents, jobs
from consult.actions.actor import Actor, chain_events
from consult.actions.reviews.drafting import clean_content
from consult.commands import reviewers, steps
from consult.documents.grounds import grounds_in_force
from consult.models import Document, Job, LegalGround, Task
from consult.rules.questions import BEST_RATING
from tests.refusals import refused


@pytest.mark.parametrize(
    ("begun", "going", "cited"),
    [
        (0, 0, True),
        (-1, 1, True),
        (0, None, True),
        (None, 0, True),
        (None, None, True),
        (1, None, False),
        (None, -1, False),
    ],
)
def test_a_legal_ground_is_cited_from_its_first_day_to_its_last(office, begun, going, cited):
    day = date(2026, 2, 28)
    first, last = (None if days is None else day + timedelta(days=days) for days in (begun, going))
    LegalGround.objects.filter(union=office.union).delete()
    LegalGround.objects.create(union=office.union, text="Căn cứ A", valid_from=first, valid_to=last)
    assert grounds_in_force(office.union, day) == (["Căn cứ A"] if cited else [])


@pytest.mark.parametrize(
    ("given", "kept"),
    [(1, 1), (BEST_RATING, 5), ("5", 5), (0, None), (6, None), ("-1", None), ("", None), (None, None), ("5.0", None)],
)
def test_every_rating_of_the_scale_is_kept_and_no_other(walk, given, kept):
    section = next(part for part in walk.dossier.procedure.rules.review_form if part.rating)
    cleaned = clean_content(walk.dossier, {section.code: {"text": "x", "rating": given}})
    assert cleaned[section.code].get("rating") == kept


# ---------------------------------------------------------------- documents
def test_a_revoked_document_is_replaced_by_another_of_its_dossier_only(issued, new_walk):
    document, other = Document.objects.filter(dossier=issued.dossier).exclude(code=None)[:2]
    strange = Document.objects.filter(dossier=new_walk("Hồ sơ khác").dossier).first()
    by = Actor(issued.office.clerk)

    def revoke(replaced_by: Document) -> None:
        documents.revoke(dossier=issued.dossier, document=document, by=by, reason="Sai số", replaced_by=replaced_by)
        chain_events(issued.dossier)

    for wrong in (document, strange):
        with refused("wrong_replacement"):
            revoke(wrong)
        document.refresh_from_db()
        assert document.revoked_at is None
    revoke(other)
    document.refresh_from_db()
    assert (document.replaced_by, document.revoked_at is not None) == (other, True)


# ---------------------------------------------------------------- jobs
def test_who_lost_the_claim_completes_nothing(walk):
    job = walk.dossier.jobs.get(kind="render")
    slow = jobs.claim(job.pk)
    Job.objects.filter(pk=job.pk).update(run_after=clock.now() - timedelta(seconds=1))
    fast = jobs.claim(job.pk)
    with pytest.raises(jobs.LostClaimError):
        jobs.complete(slow)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.finished_at) == ("running", 2, None)
    jobs.complete(fast)
    with pytest.raises(jobs.LostClaimError):
        jobs.complete(fast)
    job.refresh_from_db()
    assert job.state == "done"


# ---------------------------------------------------------------- events and steps
def last_event(walk, verb: str) -> tuple[object, ...]:
    event = walk.dossier.events.filter(verb=verb).last()
    assert event is not None, verb
    return event.person, event.data


def test_an_approved_opinion_is_in_the_history(drafted):
    chair = drafted.seat("chair")
    drafted.do("approve_opinion", chair, decision="approve")
    assert last_event(drafted, "opinion_approved") == (chair, {"version": 1})
    assert drafted.dossier.opinions.get().approved_by == chair


def test_minutes_sent_back_are_in_the_history_with_the_reason(reviewed):
    reviewed.call_meeting()
    reviewed.keep_meeting()
    reviewed.do("hold_meeting", reviewed.office.officer, minutes="<p>Biên bản</p>", conclusion="Thống nhất")
    chair = reviewed.seat("chair")
    reviewed.do("sign_minutes", chair, decision="send_back", remarks=" Ghi rõ hơn ")
    event = reviewed.dossier.events.filter(verb="minutes_sent_back").get()
    assert (event.person, event.reason, event.data["sequence"]) == (chair, "Ghi rõ hơn", 1)
    assert reviewed.dossier.step == "hold_meeting"


@pytest.mark.parametrize("writing", [False, True])
@pytest.mark.parametrize("replaced", [False, True])
def test_a_reviewer_who_was_let_go_has_no_step_left(reviewing, writing, replaced):
    review = reviewing.open_reviews()[0]
    person, officer = review.seat.person, reviewing.office.officer
    if writing:
        reviewing.accept(person)
    (step,) = Task.objects.filter(process__review=review, status=STATUS.NEW)
    if replaced:
        reviewers.replace_reviewer(review_id=review.pk, by=officer, person=reviewing.office.experts[9], reason="Ốm")
    else:
        reviewers.excuse_reviewer(review_id=review.pk, by=officer, reason="Ốm")
    assert not Task.objects.filter(process__review=review, status=STATUS.NEW).exists()
    assert not Task.objects.filter(assignee=person, status=STATUS.NEW, dossier=reviewing.dossier).exists()
    step.refresh_from_db()
    assert (step.status, step.finished is not None) == (STATUS.CANCELED, True)
    with refused("no_part"):
        steps.perform(
            task_id=step.pk, by=person, content=reviewing.content(), recommendation="approve", decision="accept"
        )
