"""The union's own initiative: nobody outside brought it, and its officers act in the proposer's place."""

from __future__ import annotations

import pytest

from consult.access import Capacity, capacities_of, stands_for
from consult.actions import yearly_tasks
from consult.commands import dossiers
from consult.commands.recipients import choose_recipients
from consult.demo.dossiers import settle_inline
from consult.demo.walk import Walk, usual_answers
from consult.documents.opinion_recipients import recipients_of
from consult.models import Dossier, Membership, Procedure, RegisterEntry, YearlyTask
from consult.queries.inbox import tasks_for
from consult.queries.reach import visible_dossiers
from tests.actions.test_recipients import mark_of
from tests.refusals import refused


@pytest.fixture
def own(office):
    """A draft of the union's own, begun from its list of tasks; nobody stands for the union but its officers."""
    Membership.objects.filter(organisation=office.union, role="proposer").delete()
    task = YearlyTask(union=office.union, title="Chất lượng nước hồ", source="own", year=2026, money=90_000_000)
    yearly_tasks.save_task(task=task, by=office.officer)
    offered = Procedure.objects.filter(kind__union=office.union).select_related("kind").order_by("-pk")
    procedure = next(one for one in offered if "union" in one.kind.submitters)
    walk = Walk(office, settle_inline)
    walk.dossier = yearly_tasks.begin_dossier(task=task, procedure=procedure, by=office.officer)
    return walk


def hand_in(walk):
    officer = walk.office.officer
    answers = usual_answers(walk.dossier.procedure.rules.questions)
    dossiers.describe(dossier_id=walk.dossier.pk, by=officer, answers=answers, revision=None)
    walk.dossier.refresh_from_db()
    for item in walk.dossier.asked_items():
        if item.required:
            walk.attach(item.code, officer)
    walk.dossier = dossiers.submit(dossier_id=walk.dossier.pk, by=officer)


def test_officers_fill_in_the_draft_and_nobody_else_sees_it(own):
    office, dossier = own.office, own.dossier
    assert (dossier.proposer, dossier.granted) == (office.union, 90_000_000)
    assert capacities_of(office.officer, dossier) >= {Capacity.OFFICER, Capacity.PROPOSER}
    assert Dossier.objects.filter(visible_dossiers(office.officer), pk=dossier.pk).exists()
    assert office.union.pk in stands_for(office.officer)
    for other in (office.clerk, office.leader, office.investor_person, office.administrator):
        assert Capacity.PROPOSER not in capacities_of(other, dossier)
        assert not Dossier.objects.filter(visible_dossiers(other), pk=dossier.pk).exists()
    task = YearlyTask.objects.get()
    with refused("changed_meanwhile"):
        yearly_tasks.begin_dossier(task=task, procedure=dossier.procedure, by=office.officer)


def test_a_refusal_is_no_letter_of_the_union_to_itself(own):
    hand_in(own)
    numbers = RegisterEntry.objects.filter(register__union=own.office.union).count()
    own.do("check_completeness", own.office.officer, decision="refuse", reason="Trùng nhiệm vụ")
    assert own.dossier.outcome == "refused"
    assert not own.dossier.documents.filter(kind="refusal").exists()
    assert RegisterEntry.objects.filter(register__union=own.office.union).count() == numbers


def test_what_is_missing_is_asked_without_a_letter_and_supplied_by_officers(own):
    hand_in(own)
    office = own.office
    own.do("check_completeness", office.officer, decision="supplement", reason="Thiếu bản đồ")
    assert not own.dossier.documents.filter(kind="supplement_request").exists()
    assert [task.node for task in tasks_for(office.officer)] == ["supply_supplement"]
    with refused("role"):
        own.do("supply_supplement", office.leader, remark="Đã bổ sung")
    own.do("supply_supplement", office.officer, remark="Đã bổ sung")
    assert own.dossier.step == "check_completeness"


def test_the_opinion_needs_an_addressee_and_no_response_is_waited_for(own):
    hand_in(own)
    office = own.office
    own.do("check_completeness", office.officer, decision="accept")
    own.do("propose_council", office.officer, seats=own.seats())
    own.approve_council(office.leader)
    own.accept_all()
    for review in own.open_reviews():
        own.review(review.seat.person)
    if own.dossier.step == "call_meeting":
        own.call_meeting()
        own.hold_meeting()
    assert recipients_of(own.dossier).to == []
    with refused("recipients_missing"):
        own.draft()
    choose_recipients(
        dossier_id=own.dossier.pk,
        by=office.officer,
        to=["UBND tỉnh"],
        copies=[],
        seen=mark_of(recipients_of(own.dossier)),
    )
    own.draft()
    if own.dossier.step == "approve_opinion":
        own.do("approve_opinion", own.seat("chair"), decision="approve")
    own.do("sign_opinion", office.leader, decision="approve")
    own.issue()
    assert own.dossier.step == "archive_dossier"
    data = own.dossier.documents.get(kind="opinion").versions.latest("version").data
    assert data["to"] == ["UBND tỉnh"]
    assert data["considered"].startswith("Xét sự cần thiết")
