"""The page of a meeting, the finding of a date, what guests and departments send: through the client."""

from datetime import timedelta

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult import clock, tasks
from consult.actions.meetings import session
from consult.commands import departments, documents, dossiers, meetings
from consult.demo.files import sample_pdf
from consult.models import DepartmentRequest, Meeting, Slot
from consult.views.meeting_session import SALT
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(reviewed):
    reviewed.call_meeting()
    return reviewed


def meeting_of(walk):
    return walk.dossier.council.meetings.latest("sequence")


def act(client, walk, name, **data):
    return client.post(reverse("meeting_act", args=[meeting_of(walk).pk, name]), data)


def everybody(walk):
    for seat in walk.dossier.council.seats.filter(released_at=None):
        meetings.act_in_session(
            meeting_id=meeting_of(walk).pk, act="presence", by=walk.office.officer, seat=seat.pk, mode="room"
        )


def page(client, walk):
    return client.get(reverse("meeting", args=[meeting_of(walk).pk])).content.decode()


def test_a_member_sees_who_lacks_taps_and_is_counted(called, as_person):
    member = called.dossier.council.seats.filter(kind="member").first().person
    client = as_person(member)
    told = page(client, called)
    assert "Chưa đủ điều kiện họp" in told
    assert "Vắng thư ký hội đồng." in told
    assert "Mã điểm danh" not in told, "running it is not a member's"
    act(client, called, "here", mode="online")
    assert "Có mặt 1/7" in page(client, called)


def test_the_code_of_the_room_comes_with_the_address_and_goes_with_the_tap(called, as_person):
    meeting = meeting_of(called)
    chair = as_person(called.seat("chair"))
    told = chair.get(reverse("meeting", args=[meeting.pk]), {"code": meeting.check_in_code}).content.decode()
    assert "Tôi có mặt tại phòng họp" in told
    assert act(chair, called, "here", mode="room", code="falsch").status_code == 302
    assert not meeting.attendances.exists()
    act(chair, called, "here", mode="room", code=meeting.check_in_code)
    assert meeting.attendances.get().mode == "room"
    drawing = chair.get(reverse("meeting_check_in_code", args=[meeting.pk]))
    assert drawing["Content-Type"] == "image/svg+xml"
    member = as_person(called.dossier.council.seats.filter(kind="member").first().person)
    assert member.get(reverse("meeting_check_in_code", args=[meeting.pk])).status_code == 403


def test_nothing_new_is_told_without_a_body_and_news_with_the_part_that_changed(
    called, as_person, django_assert_num_queries
):
    client = as_person(called.office.officer)
    address = reverse("meeting_live", args=[meeting_of(called).pk])
    assert client.get(address, {"v": 0}).status_code == 204
    with django_assert_num_queries(6):
        client.get(address, {"v": 0})
    everybody(called)
    answer = client.get(address, {"v": 0})
    assert answer.status_code == 200
    assert 'id="live"' in answer.content.decode()
    assert "Đủ điều kiện tiến hành cuộc họp" in answer.content.decode()


def test_the_live_part_costs_as_many_queries_for_thirty_seats_as_for_seven(
    called, as_person, django_assert_max_num_queries
):
    everybody(called)
    client = as_person(called.office.officer)
    address = reverse("meeting_live", args=[meeting_of(called).pk])
    with django_assert_max_num_queries(14):
        client.get(address)
    council = called.dossier.council
    for person in called.office.experts[7:12]:
        council.seats.create(person=person, kind="member", position=20)
    with django_assert_max_num_queries(14):
        client.get(address)


def test_a_second_desk_opens_with_the_first_and_members_pages_stay(called, as_person):
    address = reverse("meeting_live", args=[meeting_of(called).pk])
    secretary, member = called.office.officer, called.dossier.council.seats.filter(kind="member").first().person
    everybody(called)
    act(as_person(called.seat("chair")), called, "open")
    shown = {"v": 0, "s": "called"}
    assert as_person(secretary).get(address, shown)["HX-Refresh"] == "true"
    assert "HX-Refresh" not in as_person(secretary).get(address, {"v": 0, "s": "open"})
    assert "HX-Refresh" not in as_person(member).get(address, shown)


