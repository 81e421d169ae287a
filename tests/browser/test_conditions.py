"""Conditions in a real browser: fields of a kind and sections after an answer come and go at once, at both sizes."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from consult import clock
from consult.actions import procedures
from consult.demo.dossiers import settle_inline
from consult.demo.walk import Walk
from consult.models import Procedure, Review
from tests.actions.test_conditions import CHECKLIST, FORM, QUESTIONS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(office) -> Procedure:
    begun = procedures.draft_version(kind=office.investment.kind, by=office.officer)
    config = {**begun.config, "questions": QUESTIONS, "checklist": CHECKLIST, "review_form": FORM}
    Procedure.objects.filter(pk=begun.pk).update(config=config)
    return Procedure.objects.select_related("kind__union").get(pk=begun.pk)


def test_a_section_is_made_conditional_on_its_page(visit, office, draft) -> None:
    visitor = visit(office.officer)
    page = visitor.go(reverse("procedure_part", args=[draft.pk, "review-form"]))
    row = page.locator("[data-row]").nth(1)
    expect(row.locator("[name=rows-1-options]")).to_be_hidden()
    row.locator("[name=rows-1-kind]").select_option("choice")
    row.locator("[name=rows-1-options]").fill("Đủ\nChưa đủ")
    expect(row.locator("[name=rows-1-unit]")).to_be_hidden()
    last = page.locator("[data-row]").nth(4)
    expect(last.locator("[name=rows-4-unit]")).to_be_visible()
    last.locator("details summary").click()
    last.get_by_label("Mức độ rủi ro – Thấp").check()
    visitor.picture("procedure-conditions")
    visitor.press("Lưu")
    page.wait_for_url("**" + reverse("office_procedure", args=[draft.pk]))
    form = Procedure.objects.get(pk=draft.pk).rules.review_form
    assert (form[1].kind, form[1].options) == ("choice", ("Đủ", "Chưa đủ"))
    assert {one.answer for one in form[4].asked_if} == {"Thấp", "Cao"}
    for part in ("questions", "checklist"):
        visitor.go(reverse("procedure_part", args=[draft.pk, part]))
        visitor.picture(f"procedure-{part}-conditional")


def test_a_reviewer_is_asked_more_after_an_answer_and_hands_it_in(visit, office, draft) -> None:
    procedures.put_in_force(procedure=draft, by=office.officer, day=clock.today())
    walk = Walk(office, settle_inline)
    in_force = Procedure.objects.select_related("kind__union").get(pk=draft.pk)
    walk.submit(by=office.investor_person, procedure=in_force, title="Dự án B", location="Xã A")
    walk.do("check_completeness", office.officer, decision="accept")
    walk.do("propose_council", office.officer, seats=walk.seats())
    walk.approve_council(office.leader)
    review = walk.open_reviews()[0]
    walk.accept(review.seat.person)
    visitor = visit(review.seat.person)
    page = visitor.go(reverse("task", args=[walk.task("write_review", review.seat.person).pk]))
    distance = page.locator("[name=number_distance]")
    expect(distance).to_be_hidden()
    page.get_by_role("radiogroup", name="Mức độ rủi ro").get_by_label("Cao").check()
    expect(distance).to_be_visible()
    distance.fill("12,5")
    page.get_by_role("radiogroup", name="Biện pháp giảm rủi ro").get_by_text("4 · Khá").click()
    page.get_by_role("radiogroup", name="Đủ căn cứ pháp lý?").get_by_text("Không").click()
    page.locator("[name=text_legal]").fill("Thiếu quyết định giao đất.")
    page.locator("[name=text_need]").fill("Cần thiết.")
    page.get_by_role("radiogroup", name="Sự cần thiết").get_by_text("4", exact=True).click()
    page.locator("[name=recommendation]").first.check()
    expect(page.locator("#review-form [data-status]")).to_have_text("Đã lưu")
    visitor.picture("review-conditions")
    visitor.press("Nộp phiếu")
    expect(page.get_by_text("Đã nộp phiếu nhận xét").first).to_be_visible()
    assert Review.objects.get(pk=review.pk).content["distance"] == {"number": "12.5"}
