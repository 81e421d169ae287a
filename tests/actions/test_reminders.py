from datetime import time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from consult import clock, tasks
from consult.actions.deadlines import calendar_of
from consult.actions.notifications import reminders
from consult.actions.notifications.notices import notify
from consult.models import DayOff, Job, Notification, Reminder

by_every_hour = pytest.mark.usefixtures("any_hour")


def on(day):
    """``day`` at the hour at which the test runs."""
    return clock.at(timezone.localtime(clock.now()).replace(year=day.year, month=day.month, day=day.day))


def test_every_human_step_has_a_due_date_and_a_next_reminder(issued):
    human = issued.dossier.tasks.exclude(actor="")
    assert human.count() > 10
    assert not human.filter(due_on=None).exists()
    assert not human.exclude(status="NEW").exclude(next_reminder_on=None).exists()


@by_every_hour
def test_a_task_is_reminded_of_before_it_is_due_and_once_a_day(walk):
    task = walk.task("check_completeness")
    with on(task.next_reminder_on):
        assert task.next_reminder_on <= task.due_on
        reminders.send_due()
        reminders.send_due()
    assert Reminder.objects.filter(task=task, kind="reminder").count() == 1
    told = Notification.objects.filter(task=task, kind="reminder")
    assert [n.person for n in told] == [walk.office.officer]


@by_every_hour
def test_the_leader_is_told_when_a_step_is_two_days_late(walk):
    task = walk.task("check_completeness")
    late = calendar_of(walk.office.union.pk).add(task.due_on, 2)
    with on(late):
        reminders.send_due()
        reminders.send_due()
    leaders = {walk.office.leader.pk, walk.office.second_leader.pk}
    assert set(Notification.objects.filter(kind="escalation").values_list("person", flat=True)) == leaders
    assert Notification.objects.filter(kind="late", person=walk.office.officer).count() == 1


def test_the_procedure_says_when_people_and_the_leader_are_told(walk):
    procedure = walk.dossier.procedure
    procedure.config = {**procedure.config, "reminders": {"before": [2], "every_late": 5, "escalate_from": 3}}
    procedure.save()
    walk.do("check_completeness", walk.office.officer, decision="accept")
    task, calendar = walk.task("propose_council"), calendar_of(walk.office.union.pk)
    told = []
    for late in range(-5, 8):
        with on(calendar.add(task.due_on, late)):
            reminders.send_due()
        kinds = Reminder.objects.filter(task=task, day=calendar.add(task.due_on, late)).values_list("kind", flat=True)
        told += [(late, kind) for kind in sorted(kinds)]
    assert told == [(-2, "reminder"), (3, "escalation"), (3, "reminder"), (5, "escalation"), (5, "reminder")]


def test_a_year_of_sweeps_reminds_every_second_working_day(walk):
    task = walk.task("check_completeness")
    calendar = calendar_of(walk.office.union.pk)
    day = clock.day_of(task.opened_at)
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


def digests(person) -> list:
    return [message for message in mail.outbox if message.to == [person.email] and "việc" in message.subject]


@by_every_hour
def test_one_mail_holds_everything_that_waits(new_walk, office):
    walks = [new_walk(f"Dự án thứ {n}") for n in range(3)]
    tasks.work_off()
    mail.outbox.clear()
    calendar = calendar_of(office.union.pk)
    with on(calendar.add(walks[0].task("check_completeness").due_on, 2)):
        reminders.send_due()
        reminders.send_due()
        tasks.work_off()
        (told,) = digests(office.officer)
        assert told.subject == "3 việc đang chờ ông/bà"
        for walk in walks:
            assert walk.dossier.title in told.body
            assert reverse("task", args=[walk.task("check_completeness").pk]) in told.body
        assert told.body.count("Quá hạn, hạn") == 3
        (leaders,) = digests(office.leader)
        assert leaders.subject == "3 việc quá hạn trong cơ quan"
    assert len(mail.outbox) == 3


def test_a_deadline_of_ones_own_comes_with_its_calendar_file(reviewing):
    reviewing.accept_all()
    reviewer = reviewing.open_reviews()[0].seat.person
    tasks.work_off()
    mail.outbox.clear()
    with on(reviewing.task("write_review", reviewer).next_reminder_on):
        reminders.send_due()
        tasks.work_off()
    (told,) = digests(reviewer)
    (part,) = told.attachments
    assert part.get_filename() == "thoi-han.ics"
    assert part.get_content_type() == "text/calendar"
    assert b"VALUE=DATE" in part.get_payload(decode=True)


def test_what_is_done_meanwhile_is_not_in_the_mail_and_nothing_left_is_no_mail(reviewing):
    reviewing.accept_all()
    first, second = (review.seat.person for review in reviewing.open_reviews())
    tasks.work_off()
    mail.outbox.clear()
    with on(reviewing.task("write_review", first).next_reminder_on):
        reminders.send_due()
        reviewing.review(first)
        tasks.work_off()
    assert not digests(first)
    assert Job.objects.get(notification__kind="waiting", notification__person=first).state == "cancelled"
    assert len(digests(second)) == 1


def test_the_list_of_notices_does_not_say_it_twice(walk, as_person):
    with on(walk.task("check_completeness").next_reminder_on):
        reminders.send_due()
    page = as_person(walk.office.officer).get(reverse("notices"))
    assert [row["notice"].kind for row in page.context["rows"]].count("reminder") == 1
    assert "waiting" not in [row["notice"].kind for row in page.context["rows"]]


@by_every_hour
def test_mails_wait_for_the_end_of_quiet_hours(walk):
    officer = walk.office.officer
    now = timezone.localtime(clock.now())
    officer.quiet_from = (now - timedelta(hours=1)).time().replace(microsecond=0)
    officer.quiet_until = (now + timedelta(hours=1)).time().replace(microsecond=0)
    officer.save()
    tasks.work_off()
    mail.outbox.clear()
    notify([officer, walk.office.leader], "reviews_in", dossier=walk.dossier)
    tasks.work_off()
    assert [message.to for message in mail.outbox] == [[walk.office.leader.email]]
    waiting = Job.objects.get(notification__kind="reviews_in", notification__person=officer)
    assert timedelta(0) < waiting.run_after - now <= timedelta(hours=1)


def test_quiet_hours_are_set_on_ones_own_page(walk, as_person):
    officer = walk.office.officer
    client = as_person(officer)
    refused = client.post(reverse("quiet_hours"), {"quiet_from": "21:00", "quiet_until": ""})
    assert refused.status_code == 422
    assert "21:00" in refused.content.decode()
    client.post(reverse("quiet_hours"), {"quiet_from": "21:00", "quiet_until": "06:30"})
    officer.refresh_from_db()
    assert (officer.quiet_from, officer.quiet_until) == (time(21), time(6, 30))
    client.post(reverse("quiet_hours"), {"quiet_from": "", "quiet_until": ""})
    officer.refresh_from_db()
    assert officer.quiet_from is None


def test_each_mail_is_sent_once(walk):
    tasks.work_off()
    first = len(mail.outbox)
    tasks.work_off()
    assert first == len(mail.outbox) == Job.objects.filter(kind="mail", state="done").count()
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(set(ids)) == len(ids)


@by_every_hour
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
