"""Documents in the browser: written by two at once, worded by the office, numbered, signed, revoked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from consult.actions.actor import Actor, record_of_union
from consult.actions.registers import reserve_number
from consult.demo.files import sample_pdf
from consult.models import Draft, Person, SigningKey
from tests.browser.conftest import Visitor
from tests.services.conftest import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]
EDITOR = ".ProseMirror[contenteditable]"


def second_officer(office) -> Person:
    person = Person.objects.create_user("cv2@thunghiem.test", "x", name="Lê Thị Chuyên Viên Hai")
    person.memberships.create(organisation=office.union, role="officer")
    return person


def test_two_people_write_one_opinion(visit: Visit, reviewed):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    first, second = visit(reviewed.office.officer), visit(second_officer(reviewed.office))
    page = first.work("Soạn dự thảo văn bản")
    editor = page.locator(EDITOR)
    expect(editor).to_contain_text("Có 2 phiếu nhận xét")
    expect(editor.locator("a[href^='#review-']").first).to_be_visible()
    first.picture("draft-assembled")
    other = second.go(f"/steps/{reviewed.task('draft_opinion').pk}/")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("Thêm một ý của người thứ nhất.")
    expect(page.locator("[data-status]")).to_have_text("Đã lưu")
    until(lambda: Draft.objects.filter(body__contains="người thứ nhất").exists(), 10)
    assert 'href="#review-' in Draft.objects.get().body

    other.locator(EDITOR).click()
    other.keyboard.type("Ý của người thứ hai. ")
    expect(other.locator("[data-status]")).to_contain_text("vừa lưu một bản khác")
    other.get_by_label("Kết luận").fill("Đề nghị hoàn thiện.")
    second.press("Trình chủ tịch hội đồng")
    expect(other.get_by_text("vừa lưu một bản khác").first).to_be_visible()
    expect(other.get_by_text("Thêm một ý của người thứ nhất.").first).to_be_visible()
    expect(other.locator(EDITOR)).to_contain_text("Ý của người thứ hai.")
    second.picture("draft-conflict")
    second.press("Trình chủ tịch hội đồng")
    expect(other.get_by_text("Dự thảo đã chuyển chủ tịch hội đồng")).to_be_visible()
    page = second.go(f"/dossiers/{reviewed.dossier.pk}/versions/opinion/")
    expect(page.locator("ins").first).to_be_visible()
    expect(page.locator("del").first).to_be_visible()
    second.picture("versions")


def test_pasting_from_word_comes_out_clean(visit: Visit, reviewed):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    officer = visit(reviewed.office.officer)
    page = officer.work("Soạn dự thảo văn bản")
    page.locator(EDITOR).click()
    page.keyboard.press("Control+A")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/html", "<p class=MsoNormal style='color:red'><b><span lang=VI style='font-size:2em'>Đậm</span>"
            + "</b> thường<o:p></o:p></p><table><tr><td style='width:9cm'>Ô một</td><td>Ô hai</td></tr></table>"
            + "<script>window.hacked = 1</script>");
          document.querySelector(".ProseMirror[contenteditable]").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    until(lambda: Draft.objects.filter(body__contains="Ô hai").exists(), 15)
    body = Draft.objects.latest("revision").body
    assert "<strong>Đậm</strong> thường" in body
    assert "<table>" in body
    for sign in ("style", "class", "Mso", "span", "script", "o:p"):
        assert sign not in body, sign
    assert page.evaluate("window.hacked") is None


def test_the_office_words_its_documents_and_sees_them(visit: Visit, issued):
    office = issued.office
    clerk = visit(office.clerk)
    for address, name in (
        ("/office/", "heading"), ("/office/signers/", "signers"), ("/office/grounds/", "grounds"),
        ("/office/rates/", "rates"), ("/office/documents/", "wordings"), ("/office/keys/", "keys"),
    ):  # fmt: skip
        clerk.go(address)
        clerk.picture(f"office-{name}")
    page = clerk.go("/office/documents/refusal/")
    picture = page.locator("#preview img")
    before = picture.get_attribute("src")
    page.get_by_label("Phần kết").fill("Mọi ý kiến xin gửi về {union}.")
    until(lambda: page.locator("#preview img").get_attribute("src") != before, 10)
    clerk.picture("office-wording")
    page.get_by_label("Phần kết").fill("Mọi ý kiến xin gửi về {lien_hiep}.")
    expect(page.locator("#preview mark")).to_have_text("{lien_hiep}")
    clerk.press("Lưu")
    expect(page.locator("form mark")).to_have_text("{lien_hiep}")
    clerk.picture("office-wording-error")
    for day in range(60):
        record_of_union(
            office.union, "days_off_changed", Actor(office.officer, "officer"), days=f"{day % 28 + 1:02d}/05/2026"
        )
    record_of_union(
        office.union, "number_voided", Actor(office.clerk, "clerk"), reason="Ghi nhầm " * 40, symbol="128/QĐ-LHH"
    )
    leader = visit(office.leader)
    leader.go("/office/history/")
    leader.picture("office-history")
    leader.go("/office/history/?before=không")
    leader.picture("office-history-bad-filter")


def test_registers_signatures_and_revoking(visit: Visit, issued):
    office = issued.office
    for number in range(100):
        reserve_number(union=office.union, kind="QĐ", subject=f"Văn bản viết tay số {number} về việc " + "rất dài " * 12,
                       by=office.clerk)  # fmt: skip
    clerk = visit(office.clerk)
    page = clerk.go("/registers/")
    clerk.picture("registers-hundred")
    page.get_by_text("Vào sổ văn bản lấy số trên giấy").click()
    form = page.locator("form", has=page.locator("input[name=form][value=late]"))
    form.get_by_label("Số ghi trên văn bản").fill("900")
    form.get_by_label("Ngày ghi trên văn bản").fill("2026-01-05")
    form.get_by_label("Trích yếu").fill("Công văn viết tay")
    form.get_by_role("button", name="Vào sổ").click()
    expect(page.get_by_text("Còn thiếu các số")).to_be_visible()
    clerk.picture("registers-late-error")
    clerk.go("/registers/in/")
    clerk.picture("incoming-empty")
    version = issued.dossier.documents.get(kind="opinion").versions.get()
    page = clerk.go(f"/documents/{version.pk}/signatures/")
    expect(page.get_by_text("Chữ ký nguyên vẹn.")).to_have_count(2)
    clerk.picture("signatures")
    clerk.go(f"/documents/{version.document_id}/revoke/")
    clerk.picture("revoke")
    page = clerk.go(f"/dossiers/{issued.dossier.pk}/")
    page.locator("summary", has_text="Thêm Báo cáo kết quả").click()
    expect(page.get_by_role("link", name="Tệp Word (DOCX)").first).to_be_visible()
    clerk.picture("dossier-document-menu")
    officer = visit(office.officer)
    officer.go(f"/dossiers/{issued.dossier.pk}/versions/minutes/")
    officer.picture("versions-empty")


def test_an_office_without_keys_brings_the_scan(visit: Visit, drafted, tmp_path):
    SigningKey.objects.all().delete()
    drafted.do("approve_opinion", drafted.seat("chair"), decision="approve")
    drafted.do("sign_opinion", drafted.office.leader, decision="approve")
    drafted.issue()
    clerk = visit(drafted.office.clerk)
    page = clerk.work("Nộp văn bản đã ký")
    scan = tmp_path / "ban-quet.pdf"
    scan.write_bytes(sample_pdf("Bản quét").read())
    page.get_by_label("Văn bản đã ký (PDF)").set_input_files(scan)
    page.get_by_label("Ký số bằng phần mềm ký của văn phòng").check()
    clerk.press("Nộp và ban hành")
    expect(page.get_by_text("phần đầu tệp khác")).to_be_visible()
    clerk.picture("bring-signed-error")
    page.get_by_label("Ký tay trên giấy rồi quét").check()
    page.get_by_label("Văn bản đã ký (PDF)").set_input_files(scan)
    clerk.press("Nộp và ban hành")
    expect(page.get_by_text("Văn bản đã ký đã được lưu và ban hành.")).to_be_visible()
    expect(page.get_by_text("bản quét văn bản ký tay")).to_be_visible()
    clerk.picture("dossier-with-scan")
