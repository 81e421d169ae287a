"""Mails that do not get through: tried again for two working days, or given up at once; and who sees it."""

from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult import clock, tasks
from consult.actions import jobs
from consult.actions.deadlines import calendar_of
from consult.actions.notifications import undelivered
from consult.actions.notifications.notices import notify
from consult.models import Job, Membership, Organisation, Person
from consult.rules.mail import refuses_address
from consult.texts import mail_trouble
from tests.servers import MailServer, mail_server

MONDAY = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def server(settings):
    with mail_server() as made:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
        yield made


def one_mail(walk, person=None) -> Job:
    notify([person or walk.office.leader], "reviews_in", dossier=walk.dossier, key=f"x{Job.objects.count()}")
    return Job.objects.filter(kind="mail").latest("pk")


def try_again(job: Job) -> datetime:
    """Let a worker come at the time for which the job waits; gives that time."""
    job.refresh_from_db()
    moment = job.run_after
    with clock.at(moment):
        tasks.run_job(job.pk)
    job.refresh_from_db()
    return moment


@pytest.mark.parametrize("reply", ["451 4.3.0 busy", None], ids=["4xx", "no server"])
def test_what_may_pass_is_tried_for_two_working_days_with_growing_pauses(walk, server, settings, reply):
    if reply is None:
        settings.EMAIL_PORT = 1
    server.reply = reply or ""
    with clock.at(MONDAY):
        job = one_mail(walk)
    tried = [try_again(job)]
    while job.state == "waiting":
        tried.append(try_again(job))
    assert job.state == "failed"
    assert timedelta(days=2) <= tried[-1] - tried[0] <= timedelta(days=2) + undelivered.LONGEST_PAUSE
    pauses = [later - earlier for earlier, later in pairwise(tried)]
    assert pauses == sorted(pauses)
    assert pauses[0] == undelivered.FIRST_PAUSE
    assert max(pauses) == undelivered.LONGEST_PAUSE


def test_a_weekend_is_no_time_to_try_and_is_not_counted(walk, server):
    union = walk.office.union
    union.mails_from, union.mails_until, union.mails_every_day = time(7), time(17), False
    union.save()
    server.reply = "451 4.3.0 busy"
    # Friday at 16:00: an hour before the office closes for the weekend.
    friday = MONDAY - timedelta(days=3) + timedelta(hours=7)
    with clock.at(friday):
        job = one_mail(walk)
    tried = [try_again(job)]
    while job.state == "waiting":
        tried.append(try_again(job))
    assert tried[-1] >= datetime.combine(calendar_of(union.pk).add(clock.day_of(friday), 2), time(16), MONDAY.tzinfo)
    assert tried[-1] - tried[0] < timedelta(days=5)
    assert all(7 <= moment.astimezone(MONDAY.tzinfo).hour < 17 for moment in tried)


def test_an_address_that_is_refused_for_good_is_given_up_at_once(walk, server):
    server.reply = "550 5.1.1 no such user"
    job = one_mail(walk)
    assert not tasks.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == ("failed", 1, "SMTPRecipientsRefused: 550 5.1.1 no such user")


OF_THE_ADDRESS = ["550 5.1.1 no such user", "550 no such user here", "552 5.2.2 mailbox full", "550 5.4.1 no access",
                  "553 bad mailbox name", "550 5.5.0 mailbox unavailable"]  # fmt: skip
OF_US = [
    ("RCPT", "554 5.7.1 Relay access denied"), ("RCPT", "550 relay not permitted"), ("RCPT", "530 authenticate first"),
    ("RCPT", "550 5.7.1 your IP is on a blocklist"), ("RCPT", "450 4.2.0 greylisted"), ("RCPT", "550 5.1.8 bad sender"),
    ("MAIL", "530 5.7.0 authentication required"), ("MAIL", "550 our list has your IP"), ("MAIL", "550 5.1.1 who?"),
    ("DATA", "554 5.7.1 sender IP rejected"), ("DATA", "550 not taken"), ("DATA", "451 4.3.0 busy"),
]  # fmt: skip


@pytest.mark.parametrize("reply", OF_THE_ADDRESS)
def test_what_is_said_of_an_address_doubts_it(walk, server, reply):
    server.reply = reply
    job = one_mail(walk)
    tasks.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert refuses_address(*job.error.split(": ", 1))


@pytest.mark.parametrize(("word", "reply"), OF_US)
def test_what_is_said_of_our_server_is_tried_again_and_doubts_no_address(walk, server, word, reply):
    server.replies[word] = reply
    job = one_mail(walk)
    tasks.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 1)
    assert reply[4:] in job.error
    assert not refuses_address(*job.error.split(": ", 1))
    # It says what the server said, not that none was there; and nobody is told to ask for another address.
    assert reply in mail_trouble(job)
    assert mail_trouble(job) != mail_trouble(Job(error="SMTPRecipientsRefused: 550 5.1.1 " + reply))
    server.replies.clear()
    try_again(job)
    assert job.state == "done"


