"""An approved council is changed at any step until the opinion is numbered; work goes over, and what was done stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from viewflow.workflow import STATUS

from consult import clock, tasks
from consult.access import capacities_of, check
from consult.actions.council_changes import Wanted, makes_decision
from consult.commands import council_changes as command
from consult.commands.meetings import act_in_session
from consult.commands.reviewers import replace_reviewer
from consult.demo.walk import OPINION, Walk
from consult.models import (
    CouncilChange,
    Document,
    DocumentKind,
    Meeting,
    Membership,
    Notification,
    Person,
    Review,
    Seat,
    Task,
)
from consult.queries.inbox import tasks_for
from consult.queries.meeting import attendance_of, composed_minutes
from consult.queries.reach import visible_dossiers
from tests.access.people import anew
from tests.refusals import refused
from tests.workflows.test_every_setting import setting

pytestmark = pytest.mark.django_db


def seat(walk: Walk, kind: str) -> Seat:
    return walk.dossier.council.seats.filter(kind=kind, released_at=None).order_by("position").first()


def propose(walk: Walk, *lines: tuple[Seat | None, Person | None, str], reason: str = "Ốm dài ngày") -> CouncilChange:
    wanted = [Wanted(left, come, kind) for left, come, kind in lines]
    return command.propose_change(dossier_id=walk.dossier.pk, by=walk.office.officer, wanted=wanted, reason=reason)


def change(walk: Walk, *lines: tuple[Seat | None, Person | None, str]) -> CouncilChange:
    propose(walk, *lines)
    made = command.decide_change(dossier_id=walk.dossier.pk, by=walk.office.leader, decision="approve")
    walk.dossier.refresh_from_db()
    return made


def new_chair(walk: Walk) -> tuple[Person, Person]:
    """The chair is replaced by somebody who had no seat: who left, who came."""
    left, come = seat(walk, "chair"), walk.office.experts[10]
    change(walk, (left, come, "chair"))
    return anew(left.person), anew(come)


def sees(person: Person, walk: Walk) -> bool:
    listed = type(walk.dossier).objects.filter(visible_dossiers(anew(person)), pk=walk.dossier.pk).exists()
    assert listed == bool(check(anew(person), "dossier.view", walk.dossier))
    return listed


# ---------------------------------------------------------------- the chair falls away
def test_who_left_has_no_part_any_more_and_the_opinion_waits_for_the_new_chair(drafted):
    old, new = new_chair(drafted)
    assert not sees(old, drafted)
    assert sees(new, drafted)
    assert not capacities_of(old, drafted.dossier)
    assert drafted.task("approve_opinion").assignee == new
    assert [task.node for task in tasks_for(new)] == ["approve_opinion"]
    assert Notification.objects.filter(person=old, kind="seat_ended").exists()
    assert Notification.objects.filter(person=new, kind="task").exists()
    with refused("no_part"):
        drafted.do("approve_opinion", old, decision="approve")
    drafted.do("approve_opinion", new, decision="approve")
    assert drafted.dossier.step == "sign_opinion"


def test_the_change_is_a_numbered_decision_with_the_council_as_it_is_then(drafted):
    old, new = new_chair(drafted)
    made = drafted.dossier.documents.get(kind=DocumentKind.COUNCIL_CHANGE)
    first = drafted.dossier.documents.get(kind=DocumentKind.COUNCIL_DECISION).entry.symbol
    data = made.versions.get().data
    assert made.entry.symbol.endswith("/QĐ-LHH")
    assert drafted.dossier.events.get(verb="change_numbered").data == {"symbol": made.entry.symbol}
    assert made.signer == drafted.office.leader
    assert data["changes"] == [f"{new.titled_name} làm Chủ tịch Hội đồng, thay {old.titled_name}"]
    assert any(first in ground for ground in data["grounds"])
    names = [row["name"] for row in data["seats"]]
    assert names[0] == new.titled_name
    assert old.titled_name not in names
    # Why somebody leaves is not for everybody who reads the decision.
    assert "Ốm" not in str(data)
    tasks.work_off()
    assert made.versions.get().file


def test_without_decisions_on_councils_a_change_makes_none(drafted):
    setting(drafted, documents=["review"])
    new_chair(drafted)
    assert not makes_decision(drafted.dossier)
    assert not Document.objects.filter(dossier=drafted.dossier, kind=DocumentKind.COUNCIL_CHANGE).exists()


def test_the_deputy_moves_up_and_somebody_else_becomes_deputy(drafted):
    chair, deputy = seat(drafted, "chair"), seat(drafted, "deputy")
    change(drafted, (chair, deputy.person, "chair"), (deputy, drafted.office.experts[10], "deputy"))
    assert drafted.seat("chair") == deputy.person
    assert drafted.seat("deputy") == drafted.office.experts[10]
    assert drafted.task("approve_opinion").assignee == deputy.person


# ---------------------------------------------------------------- who decides
def test_who_proposed_does_not_decide_unless_nobody_else_could(drafted):
    office = drafted.office
    Membership.objects.create(person=office.officer, organisation=office.union, role="leader")
    propose(drafted, (seat(drafted, "member"), office.experts[10], "member"))
    for who, code in ((office.clerk, "role"), (anew(office.officer), "own_draft")):
        with refused(code):
            command.decide_change(dossier_id=drafted.dossier.pk, by=who, decision="approve")
    office.union.memberships.filter(role="leader").exclude(person=office.officer).delete()
    office.union.signatories.filter(person=office.officer).update(authority="", principal="", title="Phó Chủ tịch")
    command.decide_change(dossier_id=drafted.dossier.pk, by=anew(office.officer), decision="approve")
    assert drafted.dossier.events.get(verb="change_approved").self_approved


def test_a_change_is_sent_back_or_taken_back_and_changes_nothing(drafted):
    lines = (seat(drafted, "chair"), drafted.office.experts[10], "chair")
    propose(drafted, lines)
    with refused("change_waiting"):
        propose(drafted, lines)
    with refused("remarks_missing"):
        command.decide_change(dossier_id=drafted.dossier.pk, by=drafted.office.leader, decision="send_back")
    command.decide_change(
        dossier_id=drafted.dossier.pk, by=drafted.office.leader, decision="send_back", remarks="Chọn người khác"
    )
    assert Notification.objects.filter(person=drafted.office.officer, kind="council_change_sent_back").exists()
    propose(drafted, lines)
    command.take_change_back(dossier_id=drafted.dossier.pk, by=drafted.office.officer)
    with refused("no_change_waiting"):
        command.decide_change(dossier_id=drafted.dossier.pk, by=drafted.office.leader, decision="approve")
    assert seat(drafted, "chair") == lines[0]
    assert [one.state for one in drafted.dossier.council.changes.all()] == ["sent_back", "taken_back"]
    for verb in ("change_sent_back", "change_taken_back"):
        assert drafted.dossier.events.filter(verb=verb).count() == 1


# ---------------------------------------------------------------- what speaks against it
def test_a_change_is_checked_as_the_council_was(drafted):
    chair, member, free = seat(drafted, "chair"), seat(drafted, "member"), drafted.office.experts[10]
    closed = drafted.office.experts[9]
    closed.is_active = False
    closed.save()
    for code, lines in {
        "nothing_changed": [],
        "same_person": [(chair, chair.person, "chair")],
        "left_twice": [(chair, free, "chair"), (chair, None, "chair")],
        "one_chair": [(chair, None, "chair"), (member, free, "member"), (None, drafted.office.experts[11], "member")],
        "even_seats": [(member, None, "member")],
        "seated_twice": [(chair, member.person, "chair")],
        "account_closed": [(chair, closed, "chair")],
        "submitter": [(chair, drafted.office.investor_person, "chair")],
    }.items():
        with refused(code):
            propose(drafted, *lines)
    with refused("reason_missing"):
        propose(drafted, (chair, free, "chair"), reason=" ")


def test_what_was_wrong_before_does_not_keep_the_chair_from_being_replaced(reviewing):
    reviewing.do("answer_invitation", seat(reviewing, "reviewer").person, decision="decline", reason="Bận")
    assert reviewing.dossier.council.seats.filter(released_at=None).count() == 6
    new_chair(reviewing)


# ---------------------------------------------------------------- reviewers
def test_a_reviewer_who_comes_while_reviews_are_collected_is_invited(reviewing):
    left, come = seat(reviewing, "reviewer"), reviewing.office.experts[10]
    change(reviewing, (left, come, "reviewer"))
    assert left.reviews.get().state == Review.State.REPLACED
    assert not Task.objects.filter(assignee=left.person, status=STATUS.NEW).exists()
    assert reviewing.task("answer_invitation", come)
    reviewing.accept_all()
    for written in reviewing.open_reviews():
        reviewing.review(written.seat.person)
    assert reviewing.dossier.step == "call_meeting"


def test_a_reviewer_who_comes_when_the_reviews_are_in_sits_and_votes(reviewed):
    left, come = seat(reviewed, "reviewer"), reviewed.office.experts[10]
    review = left.reviews.get()
    change(reviewed, (left, come, "reviewer"))
    review.refresh_from_db()
    assert review.state == Review.State.HANDED_IN
    assert sees(come, reviewed)
    reviewed.call_meeting()
    reviewed.hold_meeting()
    assert reviewed.dossier.step == "draft_opinion"


def test_where_the_procedure_says_so_a_reviewer_is_replaced_by_decision_alone(reviewing):
    setting(reviewing, reviewers_by_decision=True)
    said = {"review_id": seat(reviewing, "reviewer").reviews.get().pk, "by": reviewing.office.officer}
    with refused("by_decision"):
        replace_reviewer(**said, person=reviewing.office.experts[10], reason="Bận")
    change(reviewing, (seat(reviewing, "reviewer"), reviewing.office.experts[10], "reviewer"))
    assert reviewing.task("answer_invitation", reviewing.office.experts[10])


# ---------------------------------------------------------------- meetings
def act(walk: Walk, what: str, by: Person | None = None, **data: object) -> Meeting:
    meeting = walk.dossier.council.meetings.latest("sequence")
    return act_in_session(meeting_id=meeting.pk, act=what, by=by or walk.office.officer, **data)


def in_session(walk: Walk) -> Meeting:
    walk.call_meeting()
    for one in walk.dossier.council.seats.filter(released_at=None):
        act(walk, "presence", seat=one.pk, mode="room")
    return act(walk, "open")


def test_while_a_vote_runs_nobody_is_changed_and_votes_that_were_cast_stay(reviewed):
    meeting = in_session(reviewed)
    whole = meeting.motions.get(is_final=True)
    act(reviewed, "put", motion=whole.pk)
    member = seat(reviewed, "member")
    act(reviewed, "hand", motion=whole.pk, seat=member.pk, choice="for")
    propose(reviewed, (member, reviewed.office.experts[10], "member"))
    with refused("vote_running"):
        command.decide_change(dossier_id=reviewed.dossier.pk, by=reviewed.office.leader, decision="approve")
    act(reviewed, "all-hands", motion=whole.pk)
    act(reviewed, "count", motion=whole.pk)
    command.decide_change(dossier_id=reviewed.dossier.pk, by=reviewed.office.leader, decision="approve")
    whole.refresh_from_db()
    assert (whole.votes_for, whole.present) == (7, 7)
    rows = {row.seat_id: row for row in attendance_of(act(reviewed, "close"))}
    assert rows[member.pk].vote == "for"
    assert rows[seat(reviewed, "reviewer").pk].is_present


def test_a_chair_who_leaves_during_the_session_leaves_the_table_and_the_new_one_presides(reviewed):
    meeting = in_session(reviewed)
    old, new = new_chair(reviewed)
    whole = meeting.motions.get(is_final=True)
    with refused("nobody_presides"):
        act(reviewed, "put", motion=whole.pk)
    with refused("no_seat"):
        act(reviewed, "presence", seat=old.seats.get(council=reviewed.dossier.council).pk, mode="room")
    act(reviewed, "presence", seat=seat(reviewed, "chair").pk, mode="room")
    act(reviewed, "put", motion=whole.pk)
    act(reviewed, "all-hands", motion=whole.pk)
    act(reviewed, "count", motion=whole.pk)
    meeting = act(reviewed, "close")
    reviewed.do("hold_meeting", reviewed.office.officer, minutes=composed_minutes(meeting), conclusion="Thống nhất")
    assert reviewed.task("sign_minutes").assignee == new


def test_minutes_wait_for_the_new_chair_and_tell_who_presided(reviewed):
    meeting = in_session(reviewed)
    whole = meeting.motions.get(is_final=True)
    act(reviewed, "put", motion=whole.pk)
    act(reviewed, "all-hands", motion=whole.pk)
    act(reviewed, "count", motion=whole.pk)
    meeting = act(reviewed, "close")
    reviewed.do("hold_meeting", reviewed.office.officer, minutes=composed_minutes(meeting), conclusion="Thống nhất")
    old, new = new_chair(reviewed)
    assert reviewed.task("sign_minutes").assignee == new
    reviewed.do("sign_minutes", new, decision="approve")
    data = reviewed.dossier.documents.get(kind="minutes").versions.get().data
    assert (data["presider"], data["signature"]["name"]) == (old.titled_name, new.titled_name)
    assert (data["seats"], data["present"]) == (7, 7)


def test_in_a_written_round_who_comes_has_no_vote_and_who_voted_has_voted(reviewed):
    reviewed.do("call_meeting", reviewed.office.officer, starts_at=clock.now() + timedelta(days=4), form="round")
    meeting = reviewed.dossier.council.meetings.latest("sequence")
    whole = meeting.motions.get(is_final=True)
    left, come = seat(reviewed, "member"), reviewed.office.experts[10]
    act(reviewed, "vote", by=left.person, motion=whole.pk, choice="for")
    change(reviewed, (left, come, "member"))
    with refused("seated_after_opening"):
        act(reviewed, "vote", by=anew(come), motion=whole.pk, choice="for")
    for one in reviewed.dossier.council.seats.filter(released_at=None).exclude(person=come):
        act(reviewed, "vote", by=anew(one.person), motion=whole.pk, choice="for")
    act(reviewed, "count", motion=whole.pk)
    whole.refresh_from_db()
    assert (whole.votes_for, whole.present) == (7, 7)


# ---------------------------------------------------------------- until when
def test_until_the_opinion_has_its_number(drafted):
    drafted.do("approve_opinion", drafted.seat("chair"), decision="approve")
    drafted.do("sign_opinion", drafted.office.leader, decision="approve")
    new_chair(drafted)
    drafted.do("issue_opinion", drafted.office.clerk)
    with refused("not_now"):
        propose(drafted, (seat(drafted, "chair"), drafted.office.experts[11], "chair"))


def test_the_draft_waits_for_the_new_secretary(reviewed):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    office = reviewed.office
    second = Person.objects.create_user("thu.ky.hai@example.vn", name="Thư Ký Hai")
    Membership.objects.create(person=second, organisation=office.union, role="officer")
    change(reviewed, (seat(reviewed, "secretary"), second, "secretary"))
    assert reviewed.task("draft_opinion").assignee == second
    reviewed.do("draft_opinion", anew(second), body=OPINION, conclusion="Thống nhất")
