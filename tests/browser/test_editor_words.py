"""The rich-text editor in the browser: every title and label of its menu and dialogs is Vietnamese."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consult.models import Person
from consult.views.texts import EDITOR_WORDS
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]
EDITOR = ".ProseMirror[contenteditable]"
# Titles of everything in the menu, hidden or not, and the texts of labels, choices and buttons that are words;
# “i, ii, iii, ...” is a sample.
SHOWN = """() => [...document.querySelectorAll('[class*="prose-"], [class*="prose-"] *')]
    .filter((element) => !element.closest('[role="textbox"], textarea'))
    .flatMap((element) => [element.getAttribute("title"), element.getAttribute("aria-label"),
        element.children.length || element.classList.contains("material-icons") ? "" : element.textContent])
    .map((text) => (text ?? "").trim()).filter((text) => /\\p{L}{2}/u.test(text) && !text.endsWith(", ..."))"""


def assert_known(page: Page, at_least: int) -> None:
    shown = set(page.evaluate(SHOWN))
    assert len(shown) >= at_least, shown
    assert shown - {str(text) for text in EDITOR_WORDS.values()} == set()


def test_the_editor_names_its_buttons_and_fields_in_vietnamese(visit: Visit, reviewed):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    page = visit(reviewed.office.officer).work("Soạn dự thảo văn bản")
    expect(page.locator(EDITOR)).to_be_visible()
    assert_known(page, 15)
    page.locator(EDITOR).click()
    page.get_by_title("Chèn bảng").click()
    expect(page.locator("dialog[open]")).to_be_visible()
    assert_known(page, 20)
    page.locator("dialog[open] select").select_option("Có")
    page.locator("dialog[open] button[type=submit]").click()
    page.locator(f"{EDITOR} th").first.click()
    page.get_by_title("Thêm cột").click()
    page.keyboard.press("Control+End")
    page.get_by_title("Danh sách đánh số").click()
    page.get_by_title("Danh sách", exact=True).click()
    expect(page.locator("dialog[open]")).to_be_visible()
    assert_known(page, 20)
    page.keyboard.press("Escape")
    page.locator(EDITOR).click()
    page.keyboard.press("Control+A")
    page.get_by_title("Liên kết", exact=True).click()
    expect(page.locator("dialog[open]")).to_be_visible()
    assert_known(page, 20)
