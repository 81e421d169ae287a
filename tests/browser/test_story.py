"""The fuel station of Pơng Đrang, by everybody who has a part in it, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from consult import clock
from consult.demo.files import attachment
from consult.demo.office import Office
from consult.demo.rehearsal import FUEL_STATION, PLACE
from consult.models import Dossier, Person
from tests.browser.conftest import Visitor
from tests.services.conftest import Processes, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]


def test_the_fuel_station(visit: Visit, processes: Processes, office: Office, tmp_path: Path):
    processes.worker()
    processes.beat()
    visit(office.investor_person).go("/demo/")
    visit(office.investor_person).picture("demo")
    submit(office, visit, tmp_path)
    intake(office, visit, tmp_path)
    council(office, visit)
    reviews(office, visit)
    meeting(office, visit)
    opinion(office, visit)
    dossier = Dossier.objects.get()
    assert (dossier.outcome, dossier.documents.filter(kind="opinion").count()) == ("archived", 1)
    assert not dossier.documents.filter(versions__sha256="").exists()


def submit(office: Office, visit: Visit, tmp_path: Path) -> None:
    proposer = visit(office.investor_person)
    proposer.picture("my-work-empty")
    page = proposer.go("/dossiers/new/")
    page.get_by_text("Chấp thuận chủ trương đầu tư").first.click()
    proposer.picture("begin")
    proposer.press("Tiếp")
    proposer.press("Lưu và tiếp tục")
    expect(page.get_by_text("Hãy ghi tên hồ sơ.")).to_be_visible()
    proposer.picture("describe-error")
    page.get_by_label("Tên đề án, dự án").fill(FUEL_STATION)
    page.get_by_label("Địa điểm thực hiện").fill(PLACE)
    page.get_by_label("Tóm tắt").fill("Cửa hàng xăng dầu quy mô 2.450 m², vốn 12,5 tỷ đồng.")
    page.get_by_label("Giao thông").check()
    page.get_by_role("group", name="Dự án có sử dụng đất trồng lúa không?").get_by_label("Không").check()
    proposer.picture("describe")
    proposer.press("Lưu và tiếp tục")
    wrong = tmp_path / "bản đồ.pdf"
    wrong.write_bytes(b"MZ this is a program")
    row = page.locator("#item-request")
    row.locator("#file-request").set_input_files(wrong)
    expect(row.get_by_text("Không nhận ra loại tệp này")).to_be_visible()
    proposer.picture("attachments-error")
    for item in office.investment.rules.checklist:
        if item.required and not item.asked_if:
            upload(proposer, tmp_path, item)
    proposer.picture("attachments")
    page.get_by_role("link", name="Kiểm tra và nộp").click()
    proposer.picture("send")
    proposer.press("Nộp hồ sơ")
    expect(page.get_by_text("Đã nộp. Mã hồ sơ là")).to_be_visible()
    expect(page.locator("#documents").get_by_role("link", name="Phiếu tiếp nhận").first).to_be_visible()
    proposer.picture("dossier-of-the-proposer")


def upload(visitor: Visitor, tmp_path: Path, item, author: str = "Công ty") -> None:
    file = attachment(item, FUEL_STATION, author)
    path = tmp_path / f"{item.code}.pdf"
    path.write_bytes(file.read())
    row = visitor.page.locator(f"#item-{item.code}")
    row.locator(f"#file-{item.code}").set_input_files(path)
    expect(row.get_by_role("link", name=f"{item.code}.pdf", exact=True).first).to_be_visible()


def intake(office: Office, visit: Visit, tmp_path: Path) -> None:
    officer, proposer = visit(office.officer), visit(office.investor_person)
    page = officer.work("Kiểm tra hồ sơ")
    page.get_by_label("Tài liệu chứng minh năng lực tài chính", exact=True).uncheck()
    page.locator("#id_remark_finance").fill("Thiếu xác nhận số dư của ngân hàng")
    page.get_by_label("Yêu cầu bổ sung").check()
    officer.picture("check-completeness")
    officer.press("Ghi kết quả kiểm tra")
    page = proposer.work("Bổ sung hồ sơ")
    expect(page.get_by_text("Thiếu xác nhận số dư")).to_be_visible()
    proposer.press("Nộp bổ sung")
    expect(page.get_by_text("Hãy thêm bản mới")).to_be_visible()
    upload(proposer, tmp_path, office.investment.rules.item("finance"), "Công ty, bản có xác nhận")
    proposer.picture("supplement")
    proposer.press("Nộp bổ sung")
    page = officer.work("Kiểm tra hồ sơ")
    page.get_by_label("Đầy đủ: tiếp nhận hồ sơ").check()
    officer.press("Ghi kết quả kiểm tra")
    expect(page.get_by_text("Đã ghi kết quả kiểm tra.")).to_be_visible()


def choose_council(officer: Visitor, office: Office) -> None:
    page = officer.work("Đề xuất hội đồng")
    for _ in range(2):
        page.get_by_role("button", name="Thêm thành viên").click()
    people = [*office.experts[:4], office.officer, *office.experts[4:6]]
    rows = page.locator("[data-rows] [data-row]")
    for number, person in enumerate(people):
        rows.nth(number).locator("select[name=person]").select_option(str(person.pk))
    officer.picture("propose-council")
    officer.press("Đề xuất hội đồng")
    expect(page.get_by_text("Đã đề xuất hội đồng.")).to_be_visible()


def council(office: Office, visit: Visit) -> None:
    officer, leader = visit(office.officer), visit(office.leader)
    page = officer.work("Đề xuất hội đồng")
    officer.press("Đề xuất hội đồng")
    expect(page.get_by_text("cần ít nhất 5")).to_be_visible()
    officer.picture("propose-council-error")
    choose_council(officer, office)
    page = leader.work("Phê duyệt hội đồng")
    leader.press("Trả lại kèm ý kiến")
    expect(page.get_by_text("Hãy ghi rõ cần sửa điều gì.")).to_be_visible()
    page.get_by_label("Ý kiến").fill("Đề nghị mời thêm người về môi trường")
    leader.picture("approve-council")
    leader.press("Trả lại kèm ý kiến")
    page = officer.work("Đề xuất hội đồng")
    expect(page.get_by_text("Đề nghị mời thêm người về môi trường")).to_be_visible()
    officer.press("Đề xuất hội đồng")
    expect(page.get_by_text("Đã đề xuất hội đồng.")).to_be_visible()
    leader.work("Phê duyệt hội đồng")
    leader.press("Phê duyệt hội đồng")
    expect(leader.page.locator("#documents").get_by_role("link", name="Quyết định thành lập").first).to_be_visible()
    leader.picture("dossier-of-the-leader")


def reviews(office: Office, visit: Visit) -> None:
    declining, staying, replacing = (visit(office.experts[number]) for number in (2, 3, 9))
    page = declining.work("Trả lời lời mời")
    declining.picture("answer-invitation")
    page.get_by_label("Tôi từ chối").check()
    declining.press("Gửi trả lời")
    expect(page.get_by_text("Hãy nêu lý do để chuyên viên")).to_be_visible()
    page.get_by_label("Lý do, nếu không nhận lời").fill("Đi công tác dài ngày")
    declining.press("Gửi trả lời")
    officer = visit(office.officer)
    page = officer.work("Theo dõi phản biện")
    officer.picture("dossier-of-the-officer")
    page.get_by_role("link", name="Thay", exact=True).first.click()
    page.get_by_label("Ủy viên phản biện mới").select_option(str(office.experts[9].pk))
    page.get_by_label("Lý do").fill("Người được mời từ chối")
    officer.picture("replace-reviewer")
    officer.press("Thay ủy viên phản biện")
    for reviewer in (staying, replacing):
        page = reviewer.work("Trả lời lời mời")
        page.get_by_label("Tôi nhận lời").check()
        reviewer.press("Gửi trả lời")
    write(staying, offline=True)
    write(replacing, offline=False)


def write(reviewer: Visitor, *, offline: bool) -> None:
    page = reviewer.work("Viết phiếu nhận xét")
    status = page.locator("[data-status]")
    boxes = page.locator("form[data-autosave] textarea:visible")
    boxes.first.fill("Vị trí phù hợp với quy hoạch.")
    expect(status).to_have_text("Đã lưu")
    if offline:
        page.locator("[data-pdf]").first.scroll_into_view_if_needed()
        expect(page.locator(".reader-holder[data-drawn]").first).to_be_attached()
        reviewer.context.set_offline(True)
        boxes.nth(1).fill("Cần bổ sung làn giảm tốc.")
        expect(status).to_contain_text("Mất kết nối")
        reviewer.context.set_offline(False)
        expect(status).to_have_text("Đã lưu")
        page.reload()
        expect(boxes.nth(1)).to_have_value("Cần bổ sung làn giảm tốc.")
    for number in range(boxes.count()):
        boxes.nth(number).fill("Nội dung đạt yêu cầu, có góp ý kèm theo.")
    # What is rated; a choice has other words.
    for mark in page.get_by_role("radiogroup").get_by_text("4", exact=True).all():
        mark.click()
    page.get_by_label("Thông qua, có chỉnh sửa").check()
    reviewer.picture("write-review")
    reviewer.press("Nộp phiếu")
    expect(page.get_by_text("Đã nộp phiếu nhận xét.")).to_be_visible()


def call(officer: Visitor) -> None:
    page = officer.work("Mời họp")
    page.get_by_label("Thời gian").fill("2099-12-25T08:30")
    page.get_by_label("Địa điểm").fill("Phòng họp số 2")
    officer.picture("call-meeting")
    officer.press("Mời họp")


def say_when(page: Page) -> None:
    """The meeting was held just now, whatever day it was called for."""
    for name, hours in (("began_at", 2), ("ended_at", 1)):
        at = timezone.localtime(clock.now() - timedelta(hours=hours))
        page.locator(f"[name={name}]").fill(f"{at:%Y-%m-%dT%H:%M}")


def meeting(office: Office, visit: Visit) -> None:
    officer = visit(office.officer)
    call(officer)
    page = officer.work("Họp và lập biên bản")
    for place in range(3):
        page.locator("select[data-mode]").nth(place).select_option("absent")
    page.locator("[data-rest-came]").click()
    assert [field.input_value() for field in page.locator("select[data-mode]").all()] == ["absent"] * 3 + ["room"] * 4
    assert [field.input_value() for field in page.locator("select[id^=id_vote]").all()] == [""] * 3 + ["for"] * 4
    say_when(page)
    officer.press("Ghi biên bản")
    expect(page.get_by_text("không đủ thành phần").first).to_be_visible()
    call(officer)
    page = officer.work("Họp và lập biên bản")
    editor = page.locator(".ProseMirror[contenteditable]")
    editor.click()
    editor.press_sequentially("Chủ tịch khai mạc. Hai ủy viên phản biện trình bày.")
    page.get_by_label("Kết luận cuộc họp").fill("Hội đồng thống nhất.")
    assert {field.input_value() for field in page.locator("select[data-mode], select[id^=id_vote]").all()} == {""}
    page.locator("[data-rest-came]").click()
    say_when(page)
    officer.picture("hold-meeting")
    officer.press("Ghi biên bản")
    expect(page.get_by_text("Đã ghi biên bản cuộc họp.")).to_be_visible()


def draft(officer: Visitor, text: str) -> None:
    page = officer.work("Soạn dự thảo văn bản")
    editor = page.locator(".ProseMirror[contenteditable]")
    editor.click()
    editor.press_sequentially(text)
    page.get_by_label("Kết luận").fill("Đề nghị chấp thuận sau khi hoàn thiện hồ sơ.")
    officer.picture("draft-opinion")
    officer.press("Trình chủ tịch hội đồng")


def opinion(office: Office, visit: Visit) -> None:
    officer, leader, clerk = visit(office.officer), visit(office.leader), visit(office.clerk)
    chair, proposer = visit(office.experts[0]), visit(office.investor_person)
    draft(officer, "Hồ sơ đầy đủ. ")
    page = chair.work("Duyệt dự thảo văn bản")
    page.get_by_label("Ý kiến").fill("Nêu rõ hơn về nước ngầm")
    chair.picture("approve-opinion")
    chair.press("Trả lại kèm ý kiến")
    draft(officer, "Cần giếng quan trắc nước ngầm. ")
    chair.work("Duyệt dự thảo văn bản")
    chair.press("Duyệt dự thảo văn bản")
    leader.work("Ký văn bản")
    leader.picture("sign-opinion")
    leader.press("Ký văn bản")
    clerk.work("Cấp số, ban hành văn bản")
    clerk.picture("issue-opinion")
    clerk.press("Cấp số và ban hành")
    expect(clerk.page.locator("#documents").get_by_role("link", name="Báo cáo kết quả").first).to_be_visible()
    clerk.picture("dossier-issued")
    page = proposer.work("Tiếp thu, giải trình")
    page.get_by_label("Nội dung tiếp thu, giải trình").fill("Nhà đầu tư tiếp thu toàn bộ ý kiến.")
    proposer.picture("respond")
    proposer.press("Gửi văn bản tiếp thu")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Tải về Báo cáo kết quả")).click()
    issued = Path(download.value.path())
    assert issued.read_bytes().startswith(b"%PDF-")
    check_genuine(proposer, issued)
    officer.work("Lưu hồ sơ")
    officer.press("Lưu hồ sơ")
    until(lambda: Dossier.objects.get().outcome == "archived", 10)
    for path, name in (("/dossiers/?text=xang dau", "dossiers"), ("/procedure/", "procedure"), ("/notices/", "notices"),
                       ("/registers/", "registers"), ("/demo/mails/", "mails"), ("/khong-co/", "not-found")):  # fmt: skip
        officer.go(path)
        officer.picture(name)
    officer.go(f"/dossiers/{Dossier.objects.get().pk}/procedure/")
    officer.picture("procedure-of-a-dossier")


def check_genuine(visitor: Visitor, issued: Path) -> None:
    """The public page, by the code on the document and by the file, which is compared in the browser."""
    text = " ".join(page.extract_text() for page in PdfReader(issued).pages)
    code = re.search(r"(\w{4}-){3}\w{4}", text).group()
    page = visitor.go("/v/")
    page.get_by_label("Mã trên văn bản").fill(code.lower())
    visitor.press("Kiểm tra")
    expect(page.locator("[data-state=signed]")).to_be_visible()
    page.locator("[data-file]").set_input_files(issued)
    expect(page.get_by_text("Đây là tệp đã ban hành, không thay đổi.")).to_be_visible()
    visitor.picture("verify")
    changed = issued.with_name("changed.pdf")
    changed.write_bytes(issued.read_bytes() + b"\n")
    page.locator("[data-file]").set_input_files(changed)
    expect(page.get_by_text("Tệp này khác mọi tệp của văn bản")).to_be_visible()
    page.get_by_label("Mã trên văn bản").fill("AAAA-AAAA-AAAA-AAAA")
    visitor.press("Kiểm tra")
    expect(page.get_by_text("Không có văn bản nào mang mã này")).to_be_visible()
    visitor.picture("verify-unknown")
    visitor.go("/")


def test_the_keyboard_is_enough_to_sign_in_and_open_a_step(office: Office, browser, live_server, walk):
    page = browser.new_page(locale="vi-VN")
    page.goto(f"{live_server.url}/sign-in/")
    expect(page.locator("[name=login]")).to_be_focused()
    page.keyboard.type(office.officer.email)
    page.keyboard.press("Tab")
    page.keyboard.type("thu-nghiem-2026")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Đến nội dung")).to_be_focused()
    row = page.locator("a.work-row").first
    row.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kiểm tra hồ sơ")).to_be_visible()
    page.close()
