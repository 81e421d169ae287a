"""The session of a meeting: presence, votes open and secret, interruption, minutes that write themselves."""

from datetime import timedelta

import pytest
from django.core import serializers
from django.db import connection

from consult import clock, tasks
from consult.actions.meetings import ballot_box
from consult.actions.payments import work_of
from consult.commands import dossiers, meetings
from consult.documents import pdf
from consult.models import Attendance, Ballot, Meeting, Motion
from consult.queries.meeting import composed_minutes
from tests.refusals import refused

pytestmark = pytest.mark.django_db


class Session:
    """A called meeting and its people."""

    def __init__(self, walk):
        self.walk = walk
        walk.call_meeting()
        self.pk = walk.dossier.council.meetings.get().pk

    @property
    def meeting(self):
        return Meeting.objects.get(pk=self.pk)

    @property
    def whole(self):
        return self.meeting.motions.get(is_final=True)

    def seats(self, *kinds):
        return [s for s in self.walk.dossier.council.seats.filter(released_at=None) if not kinds or s.kind in kinds]

    def do(self, act, by=None, /, **data):
        return meetings.act_in_session(meeting_id=self.pk, act=act, by=by or self.walk.seat("secretary"), **data)

    def everybody(self, besides=()):
        for seat in self.seats():
            if seat.kind not in besides:
                self.do("presence", seat=seat.pk, mode="room")

    def vote(self, motion, *choices, seats=None):
        for seat, choice in zip(seats or self.seats(), choices, strict=False):
            self.do("vote", seat.person, motion=motion.pk, choice=choice)

    def decide(self, *choices, secret=False):
        self.do("put", motion=self.whole.pk, secret=secret)
        self.vote(self.whole, *choices)
        self.do("count", motion=self.whole.pk)
        return self.whole


@pytest.fixture
def session(reviewed):
    return Session(reviewed)


@pytest.fixture
def opened(session):
    session.everybody()
    session.do("open")
    return session


def test_a_meeting_opens_only_with_a_quorum_and_says_who_lacks(session):
    with refused("no_quorum", "nobody_presides", "secretary_absent", "reviewers_absent"):
        session.do("open")
    session.everybody(besides=("secretary",))
    with refused("secretary_absent"):
        session.do("open")
    session.do("presence", seat=session.seats("secretary")[0].pk, mode="online")
    session.do("open")
    assert session.meeting.state == "open"
    assert session.walk.dossier.events.filter(verb="meeting_opened").count() == 1


def test_a_deputy_presides_only_when_the_chair_has_asked(session):
    session.everybody(besides=("chair",))
    with refused("nobody_presides"):
        session.do("open")
    deputy = session.walk.seat("deputy")
    with refused("not_asked_to_preside"):
        session.do("open", deputy)
    session.do("open", deputy_presides=True)
    session.do("point", deputy, point=2)
    assert session.meeting.point == 2


def test_ones_own_phone_says_one_is_in_the_room_only_with_the_code_at_its_door(session):
    member = session.seats("member")[0]
    for wrong in ("", "x" * 12):
        with refused("not_checked_in"):
            session.do("here", member.person, mode="room", code=wrong)
    session.do("here", member.person, mode="room", code=session.meeting.check_in_code)
    session.do("here", session.walk.seat("chair"), mode="online")
    assert set(session.meeting.attendances.values_list("mode", flat=True)) == {"room", "online"}


def test_who_has_no_seat_attends_nothing_and_members_do_not_keep_the_desk(opened):
    office = opened.walk.office
    for name, data in (("here", {"mode": "online"}), ("vote", {"motion": opened.whole.pk, "choice": "for"})):
        with refused("role"):
            opened.do(name, office.leader, **data)
    for name, data in (("open", {}), ("count", {"motion": opened.whole.pk}), ("close", {}),
                       ("hand", {"motion": opened.whole.pk, "seat": opened.seats()[0].pk, "choice": "for"})):  # fmt: skip
        with refused("role"):
            opened.do(name, opened.seats("member")[0].person, **data)


