"""The pages of a procedure in a real browser: lines are moved by keyboard and by dragging, and nothing runs off a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from consult.actions.procedures import draft_version
from consult.models import Procedure

from .conftest import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROWS = "form[data-ordered] [data-rows] > [data-row]"


def titles(page: Page) -> list[str]:
    return page.locator(f"{ROWS} input[name$=-title]").evaluate_all("all => all.map((one) => one.value)")


def test_lines_are_moved_by_keyboard_and_by_dragging_and_are_kept(visit, office, size) -> None:
    draft = draft_version(kind=office.investment.kind, by=office.officer)
    visitor = visit(office.officer)
    page = visitor.go(reverse("procedure_part", args=[draft.pk, "checklist"]))
    begun = titles(page)
    page.locator(f"{ROWS} [data-do=down]").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    # The button went along with its line, and what happened is said.
    assert titles(page)[:3] == [begun[1], begun[2], begun[0]]
    expect(page.locator("[data-said]")).to_have_text("Đã chuyển đến vị trí 3")
    page.locator(ROWS).nth(3).locator("[data-do=remove]").focus()
    page.keyboard.press("Enter")
    wanted = [begun[1], begun[2], begun[0], *begun[4:]]
    assert titles(page) == wanted
    if size == "desktop":
        handle = page.locator(ROWS).nth(1).locator("[data-handle]")
        handle.drag_to(page.locator(ROWS).first, target_position={"x": 40, "y": 2})
        wanted = [wanted[1], wanted[0], *wanted[2:]]
        until(page, f"document.querySelector('{ROWS} input[name$=-title]').value === {wanted[0]!r}")
        assert titles(page) == wanted
    visitor.picture("procedure-checklist")
    page.locator(ROWS).first.locator("input[name$=-title]").press("Enter")
    page.wait_for_url("**" + reverse("office_procedure", args=[draft.pk]))
    assert [one.title for one in Procedure.objects.get(pk=draft.pk).rules.checklist] == wanted
    visitor.picture("procedure-draft")
