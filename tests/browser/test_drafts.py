"""What is typed while the session has ended: kept for whoever typed it, and gone when they sign out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from consult.actions.intake import draft_dossier
from consult.models import Dossier, Person
from tests.browser.conftest import Visitor, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mật khẩu của buổi thử"
# What a page does with them, its script does once it has loaded.
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
    Dossier.objects.filter(pk=draft.pk).update(answers={"rice_land": "no"})
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
    # It waits until it has arrived, also when the page is loaded again.
    page.reload()
    expect(page.locator("[name=reason]")).to_have_value("Sẽ trình lại.")
    visitor.press("Rút hồ sơ")
    expect(page.locator(".alert-success")).to_be_visible()
    until(page, f"{KEPT} === 0")


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
    until(page, f"{KEPT} === 1")
    page.locator("summary", has_text="Tài khoản của tôi").click()
    visitor.press("Đăng xuất")
    expect(page.locator("[name=login]")).to_be_visible()
    expect(page.locator("[data-waiting]")).to_be_hidden()
    until(page, f"{KEPT} === 0")


def test_what_the_proxy_answered_for_is_put_back(visit: Callable[[Person], Visitor], walk):
    """A proxy's own page – too large, nobody there – came back; the form did not arrive."""
    visitor = visit(walk.office.investor_person)
    address = reverse("withdraw", args=[walk.dossier.pk])
    page = visitor.go(address)
    page.route(f"**{address}", lambda route: route.fulfill(status=502, content_type="text/html", body="<p>502</p>"))
    page.locator("[name=reason]").fill("Sẽ trình lại.")
    visitor.press("Rút hồ sơ")
    expect(page.get_by_text("502")).to_be_visible()
    page.unroute(f"**{address}")
    visitor.go("/")
    visitor.go(address)
    expect(page.locator("[data-put-back]")).to_be_visible()
    # Whoever looks only does not take it away.
    page.reload()
    expect(page.locator("[name=reason]")).to_have_value("Sẽ trình lại.")
    expect(page.locator("[name=reason]")).to_have_value("Sẽ trình lại.")
    visitor.press("Rút hồ sơ")
    expect(page.locator(".alert-success")).to_be_visible()
    until(page, f"{KEPT} === 0")


def test_what_is_saved_while_it_is_typed_is_kept_too_until_the_server_says_that_it_arrived(describing):
    """The server is down while somebody writes and sends; the next page that they see is another one."""
    visitor, draft, _colleague = describing
    page, address = visitor.page, visitor.page.url
    down = "**/describe/**"
    page.route(down, lambda route: route.fulfill(status=502, content_type="text/html", body="<p>502</p>"))
    summary(page).fill("Viết khi máy chủ ngừng.")
    visitor.press("Lưu và tiếp tục")
    expect(page.get_by_text("502")).to_be_visible()
    page.unroute(down)
    visitor.go("/")
    page.goto(address)
    expect(summary(page)).to_have_value("Viết khi máy chủ ngừng.")
    visitor.press("Lưu và tiếp tục")
    expect(summary(page)).to_have_count(0)
    assert Dossier.objects.get(pk=draft.pk).summary == "Viết khi máy chủ ngừng."
    until(page, f"{KEPT} === 0")


def test_what_one_tab_could_not_send_another_sends_for_good(visit: Callable[[Person], Visitor], walk):
    """A phone closes tabs as it likes: the text goes on in another, and is not put back once it has arrived."""
    visitor = visit(walk.office.investor_person)
    address = reverse("withdraw", args=[walk.dossier.pk])
    closed = visitor.context.new_page()
    closed.goto(visitor.base + address)
    closed.route(f"**{address}", lambda route: route.fulfill(status=502, content_type="text/html", body="<p>502</p>"))
    closed.locator("[name=reason]").fill("Sẽ trình lại.")
    closed.get_by_role("button", name="Rút hồ sơ", exact=True).first.click()
    expect(closed.get_by_text("502")).to_be_visible()
    closed.unroute(f"**{address}")
    closed.goto(visitor.base)
    closed.close()
    page = visitor.go(address)
    expect(page.locator("[name=reason]")).to_have_value("Sẽ trình lại.")
    page.locator("[name=reason]").fill("Sẽ trình lại vào tháng sau.")
    visitor.press("Rút hồ sơ")
    expect(page.locator(".alert-success")).to_be_visible()
    until(page, f"{KEPT} === 0")


