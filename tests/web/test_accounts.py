"""Setting a password: by an invitation's link, and by asking for one."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from consult.actions.mails import set_password_url
from consult.models import Person

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
    (message,) = mail.outbox
    assert message.subject == "Đặt mật khẩu cho Consult"
    link = re.search(r"http\S+/password/set/\S+", message.body)
    assert link is not None
    assert "Việc của tôi" in set_password(link.group())
    assert signs_in(newcomer)


def test_asking_for_an_unknown_address_says_the_same(db):
    answer = Client().post(reverse("account_reset_password"), {"email": "khong@co.vn"}, follow=True)
    assert "Nếu địa chỉ này có tài khoản" in answer.content.decode()


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
