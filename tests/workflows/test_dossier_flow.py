"""The whole procedure, and everything that is refused on the way."""

import pytest
from django.utils import timezone

from consult import clock, tasks
from consult.commands import documents, dossiers, steps
from consult.demo.dossiers import settle_inline
from consult.demo.office import build_office
from consult.demo.rehearsal import rehearse
from consult.demo.rehearsal_by_letter import rehearse_by_letter
from consult.models import Attendance, Event, Membership, Person, Seat, Signatory, Stage
from consult.rules.procedure import Rules
from tests.refusals import refused


@pytest.mark.django_db
def test_the_fuel_station_goes_from_submission_to_archive():
    lines: list[str] = []
    dossier = rehearse(build_office(), lines.append, settle_inline)
    tasks.work_off()
    assert len(lines) == 23
    assert (dossier.stage, dossier.outcome) == (Stage.CLOSED, "archived")
    assert [d.entry.symbol for d in dossier.documents.filter(kind="opinion")] == ["01/BC-LHH"]
    assert not dossier.documents.filter(versions__sha256="").exists()
    assert not dossier.tasks.exclude(status__in=["DONE", "CANCELED"]).exists()


@pytest.mark.django_db
def test_the_market_goes_from_a_letter_to_the_archive_though_people_fall_away(office):
    lines: list[str] = []
    dossier = rehearse_by_letter(office, lines.append, settle_inline, lambda _dossier: tasks.work_off())
    tasks.work_off()
    assert (dossier.stage, dossier.outcome) == (Stage.CLOSED, "archived")
    assert not dossier.proposer.memberships.exists()
    assert dossier.events.get(verb="opinion_signed").data["stood_in_for"] == str(office.leader.uid)
    assert not dossier.documents.filter(versions__sha256="").exists()
    assert not dossier.tasks.exclude(status__in=["DONE", "CANCELED"]).exists()
    assert len(lines) == 13


def test_every_step_leaves_an_event_with_person_role_and_states(issued):
    events = Event.objects.filter(dossier=issued.dossier)
    verbs = list(events.values_list("verb", flat=True))
    assert verbs[:4] == ["drafted", "submitted", "accepted", "council_proposed"]
    assert verbs[-1] == "opinion_issued"
    signed = events.get(verb="opinion_signed")
    assert (signed.person, signed.capacity) == (issued.office.leader, "leader")
    assert (signed.from_state, signed.to_state) == ("sign_opinion", "issue_opinion")
    assert events.get(verb="drafted").to_state == "draft"
    assert not events.filter(to_state="").exists()


# ---------------------------------------------------------------- who may act


@pytest.mark.parametrize("who", ["clerk", "leader", "administrator", "investor_person"])
def test_a_step_is_refused_to_the_wrong_role(walk, who):
    with refused("role"):
        walk.do("check_completeness", getattr(walk.office, who), decision="accept")


def test_people_of_another_organisation_have_no_part(walk):
    stranger = Person.objects.create_user("la@khac.test", None, name="Người Lạ")
    other = walk.office.union.parent
    Membership.objects.create(person=stranger, organisation=other, role="officer")
    with refused("no_part"):
        walk.do("check_completeness", stranger, decision="accept")
    with refused("no_part"):
        dossiers.withdraw(dossier_id=walk.dossier.pk, by=stranger, reason="x")


def test_a_step_is_done_once(walk):
    task = walk.task("check_completeness")
    walk.do("check_completeness", walk.office.officer, decision="accept")
    with refused("done_already"):
        steps.perform(task_id=task.pk, by=walk.office.officer, decision="accept")
    assert walk.dossier.tasks.filter(node="propose_council").count() == 1


def test_the_second_of_two_officers_learns_who_was_first(walk):
    second = Person.objects.create_user("hai@thunghiem.test", None, name="Chuyên viên Hai")
    Membership.objects.create(person=second, organisation=walk.office.union, role="officer")
    task = walk.task("check_completeness")
    walk.do("check_completeness", walk.office.officer, decision="accept")
    with refused("done_already"):
        steps.perform(task_id=task.pk, by=second, decision="refuse", reason="x")
    assert walk.dossier.stage == Stage.COUNCIL


