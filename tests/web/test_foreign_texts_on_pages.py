"""No page in Vietnamese shows an English text of an installed package: signing in, second factors, sessions, administration."""

from __future__ import annotations

import re
from functools import cache

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from consult import tasks
from consult.demo.office import DEMO_PASSWORD
from tests import foreign
from tests.foreign import PLACEHOLDER
from tests.second_factor import code
from tests.test_foreign_texts import SAME_IN_BOTH

pytestmark = pytest.mark.django_db

SHOWN_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "value", "content", "data-bs-title")
# Django writes these into a template of the administration, so that no catalogue is asked: the name of a picture.
UNTRANSLATABLE = {("alt", "Search")}
# A text of fewer letters may be part of anything, so that it has to be the whole of what is shown.
LONG = 12


@cache
def english() -> tuple[frozenset[str], re.Pattern[str]]:
    """The texts of the packages: short ones as they are, long ones as one pattern that lets their values be any."""
    short, long = set(), []
    for text in foreign.texts():
        for one in filter(None, (text.msgid, text.plural)):
            parts = [re.sub(r"(\\?\s)+", r"\\s+", re.escape(part)) for part in PLACEHOLDER.split(one.strip())]
            if len("".join(PLACEHOLDER.split(one))) < LONG:
                short.add(" ".join(one.split()))
            else:
                long.append(".{1,80}?".join(parts))
    words = frozenset(one for one in short if re.search("[A-Za-z]", one)) - SAME_IN_BOTH
    return words, re.compile("|".join(sorted(long, key=len, reverse=True)))


def shown(page: HttpResponse) -> list[str]:
    """Whatever somebody reads or hears of a page."""
    tree = html.fromstring(page.content)
    for unread in tree.xpath("//script|//style"):
        unread.drop_tree()
    found = [str(text) for text in tree.itertext()]
    named = [(name, element.get(name)) for element in tree.iter() for name in SHOWN_ATTRIBUTES if element.get(name)]
    found += [text for name, text in named if (name, text) not in UNTRANSLATABLE]
    return [" ".join(text.split()) for text in found if text.strip()]


def remains(page: HttpResponse) -> list[str]:
    """What is English on the page."""
    short, long = english()
    return [text for text in shown(page) if text in short or text.rstrip(":") in short or long.search(text)]


def assert_vietnamese(page: HttpResponse) -> None:
    assert page.headers["Content-Type"].startswith("text/html"), page
    assert remains(page) == [], page.request["PATH_INFO"]  # type: ignore[attr-defined]


@pytest.fixture
def client(office) -> Client:
    """Signed in as a leader, and asked once more for the password."""
    client = Client()
    client.post(reverse("account_login"), {"login": office.leader.email, "password": DEMO_PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("account_reauthenticate"), {"password": DEMO_PASSWORD})
    return client


@pytest.fixture
def secret(client) -> str:
    """Of the leader's app."""
    given: str = client.get(reverse("mfa_activate_totp")).context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code(given)}, follow=True)
    assert_vietnamese(done)
    assert Authenticator.objects.filter(type="totp").exists()
    return given


def test_english_is_found_where_it_is(office):
    client = Client(headers={"accept-language": "en"})
    client.post(reverse("set_language"), {"language": "en"})
    page = client.post(reverse("account_login"), {"login": office.leader.email, "password": "sai"})
    assert any("not correct" in text for text in remains(page))


def test_signing_in(office):
    client = Client()
    assert_vietnamese(client.get(reverse("account_login")))
    assert_vietnamese(client.post(reverse("account_login"), {"login": "", "password": ""}))
    for _ in range(12):
        page = client.post(reverse("account_login"), {"login": office.leader.email, "password": "sai"})
        if page.status_code == 200:
            assert_vietnamese(page)
    other = {"login": office.officer.email, "password": DEMO_PASSWORD}
    assert_vietnamese(Client(REMOTE_ADDR="10.1.1.1").post(reverse("account_login"), other, follow=True))


def test_signing_out(client):
    assert_vietnamese(client.get(reverse("account_logout")))
    assert_vietnamese(client.post(reverse("account_logout"), follow=True))


@pytest.mark.parametrize("new", ["", "123", "password123", "12345678901", "leader@hoi.vn"])
def test_a_password_that_will_not_do(client, new):
    assert_vietnamese(client.get(reverse("account_change_password")))
    filled = {"oldpassword": "sai", "password1": new, "password2": new + "x"}
    assert_vietnamese(client.post(reverse("account_change_password"), filled))
    filled = {"oldpassword": DEMO_PASSWORD, "password1": new, "password2": new}
    assert_vietnamese(client.post(reverse("account_change_password"), filled, follow=True))


def test_changing_the_password(client):
    filled = {"oldpassword": DEMO_PASSWORD, "password1": "mot-mat-khau-2026", "password2": "mot-mat-khau-2026"}
    page = client.post(reverse("account_change_password"), filled, follow=True)
    assert_vietnamese(page)
    assert "Đã đổi mật khẩu." in page.content.decode()


