"""The rich-text editor in the browser: its menu and dialogs speak Vietnamese, and it is dark where the page is."""

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


# Of a colour such as "rgb(24, 36, 51)": how light it is, from 0 to 255.
LIGHTNESS = """(element) => ["backgroundColor", "color"].map((name) => {
    const [red, green, blue] = getComputedStyle(element)[name].match(/[\\d.]+/g).map(Number);
    return (red + green + blue) / 3;
})"""


@pytest.mark.parametrize("size", ["desktop"])
def test_the_editor_is_dark_where_the_page_is(visit: Visit, reviewed):
    reviewed.call_meeting()
    officer = visit(reviewed.office.officer)
    page = officer.work("Họp và lập biên bản")
    page.locator("[data-theme-toggle]").first.click()
    page.locator(EDITOR).fill("Nội dung")
    page.get_by_title("Chèn bảng").click()
    parts = [
        EDITOR,
        ".prose-menubar__button:not(.disabled, .hidden)",
        "dialog[open]",
        "dialog[open] button[type=submit]",
    ]
    for part in parts:
        behind, letters = page.locator(part).first.evaluate(LIGHTNESS)
        assert behind < 70, part
        assert letters > 180, part
    page.locator("dialog[open] button[type=submit]").click()
    officer.picture("editor-dark")
