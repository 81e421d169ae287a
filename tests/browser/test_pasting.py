"""What is pasted into the rich-text editor keeps its letters and their meaning, and what is left out is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consult.models import Person
from consult.richtext import clean
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]
EDITOR = ".ProseMirror[contenteditable]"
PASTE = """([selector, html, plain]) => {
    const transfer = new DataTransfer();
    if (html) transfer.setData("text/html", html);
    transfer.setData("text/plain", plain);
    const event = new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true });
    document.querySelector(selector).dispatchEvent(event);
}"""
PASTE_PICTURE = """(selector) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["x"], "a.png", { type: "image/png" }));
    const event = new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true });
    document.querySelector(selector).dispatchEvent(event);
}"""


def word_item(level: int, marker: str, text: str) -> str:
    return (
        f"<p class=MsoListParagraph style='margin-left:36pt;mso-list:l0 level{level} lfo1'><!--[if !supportLists]-->"
        f"<span style='mso-list:Ignore'>{marker}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>"
        f"<!--[endif]-->{text}<o:p></o:p></p>"
    )


WORD = "".join(
    [word_item(1, "1.", "Một"), word_item(2, "a)", "Điểm"), word_item(2, "b)", "Điểm nữa"), word_item(1, "2.", "Hai"),
     word_item(1, "đ)", "Không đếm được")]
)  # fmt: skip
# What was pasted, and what the server keeps of it.
CASES = {
    "styles": (
        '<b style="font-weight:normal"><p><span style="font-weight:700">Đậm</span> 10'
        '<span style="vertical-align:super">3</span> CO<span style="vertical-align:sub">2</span> '
        '<span style="text-decoration:line-through">bỏ</span></p></b>',
        "<p><strong>Đậm</strong> 10<sup>3</sup> CO<sub>2</sub> <s>bỏ</s></p>",
    ),
    "tags": (
        "<h1>Lớn</h1><h5>Nhỏ</h5><p>x<br>y <del>cũ</del> <ins>mới</ins> <q>lời</q></p>",
        "<h3>Lớn</h3><h4>Nhỏ</h4><p>x<br>y <s>cũ</s> <u>mới</u> “lời”</p>",
    ),
    "word": (
        WORD,
        '<ol><li><p>Một</p><ol type="a"><li><p>Điểm</p></li><li><p>Điểm nữa</p></li></ol></li><li><p>Hai</p></li></ol>'
        "<p>đ) Không đếm được</p>",
    ),
    "numbers": (
        '<ol start="3"><li style="list-style-type:lower-alpha"><p>c</p></li><li value="7"><p>g</p></li></ol>',
        '<ol start="3" type="a"><li><p>c</p></li></ol><ol start="7" type="a"><li><p>g</p></li></ol>',
    ),
    "signs": ("<p>* Ghi chú * và _n_ và **x**</p>", "<p>* Ghi chú * và _n_ và **x**</p>"),
    "links": (
        '<p><a href="https://example.org/a">văn bản</a>, <a href="mailto:a@example.org">a@example.org</a></p>',
        "<p>văn bản (https://example.org/a), a@example.org</p>",
    ),
}


def paste(page: Page, html: str, plain: str = "x") -> None:
    page.locator(EDITOR).click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.evaluate(PASTE, [EDITOR, html, plain])


def test_what_is_pasted_keeps_its_meaning_and_what_is_left_out_is_said(visit: Visit, reviewed):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    page = visit(reviewed.office.officer).work("Soạn dự thảo văn bản")
    expect(page.locator(EDITOR)).to_be_visible()
    said = page.locator("[data-paste-note]")
    for name, (html, wanted) in CASES.items():
        paste(page, html)
        assert clean(page.locator("textarea[name=body]").input_value()) == wanted, name
        expect(said).to_have_text("")
    paste(page, "", "* Ghi chú * và _n_")
    assert clean(page.locator("textarea[name=body]").input_value()) == "<p>* Ghi chú * và _n_</p>"
    picture = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
    paste(page, f'<p style="color:red">Hình {picture}{picture}</p><svg></svg><iframe></iframe>')
    expect(said).to_have_attribute("role", "status")
    expect(said).to_contain_text("hình (3)")
    expect(said).to_contain_text("màu chữ, màu nền")
    paste(page, "<p>Chữ</p>")
    expect(said).to_have_text("")
    page.evaluate(PASTE_PICTURE, EDITOR)
    expect(said).to_contain_text("hình (1)")
    expect(page.locator(f"{EDITOR} img")).to_have_count(0)
