"""Mails: what they say of whom they come from, what is kept of them, what became of them, and answers by their link."""

from __future__ import annotations

import re
from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from consult import clock, tasks
from consult.actions.notifications.mails import begun, mail_words
from consult.actions.office_mail import save_settings
from consult.commands import dossiers, mails, reviewers
from consult.models import Channel, Event, Job, Mail, MailWording, Notification, OfficeMail, Person, Task
from consult.queries.arrival import mails_of_people
from tests.refusals import refused
from tests.servers import mail_server

DIGEST = "waiting"


def sent(person: Person, kind: str):
    """The newest mail of a kind to a person, as it went out."""
    tasks.work_off()
    notice = Notification.objects.filter(person=person, kind=kind).first()
    [message] = [one for one in mail.outbox if one.extra_headers["Message-ID"].startswith(f"<notice-{notice.pk}.")]
    return message


def link_of(message, place: str) -> str:
    """The path of a link in a mail's text."""
    [found] = re.findall(rf"{re.escape(settings.SITE_URL)}(\S*/{place}/\S+)", message.body)
    return found


def html_of(message) -> str:
    [(content, _kind)] = message.alternatives
    return content


@pytest.fixture
def invited(reviewing):
    return reviewing.open_reviews()[0].seat.person


@pytest.fixture
def link(reviewing, invited):
    return link_of(sent(invited, "invitation"), "invitation")


# ---------------------------------------------------------------- what a mail says
def test_a_mail_names_the_union_who_asks_and_its_telephone_and_threads_by_dossier(reviewing, invited):
    union = reviewing.office.union
    OfficeMail.objects.create(
        union=union, sender_name="LHH tỉnh Mẫu", reply_to="vanthu@lhh.test", phone="0262 3855 555"
    )
    message = sent(invited, "invitation")
    assert message.message()["From"].endswith("<consult@localhost>")
    assert message.from_email.startswith("=?utf-8?") or "LHH" in message.from_email
    headers = message.extra_headers
    assert headers["Reply-To"] == "vanthu@lhh.test"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["References"] == headers["In-Reply-To"] == f"<dossier-{reviewing.dossier.pk}@localhost>"
    assert "List-Unsubscribe" not in headers
    for said in (union.name, reviewing.office.officer.name, "0262 3855 555", reviewing.dossier.code):
        assert said in message.body
        assert said in html_of(message)
    # One button, nothing from elsewhere.
    html = html_of(message)
    assert html.count('class="button"') == 1
    assert "<img" not in html
    assert "http" not in html.replace(settings.SITE_URL, "")


def test_answers_go_to_who_asks_where_the_office_has_said_nothing(reviewing, invited):
    assert sent(invited, "invitation").extra_headers["Reply-To"] == reviewing.office.officer.email


def test_what_is_kept_of_a_mail_opens_no_door(reviewing, invited, settings):
    settings.DEMO = False
    message = sent(invited, "invitation")
    kept = Mail.objects.get(message_id=message.extra_headers["Message-ID"])
    assert kept.sent_at is not None
    assert (kept.address, kept.subject) == (invited.email, message.subject)
    assert reviewing.dossier.title in kept.text
    assert "/invitation/…" in kept.text
    assert link_of(message, "invitation").rpartition("/invitation/")[2].strip("/") not in kept.text


def test_a_mail_that_was_begun_and_did_not_go_keeps_its_message_id(reviewing, invited):
    notice = Notification.objects.get(person=invited, kind="invitation")
    first = begun(notice, mail_words(notice))
    assert begun(notice, mail_words(notice)) == first
    Mail.objects.filter(pk=first.pk).update(sent_at=clock.now())
    again = begun(notice, mail_words(notice))
    assert (again.number, again.message_id == first.message_id) == (2, False)