def test_a_step_of_the_system_is_not_done_by_hand(reviewing):
    with refused("not_by_hand"):
        steps.perform(task_id=reviewing.task("collect_reviews").pk, by=reviewing.office.officer)


def test_a_deactivated_person_may_do_nothing(walk):
    walk.office.officer.is_active = False
    walk.office.officer.save()
    with refused("no_part"):
        walk.do("check_completeness", walk.office.officer, decision="accept")


# ---------------------------------------------------------------- council


def test_a_council_sent_back_is_proposed_again_and_then_numbered(in_council):
    office = in_council.office
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    with refused("remarks_missing"):
        in_council.do("approve_council", office.leader, decision="send_back", remarks=" ")
    in_council.do("approve_council", office.leader, decision="send_back", remarks="Thêm người về môi trường")
    assert in_council.dossier.step == "propose_council"
    in_council.do("propose_council", office.officer, seats=in_council.seats(2))
    in_council.approve_council(office.leader)
    decision = in_council.dossier.documents.get(kind="council_decision")
    assert decision.entry.symbol == "01/QĐ-LHH"
    assert in_council.dossier.step == "collect_reviews"


def test_reviews_open_only_when_the_decision_is_made(in_council):
    office = in_council.office
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    in_council.do("approve_council", office.leader, decision="approve")
    assert in_council.dossier.reviews.count() == 0
    in_council.settle(in_council.dossier)
    assert in_council.dossier.reviews.count() == 2


def test_the_proposers_people_cannot_be_seated(in_council):
    seats = [*in_council.seats()[:-1], (in_council.office.investor_person, "secretary")]
    with refused("submitter"):
        in_council.do("propose_council", in_council.office.officer, seats=seats)


def test_a_leader_does_not_approve_their_own_council_while_another_could(in_council):
    office = in_council.office
    Membership.objects.create(person=office.leader, organisation=office.union, role="officer")
    in_council.do("propose_council", office.leader, seats=in_council.seats())
    with refused("own_draft"):
        in_council.do("approve_council", office.leader, decision="approve")
    in_council.approve_council(office.second_leader)
    assert not Event.objects.get(verb="council_approved").self_approved


def test_an_office_of_one_person_works_and_the_record_says_so(in_council):
    office = in_council.office
    Membership.objects.filter(organisation=office.union).delete()
    for role in ("officer", "clerk", "leader"):
        Membership.objects.create(person=office.officer, organisation=office.union, role=role)
    Signatory.objects.filter(person=office.officer).update(authority="", principal="", title="Chủ tịch")
    office.leader = office.clerk = office.officer = Person.objects.get(pk=office.officer.pk)
    walk = in_council
    walk.do("propose_council", office.officer, seats=walk.seats())
    walk.approve_council(office.officer)
    assert Event.objects.get(verb="council_approved").self_approved
    walk.accept_all()
    for review in walk.open_reviews():
        walk.review(review.seat.person)
    walk.call_meeting()
    walk.hold_meeting()
    walk.draft()
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    walk.do("sign_opinion", office.officer, decision="approve")
    assert Event.objects.get(verb="opinion_signed").self_approved
    walk.issue()
    assert walk.dossier.step == "respond"


# ---------------------------------------------------------------- meeting


def test_without_a_quorum_the_meeting_is_called_again(reviewed):
    reviewed.call_meeting()
    assert reviewed.hold_meeting(absent=("member", "deputy")) == "no_quorum"
    assert reviewed.dossier.step == "call_meeting"
    reviewed.call_meeting()
    assert reviewed.hold_meeting() == "held"
    assert reviewed.dossier.step == "draft_opinion"
    assert reviewed.dossier.documents.filter(kind="minutes").count() == 1