def test_an_open_vote_is_counted_and_may_be_changed_until_then(opened):
    opened.do("put", motion=opened.whole.pk)
    opened.vote(opened.whole, "against", "for", "for", "for", "for", "abstain")
    opened.vote(opened.whole, "for")
    opened.do("count", motion=opened.whole.pk)
    whole = opened.whole
    assert (whole.votes_for, whole.votes_against, whole.abstentions, whole.passed) == (5, 0, 2, True)
    assert opened.meeting.attendances.get(seat=opened.seats()[0]).vote == "for"
    with refused("vote_not_running"):
        opened.vote(whole, "against")


def test_hands_are_noted_by_the_secretary_in_an_open_vote_only(opened):
    opened.do("put", motion=opened.whole.pk)
    first = opened.seats()[0]
    opened.do("hand", motion=opened.whole.pk, seat=first.pk, choice="against")
    opened.do("all-hands", motion=opened.whole.pk)
    opened.do("count", motion=opened.whole.pk)
    assert (opened.whole.votes_for, opened.whole.votes_against) == (6, 1)
    opened.do("motion", text="Đề nghị khảo sát lại", secret=True)
    point = opened.meeting.motions.get(is_final=False)
    opened.do("put", motion=point.pk, secret=False)
    for name, data in (("hand", {"seat": first.pk, "choice": "for"}), ("all-hands", {})):
        with refused("own_vote_only"):
            opened.do(name, motion=point.pk, **data)


def test_a_tie_with_the_chairs_vote_is_decided_by_it_and_without_it_by_the_chairs_word(opened):
    whole = opened.decide("for", "for", "for", "against", "against", "against", "abstain")
    assert (whole.passed, whole.tie_broken) == (True, True)
    opened.do("motion", text="Đề nghị khảo sát lại")
    point = opened.meeting.motions.get(is_final=False)
    opened.do("put", motion=point.pk)
    opened.vote(point, "abstain", "for", "for", "against", "against")
    opened.do("count", motion=point.pk)
    point.refresh_from_db()
    assert (point.state, point.passed) == ("tied", None)
    with refused("not_presiding"):
        opened.do("tie", opened.walk.seat("deputy"), motion=point.pk, passed=True)
    with refused("vote_running"):
        opened.do("close")
    opened.do("tie", opened.walk.seat("chair"), motion=point.pk, passed=False)
    point.refresh_from_db()
    assert (point.state, point.passed, point.tie_broken) == ("closed", False, True)


def test_one_vote_runs_at_a_time_and_only_while_there_is_a_quorum(opened):
    opened.do("motion", text="Một")
    point = opened.meeting.motions.get(is_final=False)
    opened.do("put", motion=point.pk)
    with refused("vote_running"):
        opened.do("put", motion=opened.whole.pk)
    opened.do("count", motion=point.pk)
    opened.do("presence", seat=opened.seats("secretary")[0].pk, mode="absent")
    with refused("secretary_absent"):
        opened.do("put", motion=opened.whole.pk)


def test_who_is_not_there_does_not_vote(opened):
    away = opened.seats("member")[0]
    opened.do("presence", seat=away.pk, mode="absent")
    opened.do("put", motion=opened.whole.pk)
    with refused("not_checked_in"):
        opened.vote(opened.whole, "for", seats=[away])


def test_a_secret_vote_is_given_once_and_counted_with_the_ballots_of_the_room(opened):
    opened.do("put", motion=opened.whole.pk, secret=True)
    opened.vote(opened.whole, "for", "for", "against")
    with refused("voted_already"):
        opened.vote(opened.whole, "for")
    with refused("ballots_do_not_match"):
        opened.do("count", motion=opened.whole.pk, ballots_for=5)
    # Refused again and again, the count says nothing but how many there are.
    with refused("ways_tell_votes"):
        opened.do("count", motion=opened.whole.pk, ballots_for=2)
    opened.do("count", motion=opened.whole.pk, ballots_for=2, ballots_abstain=1)
    whole = opened.whole
    assert (whole.present, whole.votes_for, whole.votes_against, whole.abstentions) == (7, 4, 1, 2)
    assert whole.passed