def test_a_mail_that_gets_through_later_leaves_no_trace_of_trouble(walk, server):
    server.reply = "451 4.3.0 busy"
    job = one_mail(walk)
    tasks.run_job(job.pk)
    server.reply = "250 OK"
    try_again(job)
    assert (job.state, job.error) == ("done", "")
    assert len(server.taken) == 1


def test_a_worker_that_dies_does_not_end_a_mail_that_was_tried_often(walk):
    job = one_mail(walk)
    Job.objects.filter(pk=job.pk).update(
        state="running", attempts=jobs.MOST_ATTEMPTS + 3, error="OSError: x", run_after=clock.now() - timedelta(hours=1)
    )
    jobs.dispatch_due(0)
    job.refresh_from_db()
    assert job.state == "running"


def shown(client: Client) -> list[int]:
    return [one.job.pk for one in client.get(reverse("my_work")).context["unreached"]]


def test_the_officer_sees_who_was_not_reached_and_sends_again_by_one_click(reviewing, server: MailServer, as_person):
    office = reviewing.office
    server.reply = "550 5.1.1 no such user"
    invited = reviewing.open_reviews()[0].seat.person
    job = Job.objects.get(kind="mail", notification__kind="invitation", notification__person=invited)
    tasks.run_job(job.pk)
    officer = as_person(office.officer)
    assert shown(officer) == [job.pk]
    page = officer.get(reverse("dossier", args=[reviewing.dossier.pk]))
    assert page.context["arrivals"] == {invited.pk: job}
    assert "550 5.1.1 no such user" in page.content.decode()
    again = reverse("retry_job", args=[job.pk])
    assert again in page.content.decode()
    # Nobody else is told: not the expert's colleagues, not another office.
    assert as_person(reviewing.seat("chair")).get(page.request["PATH_INFO"]).context["arrivals"] == {}
    elsewhere = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    other = Person.objects.create_user("khac@khac.test", None, name="Người khác")
    Membership.objects.create(person=other, organisation=elsewhere, role="officer")
    assert shown(as_person(other)) == []
    assert as_person(other).post(again).status_code == 404

    server.reply = "250 OK"
    assert officer.get(again).status_code == 405
    assert officer.post(again, {"next": "my_work"}).url == reverse("my_work")
    job.refresh_from_db()
    assert (job.state, job.attempts, job.tried_since) == ("waiting", 0, None)
    tasks.run_job(job.pk)
    assert shown(officer) == []
    assert len(server.taken) == 1


def test_what_is_over_is_not_to_be_sent_again(reviewing, as_person):
    mails = Job.objects.filter(kind="mail", notification__kind="invitation")
    mails.update(state="failed", error="SMTPRecipientsRefused: 550 x")
    officer = as_person(reviewing.office.officer)
    assert len(shown(officer)) == 2
    reviewing.accept_all()
    assert shown(officer) == []


def test_my_work_has_one_row_a_person_below_the_steps_and_one_click_sends_all(reviewing, server, as_person):
    office = reviewing.office
    Job.objects.filter(kind="mail").delete()
    chair, members = reviewing.seat("chair"), list(office.experts[:4])
    made = [one_mail(reviewing, person) for person in (chair, *members, chair, office.officer)]
    Job.objects.filter(pk__in=[job.pk for job in made]).update(state="failed", error="OSError: x")
    officer = as_person(office.officer)
    page = officer.get(reverse("my_work"))
    counts = {one.job.notification.person: one.count for one in page.context["unreached"]}
    assert counts == {chair: 2 + members.count(chair), **{one: 1 for one in members if one != chair}}
    assert page.context["unreached"][0].job == made[-2]
    text = page.content.decode()
    assert text.index('class="list-group-item list-group-item-action work-row') < text.index('id="not-arrived"')
    assert '<details class="card mt-3" id="not-arrived">' in text
    assert reverse("expert", args=[chair.expert.pk]) in text
    officer.post(reverse("retry_job", args=[made[-2].pk]), {"next": "my_work"})
    again = Job.objects.filter(kind="mail", state="waiting").values_list("notification__person", flat=True)
    assert set(again) == {chair.pk}
    assert len(again) == counts[chair]
    assert chair.pk not in {
        one.job.notification.person_id for one in officer.get(reverse("my_work")).context["unreached"]
    }


def test_my_work_asks_no_more_for_many_than_for_one(walk, as_person):
    officer = as_person(walk.office.officer)

    def queries(more: int) -> int:
        for _number in range(more):
            Job.objects.filter(pk=one_mail(walk).pk).update(state="failed", error="OSError: x")
        with CaptureQueriesContext(connection) as found:
            officer.get(reverse("my_work"))
        return len(found)

    queries(1)
    assert queries(0) == queries(5)