def test_a_unions_own_words_are_what_arrives_and_its_history_says_so(reviewing, invited, as_person):
    clerk, page = as_person(reviewing.office.clerk), reverse("mail_wording", args=["invitation"])
    wrong = clerk.post(page, {"subject": "Thư mời {nobody}", "opening": "Đã gõ"})
    assert wrong.status_code == 422
    assert "Đã gõ" in wrong.content.decode()
    typed = {
        "subject": "{union}: thư mời phản biện {code}",
        "opening": "Kính mời {name} phản biện hồ sơ {title}.",
        "closing": "Trân trọng cảm ơn.",
    }
    looked = clerk.post(page, {**typed, "look": "yes"})
    assert "Kính mời Lê Quang Thiệu phản biện" in looked.content.decode()
    assert not MailWording.objects.exists()
    assert clerk.post(page, typed).status_code == 302
    message = sent(invited, "invitation")
    dossier = reviewing.dossier
    assert message.subject == f"{reviewing.office.union.name}: thư mời phản biện {dossier.code}"
    for text in (message.body, html_of(message)):
        assert f"Kính mời {invited.name} phản biện hồ sơ {dossier.title}." in text
        assert "Trân trọng cảm ơn." in text
    assert Event.objects.get(union=reviewing.office.union, verb="mail_wording_changed").data["mail"] == "invitation"
    assert as_person(reviewing.office.leader).get(reverse("office_history")).status_code == 200
    clerk.post(page, {})
    assert not MailWording.objects.exists()


def test_a_sender_is_of_the_servers_own_domain(reviewing, invited, as_person):
    clerk, page = as_person(reviewing.office.clerk), reverse("office_mails")
    wrong = clerk.post(page, {"sender": "a@noikhac.test", "phone": "0262 111 222"})
    assert wrong.status_code == 422
    assert "0262 111 222" in wrong.content.decode()
    with refused("sender_domain"):
        save_settings(
            office=OfficeMail(union=reviewing.office.union, sender="a@noikhac.test"), by=reviewing.office.clerk
        )
    assert clerk.post(page, {"sender": "vanphong@localhost", "sender_name": "Văn phòng"}).status_code == 302
    assert parseaddr(sent(invited, "invitation").from_email)[1] == "vanphong@localhost"


# ---------------------------------------------------------------- what became of it
def test_beside_each_person_stands_what_became_of_their_mail(reviewing, invited, link):
    def code() -> str:
        return mails_of_people(reviewing.dossier)[invited.pk].code

    assert code() == "sent"
    Client().post(link, {"answer": "accept"})
    Notification.objects.filter(person=invited).exclude(kind="invitation").delete()
    assert code() == "answered"
    Mail.objects.update(answered_at=None, delayed_at=clock.now())
    assert code() == "delayed"
    for state, error, expected in (
        ("waiting", "", "waiting"), ("waiting", "OSError: x", "tried_again"), ("failed", "OSError: x", "failed"),
    ):  # fmt: skip
        Job.objects.filter(notification__person=invited).update(state=state, error=error)
        assert code() == expected


def test_the_officer_is_told_of_a_mail_that_did_not_arrive_once_and_corrects_the_address(reviewing, invited, settings):
    officer = reviewing.office.officer
    invited.refresh_from_db()
    assert invited.last_login is None
    union = reviewing.office.union
    Person.objects.filter(pk=invited.pk).update(keeper=union)
    with mail_server("550 5.1.1 no such user") as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        job = Job.objects.get(notification__person=invited, notification__kind="invitation")
        tasks.run_job(job.pk)
        told = Notification.objects.filter(person=officer, kind="mail_failed")
        assert [notice.data["name"] for notice in told] == [invited.name]
        # That this one does not arrive is told to nobody.
        tasks.run_job(told.get().job.pk)
        assert Notification.objects.filter(kind="mail_failed").count() == 1
        server.reply = "250 OK"
        mails.correct_address(job_id=job.pk, by=officer, email="Dung.Dia.Chi@lhh.test")
        invited.refresh_from_db()
        assert invited.email == "dung.dia.chi@lhh.test"
        tasks.run_job(job.pk)
        job.refresh_from_db()
    assert job.state == "done"
    assert Mail.objects.get(notification=job.notification).address == "dung.dia.chi@lhh.test"
    assert Event.objects.filter(union=union, dossier=None, verb="address_changed").count() == 1


def test_an_address_that_is_in_use_is_not_the_officers_to_change(reviewing, invited):
    job = Job.objects.get(notification__person=invited, notification__kind="invitation")
    Person.objects.filter(pk=invited.pk).update(keeper=reviewing.office.union, last_login=clock.now())
    with refused("keeps_own_data"):
        mails.correct_address(job_id=job.pk, by=reviewing.office.officer, email="a@b.test")
    with refused("role"):
        mails.correct_address(job_id=job.pk, by=reviewing.seat("chair"), email="a@b.test")
    assert Person.objects.get(pk=invited.pk).email == invited.email


