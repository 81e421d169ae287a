from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from consult import clock
from consult.actions import reminders
from consult.actions.deadlines import calendar_of
from consult.models import DayOff, Job, Notification, Reminder
from workflows import tasks


def on(day):
    return clock.at(datetime.combine(day, time(9, 0), timezone.get_current_timezone()))


def test_every_human_step_has_a_due_date_and_a_next_reminder(issued):
    human = issued.dossier.tasks.exclude(actor="")
    assert human.count() > 10
    assert not human.filter(due_on=None).exists()
    assert not human.exclude(status="NEW").exclude(next_reminder_on=None).exists()


def test_a_task_is_reminded_of_before_it_is_due_and_once_a_day(walk):
    task = walk.task("check_completeness")
    with on(task.next_reminder_on):
        assert task.next_reminder_on <= task.due_on
        reminders.send_due()
        reminders.send_due()
    assert Reminder.objects.filter(task=task, kind="reminder").count() == 1
    told = Notification.objects.filter(task=task, kind="reminder")
    assert [n.person for n in told] == [walk.office.officer]


def test_the_leader_is_told_when_a_step_is_two_days_late(walk):
    task = walk.task("check_completeness")
    late = calendar_of(walk.office.union.pk).add(task.due_on, 2)
    with on(late):
        reminders.send_due()
        reminders.send_due()
    leaders = {walk.office.leader.pk, walk.office.second_leader.pk}
    assert set(Notification.objects.filter(kind="escalation").values_list("person", flat=True)) == leaders
    assert Notification.objects.filter(kind="late", person=walk.office.officer).count() == 1


def test_a_year_of_sweeps_reminds_every_second_working_day(walk):
    task = walk.task("check_completeness")
    calendar = calendar_of(walk.office.union.pk)
    day = task.opened_at.date()
    for _ in range(40):
        day += timedelta(days=1)
        with on(day):
            reminders.send_due()
    days = list(Reminder.objects.filter(task=task, kind="reminder").order_by("day").values_list("day", flat=True))
    late = [d for d in days if d > task.due_on]
    assert [calendar.between(task.due_on, d) for d in late] == list(range(2, 2 * len(late) + 1, 2))
    assert task.due_on in days


def test_nobody_is_reminded_of_what_is_done(walk):
    task = walk.task("check_completeness")
    walk.do("check_completeness", walk.office.officer, decision="accept")
    with on(task.due_on):
        reminders.send_due()
    assert not Reminder.objects.filter(task=task).exists()


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_time_has_overtaken_is_not_sent(walk):
    task = walk.task("check_completeness")
    with on(task.next_reminder_on):
        reminders.send_due()
    walk.do("check_completeness", walk.office.officer, decision="accept")
    mail.outbox.clear()
    tasks.work_off()
    overtaken = Job.objects.get(notification__kind="reminder")
    assert overtaken.state == "cancelled"
    assert not [m for m in mail.outbox if "Sắp đến hạn" in m.subject]


def test_each_mail_is_sent_once(walk):
    tasks.work_off()
    first = len(mail.outbox)
    tasks.work_off()
    assert first == len(mail.outbox) == Job.objects.filter(kind="mail", state="done").count()
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(set(ids)) == len(ids)


def test_the_offices_own_days_off_move_deadlines(new_walk, office):
    plain = new_walk().task("check_completeness").due_on
    DayOff.objects.create(organisation=office.union, day=plain, reason="Đại hội")
    assert new_walk("Dự án thứ hai").task("check_completeness").due_on > plain


def test_an_invited_expert_without_password_gets_a_link_to_set_one(reviewing):
    person = reviewing.open_reviews()[0].seat.person
    person.set_unusable_password()
    person.save()
    tasks.work_off()
    (message,) = [m for m in mail.outbox if m.to == [person.email] and "Mời ông/bà phản biện" in m.subject]
    assert "/password/set/" in message.body
    assert reviewing.dossier.title in message.subject