def test_a_secret_vote_wants_three_voters(opened):
    rules = opened.walk.dossier.procedure
    rules.config = rules.config | {
        "quorum": {"share": "1/10", "chair": False, "secretary": False, "least_reviewers": 0}
    }
    rules.save()
    for seat in opened.seats()[2:]:
        opened.do("presence", seat=seat.pk, mode="absent")
    with refused("too_few_for_secrecy"):
        opened.do("put", motion=opened.whole.pk, secret=True)


def whole_database() -> str:
    """Every row of every table, but for the sealed ballot box, which is made anew each time."""
    tables = [model for model in Motion._meta.apps.get_models() if model._meta.managed]
    rows = [serializers.serialize("python", model._default_manager.order_by("pk")) for model in tables]
    for table in rows:
        for row in table:
            row["fields"].pop("ballot_box", None)
            # PostgreSQL counts on when an example is taken back; the order of the rows stays.
            row.pop("pk")
    return repr(rows)


def test_a_secret_vote_leaves_no_trace_of_who_voted_how_anywhere_in_the_database(opened):
    """Two courses with the same result and other people's votes leave the same rows, while it runs and afterwards."""
    first, second, third = opened.seats("member", "reviewer")[:3]
    opened.do("put", motion=opened.whole.pk, secret=True)
    sizes, during, after = set(), [], []
    moment = clock.now() + timedelta(minutes=1)
    for choices in (("for", "against", "for"), ("against", "for", "for")):
        savepoint = connection.savepoint()
        with clock.at(moment):
            opened.vote(opened.whole, *choices, seats=[first, second, third])
            sizes.add(len(opened.whole.ballot_box))
            during.append(whole_database())
            opened.do("count", motion=opened.whole.pk)
            after.append(whole_database())
            assert bytes(opened.whole.ballot_box) == b""
        connection.savepoint_rollback(savepoint)
    assert during[0] == during[1]
    assert after[0] == after[1]
    assert len(sizes) == 1, "a ballot box is as long whatever lies in it"
    assert not Ballot.objects.exclude(choice="").exists()


def test_while_a_secret_vote_runs_nothing_of_its_count_can_be_read(opened):
    opened.do("put", motion=opened.whole.pk, secret=True)
    opened.vote(opened.whole, "for", "for")
    whole = opened.whole
    assert (whole.votes_for, whole.votes_against, whole.passed) == (0, 0, None)
    assert ballot_box.opened(whole.pk, whole.ballot_box) == {"for": 2, "against": 0, "abstain": 0}
    with pytest.raises(ballot_box.BrokenBallotBoxError):
        ballot_box.opened(whole.pk + 1, whole.ballot_box)


def test_an_interrupted_meeting_goes_on_later_as_the_same_event(opened):
    opened.do("put", motion=opened.whole.pk)
    with refused("vote_running"):
        opened.do("adjourn", reason="Mất điện")
    opened.do("count", motion=opened.whole.pk)
    later = clock.now() + timedelta(days=10)
    opened.do("adjourn", reason="Mất điện", resumes_at=later, place="Phòng 3")
    meeting = opened.meeting
    assert (meeting.state, meeting.resumes_at, meeting.place, meeting.revision) == ("adjourned", later, "Phòng 3", 1)
    member = opened.seats("member")[0].person
    assert member.notifications.filter(kind="meeting_adjourned").count() == 1
    with refused("no_quorum", "nobody_presides", "secretary_absent", "reviewers_absent"):
        opened.do("open")
    opened.everybody()
    opened.do("open")
    assert list(opened.meeting.entries.values_list("verb", flat=True)).count("resumed") == 1
    opened.do("close")
    assert opened.meeting.state == "closed"


