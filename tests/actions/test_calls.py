"""People whom no mail reaches: in the registry, seated and invited, told by the call list."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from consult import clock, tasks
from consult.actions.experts import add_expert
from consult.actions.notifications.reminders import send_due
from consult.commands import calls as command
from consult.models import Call, DocumentKind, Event, Expert, Job, Notification, Person
from consult.queries.calls import call_rows, calls_today
from consult.texts import event_text
from tests.refusals import refused


@pytest.fixture
def without_mail(walk):
    """A dossier in review whose first reviewer has no address."""
    office = walk.office
    walk.do("check_completeness", office.officer, decision="accept")
    walk.do("propose_council", office.officer, seats=walk.seats())
    reviewer = walk.dossier.council.seats.filter(kind="reviewer").first().person
    Person.objects.filter(pk=reviewer.pk).update(email=None)
    walk.approve_council(office.leader)
    walk.reviewer = Person.objects.get(pk=reviewer.pk)
    return walk


def test_an_expert_without_mail_is_taken_into_the_registry_once(office):
    given = {"union": office.union, "by": office.officer, "email": "", "name": "Rơ Châm Hyeo"}
    with refused("no_way_to_reach"):
        add_expert(**given)
    found = add_expert(**given, phone="0262 3 855 001")
    assert found.person.email is None
    with refused("expert_exists"):
        add_expert(**given, phone="0262 3 855 001")
    # Two who share an office's telephone and mailbox are two.
    assert add_expert(**{**given, "name": "Y Thinh Niê"}, phone="0262 3 855 001").person != found.person
    assert Expert.objects.filter(person__email=None).count() == 2


def test_the_form_of_the_registry_says_what_is_missing(office, as_person):
    client, address = as_person(office.officer), reverse("add_expert")
    page = client.post(address, {"name": "Rơ Châm Hyeo"})
    assert page.status_code == 422
    assert 'id="id_phone_error"' in page.content.decode()
    assert client.post(address, {"name": "Rơ Châm Hyeo", "phone": "0262 3 855 001"}).status_code == 302
    assert Person.objects.get(name="Rơ Châm Hyeo").email is None


def test_whoever_has_no_mail_is_invited_by_letter_and_stands_on_the_list(without_mail):
    dossier, reviewer = without_mail.dossier, without_mail.reviewer
    [call] = Call.objects.filter(dossier=dossier)
    assert (call.person, call.due_on, call.union) == (reviewer, clock.today(), dossier.union)
    assert not Job.objects.filter(kind=Job.Kind.MAIL, notification__person=reviewer).exists()
    [row] = call_rows(calls_today(without_mail.office.officer))
    assert [task.node for task in row.tasks] == ["answer_invitation"]
    assert [letter.kind for letter in row.letters] == [DocumentKind.REVIEWER_INVITATION]
    assert not calls_today(without_mail.office.leader).exists()


def test_a_reminder_to_them_is_a_call(without_mail):
    office, reviewer = without_mail.office, without_mail.reviewer
    [call] = Call.objects.all()
    command.close_call(call_id=call.pk, by=office.officer, outcome="reached", note="")
    task = without_mail.task("answer_invitation", reviewer)
    with clock.at(clock.now() + timedelta(days=14)):
        assert send_due() > 0
        [again] = calls_today(office.officer)
        assert again.person == reviewer
        [row] = call_rows([again])
        assert row.tasks == [task]
    assert not Notification.objects.filter(kind="waiting", person=reviewer).exists()


def test_a_tick_is_kept_and_stands_in_the_history(without_mail):
    officer, dossier = without_mail.office.officer, without_mail.dossier
    [call] = Call.objects.all()
    command.close_call(call_id=call.pk, by=officer, outcome="reached", note=" Nhận lời,  gửi phiếu sau ")
    call.refresh_from_db()
    assert (call.outcome, call.note, call.closed_by) == ("reached", "Nhận lời, gửi phiếu sau", officer)
    event = Event.objects.get(dossier=dossier, verb="told_by_hand")
    assert (event.reason, event.data["call_outcome"]) == ("Nhận lời, gửi phiếu sau", "reached")
    assert without_mail.reviewer.name in event_text(event)
    assert event.hash
    assert not Notification.objects.filter(person=without_mail.reviewer, dossier=dossier, read_at=None).exists()
    with refused("called_already"):
        command.close_call(call_id=call.pk, by=officer, outcome="letter", note="")


def test_whoever_was_not_reached_comes_again_the_next_working_day(without_mail):
    [call] = Call.objects.all()
    command.close_call(call_id=call.pk, by=without_mail.office.officer, outcome="not_reached", note="Không nhấc máy")
    again = Call.objects.get(closed_at=None)
    assert again.due_on > clock.today()
    assert again.person == call.person
    assert not calls_today(without_mail.office.officer).exists()
    with clock.at(clock.now() + timedelta(days=7)):
        assert list(calls_today(without_mail.office.officer)) == [again]


def test_one_person_stands_there_once_for_each_dossier(without_mail):
    [call] = Call.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(dossier=call.dossier, union=call.union, person=call.person, due_on=call.due_on)


def test_the_page_shows_whom_to_telephone_and_keeps_what_was_typed(without_mail, as_person):
    officer, reviewer = without_mail.office.officer, without_mail.reviewer
    Person.objects.filter(pk=reviewer.pk).update(phone="0262 3.855.001")
    client = as_person(officer)
    assert reverse("calls") in client.get(reverse("my_work")).content.decode()
    tasks.work_off()
    page = client.get(reverse("calls")).content.decode()
    assert 'href="tel:02623855001"' in page
    assert without_mail.dossier.title in page
    letter = without_mail.dossier.documents.get(kind=DocumentKind.REVIEWER_INVITATION, addressee=reviewer)
    assert reverse("document", args=[letter.versions.first().pk]) in page
    [call] = Call.objects.all()
    refused_page = client.post(reverse("close_call", args=[call.pk]), {"note": "Đang bận"})
    assert refused_page.status_code == 422
    assert 'value="Đang bận"' in refused_page.content.decode()
    answer = client.post(reverse("close_call", args=[call.pk]), {"outcome": "letter", "note": "Gửi bưu điện"})
    assert answer["Location"] == reverse("calls")
    assert reverse("calls") not in client.get(reverse("my_work")).content.decode()
    assert "Gửi bưu điện" in client.get(reverse("dossier", args=[without_mail.dossier.pk])).content.decode()
    # What a reviewer was told is not the proposer's.
    outside = as_person(without_mail.office.investor_person).get(reverse("dossier", args=[without_mail.dossier.pk]))
    assert "Gửi bưu điện" not in outside.content.decode()


def test_people_without_mail_are_shown_without_one(office, as_person):
    expert = add_expert(union=office.union, by=office.officer, email="", name="Rơ Châm Hyeo", phone="0262 3 855 001")
    page = as_person(office.officer).get(reverse("expert", args=[expert.pk])).content.decode()
    assert ">None<" not in page
    assert expert.person.name in page
    assert "None" not in as_person(office.officer).get(reverse("experts")).content.decode().split("<main")[1]


def test_the_invitation_to_a_meeting_is_there_to_print(reviewed):
    member = reviewed.dossier.council.seats.filter(kind="member").first().person
    Person.objects.filter(pk=member.pk).update(email=None)
    reviewed.call_meeting()
    [row] = call_rows(calls_today(reviewed.office.officer))
    assert row.call.person == member
    assert [letter.kind for letter in row.letters] == [DocumentKind.MEETING_INVITATION]
    assert "meeting" in [notice.kind for notice in row.notices]


def test_who_loses_the_address_before_the_mail_goes_is_called(reviewing):
    person = reviewing.open_reviews()[0].seat.person
    Person.objects.filter(pk=person.pk).update(email=None)
    tasks.work_off()
    job = Job.objects.get(notification__kind="invitation", notification__person=person)
    assert job.state == Job.State.CANCELLED
    assert Call.objects.filter(dossier=reviewing.dossier, person=person, closed_at=None).count() == 1