def test_at_the_meeting_stands_who_has_got_the_invitation(reviewed, as_person):
    reviewed.call_meeting()
    tasks.work_off()
    meeting = reviewed.dossier.council.meetings.get()
    page = reverse("meeting", args=[meeting.pk])
    shown = as_person(reviewed.office.officer).get(page).context["mails"]
    seats = reviewed.dossier.council.seats.filter(released_at=None)
    assert {state.person.pk for state in shown} == set(seats.values_list("person", flat=True))
    assert {state.code for state in shown} == {"sent"}
    assert {state.job.notification.kind for state in shown} == {"meeting"}
    assert not as_person(reviewed.seat("chair")).get(page).context["mails"]


def test_the_log_is_the_offices_alone(reviewing, invited, as_person):
    tasks.work_off()
    job = Job.objects.get(notification__person=invited, notification__kind="invitation")
    pages = [
        reverse("dossier_mails", args=[reviewing.dossier.pk]),
        reverse("mail", args=[job.pk]),
        reverse("person_mails", args=[invited.pk]),
    ]
    for page in pages:
        assert as_person(reviewing.office.officer).get(page).status_code == 200
        assert as_person(reviewing.seat("chair")).get(page).status_code in (403, 404)
        assert as_person(reviewing.office.investor_person).get(page).status_code in (403, 404)


# ---------------------------------------------------------------- answered by the link
def test_looking_at_the_link_changes_nothing_and_the_button_accepts(reviewing, invited, link):
    stranger = Client()
    task = reviewing.task("answer_invitation", invited)
    for _look in range(2):
        page = stranger.get(link)
        assert page.status_code == 200
        assert page["Cache-Control"].startswith("max-age=0")
    assert stranger.head(link).status_code == 200
    task.refresh_from_db()
    assert task.status == "NEW"
    answer = stranger.post(link, {"answer": "accept", "ties": ["former_employer"], "interests": "Từng hợp tác"})
    assert answer.status_code == 302
    review = reviewing.dossier.reviews.get(seat__person=invited)
    assert (review.state, review.ties, review.interests) == ("writing", ["former_employer"], "Từng hợp tác")
    assert Event.objects.get(dossier=reviewing.dossier, verb="review_accepted").person == invited
    assert mails_of_people(reviewing.dossier)[invited.pk].code == "answered"
    assert Mail.objects.filter(notification__task=task, answered_at__isnull=False).count() == 1
    # It opens nothing any more, and nobody is signed in by it.
    assert "_auth_user_id" not in stranger.session
    again = stranger.post(link, {"answer": "decline", "reason": "x"})
    assert again.status_code == 422
    review.refresh_from_db()
    assert review.state == "writing"


def test_declining_wants_a_reason_and_keeps_what_was_typed(reviewing, invited, link):
    stranger = Client()
    wrong = stranger.post(link, {"answer": "decline", "reason": " "})
    assert wrong.status_code == 422
    assert wrong.context["decline"].errors["reason"]
    assert stranger.post(link, {"answer": "decline", "reason": "Đi công tác"}).status_code == 302
    review = reviewing.dossier.reviews.get(seat__person=invited)
    assert (review.state, review.reason) == ("declined", "Đi công tác")


def test_a_conflict_and_a_forbidden_tie_are_as_on_the_page_of_the_step(reviewing, invited, link):
    stranger = Client()
    barred = stranger.post(link, {"answer": "accept", "ties": ["author"]})
    assert barred.status_code == 422
    assert stranger.post(link, {"answer": "conflict", "ties": ["author"]}).status_code == 302
    assert reviewing.dossier.reviews.get(seat__person=invited).state == "conflicted"


