"""Setting a password: by an invitation's link, and by asking for one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult import clock, tasks
from consult.actions import passwords
from consult.actions.passwords import set_password_url
from consult.models import Job, Notification, Person
from tests.servers import mail_server, silent_server

NEW = "mot-mat-khau-moi-2026"


@pytest.fixture
def newcomer(db) -> Person:
    return Person.objects.create_user("moi@donvi.vn", None, name="Người Mới")


def set_password(link: str) -> str:
    """Follow a link as a browser would, and set a password; gives what the page then says."""
    client = Client()
    page = client.get(link.removeprefix(django_settings.SITE_URL).removeprefix("http://testserver"), follow=True)
    assert page.status_code == 200
    short = client.post(page.request["PATH_INFO"], {"password1": "123", "password2": "123"})
    assert short.status_code == 200
    done = client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, follow=True)
    return done.content.decode()


def signs_in(person: Person) -> bool:
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": NEW})
    return "_auth_user_id" in client.session


def test_an_invitations_link_sets_a_password_once(newcomer):
    link = set_password_url(newcomer)
    assert "Việc của tôi" in set_password(link)
    assert signs_in(newcomer)
    again = Client().get(link.removeprefix(django_settings.SITE_URL), follow=True)
    assert "đã dùng hoặc đã quá hạn" in again.content.decode()


def test_somebody_without_a_password_asks_for_a_link(newcomer):
    Client().post(reverse("account_reset_password"), {"email": newcomer.email})
    assert mail.outbox == []
    tasks.work_off()
    (message,) = mail.outbox
    assert message.subject == "Đặt mật khẩu cho Consult"
    link = re.search(r"http\S+/password/set/\S+", message.body)
    assert link is not None
    assert "Việc của tôi" in set_password(link.group())
    assert signs_in(newcomer)


def ask(email: str) -> str:
    """Ask for a link as a stranger; gives the page that follows, without what differs from one request to the next."""
    answer = Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
    assert answer.status_code == 200
    return re.sub(r'(csrfmiddlewaretoken" value=|nonce=|CSRFToken": )"[^"]*"', "", answer.content.decode())


def test_an_unknown_address_is_told_the_same_and_gets_nothing(newcomer):
    unknown = ask("khong@co.vn")
    tasks.work_off()
    assert (Job.objects.get().state, Notification.objects.count()) == ("cancelled", 0)
    assert "khong@co" not in str(Job.objects.values())
    assert "Nếu địa chỉ này có tài khoản" in unknown
    assert ask(newcomer.email) == unknown
    tasks.work_off()
    assert [message.to for message in mail.outbox] == [[newcomer.email]]


def test_it_takes_the_same_work_whether_anybody_has_the_address(newcomer, client):
    closed = Person.objects.create_user("nghi@donvi.vn", "x", name="Đã Nghỉ", is_active=False)
    EmailAddress.objects.create(user=newcomer, email=newcomer.email, verified=True)

    def asked(address: str) -> list[str]:
        with CaptureQueriesContext(connection) as found:
            client.post(reverse("account_reset_password"), {"email": address})
        return [re.sub(r"'[^']*'|[0-9]+", "?", query["sql"]) for query in found.captured_queries]

    first = asked("khong@co.vn")
    for address in (newcomer.email, closed.email, newcomer.email.upper(), "khong@co.vn"):
        assert asked(address) == first, address
    tasks.work_off()
    assert [message.to for message in mail.outbox] == [[newcomer.email]] * 2


def test_the_rows_of_those_who_asked_go_after_a_day(newcomer):
    for address in (newcomer.email, "khong@co.vn"):
        ask(address)
    tasks.work_off()
    with clock.at(clock.now() + timedelta(days=2)):
        ask(newcomer.email)
        tasks.tidy()
    assert [job.state for job in Job.objects.all()] == ["waiting"]


def test_the_installation_sends_so_many_links_a_day_and_no_more(newcomer, settings):
    settings.PASSWORD_MAILS_PER_DAY = 2
    others = [Person.objects.create_user(f"p{n}@donvi.vn", None, name=f"Người {n}") for n in range(3)]
    pages = {ask(person.email) for person in (newcomer, *others)}
    assert len(pages) == 1
    tasks.work_off()
    assert len(mail.outbox) == 2
    with clock.at(clock.now() + timedelta(days=1)):
        ask(newcomer.email)
        tasks.work_off()
    assert len(mail.outbox) == 3


def test_who_asks_for_addresses_of_nobody_uses_up_no_links(newcomer, settings):
    settings.PASSWORD_MAILS_PER_DAY = 1
    for number in range(3):
        ask(f"khong{number}@co.vn")
    ask(newcomer.email)
    tasks.work_off()
    assert [message.to for message in mail.outbox] == [[newcomer.email]]


def test_no_link_goes_out_where_none_may(newcomer, settings):
    settings.PASSWORD_MAILS_PER_DAY = 0
    ask(newcomer.email)
    tasks.work_off()
    assert mail.outbox == []


def test_one_person_is_sent_so_many_links_a_day_and_no_more(newcomer):
    for _time in range(passwords.A_DAY_EACH + 2):
        passwords.ask_link(newcomer.email)
    assert Job.objects.count() == passwords.A_DAY_EACH


@pytest.mark.parametrize("reply", ["550 5.1.1 no", "451 4.3.0 busy", None], ids=["5xx", "4xx", "silent"])
def test_no_request_waits_for_a_mail_server_and_no_fault_of_it_reaches_the_page(newcomer, settings, reply):
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "django.core.mail.backends.smtp.EmailBackend", 0.3
    with mail_server(reply or "") as answers, silent_server() as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", answers.port if reply else silent
        ask(newcomer.email)
        job = Job.objects.get()
        assert (job.state, job.attempts) == ("waiting", 0)
        tasks.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed" if reply and reply[0] == "5" else "waiting", 1)
    assert job.error


def test_the_link_is_in_no_row_and_no_list(newcomer, settings):
    settings.DEMO = False
    ask(newcomer.email)
    tasks.work_off()
    notification = Notification.objects.get()
    assert "/password/set/" not in str(notification.__dict__) + str(Job.objects.values())
    client = Client()
    client.force_login(newcomer)
    assert client.get(reverse("notices")).context["rows"] == []


def test_changing_the_password_wants_the_old_one(newcomer):
    newcomer.set_password(NEW)
    newcomer.save()
    client = Client()
    client.force_login(newcomer)
    page = client.post(
        reverse("account_change_password"), {"oldpassword": "sai", "password1": NEW + "x", "password2": NEW + "x"}
    )
    assert page.status_code == 200
    newcomer.refresh_from_db()
    assert newcomer.check_password(NEW)
