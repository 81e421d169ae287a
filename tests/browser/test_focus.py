"""Who works by the keyboard stays where they are: what is renewed around them does not send them to the top of the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, expect

from consult.actions.intake import draft_dossier
from consult.demo.files import sample_pdf
from consult.models import Attachment, Meeting, Person
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]
PDF: FilePayload = {"name": "don.pdf", "mimeType": "application/pdf", "buffer": sample_pdf("don").read()}
FALSE: FilePayload = {"name": "don.pdf", "mimeType": "application/pdf", "buffer": b"no PDF at all"}


@pytest.mark.parametrize("size", ["desktop"])
def test_after_an_upload_and_a_removal_the_focus_stays_in_the_row(visit: Visit, office):
    draft = draft_dossier(
        procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Cửa hàng xăng dầu"
    )
    page = visit(office.investor_person).go(reverse("attachments", args=[draft.pk]))
    row, field = page.locator("#item-request"), page.locator("#file-request")
    field.focus()
    # The dialogue in which a file is chosen is the browser's own, and gives the focus back to the field.
    field.set_input_files(FALSE)
    expect(row.get_by_role("alert")).not_to_be_empty()
    expect(field).to_be_focused()
    field.set_input_files(PDF)
    expect(row.get_by_role("link", name="don.pdf", exact=True)).to_be_visible()
    expect(field).to_be_focused()
    # Between them is where the file is replaced or moved.
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(row.get_by_role("button", name="Xóa don.pdf")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row.get_by_role("link", name="don.pdf", exact=True)).to_have_count(0)
    expect(field).to_be_focused()
    assert not Attachment.objects.filter(dossier=draft).exists()


# Chooses a file in the very moment in which the row has been renewed: nobody is as fast, a machine is.
CHOOSE_AT_ONCE = """(bytes) => {
  window.stayed = true;
  const row = document.getElementById("item-request");
  new MutationObserver((_, observer) => {
    const field = document.getElementById("file-request");
    if (!field || row.isConnected) return;
    observer.disconnect();
    const chosen = new DataTransfer();
    chosen.items.add(new File([new Uint8Array(bytes)], "sau.pdf", { type: "application/pdf" }));
    field.files = chosen.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }).observe(row.parentElement, { childList: true, subtree: true });
}"""


@pytest.mark.parametrize("size", ["desktop"])
def test_a_renewed_row_is_ready_at_once(visit: Visit, office):
    draft = draft_dossier(
        procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Cửa hàng xăng dầu"
    )
    page = visit(office.investor_person).go(reverse("attachments", args=[draft.pk]))
    page.evaluate(CHOOSE_AT_ONCE, list(PDF["buffer"]))
    page.locator("#file-request").set_input_files(FALSE)
    expect(page.locator("#item-request").get_by_role("link", name="sau.pdf", exact=True)).to_be_visible()
    assert page.evaluate("window.stayed")


@pytest.mark.parametrize("size", ["desktop"])
def test_in_a_session_the_focus_stays_with_the_person_who_was_marked(visit: Visit, reviewed):
    reviewed.call_meeting()
    meeting = Meeting.objects.get()
    third = list(reviewed.dossier.council.seats.filter(released_at=None))[2]
    page = visit(reviewed.office.officer).go(reverse("meeting", args=[meeting.pk]))
    name = third.person.name
    page.get_by_role("button", name=f"{name}: Trực tuyến").focus()
    page.keyboard.press("Enter")
    left = page.get_by_role("button", name=f"{name}: Đã rời họp")
    expect(left).to_be_focused()
    # What others do renews the page as well.
    meeting.refresh_from_db()
    before = meeting.version
    reviewed.act_in_session(
        "presence", reviewed.office.officer, seat=reviewed.dossier.council.seats.first().pk, mode="room"
    )
    expect(page.locator(f"#live[hx-get*='v={before + 1}']")).to_be_attached()
    expect(left).to_be_focused()
    assert meeting.attendances.get(seat=third).mode == "online"


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_a_menu_closes_behind_whoever_goes_on_by_the_keyboard(visit: Visit, office):
    page = visit(office.officer).go("/dossiers/")
    menu = page.locator("details[data-menu]").first
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    inside = menu.locator("a, button")
    for place in range(inside.count()):
        page.keyboard.press("Tab")
        expect(inside.nth(place)).to_be_focused()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    expect(menu).not_to_have_attribute("open", "")
    expect(page.locator("body")).not_to_be_focused()
    # Pressed open while the focus is nowhere, as in Safari.
    page.evaluate("document.activeElement.blur(); document.querySelector('details[data-menu]').open = true")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
