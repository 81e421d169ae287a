"""Experts and councils in a browser: a suggestion that is changed, a registry, an invitation answered on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from consult.models import Expert, Field, Person, Review
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]


def test_a_suggested_council_is_changed_and_says_what_that_breaks(visit: Visit, in_council):
    office = in_council.office
    in_council.dossier.fields.set(Field.objects.filter(name__in=["Giao thông", "Môi trường"]))
    officer = visit(office.officer)
    officer.go(reverse("task", args=[in_council.task("propose_council").pk]))
    officer.press("Đề xuất người phù hợp")
    page = officer.page
    check = page.locator("#council-check")
    expect(check).to_contain_text("Đạt các điều kiện của quy trình")
    page.get_by_text("Ai không được chọn và vì sao").click()
    officer.picture("council-suggested")
    rows = page.locator("[data-rows] [data-row]")
    seats = rows.count()
    rows.first.get_by_role("button", name="Bỏ thành viên này").click()
    expect(check).to_contain_text("Hội đồng có đúng một chủ tịch")
    assert rows.count() == seats - 1
    officer.picture("council-broken")
    page.get_by_role("button", name="Thêm thành viên").click()
    new = rows.last
    new.locator("select[name=kind]").select_option("chair")
    leader = str(office.second_leader.pk)
    new.locator("select[name=person]").select_option(leader)
    expect(check).to_contain_text("Đạt các điều kiện của quy trình")
    officer.press("Đề xuất hội đồng")
    expect(page.get_by_text("Đã đề xuất hội đồng.")).to_be_visible()
    in_council.dossier.refresh_from_db()
    assert in_council.dossier.council.seats.get(kind="chair").person == office.second_leader


def test_the_registry_is_searched_while_one_types_and_filled_from_a_sheet(visit: Visit, office):
    officer = visit(office.officer)
    page = officer.go(reverse("experts"))
    officer.picture("experts")
    page.get_by_label("Tên, nơi công tác, chuyên môn").press_sequentially("le quang")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    exported = officer.context.request.get(officer.base + reverse("expert_table")).body()
    officer.go(reverse("read_experts"))
    page.locator("input[type=file]").set_input_files(
        {"name": "a.xlsx", "mimeType": "application/octet-stream", "buffer": exported}
    )
    officer.press("Xem sẽ thay đổi gì")
    expect(page.locator(".badge", has_text=f"{Expert.objects.count()} giữ nguyên")).to_be_visible()
    officer.picture("experts-sheet")


def test_an_expert_keeps_their_profile_and_declares_a_conflict(visit: Visit, reviewing):
    review = reviewing.open_reviews()[0]
    person = review.seat.person
    expert = visit(person)
    page = expert.go(reverse("expert", args=[person.expert.pk]))
    expert.press("Tôi đồng ý")
    page.get_by_text("Thêm thời gian vắng").click()
    page.locator("#absence_first_day").fill("2027-01-04")
    page.locator("#absence_last_day").fill("2027-01-08")
    page.locator("#absences").get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#absences")).to_contain_text("04/01/2027")
    expert.picture("expert-profile")
    expert.work("Trả lời lời mời")
    page.get_by_label("Tôi có quan hệ gia đình với người của đơn vị trình").check()
    page.get_by_label("Tôi nhận lời").check()
    expert.press("Gửi trả lời")
    expect(page.locator("[role=alert]").first).to_contain_text("không ai có mối liên hệ này")
    expert.picture("invitation-forbidden-tie")
    assert page.get_by_label("Tôi có quan hệ gia đình với người của đơn vị trình").is_checked()
    page.get_by_label("Tôi có xung đột lợi ích").check()
    expert.press("Gửi trả lời")
    expect(page.get_by_text("Cảm ơn")).to_be_visible()
    review.refresh_from_db()
    assert (review.state, review.ties) == (Review.State.CONFLICTED, ["family"])
    assert person.expert.ties.get().organisation == reviewing.dossier.proposer


def test_a_meeting_is_moved(visit: Visit, reviewed):
    reviewed.call_meeting()
    officer = visit(reviewed.office.officer)
    page = officer.go(reverse("dossier", args=[reviewed.dossier.pk]))
    officer.picture("meeting-called")
    page.get_by_role("link", name="Dời cuộc họp").click()
    page.get_by_label("Địa điểm").fill("Hội trường B")
    page.get_by_label("Lý do").fill("Chủ tịch Hội đồng đi công tác")
    officer.picture("meeting-move")
    officer.press("Dời cuộc họp")
    expect(page.get_by_text("Hội trường B")).to_be_visible()