def test_a_file_too_large_is_told_before_it_is_sent(visit: Callable[[Person], Visitor], office, tmp_path):
    draft = draft_dossier(
        procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Dự án"
    )
    visitor = visit(office.investor_person)
    page = visitor.go(reverse("attachments", args=[draft.pk]))
    page.evaluate("document.body.dataset.fileLimit = '1000'")
    large = tmp_path / "lon.pdf"
    large.write_bytes(b"%PDF-1.7" + bytes(2000))
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    field = page.locator("input[type=file]").first
    field.set_input_files(large)
    expect(page.locator(".upload-error").first).not_to_be_empty()
    assert field.evaluate("(field) => field.files.length") == 0
    assert sent == []


def test_what_another_window_has_on_its_way_is_left_alone(visit: Callable[[Person], Visitor], walk):
    visitor = visit(walk.office.investor_person)
    address = reverse("withdraw", args=[walk.dossier.pk])
    page = visitor.go(address)
    held = []
    page.route(f"**{address}", lambda route: held.append(route))
    page.locator("[name=reason]").fill("Sẽ trình lại.")
    page.get_by_role("button", name="Rút hồ sơ", exact=True).first.click(no_wait_after=True)
    other = page.context.new_page()
    other.goto(visitor.base + address)
    expect(other.locator("[data-put-back]")).to_be_hidden()
    expect(other.locator("[name=reason]")).to_have_value("")
    held[0].continue_()
    expect(page.locator(".alert-success")).to_be_visible()
    until(page, f"{KEPT} === 0")
    other.close()


@pytest.mark.parametrize("size", ["desktop"])
def test_what_the_server_takes_with_the_whole_form_only_waits_on_the_device(
    visit: Callable[[Person], Visitor], reviewed
):
    """Presence and votes are not saved with the text of the minutes; whoever comes back finds them all the same."""
    reviewed.call_meeting()
    seat = reviewed.dossier.council.seats.filter(released_at=None).first()
    visitor = visit(reviewed.office.officer)
    address = reverse("task", args=[reviewed.task("hold_meeting").pk])
    page = visitor.go(address)
    saved = page.locator("form[data-autosave]").get_attribute("data-saved")
    presence, vote, reserved, deputy = (
        page.locator(f"[name={name}]")
        for name in (f"mode_{seat.pk}", f"vote_{seat.pk}", f"reserved_{seat.pk}", "deputy_presides")
    )
    presence.select_option("room")
    vote.select_option("against")
    reserved.fill("Bảo lưu về quy mô.")
    deputy.check()
    page.locator("[name=conclusion]").fill("Thống nhất.")
    visitor.press("Lưu bản này")
    expect(status(page)).to_have_text(saved)
    visitor.go("/")
    visitor.go(address)
    expect(page.locator("[name=conclusion]")).to_have_value("Thống nhất.")
    expect(vote).to_have_value("against")
    expect(reserved).to_have_value("Bảo lưu về quy mô.")
    expect(deputy).to_be_checked()
    # Refused, and left once more.
    visitor.press("Ghi biên bản")
    expect(page.locator(".text-danger[role=alert]").first).to_be_visible()
    visitor.go(address)
    expect(presence).to_have_value("room")
    # What has been emptied again is not put back.
    presence.select_option("")
    vote.select_option("")
    reserved.fill("")
    deputy.uncheck()
    visitor.press("Lưu bản này")
    expect(status(page)).to_have_text(saved)
    assert page.evaluate(KEPT) == 0
