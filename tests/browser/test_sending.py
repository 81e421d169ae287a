"""Files in pieces: many at once with progress, dragged onto the list, and a line that breaks in the middle."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, Route, expect

from consult.actions.intake import draft_dossier
from consult.demo.files import sample_pdf
from consult.models import Attachment, HalfSentFile, Person
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]


def pdf(name: str) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": sample_pdf(name).read()}


@pytest.fixture
def draft(office):
    return draft_dossier(
        procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Cửa hàng xăng dầu"
    )


def test_many_files_go_where_their_names_say_and_one_is_put_right(visit: Visit, office, draft):
    visitor = visit(office.investor_person)
    page = visitor.go(reverse("attachments", args=[draft.pk]))
    long = "Nang_luc_tai_chinh_cua_Cong_ty_Co_phan_Thuong_mai_va_Dich_vu_Xang_dau_Tay_Nguyen_ban_cuoi_(1).pdf"
    page.locator("#file-many").set_input_files([pdf("De xuat du an.pdf"), pdf(long), pdf("z61234_0a1b.pdf")])
    unsorted = page.locator("#unsorted")
    expect(unsorted.get_by_role("link", name="z61234_0a1b.pdf", exact=True)).to_be_visible()
    expect(page.locator("#item-project").get_by_role("link", name="De xuat du an.pdf", exact=True)).to_be_visible()
    expect(page.locator("#item-finance").get_by_role("link", name=long, exact=True)).to_be_visible()
    visitor.picture("many-files")
    unsorted.get_by_role("combobox").select_option("land")
    unsorted.get_by_role("button", name="Xếp vào mục này").click()
    expect(page.locator("#item-land").get_by_role("link", name="z61234_0a1b.pdf", exact=True)).to_be_visible()
    expect(unsorted).to_have_count(0)
    page.locator("#item-land summary").first.click()
    visitor.picture("file-replaced-or-moved")


@pytest.mark.parametrize("size", ["desktop"])
def test_a_broken_line_costs_a_piece(visit: Visit, office, draft):
    page = visit(office.investor_person).go(reverse("attachments", args=[draft.pk]))
    broken, pieces = [], []

    def line(route: Route) -> None:
        if route.request.method == "PATCH":
            pieces.append(route.request.url)
            if len(pieces) == 1:
                broken.append(route.request.url)
                route.abort("connectionreset")
                return
        route.continue_()

    page.route("**/uploads/**", line)
    page.locator("#file-request").set_input_files(pdf("don.pdf"))
    expect(page.locator("#item-request").get_by_role("link", name="don.pdf", exact=True)).to_be_visible()
    assert broken
    assert set(pieces) == set(broken), "the same file went on"
    assert Attachment.objects.get().name == "don.pdf"
    assert not HalfSentFile.objects.exists()


DROP = """([name, bytes, where]) => {
  const dragged = new DataTransfer();
  dragged.items.add(new File([new Uint8Array(bytes)], name, { type: "application/pdf" }));
  const target = document.querySelector(where);
  for (const kind of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: dragged }));
  }
}"""


@pytest.mark.parametrize("size", ["desktop"])
def test_files_are_dragged_onto_the_list_or_onto_one_attachment(visit: Visit, office, draft):
    page = visit(office.investor_person).go(reverse("attachments", args=[draft.pk]))
    expect(page.locator("[data-drop-said]")).to_be_visible()
    page.evaluate(DROP, ["de xuat du an.pdf", list(pdf("a")["buffer"]), "#bringing"])
    expect(page.locator("#item-project").get_by_role("link", name="de xuat du an.pdf", exact=True)).to_be_visible()
    page.evaluate(DROP, ["scan.pdf", list(pdf("b")["buffer"]), "#title-land"])
    expect(page.locator("#item-land").get_by_role("link", name="scan.pdf", exact=True)).to_be_visible()


@pytest.mark.parametrize("size", ["desktop"])
def test_another_kind_is_said_before_a_byte_is_sent(visit: Visit, office, draft):
    page = visit(office.investor_person).go(reverse("attachments", args=[draft.pk]))
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method != "GET" else None)
    wrong: FilePayload = {"name": "phim.mp4", "mimeType": "video/mp4", "buffer": b"x"}
    page.locator("#file-request").set_input_files([pdf("don.pdf"), wrong])
    expect(page.locator("#item-request .upload-error").last).to_contain_text("phim.mp4")
    assert sent == []
