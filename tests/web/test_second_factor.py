"""Signing in with a second factor: who must, how it is set up, and what it keeps out."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from consult.actions import privacy
from consult.actions.accounts import change_address
from consult.actions.passwords import set_password_url
from consult.demo.office import DEMO_PASSWORD
from consult.models import Membership, Person
from tests.second_factor import code

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def sign_in(person, password: str = DEMO_PASSWORD) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": password})
    return client


def proven(person) -> Client:
    """Signed in, and asked once more for the password, as before everything that guards the account."""
    client = sign_in(person)
    assert client.get(reverse("mfa_activate_totp")).headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": DEMO_PASSWORD})
    return client


@pytest.fixture
def required(settings):
    settings.REQUIRE_TWO_FACTOR = True


@pytest.mark.parametrize("role", ["leader", "clerk", "administrator"])
def test_who_leads_numbers_or_administers_is_led_to_set_one_up(office, required, role):
    client = sign_in(getattr(office, role))
    for name in ("my_work", "dossiers", "registers", "office", "operations", "admin:index"):
        assert client.get(reverse(name)).headers["Location"] == reverse("mfa_index"), name
    assert "cần xác thực hai lớp" in client.get(reverse("mfa_index")).content.decode()
    assert client.post(reverse("account_logout")).status_code == 302


@pytest.mark.parametrize("role", ["officer", "investor_person"])
def test_others_may_and_need_not(office, required, role):
    assert sign_in(getattr(office, role)).get(reverse("my_work")).status_code == 200


def test_setting_up_an_app_opens_the_way_and_gives_recovery_codes(office, required):
    client = proven(office.leader)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert wrong.status_code == 200
    assert not Authenticator.objects.exists()
    shown = code(secret)
    done = client.post(reverse("mfa_activate_totp"), {"code": shown})
    assert done.status_code == 302
    again = sign_in(office.leader)
    again.post(reverse("mfa_authenticate"), {"code": shown})
    assert not signed_in(again)
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert client.get(reverse("my_work")).status_code == 200
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10


def test_the_secret_lies_encrypted(office):
    TOTP.activate(office.leader, SECRET)
    kept = str(Authenticator.objects.get().data)
    assert SECRET not in kept
    assert TOTP(Authenticator.objects.get()).validate_code(code(SECRET))


def test_the_password_alone_opens_nothing_any_more(office):
    TOTP.activate(office.leader, SECRET)
    client = sign_in(office.leader)
    assert not signed_in(client)
    assert client.get(reverse("my_work")).status_code == 302
    assert "Mã" in client.get(reverse("mfa_authenticate")).content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert not signed_in(client)
    shown = code(SECRET)
    client.post(reverse("mfa_authenticate"), {"code": shown})
    assert signed_in(client)
    # A code that was used opens nothing a second time.
    again = sign_in(office.leader)
    again.post(reverse("mfa_authenticate"), {"code": shown})
    assert not signed_in(again)


@pytest.mark.parametrize("late", [-1, 0])
def test_a_phone_whose_clock_is_off_opens_once_for_as_long_as_its_code_holds(office, late):
    TOTP.activate(office.leader, SECRET)
    shown = code(SECRET, late=late)
    client = sign_in(office.leader)
    client.post(reverse("mfa_authenticate"), {"code": shown})
    assert signed_in(client)
    # The library forgets a used code after one step, while it still holds.
    cache.delete(f"allauth.mfa.totp.used?user={office.leader.pk}&code={shown}")
    again = sign_in(office.leader)
    assert again.post(reverse("mfa_authenticate"), {"code": shown}).context["form"].has_error("code", "incorrect_code")
    assert not signed_in(again)


def test_a_phone_whose_clock_is_minutes_off_does_not_open(office):
    TOTP.activate(office.leader, SECRET)
    client = sign_in(office.leader)
    client.post(reverse("mfa_authenticate"), {"code": code(SECRET, late=4)})
    assert not signed_in(client)


def closed(person):
    person.is_active = False
    person.save()


def another_password(person):
    person.set_password("mot-mat-khau-khac-26")
    person.save()


def corrected(person):
    change_address(person=person, by=Person.objects.get(memberships__role="administrator"), email="moi@donvi.test")


def erased(person):
    Membership.objects.filter(person=person).delete()
    privacy.erase(person=person, by=person)


@pytest.mark.parametrize("meanwhile", [closed, another_password, corrected, erased])
def test_no_sign_in_goes_on_that_began_before_its_account_changed(office, meanwhile):
    TOTP.activate(office.officer, SECRET)
    client = sign_in(office.officer)
    meanwhile(Person.objects.get(pk=office.officer.pk))
    answer = client.post(reverse("mfa_authenticate"), {"code": code(SECRET)})
    assert answer.status_code == 302
    assert not signed_in(client)
    assert client.get(reverse("my_work"))["Location"].startswith(reverse("account_login"))


def test_a_recovery_code_opens_once(office, required):
    client = proven(office.leader)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    (first, *_rest) = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    for expected in (True, False):
        other = sign_in(office.leader)
        other.post(reverse("mfa_authenticate"), {"code": first})
        assert signed_in(other) is expected


def test_trying_codes_is_limited(office):
    TOTP.activate(office.leader, SECRET)
    client = sign_in(office.leader)
    for _ in range(20):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code(SECRET)})
    assert not signed_in(client)


def test_a_password_link_does_not_pass_by_the_second_factor(office):
    TOTP.activate(office.leader, SECRET)
    client = Client()
    page = client.get(set_password_url(office.leader).removeprefix(django_settings.SITE_URL), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "mot-mat-khau-khac-26", "password2": "mot-mat-khau-khac-26"})
    assert not signed_in(client)
    assert client.get(reverse("my_work")).status_code == 302


def test_somebody_elses_key_cannot_be_changed(office, as_person):
    key = Authenticator.objects.create(user=office.leader, type="webauthn", data={"name": "Khóa", "credential": {}})
    client = proven(office.officer)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.post(reverse(name, args=[key.pk]), {"name": "x"}).status_code == 404
    key.refresh_from_db()
    assert key.data["name"] == "Khóa"


def test_changing_what_guards_the_account_asks_again_who_it_is(office):
    client = Client()
    client.force_login(office.officer)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


# ---------------------------------------------------------------- sessions
def test_sessions_are_listed_and_ended(office):
    here, there = sign_in(office.officer), sign_in(office.officer)
    for client in (here, there):
        assert client.get(reverse("my_work")).status_code == 200
    assert UserSession.objects.filter(user=office.officer).count() == 2
    assert here.get(reverse("usersessions_list")).content.decode().count(">thiết bị này<") == 1
    here.post(reverse("usersessions_list"))
    assert here.get(reverse("my_work")).status_code == 200
    assert there.get(reverse("my_work")).status_code == 302


def test_a_new_password_ends_the_other_sessions(office):
    here, there = sign_in(office.officer), sign_in(office.officer)
    here.post(
        reverse("account_change_password"),
        {"oldpassword": DEMO_PASSWORD, "password1": "mot-mat-khau-khac-26", "password2": "mot-mat-khau-khac-26"},
    )
    assert there.get(reverse("my_work")).status_code == 302


# ---------------------------------------------------------------- limits
def test_guessing_passwords_is_limited_by_account(office):
    for _ in range(5):
        sign_in(office.officer, "sai-mat-khau")
    assert not signed_in(sign_in(office.officer))


def test_asking_for_password_links_is_limited(office):
    client = Client()
    for _ in range(12):
        answer = client.post(reverse("account_reset_password"), {"email": office.officer.email})
    assert answer.status_code == 429
    assert len(mail.outbox) <= 5


# ---------------------------------------------------------------- an invited expert's link
def link_of(person) -> str:
    return set_password_url(person).removeprefix(django_settings.SITE_URL)


def follow(link: str, password: str = "mot-mat-khau-moi-2026") -> Client:
    client = Client()
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})
    return client


@pytest.fixture
def invited(office):
    person = office.experts[0]
    person.set_unusable_password()
    person.save()
    return person


def test_an_invitations_link_sets_up_the_account_and_signs_in_once(invited):
    link = link_of(invited)
    assert signed_in(follow(link))
    assert not signed_in(follow(link, "mat-khau-cua-ke-khac-1"))
    assert signed_in(sign_in(invited, "mot-mat-khau-moi-2026"))


def test_every_link_mailed_before_is_spent_with_the_first(invited):
    first, second = link_of(invited), link_of(invited)
    assert signed_in(follow(second))
    assert not signed_in(follow(first, "mat-khau-cua-ke-khac-1"))


def test_the_link_expires(invited, settings):
    link = link_of(invited)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert not signed_in(follow(link))


def test_the_link_is_bound_to_the_address_it_went_to(invited):
    link = link_of(invited)
    invited.email = "dia-chi-khac@donvi.test"
    invited.save()
    assert not signed_in(follow(link))


def test_the_link_of_one_is_of_no_use_for_another(invited, office):
    mine, other = link_of(invited), link_of(office.experts[1])
    uid = other.split("/password/set/")[1].split("-")[0]
    key = mine.split("/password/set/")[1].split("-", 1)[1]
    assert not signed_in(follow(f"/password/set/{uid}-{key}"))