def test_more_time_is_asked_for_and_the_invitation_stays_open(reviewing, invited, link):
    stranger = Client()
    task = reviewing.task("answer_invitation", invited)
    early = stranger.post(link, {"answer": "time", "due_on": task.due_on.isoformat(), "reason": "Ốm"})
    assert early.status_code == 422
    later = task.due_on + timedelta(days=4)
    assert stranger.post(link, {"answer": "time", "due_on": later.isoformat(), "reason": "Ốm"}).status_code == 302
    review = reviewing.dossier.reviews.get(seat__person=invited)
    assert (review.state, review.asked_until, review.asked_reason) == ("invited", later, "Ốm")
    assert Notification.objects.filter(person=reviewing.office.officer, kind="more_time_asked").exists()
    assert stranger.post(link, {"answer": "accept"}).status_code == 302


def test_a_link_is_one_persons_and_ends_with_the_step(reviewing, invited, link):
    other = reviewing.open_reviews()[1].seat.person
    stranger = Client()
    assert stranger.get(link[:-3] + "xx/").status_code == 404
    reviewers.excuse_reviewer(
        review_id=reviewing.dossier.reviews.get(seat__person=invited).pk, by=reviewing.office.officer, reason="Đổi"
    )
    page = stranger.get(link)
    assert page.context["open"] is False
    assert stranger.post(link, {"answer": "accept"}).status_code == 422
    assert reviewing.dossier.reviews.get(seat__person=invited).state == "excused"
    assert reviewing.dossier.reviews.get(seat__person=other).state == "invited"
    dossiers.cancel(dossier_id=reviewing.dossier.pk, by=reviewing.office.leader, reason="Không cần")
    theirs = link_of(sent(other, "invitation"), "invitation") if mail.outbox else ""
    assert stranger.get(theirs).context["open"] is False


def test_who_opens_a_confidential_dossier_is_noted_so_it_has_no_link(reviewing, invited):
    dossiers_of = type(reviewing.dossier).objects.filter(pk=reviewing.dossier.pk)
    before = link_of(sent(invited, "invitation"), "invitation")
    dossiers_of.update(confidential=True)
    assert Client().get(before).status_code == 404
    reviewers.invite_again(
        review_id=reviewing.dossier.reviews.get(seat__person=invited).pk, by=reviewing.office.officer
    )
    assert "/invitation/" not in sent(invited, "invitation").body


def test_other_channels_hear_of_no_link_that_opens_a_door(reviewing, invited):
    channel = Channel.objects.create(union=reviewing.office.union, kind="webhook", address="https://x.test/a")
    notice = Notification.objects.get(person=invited, kind="invitation")
    assert "/invitation/" in mail_words(notice).text
    assert "/invitation/" not in mail_words(notice, channel).text


# ---------------------------------------------------------------- invited again
def test_invited_again_after_its_day_there_is_a_new_day(reviewing, invited):
    review = reviewing.dossier.reviews.get(seat__person=invited)
    task = reviewing.task("answer_invitation", invited)
    before = task.due_on
    reviewers.invite_again(review_id=review.pk, by=reviewing.office.officer)
    task.refresh_from_db()
    assert (task.due_on, task.revision) == (before, 0)
    with clock.at(clock.now() + timedelta(days=40)):
        reviewers.invite_again(review_id=review.pk, by=reviewing.office.officer)
        task.refresh_from_db()
        assert task.due_on > clock.today()
        waiting = Task.objects.get(dossier=reviewing.dossier, node="collect_reviews", status="NEW")
        assert waiting.due_on >= task.due_on
        assert task.revision == 1
        assert Event.objects.get(dossier=reviewing.dossier, verb="invited_again").data["due_on"] == str(task.due_on)


# ---------------------------------------------------------------- the mail of a day
def test_the_mail_of_a_day_is_ended_by_one_button_and_looking_does_not(reviewing, invited):
    with clock.at(clock.now() + timedelta(days=20)):
        tasks.remind()
        message = sent(invited, DIGEST)
        address = message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert address in html_of(message)
        strict = Client(enforce_csrf_checks=True)
        assert strict.get(address).status_code == 200
        assert Person.objects.get(pk=invited.pk).daily_mail
        assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert not Person.objects.get(pk=invited.pk).daily_mail
    with clock.at(clock.now() + timedelta(days=24)):
        Task.objects.filter(status="NEW").exclude(due_on=None).update(next_reminder_on=clock.today())
        tasks.remind()
        assert Notification.objects.filter(person=invited, kind=DIGEST).count() == 1
        strict.post(address, {"wanted": "yes"})
    assert Person.objects.get(pk=invited.pk).daily_mail