def test_who_came_before_an_interruption_has_been_there(opened):
    member, never = opened.seats("member")[:2]
    opened.do("presence", seat=never.pk, mode="absent")
    opened.do("adjourn", reason="Hết giờ", resumes_at=clock.now() + timedelta(days=1))
    opened.everybody(besides=("member",))
    opened.do("open")
    opened.decide("for", "for", "for", "for")
    opened.do("close")
    opened.walk.do("hold_meeting", opened.walk.seat("secretary"), minutes="<p>Họp.</p>", conclusion="Đạt.")
    opened.walk.do("sign_minutes", opened.walk.seat("chair"), decision="approve")
    data = opened.walk.dossier.documents.get(kind="minutes").versions.get().data
    modes = {row["name"]: row["mode"] for row in data["rows"]}
    assert modes[member.person.titled_name] == "Có mặt trước khi tạm dừng"
    assert modes[never.person.titled_name] == "Vắng"
    paid = {work.person for work in work_of(opened.walk.dossier) if work.act == "meeting"}
    assert member.person_id in paid
    assert never.person_id not in paid


def test_a_meeting_ends_only_when_the_whole_is_decided(opened):
    with refused("final_vote_missing"):
        opened.do("close")
    with refused("session_open"):
        opened.walk.do("hold_meeting", opened.walk.office.officer, minutes="x")
    opened.decide("for", "for", "for", "for")
    opened.do("close")
    with refused("meeting_closed"):
        opened.do("note", text="Muộn rồi")


def test_the_minutes_write_themselves_are_signed_by_whoever_presided_and_become_a_document(opened):
    chair, secretary = opened.walk.seat("chair"), opened.walk.seat("secretary")
    opened.do("point", point=4)
    reviewer = opened.seats("reviewer")[0]
    opened.do("note", text="Cần giếng quan trắc <nước ngầm>.", seat=reviewer.pk)
    opened.do("guest", name="Trần Khách", organisation="Sở Xây dựng")
    guest = opened.meeting.guests.get()
    opened.do("guest-came", guest=guest.pk, came=True)
    opened.do("note", text="Sở thống nhất.", guest=guest.pk)
    opened.do("reserve", opened.seats("member")[0].person, text="Cần khảo sát thêm.")
    opened.decide("for", "for", "for", "for", "for", "for", "against")
    opened.do("close")
    text = composed_minutes(opened.meeting)
    for part in ("Khai mạc", chair.titled_name, "4. Thảo luận, biểu quyết", "&lt;nước ngầm&gt;", "6/7 tán thành",
                 "Trần Khách (Sở Xây dựng): Sở thống nhất.", "Kết thúc cuộc họp"):  # fmt: skip
        assert part in text, part
    opened.walk.do("hold_meeting", secretary, minutes=text, conclusion="Thống nhất.")
    assert opened.walk.dossier.step == "sign_minutes"
    assert not opened.walk.dossier.documents.filter(kind="minutes").exists()
    with refused("somebody_elses"):
        opened.walk.do("sign_minutes", opened.walk.seat("deputy"), decision="approve")
    with refused("remarks_missing"):
        opened.walk.do("sign_minutes", chair, decision="send_back", remarks=" ")
    opened.walk.do("sign_minutes", chair, decision="send_back", remarks="Ghi rõ hơn")
    assert opened.walk.dossier.step == "hold_meeting"
    opened.walk.do("hold_meeting", secretary, minutes=text + "<p>Rõ hơn.</p>", conclusion="Thống nhất.")
    opened.walk.do("sign_minutes", chair, decision="approve")
    assert (opened.walk.dossier.step, opened.meeting.state, opened.meeting.passed) == ("draft_opinion", "held", True)
    tasks.work_off()
    data = opened.walk.dossier.documents.get(kind="minutes").versions.get().data
    assert data["guests"] == ["Trần Khách, Sở Xây dựng"]
    assert data["votes_for"] == 6
    assert "Đã xác nhận trên hệ thống" in data["signature"]["confirmed"]
    assert "Đã xác nhận trên hệ thống" in data["left_signature"]["confirmed"]
    assert pdf.render("minutes", "Biên bản", data).content.startswith(b"%PDF")


