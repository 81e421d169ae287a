"""The chair sees the opinion as it will be issued on a phone, what changed since, and approves it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from consult.models import Opinion, Person
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]
PAINTED = "(canvas) => canvas.width > 0 && canvas.getBoundingClientRect().width > 250"


@pytest.mark.parametrize("size", ["phone"])
def test_the_chair_approves_what_the_chair_has_seen(visit: Visit, drafted):
    chair = visit(drafted.seat("chair"))
    address = reverse("task", args=[drafted.task("approve_opinion").pk])
    page = chair.go(address)
    card = page.locator("#preview")
    expect(card.locator("dd").first).to_contain_text("01/BC-LHH")
    expect(card.locator(".preview-change")).to_have_count(0)
    Opinion.objects.update(conclusion="Đề nghị chưa chấp thuận.")
    page = chair.go(address)
    expect(card.locator(".preview-change ins").first).to_have_text("chưa")
    card.locator(".reader-pages").scroll_into_view_if_needed()
    assert card.locator(".reader-holder canvas").first.evaluate(PAINTED)
    chair.picture("approve-opinion-with-its-document")
    whole = card.locator("a[href$='/read/']").get_attribute("href")
    chair.go(whole)
    assert page.locator(".reader-holder canvas").first.evaluate(PAINTED)
    chair.go(address)
    chair.press("Duyệt dự thảo văn bản")
    page.wait_for_url(f"**{reverse('dossier', args=[drafted.dossier.pk])}")
    assert Opinion.objects.get().approved_by == drafted.seat("chair")


@pytest.mark.parametrize("size", ["desktop"])
def test_a_document_of_a_form_that_has_changed_is_marked(visit: Visit, drafted):
    chair = visit(drafted.seat("chair"))
    page = chair.go(reverse("task", args=[drafted.task("approve_opinion").pk]))
    shown, changed, other = page.locator("#preview"), *page.locator("[data-outdated]").all()
    expect(shown.locator(".preview-document")).to_be_visible()
    # Looking around is no change.
    page.locator("[name=remarks]").click()
    page.locator("button[value=approve]").focus()
    page.locator("button[value=send_back]").focus()
    expect(other).to_be_visible()
    expect(changed).to_be_hidden()
    page.locator("button[value=approve]").focus()
    expect(other).to_be_hidden()
    assert "preview-outdated" not in shown.get_attribute("class")
    page.locator("[name=remarks]").press_sequentially("Sửa")
    expect(changed).to_be_visible()
    assert "preview-outdated" in shown.get_attribute("class")
    chair.picture("preview-of-before")
    changed.get_by_role("button").click()
    expect(changed).to_be_hidden()
    # A text in the rich editor, and the document made of it at once.
    officer = visit(drafted.office.officer)
    chair.press("Trả lại kèm ý kiến")
    page = officer.work("Soạn dự thảo văn bản")
    shown, changed = page.locator("#preview"), page.locator("[data-outdated]").first
    expect(shown.locator(".preview-document")).to_be_visible()
    text = page.locator(".ProseMirror[contenteditable]")
    text.click()
    expect(changed).to_be_hidden()
    text.press_sequentially("Thêm ")
    expect(changed).to_be_visible()
