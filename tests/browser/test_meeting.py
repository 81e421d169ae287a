"""A meeting with five browsers at once: two run the session, everybody votes, nobody reloads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from consult.models import DepartmentRequest, Meeting, Person
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]


def test_five_people_meet(visit: Visit, reviewed):
    reviewed.call_meeting()
    meeting = Meeting.objects.get()
    address = reverse("meeting", args=[meeting.pk])
    officer = visit(reviewed.office.officer)
    seats = list(reviewed.dossier.council.seats.filter(released_at=None).select_related("person"))
    chair, deputy, reviewer, member = (visit(seat.person) for seat in (seats[0], seats[1], seats[2], seats[4]))
    everybody = (officer, chair, deputy, reviewer, member)
    for one in everybody:
        one.go(address)
    member.picture("meeting-before")
    chair.go(f"{address}?code={meeting.check_in_code}")
    chair.picture("meeting-code")
    chair.press("Tôi có mặt tại phòng họp")
    for one in (deputy, reviewer, member):
        one.press("Tôi dự trực tuyến")
    expect(officer.page.get_by_text("Có mặt 4/7")).to_be_visible()
    expect(member.page.get_by_text("Vắng thư ký hội đồng.")).to_be_visible()
    officer.press("Tôi dự trực tuyến")
    for one in everybody:
        expect(one.page.get_by_text("Đủ điều kiện tiến hành cuộc họp.")).to_be_visible()
    officer.picture("meeting-desk-before")
    officer.press("Khai mạc")
    expect(member.page.get_by_text("Đang họp").first).to_be_visible()
    page = officer.page
    page.get_by_label("Người phát biểu").select_option(f"s{seats[2].pk}")
    page.get_by_label("Nội dung phát biểu").or_(page.locator("#note_text")).first.fill("Cần giếng quan trắc nước ngầm.")
    officer.press("Ghi lại")
    expect(chair.page.get_by_text("Cần giếng quan trắc nước ngầm.")).to_be_visible()
    secret_vote(officer, chair, deputy, reviewer, member)
    expect(page.get_by_text("4 tán thành, 1 không tán thành, 0 không biểu quyết, trên 5")).to_be_visible()
    officer.picture("meeting-decided")
    officer.press("Kết thúc cuộc họp")
    expect(member.page.get_by_text("Đã kết thúc, đang lập biên bản")).to_be_visible()
    page.get_by_role("link", name="Đến biên bản").click()
    expect(page.locator(".ProseMirror[contenteditable]")).to_contain_text("4/5 tán thành")
    page.get_by_label("Kết luận cuộc họp").fill("Hội đồng thống nhất.")
    officer.picture("minutes-from-the-desk")
    officer.press("Trình ký biên bản")
    chair.work("Ký biên bản")
    chair.picture("sign-minutes")
    chair.press("Ký biên bản")
    reviewed.dossier.refresh_from_db()
    assert reviewed.dossier.step == "draft_opinion"
    assert Meeting.objects.get().passed


def secret_vote(officer: Visitor, *others: Visitor) -> None:
    officer.page.locator("button[name=secret]").first.click()
    for place, one in enumerate((*others, officer)):
        vote = one.page.locator("#vote")
        expect(vote).to_be_visible()
        if place == 0:
            one.picture("meeting-vote")
        vote.get_by_role("button", name="Không tán thành" if place == 1 else "Tán thành", exact=True).click()
        expect(vote.get_by_text("Phiếu của ông/bà đã vào hòm phiếu.")).to_be_visible()
    officer.picture("meeting-vote-desk")
    officer.press("Kết thúc và kiểm phiếu")


def test_a_date_is_found_by_taps(visit: Visit, reviewed):
    officer = visit(reviewed.office.officer)
    page = officer.go(reverse("dates", args=[reviewed.dossier.pk]))
    officer.picture("dates-empty")
    for box in range(2):
        page.locator("input[name=days]").nth(box).check()
    officer.press("Hỏi hội đồng")
    expect(page.get_by_text("Đã hỏi hội đồng.")).to_be_visible()
    seats = reviewed.dossier.council.seats.filter(released_at=None).exclude(kind__in=["member", "secretary"])
    for seat in seats.select_related("person"):
        one = visit(seat.person)
        one.go(reverse("dates", args=[reviewed.dossier.pk]))
        for slot in range(2):
            button = one.page.locator(".btn-group").nth(slot).get_by_role("button", name="Dự được", exact=True)
            button.click()
            expect(button).to_have_attribute("aria-pressed", "true")
    one.picture("dates-answered")
    page = officer.go(reverse("dates", args=[reviewed.dossier.pk]))
    page.locator(".btn-group").first.get_by_role("button", name="Dự được", exact=True).click()
    expect(page.get_by_text("Thời gian thuận tiện nhất")).to_be_visible()
    officer.picture("dates")
    page.get_by_role("link", name="Mời họp vào giờ này").first.click()
    expect(page.get_by_label("Thời gian")).not_to_have_value("")
    officer.picture("call-from-a-date")


LONG = (
    "Đề án bảo tồn và phát huy giá trị không gian văn hóa cồng chiêng gắn với phát triển du lịch cộng đồng tại các buôn "
    "đồng bào dân tộc thiểu số trên địa bàn tỉnh Đắk Lắk giai đoạn 2026 - 2035, tầm nhìn đến năm 2045"
)


def test_guests_and_departments_answer_without_an_account(visit: Visit, reviewed):
    reviewed.dossier.title = LONG
    reviewed.dossier.save()
    officer = visit(reviewed.office.officer)
    page = officer.go(reverse("ask_department", args=[reviewed.dossier.pk]))
    page.locator("#id_department").fill("Sở Văn hóa, Thể thao và Du lịch tỉnh Đắk Lắk")
    page.locator("#id_questions").fill("Quy mô và cách tổ chức;\nnguồn kinh phí.")
    page.locator("#id_answer_by").fill("2099-12-25")
    officer.picture("ask-department")
    page.locator("form.card button[type=submit]").click()
    asked = DepartmentRequest.objects.get()
    officer.go(reverse("record_answer", args=[asked.pk]))
    officer.picture("record-answer")
    officer.go(reverse("task", args=[reviewed.task("call_meeting").pk]))
    page.get_by_label("Hội thảo").check()
    page.get_by_label("Thời gian").fill("2099-12-24T08:00")
    page.get_by_label("Địa điểm").fill("Hội trường lớn")
    page.get_by_label("Khách mời").fill("Ông Y Thịnh Byă, Trưởng buôn Akŏ Dhông")
    officer.picture("call-workshop")
    officer.press("Mời họp")
    officer.go(reverse("meeting", args=[Meeting.objects.get().pk]))
    page.locator("summary", has_text="Khách mời").click()
    officer.picture("workshop-desk")
    guest = officer.context.browser.new_context(viewport=page.viewport_size, locale="vi-VN")
    stranger = Visitor(guest, officer.base, officer.size)
    stranger.go("/workshop/" + page.locator(".user-select-all").inner_text().split("/workshop/")[1])
    stranger.page.get_by_label("Họ và tên").fill("Bà H'Lim Niê")
    stranger.picture("workshop-register")
    stranger.press("Đăng ký dự")
    expect(stranger.page.get_by_text("Cảm ơn ông/bà đã đăng ký.")).to_be_visible()
    expect(page.get_by_text("Bà H'Lim Niê")).to_be_visible()
    stranger.go(reverse("answer_department", args=[asked.code]))
    stranger.picture("department-answers")
    stranger.page.get_by_label("Người trả lời").fill("Trần Thị Mẫu, Phó Giám đốc")
    stranger.page.get_by_label("Câu trả lời").fill("Thống nhất về quy mô; cần làm rõ nguồn kinh phí.")
    stranger.press("Gửi trả lời")
    expect(stranger.page.get_by_text("Đã nhận câu trả lời.")).to_be_visible()
    officer.go(reverse("dossier", args=[reviewed.dossier.pk]))
    expect(page.get_by_text("cần làm rõ nguồn kinh phí")).to_be_visible()
    officer.picture("dossier-with-answers")
    assert stranger.faults == []
    guest.close()
