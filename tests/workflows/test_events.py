"""Every act leaves its event: who, in which capacity, at which step, with what.

The straight way and its detours are walked and their histories compared whole. What is tested
elsewhere with its event is in ``ELSEWHERE``.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from consult import clock
from consult.commands import departments, documents, dossiers, meetings, reviewers
from consult.models import DepartmentRequest, Dossier, Event, Task
from consult.texts import EVENTS

pytestmark = pytest.mark.django_db

REASON = "Lý do đủ rõ"


def told(dossier, since: int = 0) -> list[tuple[str, str, str, str]]:
    """Verb, capacity and the step before and after, of every event later than the first ``since``."""
    events = Event.objects.filter(dossier=dossier).order_by("position")[since:]
    return [(event.verb, event.capacity, event.from_state, event.to_state) for event in events]


def data_of(dossier, verb: str) -> dict:
    return Event.objects.filter(dossier=dossier, verb=verb).latest("pk").data


def returned(dossier) -> list[tuple[str, str, int, int | None]]:
    return list(dossier.returns.order_by("pk").values_list("node", "remarks", "by", "meeting"))


def late(walk, node: str) -> None:
    """The deadline of an open step is past."""
    past = clock.today() - timedelta(days=30)
    Task.objects.filter(dossier=walk.dossier, node=node).update(due_on=past)
    Dossier.objects.filter(pk=walk.dossier.pk).update(due_on=past)


def test_the_straight_way(issued):
    issued.do("respond", issued.office.investor_person, body="Tiếp thu.")
    issued.do("archive_dossier", issued.office.officer)
    assert told(issued.dossier) == [
        ("drafted", "proposer", "", "draft"),
        ("submitted", "proposer", "draft", "check_completeness"),
        ("accepted", "officer", "check_completeness", "propose_council"),
        ("council_proposed", "officer", "propose_council", "approve_council"),
        ("council_approved", "leader", "approve_council", "council_decision"),
        ("decision_numbered", "", "council_decision", "council_decision"),
        ("reviewer_invited", "", "council_decision", "collect_reviews"),
        ("reviewer_invited", "", "council_decision", "collect_reviews"),
        ("review_accepted", "invited", "collect_reviews", "collect_reviews"),
        ("review_accepted", "invited", "collect_reviews", "collect_reviews"),
        ("review_handed_in", "reviewer", "collect_reviews", "collect_reviews"),
        ("review_handed_in", "reviewer", "collect_reviews", "call_meeting"),
        ("reviews_in", "", "collect_reviews", "call_meeting"),
        ("meeting_called", "officer", "call_meeting", "hold_meeting"),
        ("meeting_held", "officer", "hold_meeting", "draft_opinion"),
        ("opinion_drafted", "officer", "draft_opinion", "approve_opinion"),
        ("opinion_approved", "chair", "approve_opinion", "sign_opinion"),
        ("opinion_signed", "leader", "sign_opinion", "issue_opinion"),
        ("opinion_numbered", "clerk", "issue_opinion", "opinion_document"),
        ("opinion_issued", "", "opinion_document", "respond"),
        ("responded", "proposer", "respond", "archive_dossier"),
        ("archived", "officer", "archive_dossier", "closed"),
    ]
    assert data_of(issued.dossier, "opinion_numbered")["symbol"] == "01/BC-LHH"


def test_intake_and_council_sent_round(walk):
    office, dossier = walk.office, walk.dossier
    walk.do("check_completeness", office.officer, decision="supplement", findings={"request": (False, "Thiếu")})
    walk.attach("request", office.investor_person)
    walk.do("supply_supplement", office.investor_person)
    walk.do("check_completeness", office.officer, decision="supplement", findings={"request": (False, "Vẫn thiếu")})
    late(walk, "supply_supplement")
    dossiers.waive_answer(dossier_id=dossier.pk, by=office.officer)
    dossier.refresh_from_db()
    walk.do("check_completeness", office.officer, decision="accept")
    walk.do("propose_council", office.officer, seats=walk.seats())
    walk.do("approve_council", office.leader, decision="send_back", remarks=REASON)
    assert told(dossier, since=2) == [
        ("supplement_asked", "officer", "check_completeness", "supply_supplement"),
        ("supplemented", "proposer", "supply_supplement", "check_completeness"),
        ("supplement_asked", "officer", "check_completeness", "supply_supplement"),
        ("supplement_waived", "officer", "supply_supplement", "check_completeness"),
        ("accepted", "officer", "check_completeness", "propose_council"),
        ("council_proposed", "officer", "propose_council", "approve_council"),
        ("council_sent_back", "leader", "approve_council", "propose_council"),
    ]
    assert Event.objects.get(verb="council_sent_back").reason == REASON
    assert returned(dossier) == [("approve_council", REASON, office.leader.pk, None)]
    requests = dossier.supplement_requests.values_list("round", "answered_by")
    assert list(requests) == [(1, office.investor_person.pk), (2, None)]
    assert data_of(dossier, "supplement_asked") == {"round": 2}


def test_a_dossier_refused(walk):
    walk.do("check_completeness", walk.office.officer, decision="refuse", reason=REASON)
    assert told(walk.dossier, since=2) == [("refused", "officer", "check_completeness", "closed")]
    assert Event.objects.get(verb="refused").reason == REASON


def test_reviewers_and_dates(reviewing):
    walk, office, dossier = reviewing, reviewing.office, reviewing.dossier
    first, second = walk.open_reviews()
    since = Event.objects.filter(dossier=dossier).count()
    free = office.experts[-1]
    reviewers.replace_reviewer(review_id=first.pk, by=office.officer, person=free, reason=REASON)
    walk.accept(free)
    own = walk.dossier.reviews.get(seat__person=free)
    later = clock.today() + timedelta(days=60)
    reviewers.ask_more_time(review_id=own.pk, by=free, due_on=later, reason=REASON)
    reviewers.extend_review(review_id=own.pk, by=office.officer, due_on=later, reason=REASON)
    moment = clock.now() + timedelta(days=70)
    meetings.ask_dates(dossier_id=dossier.pk, by=office.officer, moments=[moment])
    walk.do("answer_invitation", second.seat.person, decision="decline", reason=REASON)
    reviewers.excuse_reviewer(review_id=own.pk, by=office.officer, reason=REASON)
    at = "collect_reviews"
    assert told(dossier, since) == [
        ("reviewer_excused", "officer", at, at),
        ("reviewer_replaced", "officer", at, at),
        ("reviewer_invited", "", at, at),
        ("review_accepted", "invited", at, at),
        ("more_time_asked", "reviewer", at, at),
        ("review_extended", "officer", at, at),
        ("dates_asked", "officer", at, at),
        ("review_declined", "invited", at, at),
        ("reviewer_excused", "officer", at, at),
    ]
    assert data_of(dossier, "reviewer_replaced") == {"name": first.seat.person.name, "replacement": free.name}
    assert data_of(dossier, "review_extended")["due_on"] == later.isoformat()


def test_a_reviewer_in_conflict(reviewing):
    person = reviewing.open_reviews()[0].seat.person
    since = Event.objects.filter(dossier=reviewing.dossier).count()
    reviewing.do("answer_invitation", person, decision="conflict", interests="Là cổ đông của đơn vị trình.")
    assert told(reviewing.dossier, since) == [("review_conflicted", "invited", "collect_reviews", "collect_reviews")]


def test_meeting_minutes_and_opinion_sent_round(reviewed):
    walk, office, dossier = reviewed, reviewed.office, reviewed.dossier
    since = Event.objects.filter(dossier=dossier).count()
    starts = walk.call_meeting()
    meetings.move_meeting(
        dossier_id=dossier.pk, by=office.officer, starts_at=starts + timedelta(days=1), reason=REASON, place="Phòng 3"
    )
    walk.keep_meeting()
    walk.do("hold_meeting", office.officer, minutes="Biên bản", conclusion="Thống nhất.")
    walk.do("sign_minutes", walk.seat("chair"), decision="send_back", remarks=REASON)
    walk.do("hold_meeting", office.officer, minutes="Biên bản", conclusion="Thống nhất.")
    walk.do("sign_minutes", walk.seat("chair"), decision="approve")
    walk.draft()
    walk.do("approve_opinion", walk.seat("chair"), decision="send_back", remarks=REASON)
    walk.draft()
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    walk.do("sign_opinion", office.leader, decision="send_back", remarks=REASON)
    chair, meeting = walk.seat("chair").pk, dossier.council.meetings.get().pk
    assert returned(dossier) == [
        ("sign_minutes", REASON, chair, meeting),
        ("approve_opinion", REASON, chair, None),
        ("sign_opinion", REASON, office.leader.pk, None),
    ]
    session = ("meeting_opened", "motion_decided", "meeting_closed")
    assert [row for row in told(dossier, since) if row[0] not in session] == [
        ("meeting_called", "officer", "call_meeting", "hold_meeting"),
        ("document_revoked", "officer", "hold_meeting", "hold_meeting"),
        ("meeting_moved", "officer", "hold_meeting", "hold_meeting"),
        ("minutes_written", "officer", "hold_meeting", "sign_minutes"),
        ("minutes_sent_back", "chair", "sign_minutes", "hold_meeting"),
        ("minutes_written", "officer", "hold_meeting", "sign_minutes"),
        ("meeting_held", "chair", "sign_minutes", "draft_opinion"),
        ("opinion_drafted", "officer", "draft_opinion", "approve_opinion"),
        ("opinion_sent_back", "chair", "approve_opinion", "draft_opinion"),
        ("opinion_drafted", "officer", "draft_opinion", "approve_opinion"),
        ("opinion_approved", "chair", "approve_opinion", "sign_opinion"),
        ("signature_refused", "leader", "sign_opinion", "draft_opinion"),
    ]
    assert [row[0] for row in told(dossier, since) if row[0] in session] == [
        "meeting_opened", "motion_decided", "motion_decided", "meeting_closed",
    ]  # fmt: skip


def test_a_session_interrupted(reviewed):
    walk, officer, dossier = reviewed, reviewed.office.officer, reviewed.dossier
    walk.call_meeting()
    since = Event.objects.filter(dossier=dossier).count()
    seats = list(dossier.council.seats.filter(released_at=None))

    def open_it() -> None:
        for seat in seats:
            walk.act_in_session("presence", officer, seat=seat.pk, mode="room")
        walk.act_in_session("open", officer)

    open_it()
    walk.act_in_session("adjourn", officer, reason=REASON, resumes_at=clock.now() + timedelta(hours=2))
    open_it()
    at = ("officer", "hold_meeting", "hold_meeting")
    assert told(dossier, since) == [("meeting_opened", *at), ("meeting_adjourned", *at), ("meeting_resumed", *at)]
    assert Event.objects.get(verb="meeting_adjourned").reason == REASON


def test_a_meeting_without_a_quorum(reviewed):
    reviewed.call_meeting()
    since = Event.objects.filter(dossier=reviewed.dossier).count()
    reviewed.hold_meeting(absent=["chair", "deputy", "member"])
    assert told(reviewed.dossier, since) == [("no_quorum", "officer", "hold_meeting", "call_meeting")]
    assert data_of(reviewed.dossier, "no_quorum") == {"sequence": 1}


def test_letters_payments_and_an_answer_that_never_comes(issued):
    walk, office, dossier = issued, issued.office, issued.dossier
    since = Event.objects.filter(dossier=dossier).count()
    documents.classify(dossier_id=dossier.pk, by=office.officer, confidential=True)
    documents.classify(dossier_id=dossier.pk, by=office.officer, confidential=False)
    documents.request_document(dossier_id=dossier.pk, kind="payment_list", by=office.officer)
    late(walk, "respond")
    documents.remind_by_letter(task_id=walk.task("respond").pk, by=office.officer)
    dossiers.waive_answer(dossier_id=dossier.pk, by=office.officer)
    opinion = dossier.documents.get(kind="opinion")
    documents.revoke_document(document_id=opinion.pk, by=office.leader, reason=REASON)
    at = "respond"
    assert told(dossier, since) == [
        ("made_confidential", "officer", at, at),
        ("made_open", "officer", at, at),
        ("payment_listed", "officer", at, at),
        ("reminder_letter_sent", "officer", at, at),
        ("response_waived", "officer", at, "archive_dossier"),
        ("document_revoked", "leader", "archive_dossier", "archive_dossier"),
    ]


def test_departments_and_breaking_off(reviewing, new_walk):
    office, dossier = reviewing.office, reviewing.dossier
    since = Event.objects.filter(dossier=dossier).count()
    documents.ask_department(
        dossier_id=dossier.pk, by=office.officer, department="Sở A", questions="Gì?",
        answer_by=clock.today() + timedelta(days=5),
    )  # fmt: skip
    asked = DepartmentRequest.objects.get()
    departments.record_answer(
        request_id=asked.pk, by=office.officer, answer="Đồng ý.", answered_by="Ông A", upload=None
    )
    dossiers.withdraw(dossier_id=dossier.pk, by=office.investor_person, reason=REASON)
    at = "collect_reviews"
    assert told(dossier, since) == [
        ("department_asked", "officer", at, at),
        ("department_answered", "officer", at, at),
        ("withdrawn", "proposer", at, "closed"),
    ]
    assert data_of(dossier, "department_asked") == {"department": "Sở A"}
    other = new_walk("Dự án khác")
    dossiers.cancel(dossier_id=other.dossier.pk, by=office.leader, reason=REASON)
    assert told(other.dossier, since=2) == [("cancelled", "leader", "check_completeness", "closed")]


def test_every_verb_is_asserted_here_or_in_another_test():
    tests = "".join(file.read_text() for file in Path(__file__).parents[1].rglob("test_*.py"))
    for verb in EVENTS:
        assert f'"{verb}"' in tests, verb