def test_what_was_typed_at_the_desk_comes_back_with_the_reason(called, as_person):
    client = as_person(called.office.officer)
    answer = act(client, called, "note", text="Ý kiến quan trọng về nước ngầm")
    assert answer.status_code == 422
    assert "Cuộc họp chưa khai mạc" in answer.content.decode()
    everybody(called)
    act(client, called, "open")
    answer = act(client, called, "adjourn", reason="", resumes_at="2020-01-01T08:00")
    assert answer.status_code == 422
    assert "Hãy nêu lý do" in answer.content.decode()
    assert "2020-01-01T08:00" in answer.content.decode()


def test_a_refused_tap_says_why_in_the_live_part(called, as_person):
    client = as_person(called.seat("chair"))
    whole = {"motion": 1, "choice": "for"}
    answer = client.post(
        reverse("meeting_act", args=[meeting_of(called).pk, "vote"]), whole, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422
    assert "không còn biểu quyết" in answer.content.decode()
    assert client.post(reverse("meeting_act", args=[meeting_of(called).pk, "explode"])).status_code == 404


def test_a_running_secret_vote_shows_who_has_voted_and_never_how(called, as_person):
    everybody(called)
    officer = as_person(called.office.officer)
    act(officer, called, "open")
    motion = meeting_of(called).motions.get()
    act(officer, called, "put", motion=motion.pk, secret="on")
    chair = as_person(called.seat("chair"))
    act(chair, called, "vote", motion=motion.pk, choice="against")
    for client in (officer, chair, as_person(called.office.leader)):
        told = page(client, called)
        assert "Đã có 1 người biểu quyết" in told
        assert "aria-pressed" not in told, "no choice is marked"
    assert "Phiếu của ông/bà đã vào hòm phiếu" in page(chair, called)


def test_the_step_leads_to_the_desk_and_afterwards_brings_the_minutes(called, as_person):
    officer = as_person(called.office.officer)
    step = reverse("task", args=[called.task("hold_meeting").pk])
    assert reverse("meeting", args=[meeting_of(called).pk]) in officer.get(step).content.decode()
    everybody(called)
    act(officer, called, "open")
    assert '<form class="card"' not in officer.get(step).content.decode()
    reviewer = called.dossier.council.seats.filter(kind="reviewer").first()
    act(officer, called, "note", speaker=f"s{reviewer.pk}", text="Cần giếng quan trắc.")
    motion = meeting_of(called).motions.get()
    act(officer, called, "put", motion=motion.pk)
    act(officer, called, "all-hands", motion=motion.pk)
    act(officer, called, "count", motion=motion.pk)
    act(officer, called, "close")
    told = officer.get(step).content.decode()
    assert "Cần giếng quan trắc." in told
    assert "7/7 tán thành" in told
    assert "id_mode_" not in told, "presence is noted by who runs it"
    answer = officer.post(step, {"minutes": "<p>Biên bản</p>", "conclusion": "Thống nhất", "revision": 0})
    assert answer.status_code == 302
    chair = as_person(called.seat("chair"))
    sign = reverse("task", args=[called.task("sign_minutes").pk])
    assert "Biên bản" in chair.get(sign).content.decode()
    assert officer.get(sign).status_code == 403
    assert chair.post(sign, {"decision": "approve"}).status_code == 302
    called.dossier.refresh_from_db()
    assert called.dossier.step == "draft_opinion"


def test_the_officer_asks_for_dates_members_tap_and_the_best_leads_to_the_call(reviewed, as_person):
    officer = as_person(reviewed.office.officer)
    address = reverse("dates", args=[reviewed.dossier.pk])
    days = [value for value, _label in officer.get(address).context["form"].fields["days"].choices[:2]]
    assert officer.post(address, {"hours": "08:00"}).status_code == 422
    assert officer.post(address, {"days": days, "hours": "sớm"}).status_code == 422
    assert officer.post(address, {"days": days, "hours": "8:00, 14h30"}).status_code == 302
    assert Slot.objects.count() == 4
    first, second = Slot.objects.all()[:2]
    seats = list(reviewed.dossier.council.seats.filter(released_at=None))
    for seat in seats:
        can = "yes" if seat.kind != "secretary" else "no"
        meetings.answer_date(dossier_id=reviewed.dossier.pk, by=seat.person, slot=first.pk, answer=can)
    for seat in seats[:5]:
        meetings.answer_date(dossier_id=reviewed.dossier.pk, by=seat.person, slot=second.pk, answer="yes")
    secretary = seats[-1]
    assert secretary.kind == "secretary"
    tap = as_person(secretary.person).post(
        reverse("answer_date", args=[reviewed.dossier.pk, second.pk]),
        {"answer": "maybe"},
        headers={"HX-Request": "true"},
    )
    assert "Cố gắng dự" in tap.content.decode()
    told = officer.get(address)
    best = told.context["best"]
    assert [(row.slot.pk, row.mark) for row in best] == [(second.pk, "maybe")], "without a secretary there is no quorum"
    assert "Vắng thư ký hội đồng" in told.content.decode()
    call = officer.get(reverse("task", args=[reviewed.task("call_meeting").pk]), {"slot": second.pk})
    assert f'value="{timezone.localtime(second.starts_at):%Y-%m-%dT%H:%M}"' in call.content.decode()


def test_dates_are_asked_of_who_sees_the_dossier_and_answered_by_nobody_else(reviewing, as_person):
    """While reviews are written; who is still to answer the invitation is not asked."""
    accepted, invited = reviewing.open_reviews()
    reviewing.accept(accepted.seat.person)
    later = clock.now() + timedelta(days=9)
    meetings.ask_dates(dossier_id=reviewing.dossier.pk, by=reviewing.office.officer, moments=[later])
    assert accepted.seat.person.notifications.filter(kind="dates").exists()
    assert not invited.seat.person.notifications.filter(kind="dates").exists()
    slot = Slot.objects.get()
    address = reverse("answer_date", args=[reviewing.dossier.pk, slot.pk])
    assert as_person(invited.seat.person).post(address, {"answer": "yes"}).status_code == 404
    assert as_person(reviewing.office.leader).post(address, {"answer": "yes"}).status_code == 403
    assert as_person(reviewing.seat("chair")).post(address, {"drop": "yes"}).status_code == 403


def workshop(walk):
    walk.do("call_meeting", walk.office.officer, form="workshop", starts_at=clock.now() + timedelta(days=4),
            place="Hội trường", guests="Nguyễn Văn Khách, Sở Xây dựng\nBà Lê Thị Dân")  # fmt: skip
    return meeting_of(walk)


def test_guests_of_a_workshop_enter_themselves_by_its_link_and_nobody_by_another(reviewed, as_person):
    found = workshop(reviewed)
    assert list(found.guests.values_list("name", "organisation")) == [
        ("Nguyễn Văn Khách", "Sở Xây dựng"), ("Bà Lê Thị Dân", ""),
    ]  # fmt: skip
    told = as_person(reviewed.office.officer).get(reverse("meeting", args=[found.pk]))
    address = told.context["workshop_url"].removeprefix("http://localhost:8000")
    address = "/workshop/" + address.split("/workshop/")[1]
    guest = Client()
    assert reviewed.dossier.title in guest.get(address).content.decode()
    assert guest.post(address, {"name": ""}).status_code == 422
    answer = guest.post(address, {"name": "Ông Hồ Văn Xa", "remark": "Lo ngại tiếng ồn"})
    assert answer.status_code == 302
    assert found.guests.filter(by_themselves=True).get().remark == "Lo ngại tiếng ồn"
    assert guest.get("/workshop/xxx/").status_code == 404
    reviewed.dossier.confidential = True
    reviewed.dossier.save()
    assert reviewed.dossier.title not in guest.get(address).content.decode()


def test_an_ordinary_meeting_has_no_public_page(called, as_person):
    told = as_person(called.office.officer).get(reverse("meeting", args=[meeting_of(called).pk]))
    assert told.context["workshop_url"] == ""
    assert Meeting.objects.get().form == "meeting"


@pytest.fixture
def asked(reviewing):
    documents.ask_department(
        dossier_id=reviewing.dossier.pk,
        by=reviewing.office.officer,
        department="Sở Nông nghiệp và Môi trường",
        questions="Nước ngầm?",
        answer_by=clock.today() + timedelta(days=5),
    )
    return DepartmentRequest.objects.get()


def test_a_department_answers_by_its_letters_link_once(asked, reviewing, as_person):
    letter = asked.letter.versions.get().data
    address = reverse("answer_department", args=[asked.code])
    assert letter["answer_url"].endswith(address)
    department = Client()
    assert "Nước ngầm?" in department.get(address).content.decode()
    assert department.post(address, {"answered_by": "Trần A, Phó Giám đốc"}).status_code == 422
    wrong = SimpleUploadedFile("a.pdf", b"MZ program")
    answer = department.post(address, {"answered_by": "Trần A", "answer": "Đồng ý", "upload": wrong})
    assert answer.status_code == 422
    assert "Đồng ý" in answer.content.decode(), "what was written stays"
    content = sample_pdf("Trả lời").read()
    file = SimpleUploadedFile("tra loi.pdf", content)
    assert department.post(address, {"answered_by": "Trần A", "answer": "Cần giếng", "upload": file}).status_code == 302
    asked.refresh_from_db()
    assert (asked.answer, asked.file_name, asked.recorded_by) == ("Cần giếng", "tra loi.pdf", None)
    assert reviewing.office.officer.notifications.filter(kind="department_answered").count() == 1
    assert department.post(address, {"answered_by": "Kẻ khác", "answer": "Không"}).status_code == 422
    asked.refresh_from_db()
    assert asked.answer == "Cần giếng"
    served = as_person(reviewing.seat("chair")).get(reverse("department_file", args=[asked.pk]))
    assert b"".join(served) == content
    assert (
        as_person(reviewing.office.investor_person).get(reverse("department_file", args=[asked.pk])).status_code == 404
    )


def test_no_link_writes_into_a_dossier_that_has_its_outcome(asked, reviewing):
    office, dossier = reviewing.office, reviewing.dossier
    reviewing.accept_all()
    for review in reviewing.open_reviews():
        reviewing.review(review.seat.person)
    found = workshop(reviewing)
    # What is called is called off with the dossier; what is open stays as it was.
    Meeting.objects.filter(pk=found.pk).update(state=Meeting.State.OPEN)
    links = [
        (reverse("answer_department", args=[asked.code]), {"answered_by": "Trần A", "answer": "Muộn"}),
        (reverse("register_guest", args=[signing.dumps(found.pk, salt=SALT)]), {"name": "Ông Hồ Văn Xa"}),
    ]
    dossiers.cancel(dossier_id=dossier.pk, by=office.leader, reason="Dừng")
    events, guests = dossier.events.count(), found.guests.count()
    with refused("closed"):
        departments.answer_by_link(request_id=asked.pk, answered_by="Trần A", answer="Muộn", upload=None)
    with refused("closed"):
        meetings.register_guest(meeting_id=found.pk, name="Ông Hồ Văn Xa")
    for address, data in links:
        page = Client().get(address)
        assert (page.status_code, page.context["open"]) == (200, False)
        assert Client().post(address, data).status_code == 422
    asked.refresh_from_db()
    assert (asked.answered_at, dossier.events.count(), found.guests.count()) == (None, events, guests)
    assert not office.officer.notifications.filter(kind="department_answered").exists()


@pytest.fixture
def running_workshop(reviewed) -> tuple[Meeting, str]:
    """A workshop that is running, and its link."""
    reviewed.call_meeting()
    found = Meeting.objects.get(council__dossier=reviewed.dossier)
    Meeting.objects.filter(pk=found.pk).update(form=Meeting.Form.WORKSHOP, state=Meeting.State.OPEN)
    return found, reverse("register_guest", args=[signing.dumps(found.pk, salt=SALT)])


def test_one_address_does_not_fill_a_workshops_list(running_workshop, settings):
    settings.GUESTS_AT_MOST = 3
    found, link = running_workshop
    answers = [Client().post(link, {"name": f"Khách {n}"}).status_code for n in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert found.guests.count() == 3
    # From elsewhere it goes on.
    assert Client(REMOTE_ADDR="203.0.113.9").post(link, {"name": "Khách khác"}).status_code == 302


def test_whoever_registered_takes_no_place_of_those_whom_the_office_enters(running_workshop, reviewed, monkeypatch):
    monkeypatch.setattr(session, "MOST_GUESTS", 2)
    found, link = running_workshop
    assert [Client().post(link, {"name": f"Khách {n}"}).status_code for n in range(3)] == [302, 302, 422]
    secretary = reviewed.seat("secretary")
    meetings.act_in_session(meeting_id=found.pk, act="guest", by=secretary, name="Khách mời", organisation="")
    came = found.guests.get(name="Khách 0")
    meetings.act_in_session(meeting_id=found.pk, act="guest-came", by=secretary, guest=came.pk, came=True)
    meetings.act_in_session(meeting_id=found.pk, act="drop-guests", by=secretary)
    assert set(found.guests.values_list("name", flat=True)) == {"Khách mời", "Khách 0"}


def test_guessed_links_answer_nothing_and_have_to_wait(asked, settings):
    settings.WRONG_CODES_AT_MOST = 3
    client = Client()
    codes = [client.get(reverse("answer_department", args=[f"guess{n}"])).status_code for n in range(5)]
    assert codes == [404, 404, 404, 429, 429]


def test_the_officer_records_an_answer_from_paper_and_it_goes_into_the_draft(asked, reviewing, as_person):
    officer = as_person(reviewing.office.officer)
    address = reverse("record_answer", args=[asked.pk])
    assert as_person(reviewing.seat("chair")).get(address).status_code == 403
    assert officer.post(address, {"answered_by": "Công văn 12", "answer": "Cần giếng quan trắc"}).status_code == 302
    reviewing.accept_all()
    for review in reviewing.open_reviews():
        reviewing.review(review.seat.person)
    reviewing.call_meeting()
    reviewing.hold_meeting()
    step = officer.get(reverse("task", args=[reviewing.task("draft_opinion").pk])).content.decode()
    assert "Ý kiến của các sở, ngành" in step
    assert "Cần giếng quan trắc" in step
    proposer = as_person(reviewing.office.investor_person)
    assert "Cần giếng" not in proposer.get(reverse("dossier", args=[reviewing.dossier.pk])).content.decode()


def test_a_late_department_is_told_of_once(asked, reviewing):
    with clock.at(clock.now() + timedelta(days=7)):
        tasks.remind()
        tasks.remind()
    told = reviewing.office.officer.notifications.filter(kind="department_late")
    assert [notice.data["name"] for notice in told] == ["Sở Nông nghiệp và Môi trường"]


def test_the_letters_link_is_not_shown_to_the_council(asked, reviewing, as_person):
    tasks.work_off()
    version = asked.letter.versions.get()
    assert as_person(reviewing.office.officer).get(reverse("document", args=[version.pk])).status_code == 200
    assert as_person(reviewing.seat("chair")).get(reverse("document", args=[version.pk])).status_code == 404
