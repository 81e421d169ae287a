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