def test_a_written_round_votes_until_its_deadline_and_needs_its_quorum_too(reviewed):
    until = clock.now() + timedelta(days=3)
    reviewed.do("call_meeting", reviewed.office.officer, form="round", starts_at=until)
    meeting = reviewed.dossier.council.meetings.get()
    whole = meeting.motions.get(is_final=True)
    assert (meeting.state, whole.state) == ("open", "open")
    assert not reviewed.dossier.documents.filter(kind="ballot").exists()
    seats = list(reviewed.dossier.council.seats.filter(released_at=None))
    officer = reviewed.office.officer

    def act_in_session(act, by, **data):
        meetings.act_in_session(meeting_id=meeting.pk, act=act, by=by, **data)

    for seat in seats[:2]:
        act_in_session("vote", seat.person, motion=whole.pk, choice="for")
    with refused("votes_outstanding"):
        act_in_session("count", officer, motion=whole.pk)
    savepoint = connection.savepoint()
    with clock.at(until + timedelta(minutes=1)):
        with refused("time_over"):
            act_in_session("vote", seats[2].person, motion=whole.pk, choice="for")
        act_in_session("count", officer, motion=whole.pk)
        act_in_session("close", officer)
        reviewed.do("hold_meeting", officer, minutes="Lấy ý kiến bằng văn bản.")
    assert reviewed.dossier.step == "call_meeting", "two of seven answered"
    connection.savepoint_rollback(savepoint)
    reviewed.dossier.refresh_from_db()
    for seat in seats[2:]:
        act_in_session("vote", seat.person, motion=whole.pk, choice="for")
    act_in_session("count", officer, motion=whole.pk)
    act_in_session("close", officer)
    assert set(meeting.attendances.values_list("mode", flat=True)) == {Attendance.Mode.WRITTEN}
    reviewed.do("hold_meeting", officer, minutes="Lấy ý kiến bằng văn bản.")
    reviewed.do("sign_minutes", reviewed.seat("chair"), decision="approve")
    assert reviewed.dossier.documents.get(kind="minutes").versions.get().data["form"].startswith("Lấy ý kiến")


def test_only_forms_that_the_procedure_allows(reviewed):
    procedure = reviewed.dossier.procedure
    procedure.config = procedure.config | {"meeting_forms": ["meeting"]}
    procedure.save()
    with refused("form_not_allowed"):
        reviewed.do("call_meeting", reviewed.office.officer, form="round", starts_at=clock.now() + timedelta(days=3))


def test_a_dossier_withdrawn_on_the_day_ends_its_meeting(opened):
    dossiers.withdraw(dossier_id=opened.walk.dossier.pk, by=opened.walk.office.investor_person, reason="Rút")
    assert opened.meeting.state == "cancelled"
    with refused("closed"):
        opened.do("note", text="x")


def test_a_deputy_whom_nobody_asked_ends_nothing(opened):
    opened.decide("for", "for", "for", "for", "for", "for", "for")
    with refused("not_asked_to_preside"):
        opened.do("close", opened.walk.seat("deputy"))
    assert opened.meeting.state == "open"


def test_a_meeting_goes_on_at_the_point_where_it_was_interrupted(opened):
    opened.do("point", point=2)
    opened.do("adjourn", reason="Nghỉ")
    opened.do("open")
    assert (opened.meeting.state, opened.meeting.point) == ("open", 2)
