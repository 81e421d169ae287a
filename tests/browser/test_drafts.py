"""What is typed while the session has ended: kept for whoever typed it, and gone when they sign out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from consult.actions.intake import draft_dossier
from consult.models import Dossier, Person
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mật khẩu của buổi thử"
KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length"


def sign_in(page: Page, person: Person) -> None:
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def summary(page: Page):
    return page.locator("[name=summary]")


def status(page: Page):
    return page.locator("form[data-autosave] [data-status]")


def end_session(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


@pytest.fixture
def describing(visit: Callable[[Person], Visitor], office):
    """A proposer at the page of a draft, and a colleague who may write on it too."""
    writer = office.investor_person
    writer.set_password(PASSWORD)
    writer.save()
    colleague = Person.objects.create_user("dongnghiep@khac.test", PASSWORD, name="Đồng Nghiệp")
    colleague.memberships.create(organisation=office.investor, role="proposer")
    draft = draft_dossier(procedure=office.investment, proposer=office.investor, by=writer, title="Dự án")
    visitor = visit(writer)
    visitor.go(reverse("describe", args=[draft.pk]))
    return visitor, draft, colleague


def test_a_text_outlives_its_session_and_is_its_writers_alone(describing, office, walk, live_server):
    visitor, draft, colleague = describing
    page, address = visitor.page, visitor.page.url
    summary(page).fill("Một.")
    expect(status(page)).to_have_text("Đã lưu")
    end_session(page)
    summary(page).fill("Một. Hai.")
    page.get_by_role("link", name="Đăng nhập lại").click()
    expect(page.locator("[data-waiting]")).to_be_visible()
    sign_in(page, colleague)
    page.wait_for_url(address)
    expect(summary(page)).to_have_value("Một.")
    end_session(page)
    page.goto(address)
    sign_in(page, office.investor_person)
    page.wait_for_url(address)
    expect(summary(page)).to_have_value("Một. Hai.")
    expect(status(page)).to_have_text("Đã lưu")
    assert Dossier.objects.get(pk=draft.pk).summary == "Một. Hai."
    # The page's own button does not lose it either.
    end_session(page)
    summary(page).fill("Ba.")
    visitor.press("Lưu và tiếp tục")
    sign_in(page, office.investor_person)
    page.wait_for_url(address)
    expect(summary(page)).to_have_value("Ba.")
    expect(status(page)).to_have_text("Đã lưu")
    # Nor does any other form.
    page.goto(live_server.url + reverse("withdraw", args=[walk.dossier.pk]))
    page.locator("[name=reason]").fill("Sẽ trình lại.")
    end_session(page)
    visitor.press("Rút hồ sơ")
    sign_in(page, office.investor_person)
    expect(page.locator("[data-put-back]")).to_be_visible()
    expect(page.locator("[name=reason]")).to_have_value("Sẽ trình lại.")
    assert page.evaluate(KEPT) == 0


def test_two_windows_are_joined_and_signing_out_leaves_nothing(describing):
    visitor, draft, _colleague = describing
    page = visitor.page
    other = page.context.new_page()
    other.goto(page.url)
    summary(other).fill("Tóm tắt ở cửa sổ kia.")
    other.locator("[name=subject_areas]").first.check()
    expect(status(other)).to_have_text("Đã lưu")
    page.locator("[name=subject_areas]").nth(1).check()
    page.locator("[name=location]").fill("Xã Ea Kao")
    expect(summary(page)).to_have_value("Tóm tắt ở cửa sổ kia.")
    expect(page.locator("[name=subject_areas]").first).to_be_checked()
    expect(status(page)).to_have_text("Đã lưu")
    kept = Dossier.objects.get(pk=draft.pk)
    assert (kept.location, kept.summary, kept.subject_areas.count()) == ("Xã Ea Kao", "Tóm tắt ở cửa sổ kia.", 2)
    other.close()
    # What could not be sent is asked about first.
    page.route("**/describe/save/", lambda route: route.abort())
    summary(page).fill("Bốn.")
    expect(status(page)).to_contain_text("Mất kết nối")
    assert page.evaluate(KEPT) == 1
    page.get_by_role("button", name="Tài khoản của tôi").click()
    visitor.press("Đăng xuất")
    expect(page.locator("[name=login]")).to_be_visible()
    expect(page.locator("[data-waiting]")).to_be_hidden()
    assert page.evaluate(KEPT) == 0
