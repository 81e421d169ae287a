"""Nobody is woken: what nobody waits for goes out in the office's hours."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from consult import clock, tasks
from consult.actions.deadlines import calendar_of
from consult.actions.notifications import reminders
from consult.actions.notifications.notices import notify
from consult.actions.timing import hours_of, told_at
from consult.models import DayOff, Job, Notification, Organisation, Reminder

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def moment(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)


@pytest.fixture
def usual(office):
    """The office with the hours that an office has unless it says otherwise."""
    fresh = Organisation()
    for name in ("mails_from", "mails_until", "mails_every_day"):
        setattr(office.union, name, getattr(fresh, name))
    office.union.save()
    return office.union


def test_unless_an_office_says_otherwise_it_speaks_from_seven_to_five_on_working_days(usual):
    assert (usual.mails_from, usual.mails_until, usual.mails_every_day) == (time(7), time(17), False)


def test_reminders_wait_for_the_office_to_open(walk, usual):
    task = walk.task("check_completeness")
    tasks.work_off()
    mail.outbox.clear()
    day = calendar_of(usual.pk).add(task.due_on, 2)
    for hour, minute, sent in ((0, 3, 0), (6, 30, 0), (7, 0, 3), (23, 58, 3)):
        with clock.at(moment(day, hour, minute)):
            reminders.send_due()
            tasks.work_off()
        assert len(mail.outbox) == sent, hour
    assert Reminder.objects.filter(task=task).count() == 2


def test_nobody_is_reminded_on_a_day_off_and_everybody_on_the_next_day(walk, usual):
    task = walk.task("check_completeness")
    day = calendar_of(usual.pk).add(task.due_on, 2)
    DayOff.objects.create(organisation=usual, day=day)
    with clock.at(moment(day, 9)):
        assert reminders.send_due() == 0
    with clock.at(moment(calendar_of(usual.pk).add(day, 1), 9)):
        assert reminders.send_due() == 1
    assert Notification.objects.filter(kind="escalation").exists()


def job_of(kind, person):
    return Job.objects.get(kind="mail", notification__kind=kind, notification__person=person)


def test_a_notice_of_the_evening_goes_out_in_the_morning_and_quiet_hours_still_count(walk, usual):
    officer, leader = walk.office.officer, walk.office.leader
    officer.quiet_from, officer.quiet_until = time(21), time(8, 15)
    officer.save()
    friday = datetime(2026, 11, 27, 18, tzinfo=VIETNAM)
    with clock.at(friday):
        notify([officer, leader], "reviews_in", dossier=walk.dossier)
        tasks.work_off()
    assert job_of("reviews_in", leader).run_after == datetime(2026, 11, 30, 7, tzinfo=VIETNAM)
    assert job_of("reviews_in", officer).run_after == datetime(2026, 11, 30, 8, 15, tzinfo=VIETNAM)


def test_a_meeting_before_the_office_opens_again_is_told_at_once(walk, usual):
    officer, leader = walk.office.officer, walk.office.leader
    friday = datetime(2026, 11, 27, 18, tzinfo=VIETNAM)
    with clock.at(friday):
        notify([officer], "meeting_moved", dossier=walk.dossier, before=friday + timedelta(hours=15))
        notify([leader], "meeting_moved", dossier=walk.dossier, before=friday + timedelta(days=4))
    assert job_of("meeting_moved", officer).run_after == friday
    assert job_of("meeting_moved", leader).run_after == datetime(2026, 11, 30, 7, tzinfo=VIETNAM)


def test_who_has_just_done_something_is_answered_at_once(usual, new_walk):
    night = datetime(2026, 11, 28, 0, 3, tzinfo=VIETNAM)
    with clock.at(night):
        walk = new_walk()
    assert job_of("received", walk.office.investor_person).run_after == night
    assert job_of("task", walk.office.officer).run_after == datetime(2026, 11, 30, 7, tzinfo=VIETNAM)


def test_an_officer_sets_the_hours(walk, office, as_person, usual):
    client = as_person(office.officer)
    address = reverse("office_hours")
    assert client.get(address).status_code == 200
    refused = client.post(address, {"mails_from": "09:00", "mails_until": "08:30"})
    assert refused.status_code == 422
    assert 'value="08:30"' in refused.content.decode()
    assert client.post(address, {"mails_from": "08:00", "mails_until": "11:30"}).status_code == 302
    usual.refresh_from_db()
    assert (usual.mails_from, usual.mails_until, usual.mails_every_day) == (time(8), time(11, 30), False)
    # The whole day, days off with it: an office that chooses so is not held to the usual hours.
    client.post(address, {"mails_from": "00:00", "mails_until": "00:00", "mails_every_day": "on"})
    with clock.at(datetime(2026, 11, 28, 3, tzinfo=VIETNAM)):
        notify([office.leader], "reviews_in", dossier=walk.dossier)
    assert job_of("reviews_in", office.leader).run_after == datetime(2026, 11, 28, 3, tzinfo=VIETNAM)


REST = {"quiet_from": time(11, 30), "quiet_until": time(13, 30)}


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ((None, None), (13, 30)),
        ((time(0), time(0)), (12, 0)),
        ((time(11), time(14)), (14, 0)),
        ((time(20), time(6)), (12, 0)),
    ],
)
def test_who_has_set_no_quiet_hours_has_those_of_the_office(usual, office, own, told):
    for name, value in REST.items():
        setattr(usual, name, value)
    usual.save()
    person = office.officer
    person.quiet_from, person.quiet_until = own
    day = calendar_of(usual.pk).add(clock.today(), 1)
    assert told_at(person, hours_of(usual), from_=moment(day, 12)) == moment(day, *told)
    assert told_at(person, hours_of(usual), from_=moment(day, 9)) == moment(day, 9)


def test_a_mail_waits_for_the_end_of_the_offices_rest(walk, usual, as_person):
    hours = {"mails_from": "07:00", "mails_until": "17:00", "quiet_from": "11:30", "quiet_until": "13:30"}
    assert as_person(walk.office.officer).post(reverse("office_hours"), hours).status_code == 302
    day = calendar_of(usual.pk).add(clock.today(), 1)
    with clock.at(moment(day, 12)):
        notify([walk.office.officer], "reviews_in", dossier=walk.dossier)
        job = Job.objects.filter(kind=Job.Kind.MAIL).latest("pk")
    assert timezone.localtime(job.run_after) == moment(day, 13, 30)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"quiet_from": "11:30"}, "quiet_until"), ({"quiet_until": "11:30"}, "quiet_from"),
        ({"quiet_from": "06:00", "quiet_until": "18:00"}, "quiet_until"),
        ({"quiet_from": "17:00", "quiet_until": "16:30"}, None),
        ({"quiet_from": "18:00", "quiet_until": "17:00"}, "quiet_until"),
        ({"quiet_from": "trưa", "quiet_until": "13:30"}, "quiet_from"),
    ],
)  # fmt: skip
def test_quiet_hours_leave_some_time_for_mails(office, usual, as_person, changes, field):
    sent = {"mails_from": "07:00", "mails_until": "17:00", **changes}
    answer = as_person(office.officer).post(reverse("office_hours"), sent)
    if field is None:
        assert answer.status_code == 302
        return
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Organisation.objects.get(pk=usual.pk).quiet_from is None
