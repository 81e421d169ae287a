"""An officer takes a draft out as Word, changes it there, sees what it would change, and makes it the next version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from django.urls import reverse
from docx.oxml.ns import qn
from playwright.sync_api import expect

from consult.models import Draft, Person
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_draft_goes_out_to_word_and_comes_back(visit: Callable[[Person], Visitor], reviewed, tmp_path: Path):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    officer = visit(reviewed.office.officer)
    page = officer.work("Soạn dự thảo văn bản")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Lấy ra bản Word").click()
    file = tmp_path / "bao-cao.docx"
    taken.value.save_as(file)
    document = docx.Document(str(file))
    for text in document.element.body.iter(qn("w:t")):
        text.text = (text.text or "").replace("phiếu nhận xét", "phiếu nhận xét đã đọc")
    document.save(str(file))
    page.get_by_role("link", name="Đưa bản Word trở lại").click()
    officer.picture("word-bring")
    wrong = tmp_path / "wrong.docx"
    wrong.write_bytes(b"%PDF-1.4")
    page.locator("[name=upload]").set_input_files(wrong)
    officer.press("Xem sẽ thay đổi gì")
    expect(page.locator("#id_upload_error")).to_be_visible()
    officer.picture("word-refused")
    page.locator("[name=upload]").set_input_files(file)
    officer.press("Xem sẽ thay đổi gì")
    expect(page.locator(".prose.compared ins").first).to_contain_text("đã đọc")
    officer.picture("word-compared")
    assert not Draft.objects.exists()
    officer.press("Lấy làm bản tiếp theo")
    expect(page.locator(".ProseMirror[contenteditable]")).to_contain_text("phiếu nhận xét đã đọc")
    assert "phiếu nhận xét đã đọc" in Draft.objects.get().body
    assert 'href="#review-' in Draft.objects.get().body


@pytest.mark.parametrize("size", ["phone"])
def test_a_comparison_leads_from_change_to_change_on_a_phone(visit: Callable[[Person], Visitor], reviewed):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    officer = reviewed.office.officer
    filler = "".join(f"<p>Đoạn {number} giữ nguyên.</p>" for number in range(40))
    for revision, body in enumerate(
        (f"<ul><li>Một</li></ul>{filler}", f"<ul><li><p>Hai</p></li></ul>{filler}<p>Ba</p>")
    ):
        Draft.objects.create(
            dossier=reviewed.dossier, kind="opinion", revision=revision + 1, body=body, saved_by=officer
        )
    visitor = visit(officer)
    page = visitor.go(reverse("versions", args=[reviewed.dossier.pk, "opinion"]))
    next_change = page.locator("[data-next-change]")
    left, right = (side.bounding_box()["height"] for side in page.locator(".prose.compared ul").all())
    assert left == right
    for tag, word in (("del", "Một"), ("ins", "Hai"), ("ins", "Ba"), ("del", "Một")):
        next_change.click()
        expect(page.locator(f"{tag}.change-now", has_text=word)).to_be_in_viewport()
        expect(next_change).to_be_in_viewport()
    visitor.picture("versions-on-a-phone")


@pytest.mark.parametrize("leaves_at_once", [True, False])
def test_what_is_kept_on_the_device_does_not_overwrite_a_version_from_word(
    visit: Callable[[Person], Visitor], reviewed, tmp_path: Path, leaves_at_once: bool
):
    """Somebody chose who came, changed no text, and brings the text from Word."""
    reviewed.call_meeting()
    officer = visit(reviewed.office.officer)
    page = officer.work("Họp và lập biên bản")
    address = page.url
    with page.expect_download() as taken:
        page.get_by_role("link", name="Lấy ra bản Word").click()
    file = tmp_path / "bien-ban.docx"
    taken.value.save_as(file)
    document = docx.Document(str(file))
    document.element.body.findall(f".//{qn('w:sdtContent')}")[1][1].add_r().add_t("Khai mạc.")
    document.save(str(file))
    saved = page.locator("#act-form").get_attribute("data-saved")
    presence = page.locator("[data-seat] select").first
    chosen = page.locator("[data-seat] select").first.locator("option").last.get_attribute("value")
    assert chosen
    assert presence.input_value() != chosen
    presence.select_option(chosen)
    if not leaves_at_once:
        expect(page.locator("[data-status]")).to_have_text(saved)
    page.get_by_role("link", name="Đưa bản Word trở lại").click()
    page.locator("[name=upload]").set_input_files(file)
    officer.press("Xem sẽ thay đổi gì")
    officer.press("Lấy làm bản tiếp theo")
    page.wait_for_url(address)
    expect(page.locator(".ProseMirror[contenteditable]")).to_have_text("Khai mạc.")
    expect(presence).to_have_value(chosen)
    # What was not saved yet is saved now; what was saved stands beside the text again.
    said = saved if leaves_at_once else page.locator("#act-form").get_attribute("data-restored")
    expect(page.locator("[data-status]")).to_have_text(said)
    expect(page.locator("[data-other-version]")).to_have_count(0)
    expect(page.locator(".ProseMirror[contenteditable]")).to_have_text("Khai mạc.")
    officer.picture("word-taken-over-kept-fields")
    newest = reviewed.dossier.drafts.filter(kind="minutes").order_by("-revision").first()
    assert newest
    assert newest.body == "<p>Khai mạc.</p>"
