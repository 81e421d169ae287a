"""Second factor, sessions, personal data and the administrator's pages, in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

from consult.actions import jobs
from consult.demo.office import DEMO_PASSWORD
from consult.models import Dossier, Heartbeat, Job, Person
from tests.browser.conftest import Visitor
from tests.second_factor import code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]


def sign_in(visitor: Visitor, person: Person) -> None:
    visitor.go(reverse("account_login"))
    visitor.page.get_by_label("Thư điện tử").fill(person.email)
    visitor.page.get_by_label("Mật khẩu", exact=True).fill(DEMO_PASSWORD)
    visitor.press("Đăng nhập")


def prove(visitor: Visitor) -> None:
    """Type the password once more where the page asks for it."""
    if "/password/again/" in visitor.page.url:
        visitor.picture("who-is-it")
        visitor.page.get_by_label("Mật khẩu").fill(DEMO_PASSWORD)
        visitor.press("Tiếp tục")


def test_an_app_on_the_phone(visit: Visit, office):
    visitor = visit(office.leader)
    visitor.go(reverse("mfa_index"))
    visitor.picture("second-factor")
    visitor.go(reverse("mfa_activate_totp"))
    prove(visitor)
    visitor.picture("second-factor-app")
    secret = visitor.page.locator("code").inner_text()
    visitor.page.get_by_label("Mã").fill("000000")
    visitor.press("Thiết lập")
    expect(visitor.page.locator("[role=alert]:not([data-unanswered])").first).to_be_visible()
    visitor.page.get_by_label("Mã").fill(code(secret))
    visitor.press("Thiết lập")
    assert Authenticator.objects.filter(user=office.leader, type="totp").exists()
    visitor.go(reverse("mfa_view_recovery_codes"))
    visitor.picture("recovery-codes")
    Authenticator.objects.filter(type="recovery_codes").delete()
    visitor.context.clear_cookies()
    sign_in(visitor, office.leader)
    visitor.picture("second-factor-asked")
    expect(visitor.page.get_by_role("button", name="Dùng khóa truy cập")).to_be_visible()


def test_a_passkey_alone_signs_in(visit: Visit, office):
    visitor = visit(office.leader)
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    visitor.go(reverse("mfa_add_webauthn"))
    prove(visitor)
    visitor.picture("passkey")
    visitor.page.get_by_label("Tên khóa truy cập này").fill("Máy tính ở cơ quan")
    visitor.page.get_by_label("Chỉ cần khóa này để đăng nhập").check()
    visitor.press("Thiết lập")
    visitor.page.wait_for_url(lambda url: "/keys/add/" not in url)
    assert Authenticator.objects.filter(user=office.leader, type="webauthn").count() == 1
    visitor.go(reverse("mfa_list_webauthn"))
    expect(visitor.page.get_by_text("Máy tính ở cơ quan")).to_be_visible()
    visitor.picture("passkeys")
    visitor.context.clear_cookies()
    visitor.go(reverse("account_login"))
    visitor.picture("sign-in")
    visitor.press("Đăng nhập bằng khóa truy cập")
    visitor.page.wait_for_url(visitor.base + "/")


def test_what_is_kept_and_how_it_goes(visit: Visit, reviewed):
    office = reviewed.office
    Dossier.objects.filter(pk=reviewed.dossier.pk).update(confidential=True)
    expert = reviewed.dossier.reviews.first().seat.person
    visitor = visit(expert)
    visitor.go(reverse("dossier", args=[reviewed.dossier.pk]))
    visitor.go(reverse("personal_data", args=[expert.pk]))
    visitor.picture("personal-data")
    visitor.go(reverse("usersessions_list"))
    visitor.picture("sessions")
    leader = visit(office.leader)
    leader.go(reverse("access_log", args=[reviewed.dossier.pk]))
    expect(leader.page.get_by_text(expert.name).first).to_be_visible()
    leader.picture("access_log")


def test_the_administrators_pages(visit: Visit, reviewed):
    office = reviewed.office
    for name in (Heartbeat.Name.SWEEP, Heartbeat.Name.REMIND):
        jobs.note_heartbeat(name)
    broken = Job.objects.filter(kind="render").first()
    Job.objects.filter(pk=broken.pk).update(
        state="failed",
        attempts=6,
        error="ConnectionError: the store did not answer within 15 s; " + "the same again after a pause, " * 6,
    )
    visitor = visit(office.administrator)
    visitor.go(reverse("operations"))
    visitor.picture("operations")
    visitor.press("Thử lại")
    expect(visitor.page.get_by_text("Đang thử lại")).to_be_visible()
    visitor.picture("operations-after")
    visitor.go(reverse("retention"))
    visitor.picture("retention")