def test_everybody_present_votes_and_something_was_said(reviewed):
    reviewed.call_meeting()
    seats = list(reviewed.dossier.council.seats.filter(released_at=None))
    present = {seat.pk: {"mode": "room", "vote": "for"} for seat in seats}
    with refused("votes_missing"):
        reviewed.do("hold_meeting", reviewed.office.officer, minutes="x", **reviewed.hours(),
                    attendance={**present, seats[0].pk: {"mode": "room"}})  # fmt: skip
    with refused("text_missing"):
        reviewed.do("hold_meeting", reviewed.office.officer, minutes=" ", attendance=present, **reviewed.hours())
    assert Attendance.objects.count() == 0


def test_votes_are_counted_and_reserved_opinions_kept(reviewed):
    reviewed.call_meeting()
    seats = list(reviewed.dossier.council.seats.filter(released_at=None))
    votes = {seat.pk: {"mode": "online", "vote": "against"} for seat in seats}
    votes[seats[0].pk] = {"mode": "room", "vote": "abstain", "reserved_opinion": "Cần khảo sát thêm."}
    reviewed.do("hold_meeting", reviewed.office.officer, minutes="Thảo luận.", attendance=votes, **reviewed.hours())
    meeting = reviewed.dossier.council.meetings.get()
    minutes = reviewed.dossier.documents.get(kind="minutes").versions.get().data
    assert (meeting.passed, minutes["votes_against"], minutes["abstentions"]) == (False, 6, 1)
    assert meeting.attendances.get(seat=seats[0]).reserved_opinion == "Cần khảo sát thêm."


def test_a_meeting_is_not_called_for_the_past(reviewed):
    with refused("time_past"):
        reviewed.do("call_meeting", reviewed.office.officer, starts_at=timezone.now(), place="Phòng 1")


def test_written_reviews_may_suffice_by_the_procedure(reviewing):
    procedure = reviewing.dossier.procedure
    procedure.config = {**procedure.config, "meeting": False}
    assert not Rules.from_json(procedure.config).meeting
    procedure.save()
    reviewing.accept_all()
    for review in reviewing.open_reviews():
        reviewing.review(review.seat.person)
    assert reviewing.dossier.step == "draft_opinion"


# ---------------------------------------------------------------- opinion


def test_chair_and_leader_send_back_with_remarks_and_versions_stay(drafted):
    chair = drafted.seat(Seat.Kind.CHAIR)
    with refused("remarks_missing"):
        drafted.do("approve_opinion", chair, decision="send_back")
    drafted.do("approve_opinion", chair, decision="send_back", remarks="Ngắn quá")
    drafted.draft()
    drafted.do("approve_opinion", chair, decision="approve")
    drafted.do("sign_opinion", drafted.office.leader, decision="send_back", remarks="Bổ sung căn cứ")
    assert drafted.dossier.step == "draft_opinion"
    drafted.draft()
    assert list(drafted.dossier.opinions.values_list("version", flat=True)) == [1, 2, 3]


def test_only_the_chair_approves(drafted):
    for person in (drafted.office.officer, drafted.office.leader, drafted.seat("deputy")):
        with refused("role"):
            drafted.do("approve_opinion", person, decision="approve")


def test_the_proposer_is_told_only_when_the_document_is_made(drafted):
    drafted.do("approve_opinion", drafted.seat("chair"), decision="approve")
    drafted.do("sign_opinion", drafted.office.leader, decision="approve")
    drafted.do("issue_opinion", drafted.office.clerk)
    told = drafted.office.investor_person.notifications.filter(kind="issued")
    assert not told.exists()
    assert drafted.dossier.stage == Stage.OPINION
    drafted.settle(drafted.dossier)
    assert told.count() == 1
    drafted.dossier.refresh_from_db()
    assert drafted.dossier.stage == Stage.RESPONSE