def test_asking_for_a_link_and_setting_the_password(office):
    assert_vietnamese(Client().get(reverse("account_reset_password")))
    assert_vietnamese(Client().post(reverse("account_reset_password"), {"email": "khong"}))
    assert_vietnamese(Client().post(reverse("account_reset_password"), {"email": office.leader.email}, follow=True))
    tasks.work_off()
    link = re.search(r"https?://[^/]+(/password/set/\S+)", str(mail.outbox[-1].body))
    assert link
    client = Client()
    page = client.get(link[1], follow=True)
    assert_vietnamese(page)
    assert_vietnamese(client.post(page.request["PATH_INFO"], {"password1": "123", "password2": "123"}))
    filled = {"password1": "mot-mat-khau-2026", "password2": "mot-mat-khau-2026"}
    assert_vietnamese(client.post(page.request["PATH_INFO"], filled, follow=True))
    assert_vietnamese(Client().get(link[1], follow=True))


def test_the_password_once_more(office):
    client = Client()
    client.force_login(office.leader)
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    assert_vietnamese(page)
    assert_vietnamese(client.post(page.request["PATH_INFO"], {"password": "sai"}))


def test_setting_up_an_app(client):
    assert_vietnamese(client.get(reverse("mfa_index")))
    assert_vietnamese(client.get(reverse("mfa_activate_totp")))
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert_vietnamese(wrong)
    assert "Mã không đúng." in wrong.content.decode()
    assert_vietnamese(client.post(reverse("mfa_activate_totp"), {"code": ""}))


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_list_webauthn"],
)
def test_pages_of_second_factors(client, secret, name):
    assert_vietnamese(client.get(reverse(name), follow=True))


@pytest.mark.parametrize("name", ["mfa_generate_recovery_codes", "mfa_deactivate_totp"])
def test_acts_on_second_factors(client, secret, name):
    before = len(mail.outbox)
    assert_vietnamese(client.post(reverse(name), follow=True))
    tasks.work_off()
    english_mails = [m for m in mail.outbox[before:] if english()[1].search(f"{m.subject}\n{m.body}")]
    assert english_mails == []


def test_passkeys(client):
    assert_vietnamese(client.get(reverse("mfa_add_webauthn")))
    for credential in ("", "{}", "khong"):
        assert_vietnamese(client.post(reverse("mfa_add_webauthn"), {"name": "", "credential": credential}))
    kept = Authenticator.objects.create(
        user_id=client.session["_auth_user_id"], type="webauthn", data={"name": "Máy bàn", "credential": {}}
    )
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        page = client.get(reverse(name, args=[kept.pk]), follow=True)
        assert_vietnamese(page)
    assert_vietnamese(client.post(reverse("mfa_edit_webauthn", args=[kept.pk]), {"name": ""}))
    removed = client.post(reverse("mfa_remove_webauthn", args=[kept.pk]), follow=True)
    assert_vietnamese(removed)
    assert not Authenticator.objects.exists()


def test_a_wrong_second_factor(office, client, secret):
    other = Client(REMOTE_ADDR="10.1.1.2")
    page = other.post(reverse("account_login"), {"login": office.leader.email, "password": DEMO_PASSWORD}, follow=True)
    assert page.request["PATH_INFO"] == reverse("mfa_authenticate")
    assert_vietnamese(page)
    for wrong in ("000000", "", "abc"):
        assert_vietnamese(other.post(reverse("mfa_authenticate"), {"code": wrong}))


def test_sessions(office, client):
    Client().post(reverse("account_login"), {"login": office.leader.email, "password": DEMO_PASSWORD})
    assert_vietnamese(client.get(reverse("usersessions_list")))
    assert_vietnamese(client.post(reverse("usersessions_list"), follow=True))


def test_a_refused_form(office):
    refused = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a", "password": "b"})
    assert refused.status_code == 403
    assert_vietnamese(refused)


def test_the_administration(office):
    client = Client()
    office.administrator.is_superuser = True
    office.administrator.save(update_fields=["is_superuser"])
    client.force_login(office.administrator)
    assert_vietnamese(client.get(reverse("admin:index")))
    pages = [
        (f"consult_{model}_changelist", ()) for model in ("person", "organisation", "membership", "channel", "job")
    ]
    pages += [(f"consult_{model}_add", ()) for model in ("person", "organisation", "membership")]
    pages += [(f"consult_person_{name}", (office.officer.pk,)) for name in ("change", "history")]
    for name, arguments in pages:
        page = client.get(reverse(f"admin:{name}", args=arguments))
        assert page.status_code == 200, name
        assert_vietnamese(page)
        if name.endswith("_add"):
            assert_vietnamese(client.post(reverse(f"admin:{name}"), {}))
