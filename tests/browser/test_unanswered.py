"""What a script asks for and does not get: the page stays as it was and says so, and goes on where it can."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from consult.actions.intake import draft_dossier
from consult.models import Meeting, Person
from tests.browser.conftest import Visitor

pytestmark = [
    pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.parametrize("size", ["phone"], indirect=True)
]  # fmt: skip

Visit = Callable[[Person], Visitor]


def told(page: Page):
    return page.locator("[data-unanswered]")


def test_a_part_of_a_page_never_becomes_the_page_of_signing_in(visit: Visit, reviewed, in_a_moment):
    reviewed.call_meeting()
    visitor = visit(reviewed.office.officer)
    address = reverse("meeting", args=[Meeting.objects.get().pk])
    page = visitor.go(address)
    expect(told(page)).to_be_hidden()
    kept = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    # The part that renews itself comes to it without anybody pressing anything.
    expect(told(page)).to_be_visible()
    expect(page.locator("#live")).to_be_visible()
    expect(page.locator("[name=login]")).to_have_count(0)
    visitor.picture("signed-out-at-a-meeting")
    assert told(page).get_by_role("link").get_attribute("href").endswith(f"?next={address.replace('/', '%2F')}")
    # Signed in again, as in another window: the page goes on and takes its word back.
    page.context.add_cookies(kept)
    expect(told(page)).to_be_hidden()
    # What the server, or somebody before it, refuses or never answers is no silence either.
    page.route("**/act/**", lambda route: route.fulfill(status=502, content_type="text/html", body="<p>502</p>"))
    visitor.press("Tôi dự trực tuyến")
    expect(told(page).locator("span")).to_have_text(in_a_moment["failed"])
    page.unroute("**/act/**")
    page.route("**/act/**", lambda route: route.fulfill(content_type="text/html", body="<!DOCTYPE html><p>Wi-Fi</p>"))
    visitor.press("Tôi dự trực tuyến")
    expect(page.get_by_text("Wi-Fi")).to_have_count(0)
    page.unroute("**/act/**")
    page.route("**/act/**", lambda route: route.abort())
    visitor.press("Tôi dự trực tuyến")
    expect(told(page).locator("span")).to_have_text(in_a_moment["lost"])
    page.unroute("**/act/**")
    visitor.press("Tôi dự trực tuyến")
    expect(told(page)).to_be_hidden()


def test_the_attachment_that_is_chosen_is_the_one_that_is_read(visit: Visit, reviewing, in_a_moment):
    reviewing.accept_all()
    review = reviewing.open_reviews()[0]
    visitor = visit(review.seat.person)
    page = visitor.page
    # The network is away for a moment just when the file is asked for.
    first = []
    page.route(
        "**/files/*/?inline",
        lambda route: first.append(route) or (route.abort() if len(first) < 2 else route.continue_()),
    )
    visitor.go(reverse("task", args=[reviewing.task("write_review", review.seat.person).pk]))
    page.locator("[data-pdf]").first.scroll_into_view_if_needed()
    expect(page.locator(".reader-holder[data-drawn]").first).to_be_attached()
    choice, shown = page.locator("[data-reader-choice]"), page.locator("#reader [data-file]")
    began = choice.input_value()
    visitor.context.set_offline(True)
    choice.select_option(index=1)
    expect(told(page).locator("span")).to_have_text(in_a_moment["lost"])
    assert (choice.input_value(), read(shown)) == (began, began)
    visitor.context.set_offline(False)
    kept = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    choice.select_option(index=1)
    expect(told(page).get_by_role("link")).to_be_visible()
    assert (choice.input_value(), read(shown)) == (began, began)
    page.context.add_cookies(kept)
    # Of two that are chosen one after the other the last is shown, whichever comes first.
    held = []
    slow = choice.locator("option").nth(1).get_attribute("value")
    page.route(f"**{slow}", lambda route: held.append(route))
    with page.expect_request(f"**{slow}"):
        choice.select_option(index=1)
    choice.select_option(index=2)
    expect(shown).not_to_have_attribute("data-file", began.split("/")[2])
    last = choice.input_value()
    with page.expect_response(f"**{slow}"):
        held[0].continue_()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert read(shown) == last


def read(shown) -> str:
    return reverse("read_attachment", args=[shown.get_attribute("data-file")])


def test_who_erases_themselves_leaves_no_text_on_the_device(visit: Visit, office):
    leaving = office.experts[-1]
    membership = leaving.memberships.create(organisation=office.investor, role="proposer")
    draft = draft_dossier(procedure=office.investment, proposer=office.investor, by=leaving, title="Dự án")
    visitor = visit(leaving)
    page = visitor.go(reverse("describe", args=[draft.pk]))
    page.route("**/describe/save/", lambda route: route.abort())
    page.locator("[name=summary]").fill("Chưa gửi.")
    expect(page.locator("form[data-autosave] [data-status]")).to_contain_text("Mất kết nối")
    membership.delete()
    visitor.go(reverse("personal_data", args=[leaving.pk]))
    kept = "Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length"
    assert page.evaluate(kept) == 1
    page.locator("[name=confirm]").fill(leaving.email)
    visitor.press("Xóa")
    expect(page.locator("[name=login]")).to_be_visible()
    assert page.evaluate(kept) == 0


@pytest.fixture
def in_a_moment(visit: Visit, office) -> dict[str, str]:
    """What a page says, by the reason: its own words."""
    page = visit(office.officer).go("/")
    return {name: told(page).get_attribute(f"data-{name}") or "" for name in ("lost", "failed")}