def test_user_text_cannot_bring_markup_into_the_opinion(reviewed):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    reviewed.do("draft_opinion", reviewed.office.officer, conclusion="Đồng ý",
                body='<p onclick="x">Nội dung</p><script>alert(1)</script><img src="file:///etc/passwd">')  # fmt: skip
    assert reviewed.dossier.opinions.get().body == "<p>Nội dung</p>"


# ---------------------------------------------------------------- the end


def test_a_response_that_never_comes_is_waived_only_after_its_deadline(issued):
    office = issued.office
    with refused("deadline_running"):
        dossiers.waive_answer(dossier_id=issued.dossier.pk, by=office.officer)
    issued.dossier.due_on = clock.day_of(issued.dossier.submitted_at).replace(year=2020)
    issued.dossier.save()
    with refused("role"):
        dossiers.waive_answer(dossier_id=issued.dossier.pk, by=office.clerk)
    dossiers.waive_answer(dossier_id=issued.dossier.pk, by=office.officer)
    issued.do("archive_dossier", office.officer)
    assert issued.dossier.outcome == "archived"


def test_a_supplement_that_never_comes_does_not_hold_the_dossier(walk):
    office = walk.office
    walk.do("check_completeness", office.officer, decision="supplement", findings={"land": (False, "Mờ")})
    with refused("deadline_running"):
        dossiers.waive_answer(dossier_id=walk.dossier.pk, by=office.officer)
    walk.dossier.due_on = walk.dossier.due_on.replace(year=2020)
    walk.dossier.save()
    dossiers.waive_answer(dossier_id=walk.dossier.pk, by=office.officer)
    walk.do("check_completeness", office.officer, decision="refuse", reason="Không bổ sung hồ sơ")
    assert walk.dossier.outcome == "refused"


def test_a_numbered_opinion_is_not_taken_back_while_its_document_is_made(drafted):
    drafted.do("approve_opinion", drafted.seat("chair"), decision="approve")
    drafted.do("sign_opinion", drafted.office.leader, decision="approve")
    drafted.do("issue_opinion", drafted.office.clerk)
    assert drafted.dossier.step == "opinion_document"
    with refused("not_now"):
        dossiers.withdraw(dossier_id=drafted.dossier.pk, by=drafted.office.investor_person, reason="x")
    with refused("not_now"):
        dossiers.cancel(dossier_id=drafted.dossier.pk, by=drafted.office.leader, reason="x")
    drafted.settle(drafted.dossier)
    drafted.dossier.refresh_from_db()
    assert drafted.dossier.step == "respond"


def test_a_document_made_again_is_a_new_version_from_the_same_data(issued, as_person):
    tasks.work_off()
    document = issued.dossier.documents.get(kind="receipt")
    first = document.versions.get()
    as_person(issued.office.clerk).post(f"/documents/{document.pk}/again/")
    tasks.work_off()
    assert issued.dossier.events.filter(verb="document_made_again", person=issued.office.clerk).count() == 1
    second = document.versions.get(version=2)
    assert second.data == first.data
    assert second.sha256
    first.refresh_from_db()
    assert first.file.name != second.file.name
    assert first.file.storage.exists(first.file.name)


def test_what_is_signed_or_not_made_yet_is_not_made_again(issued):
    opinion = issued.dossier.documents.get(kind="opinion")
    with refused("signed_already"):
        documents.make_document_again(document_id=opinion.pk, by=issued.office.clerk)
    with refused("not_made_yet"):
        documents.make_document_again(
            document_id=issued.dossier.documents.get(kind="receipt").pk, by=issued.office.clerk
        )
    assert opinion.versions.count() == 1


def test_an_issued_dossier_is_neither_withdrawn_nor_cancelled(issued):
    with refused("not_now"):
        dossiers.withdraw(dossier_id=issued.dossier.pk, by=issued.office.investor_person, reason="x")
    with refused("not_now"):
        dossiers.cancel(dossier_id=issued.dossier.pk, by=issued.office.leader, reason="x")
