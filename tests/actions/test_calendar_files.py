"""Meetings and deadlines in calendars: what goes out by mail, read back by another library; moved and cancelled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import vobject
from django.core import mail
from django.urls import reverse

from consult import clock, tasks
from consult.commands import dossiers, meetings, reviewers
from consult.models import Document, Meeting, Notification, Task
from tests.actions.test_council_changes import new_chair
from tests.refusals import refused


def sent_to(person, kind):
    """The newest mail of a kind to a person, and the calendar in it."""
    tasks.work_off()
    notice = Notification.objects.filter(person=person, kind=kind).first()
    name = f"<notice-{notice.pk}."
    [message] = [one for one in mail.outbox if one.extra_headers["Message-ID"].startswith(name)]
    return message, [one for one in message.attachments if one.get_filename().endswith(".ics")]


def event_of(attachment):
    return vobject.readOne(attachment.get_payload(decode=True).decode())


@pytest.fixture
def called(reviewed):
    reviewed.call_meeting()
    return reviewed


def move(walk, **changes):
    meeting = walk.dossier.council.meetings.last()
    data = {
        "starts_at": meeting.starts_at + timedelta(days=2),
        "place": "Phòng 5",
        "link": "",
        "reason": "Chủ tịch bận",
    }
    meetings.move_meeting(dossier_id=walk.dossier.pk, by=walk.office.officer, **data | changes)


def test_everybody_with_a_seat_gets_the_meeting_for_their_calendar(called):
    meeting = called.dossier.council.meetings.last()
    for seat in called.dossier.council.seats.filter(released_at=None):
        _message, [attachment] = sent_to(seat.person, "meeting")
        assert attachment.get_param("method") == "REQUEST"
        assert attachment["Content-Type"].count("charset") == 1
        calendar = event_of(attachment)
        assert calendar.method.value == "REQUEST"
        event = calendar.vevent
        assert event.dtstart.value == meeting.starts_at
        assert event.location.value == meeting.place
        assert called.dossier.title[:100] in event.summary.value
        assert event.attendee.value == f"MAILTO:{seat.person.email}"
        assert event.sequence.value == "0"


def test_a_moved_meeting_is_the_same_event_later(called):
    chair = called.seat("chair")
    _message, [before] = sent_to(chair, "meeting")
    move(called)
    message, [after] = sent_to(chair, "meeting_moved")
    first, second = event_of(before).vevent, event_of(after).vevent
    assert first.uid.value == second.uid.value
    assert int(second.sequence.value) > int(first.sequence.value)
    assert second.dtstart.value == first.dtstart.value + timedelta(days=2)
    assert second.location.value == "Phòng 5"
    assert "Chủ tịch bận" in message.body
    assert "được dời" in message.subject


def test_moving_makes_a_new_invitation_and_revokes_the_old(called):
    old = called.dossier.documents.get(kind="meeting_invitation")
    move(called)
    new = called.dossier.documents.filter(kind="meeting_invitation").latest("pk")
    old.refresh_from_db()
    assert new.pk != old.pk
    assert (old.replaced_by, bool(old.revoked_at), old.revoke_reason) == (new, True, "Chủ tịch bận")
    assert new.versions.get().data["venue"] == "Phòng 5"
    assert new.entry.number == old.entry.number + 1
    assert called.dossier.events.filter(verb="meeting_moved").count() == 1
    called.hold_meeting()
    assert called.dossier.council.meetings.get().state == Meeting.State.HELD


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"reason": " "}, "reason_missing"),
        ({"place": "", "link": " "}, "place_missing"),
        ({"starts_at": clock.now() - timedelta(hours=1)}, "time_past"),
    ],
)
def test_moving_wants_a_reason_a_place_and_a_time_to_come(called, wrong, code):
    with refused(code):
        move(called, **wrong)
    assert called.dossier.council.meetings.get().revision == 0


def test_only_the_officer_moves_a_meeting_and_only_while_it_is_called(called):
    for person in (called.seat("chair"), called.office.leader, called.office.investor_person):
        with refused("role"):
            meetings.move_meeting(
                dossier_id=called.dossier.pk,
                by=person,
                starts_at=clock.now() + timedelta(days=9),
                place="A",
                reason="B",
            )
    called.hold_meeting()
    with refused("not_now"):
        move(called)


def test_a_dossier_that_is_broken_off_takes_its_meeting_off_the_calendars(called):
    chair = called.seat("chair")
    _message, [before] = sent_to(chair, "meeting")
    dossiers.cancel(dossier_id=called.dossier.pk, by=called.office.leader, reason="Không còn cần")
    _message, [attachment] = sent_to(chair, "meeting_cancelled")
    calendar = event_of(attachment)
    assert calendar.method.value == "CANCEL"
    assert calendar.vevent.uid.value == event_of(before).vevent.uid.value
    assert calendar.vevent.status.value == "CANCELLED"
    assert int(calendar.vevent.sequence.value) == 1
    assert not Notification.objects.filter(person=called.office.investor_person, kind="meeting_cancelled").exists()


def test_a_reviewers_deadline_comes_as_a_day_and_moves_with_more_time(reviewing, as_person):
    review = reviewing.open_reviews()[0]
    person = review.seat.person
    task = reviewing.task("answer_invitation", person)
    _message, [attachment] = sent_to(person, "invitation")
    assert event_of(attachment).vevent.dtstart.value == task.due_on
    reviewing.accept(person)
    writing = Task.objects.get(node="write_review", assignee=person)
    answer = as_person(person).get(reverse("step_calendar", args=[writing.pk]))
    first = vobject.readOne(answer.content.decode()).vevent
    assert first.dtstart.value == writing.due_on
    assert isinstance(first.dtstart.value, date)
    assert first.valarm.trigger.value == timedelta(days=-1)
    later = writing.due_on + timedelta(days=5)
    reviewers.extend_review(review_id=review.pk, by=reviewing.office.officer, due_on=later)
    _message, [attachment] = sent_to(person, "extended")
    moved = event_of(attachment).vevent
    assert (moved.uid.value, moved.dtstart.value, moved.sequence.value) == (first.uid.value, later, "1")


def test_each_change_of_a_deadline_has_a_higher_number_and_an_excuse_takes_it_off(reviewing):
    review = reviewing.open_reviews()[0]
    person = review.seat.person
    reviewing.accept(person)
    writing = Task.objects.get(node="write_review", assignee=person)
    officer = reviewing.office.officer
    numbers = []
    for days in (3, 6):
        reviewers.extend_review(review_id=review.pk, by=officer, due_on=writing.due_on + timedelta(days=days))
        _message, [attachment] = sent_to(person, "extended")
        numbers.append(int(event_of(attachment).vevent.sequence.value))
    assert numbers == [1, 2]
    reviewers.excuse_reviewer(review_id=review.pk, by=officer, reason="Ốm")
    _message, [attachment] = sent_to(person, "excused")
    calendar = event_of(attachment)
    assert calendar.method.value == "CANCEL"
    assert calendar.vevent.uid.value == f"deadline-{writing.pk}@localhost"
    assert (calendar.vevent.status.value, calendar.vevent.sequence.value) == ("CANCELLED", "3")


def test_work_of_an_office_is_nobodys_own_deadline(walk):
    _message, attachments = sent_to(walk.office.officer, "task")
    assert attachments == []


def test_the_calendar_file_is_for_the_office_and_the_seated(called, as_person):
    meeting = called.dossier.council.meetings.get()
    address = reverse("meeting_calendar", args=[meeting.pk])
    answer = as_person(called.seat("chair")).get(address)
    assert vobject.readOne(answer.content.decode()).vevent.dtstart.value == meeting.starts_at
    assert as_person(called.office.investor_person).get(address).status_code == 404
    assert as_person(called.office.experts[9]).get(address).status_code == 404


def test_the_meeting_is_moved_on_a_page_that_keeps_what_was_typed(called, as_person):
    client = as_person(called.office.officer)
    dossier = reverse("dossier", args=[called.dossier.pk])
    assert "Dời cuộc họp" in client.get(dossier).content.decode()
    assert "Dời cuộc họp" not in as_person(called.seat("chair")).get(dossier).content.decode()
    address = reverse("move_meeting", args=[called.dossier.pk])
    wrong = client.post(address, {"starts_at": "2020-01-01T08:00", "place": "Hội trường Đã Gõ", "reason": "Mưa bão"})
    assert wrong.status_code == 422
    assert "Hội trường Đã Gõ" in wrong.content.decode()
    moment = (clock.now() + timedelta(days=6)).strftime("%Y-%m-%dT%H:%M")
    answer = client.post(address, {"starts_at": moment, "place": "Hội trường B", "reason": "Mưa bão"})
    assert answer.status_code == 302
    assert "Hội trường B" in client.get(dossier).content.decode()
    assert Document.objects.filter(kind="meeting_invitation").count() == 2


def test_who_leaves_the_council_has_the_called_meeting_taken_off_and_who_comes_gets_the_same_event(called):
    old, new = new_chair(called)
    _message, [before] = sent_to(old, "meeting")
    _message, [off] = sent_to(old, "seat_ended")
    _message, [on] = sent_to(new, "meeting")
    asked, ended, begun = event_of(before), event_of(off), event_of(on)
    assert [one.method.value for one in (asked, ended, begun)] == ["REQUEST", "CANCEL", "REQUEST"]
    assert asked.vevent.uid.value == ended.vevent.uid.value == begun.vevent.uid.value
    assert int(ended.vevent.sequence.value) >= int(asked.vevent.sequence.value)
    assert ended.vevent.attendee.value == f"MAILTO:{old.email}"
    assert begun.vevent.attendee.value == f"MAILTO:{new.email}"
    assert ended.vevent.status.value == "CANCELLED"
    # The others' entry stays as it is.
    assert not Notification.objects.filter(person=called.seat("secretary"), kind="seat_ended").exists()


def test_who_leaves_while_a_round_is_written_or_nothing_is_called_has_nothing_to_take_off(reviewed):
    reviewed.do("call_meeting", reviewed.office.officer, form="round", starts_at=clock.now() + timedelta(days=3))
    old, _new = new_chair(reviewed)
    assert sent_to(old, "seat_ended")[1] == []
