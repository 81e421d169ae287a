"""A review on two devices, off the line and back, with remarks on the attachments."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from playwright.sync_api import Page, expect

from consult.models import Attachment, Person, Review, ReviewRemark
from tests.browser import scans
from tests.browser.conftest import SIZES, Visitor, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]
HERE = "Vị trí phù hợp với quy hoạch sử dụng đất."
THERE = "Vị trí gần trường học, cần xem lại."


@pytest.fixture
def writing(visit: Visit, reviewing):
    """A reviewer who has accepted, at the page of the review; and that page's address."""
    reviewing.accept_all()
    review = reviewing.open_reviews()[0]
    reviewer = visit(review.seat.person)
    address = reverse("task", args=[reviewing.task("write_review", review.seat.person).pk])
    page = reviewer.go(address)
    page.locator("[data-pdf]").first.scroll_into_view_if_needed()
    expect(page.locator(".reader-holder[data-drawn]").first).to_be_attached()
    return review, reviewer, address


def texts(review: Review) -> list[str]:
    review.refresh_from_db()
    return [answer.get("text", "") for answer in review.content.values()]


def saved(page: Page) -> None:
    expect(page.locator("[data-status]")).to_have_text("Đã lưu")


def second_device(reviewer: Visitor, address: str) -> Page:
    """The same person at another browser: signed in, with nothing kept there."""
    browser = reviewer.context.browser
    assert browser is not None
    context = browser.new_context(viewport=SIZES[reviewer.size], locale="vi-VN")
    context.add_cookies(reviewer.context.cookies())
    page = context.new_page()
    page.goto(reviewer.base + address)
    return page


def boxes(page: Page):
    return page.locator("fieldset textarea[name^=text_]:visible")


def test_remarks_are_made_at_a_passage_and_stay_with_the_review(writing, reviewing):
    review, reviewer, _address = writing
    page = reviewer.page
    mark(page)
    page.locator(".reader-holder [data-remark='1']").first.click()
    page.get_by_label("Nhận xét vào ").first.fill("Câu này cần dẫn nguồn.")
    saved(page)
    review.refresh_from_db()
    (remark,) = review.remark_list()
    assert (remark["page"], remark["text"]) == (1, "Câu này cần dẫn nguồn.")
    assert remark["quote"]
    expect(page.locator(".reader-holder [data-remark='1']").first).to_contain_text("(1)")
    page.locator("[data-reader-head] [data-remark='0']").click()
    page.get_by_label("Nhận xét vào ").nth(1).fill("Thiếu phụ lục.")
    saved(page)
    page.reload()
    expect(page.locator("blockquote[data-quote]")).to_contain_text(remark["quote"][:20])
    expect(page.get_by_label("Nhận xét vào ")).to_have_count(2)
    page.locator("[data-pdf]").first.scroll_into_view_if_needed()
    expect(page.locator(".reader-holder[data-drawn]").first).to_be_attached()
    reviewer.picture("review-remarks")
    hand_in(reviewer)
    page = reviewer.go(reverse("dossier", args=[reviewing.dossier.pk]))
    page.locator(f"#review-{review.pk} > summary").click()
    expect(page.get_by_text("Câu này cần dẫn nguồn.")).to_be_visible()
    expect(page.get_by_text("Thiếu phụ lục.")).to_be_visible()


REGIONS = """() => [...document.querySelectorAll(".reader-region")].map((made) => {
  const [frame, page] = [made, made.parentElement].map((one) => one.getBoundingClientRect());
  return [(frame.left - page.left) / page.width, (frame.top - page.top) / page.height,
    frame.width / page.width, frame.height / page.height];
})"""
IN_WINDOW = """() => {
  const [made, root] = [".reader-region-now", ".reader-pages"]
    .map((one) => document.querySelector(one).getBoundingClientRect());
  return made.top >= root.top && made.bottom <= root.bottom && made.left >= root.left && made.right <= root.right;
}"""
DRAWN = [0.1, 0.3, 0.2, 0.1]


@pytest.fixture
def scanned(visit: Visit, reviewing) -> Attachment:
    """The attachment that the reviewer sees first is a scan, of pages of two shapes."""
    found: Attachment = reviewing.dossier.attachments.get(item=reviewing.dossier.procedure.rules.checklist[0].code)
    content = scans.pdf([scans.faxed(), scans.faxed(page=(842, 595)), scans.faxed(rotate=90), scans.faxed()])
    found.file.save("scan.pdf", ContentFile(content))
    Attachment.objects.filter(pk=found.pk).update(size=len(content))
    return found


def draw(reviewer: Visitor, number: int, region: list[float]) -> None:
    """Drag over a page that is in the reader's window, with the mouse or a finger."""
    page = reviewer.page
    box = page.locator(f".reader-holder[data-number='{number}']").bounding_box()
    assert box is not None
    left, top, width, height = region
    at = [
        [box["x"] + x * box["width"], box["y"] + y * box["height"]]
        for x, y in ((left, top), (left + width, top + height))
    ]
    if reviewer.size == "desktop":
        page.mouse.move(*at[0])
        page.mouse.down()
        page.mouse.move(*at[1], steps=4)
        page.mouse.up()
        return
    touch = reviewer.context.new_cdp_session(page)
    for kind, points in (("touchStart", at[:1]), ("touchMove", at[1:]), ("touchEnd", [])):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})


def choose_region(page: Page, number: int) -> None:
    page.locator(f"[data-mark-region='{number}']").click()
    expect(page.locator(".reader-drawing")).to_be_visible()


def drawn_like(page: Page, *wanted: list[float]) -> None:
    assert page.evaluate(REGIONS) == [pytest.approx(one, abs=0.03) for one in wanted]


def test_a_region_is_drawn_on_a_scan_and_whoever_reads_is_led_to_it(scanned, writing, reviewing):
    review, reviewer, address = writing
    page = reviewer.page
    button = page.locator("[data-mark-region='1']")
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.locator(".reader-drawing").click()):
        choose_region(page, 1)
        expect(button).to_have_attribute("aria-pressed", "true")
        leave()
        expect(page.locator(".reader-drawing")).to_have_count(0)
        expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_label("Nhận xét vào ")).to_have_count(0)
    # The button comes along as far as the page goes.
    page.locator("[data-pdf]").first.evaluate("(root) => root.scrollTo(0, 60)")
    choose_region(page, 1)
    assert page.locator("[data-pdf]").first.evaluate("(root) => root.scrollTop") == 60
    reviewer.picture("review-drawing")
    draw(reviewer, 1, DRAWN)
    remark = page.get_by_label("Nhận xét vào ")
    expect(remark).to_be_focused()
    remark.fill("Con số này mờ.")
    saved(page)
    (kept,) = review.remark_list()
    assert (kept["page"], kept["quote"]) == (1, "")
    assert kept["region"] == pytest.approx(DRAWN, abs=0.03)
    # As large as it is drawn by now, and after a reload.
    page.locator("[data-act=larger]").click()
    drawn_like(page, DRAWN)
    page.reload()
    page.locator("[data-pdf]").first.scroll_into_view_if_needed()
    expect(page.locator(".reader-region")).to_have_count(1)
    drawn_like(page, DRAWN)
    assert other_device_shows(reviewer, address) == [pytest.approx(kept["region"], abs=0.001)]
    page.get_by_role("button", name=", trang 1, vùng khoanh").click()
    expect(page.locator(".reader-region-now")).to_be_in_viewport()
    reviewer.picture("review-region")
    hand_in(reviewer)
    page = reviewer.go(reverse("dossier", args=[reviewing.dossier.pk]))
    page.locator(f"#review-{review.pk} > summary").click()
    page.get_by_role("link", name=", trang 1, vùng khoanh").click()
    expect(page.locator(".reader-region-now")).to_be_in_viewport()
    drawn_like(page, DRAWN)
    reviewer.picture("reader-region")


def other_device_shows(reviewer: Visitor, address: str) -> list[list[float]]:
    other = second_device(reviewer, address)
    other.locator("[data-pdf]").first.scroll_into_view_if_needed()
    expect(other.locator(".reader-region")).to_have_count(1)
    found = list(other.evaluate(REGIONS))
    other.context.close()
    return found


def test_an_address_shows_a_region_on_whatever_page(scanned, visit: Visit, reviewing):
    reader = visit(reviewing.office.officer)
    address = reverse("read_attachment", args=[scanned.pk])
    for number in (2, 3, 4):
        reader.go("/")
        page = reader.go(f"{address}#page={number}&region=0.5,0.8,0.3,0.1")
        expect(page.locator(f"[data-number='{number}'][data-drawn] .reader-region-now")).to_be_attached()
        drawn_like(page, [0.5, 0.8, 0.3, 0.1])
        until(page, f"({IN_WINDOW})()")
    for nothing in ("0.5,0.8,0.3", "0.5,0.8,0.6,0.1", "a,b,c,d", "NaN,0,1,1", "-0.1,0,1,1", ""):
        reader.go("/")
        page = reader.go(f"{address}#page=2&region={nothing}")
        expect(page.locator("[data-number='2'][data-drawn]")).to_be_attached()
        expect(page.locator(".reader-region")).to_have_count(0)


def mark(page: Page) -> None:
    """Mark the first words of the first page as a person would with the mouse."""
    page.evaluate("""() => {
        const words = document.querySelector(".reader-text span");
        const range = document.createRange();
        range.selectNodeContents(words);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    }""")


def hand_in(reviewer: Visitor) -> None:
    page = reviewer.page
    for box in boxes(page).all():
        box.fill("Nội dung đạt yêu cầu.")
    for mark in page.get_by_role("radiogroup").get_by_text("4", exact=True).all():
        mark.click()
    page.get_by_label("Thông qua, có chỉnh sửa").check()
    reviewer.press("Nộp phiếu")
    expect(page.get_by_text("Đã nộp phiếu nhận xét.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).some((name) => name.startsWith('draft:'))") is False


def test_what_was_typed_off_the_line_comes_back_after_the_page_was_closed(writing):
    review, reviewer, address = writing
    page = reviewer.page
    reviewer.context.set_offline(True)
    boxes(page).first.fill(HERE)
    expect(page.locator("[data-status]")).to_contain_text("Mất kết nối")
    page.get_by_role("button", name="Nộp phiếu").click()
    expect(page.locator(".not-sent")).to_be_in_viewport()
    expect(page.locator(".not-sent")).not_to_be_empty()
    expect(boxes(page).first).to_have_value(HERE)
    page.close()
    reviewer.page = reviewer.context.new_page()
    reviewer.context.set_offline(False)
    assert texts(review)[:1] in ([], [""])
    reviewer.go(address)
    expect(boxes(reviewer.page).first).to_have_value(HERE)
    saved(reviewer.page)
    assert texts(review)[0] == HERE


@pytest.mark.parametrize("lost", ["the answer", "the request", "the web process"])
def test_a_save_is_repeated_until_it_is_answered_and_is_nobody_elses(writing, lost):
    review, reviewer, _address = writing
    page = reviewer.page

    def on_its_way(route):
        if lost == "the answer":
            route.fetch()
        if lost == "the web process":
            route.fulfill(status=502, content_type="text/html", body="<h1>…</h1>")
        else:
            route.abort("connectionreset")

    page.route("**/save/", on_its_way, times=1)
    boxes(page).first.fill(HERE)
    expect(page.locator("[data-status]")).to_contain_text("Mất kết nối")
    boxes(page).first.fill(f"{HERE} {THERE}")
    expect(page.locator("[data-status]")).to_have_text("Đã lưu", timeout=15_000)
    assert texts(review)[0] == f"{HERE} {THERE}"
    assert review.revision == 2
    expect(page.locator("[data-choose]")).to_have_count(0)


def test_two_devices_are_joined_and_what_both_changed_is_asked(writing):
    review, reviewer, address = writing
    page, other = reviewer.page, second_device(reviewer, address)
    boxes(other).nth(1).fill(THERE)
    saved(other)
    boxes(page).first.fill(HERE)
    expect(boxes(page).nth(1)).to_have_value(THERE)
    saved(page)
    assert texts(review)[:2] == [HERE, THERE]
    # The other device has not looked since; both now change the same part.
    boxes(page).nth(1).fill("Vị trí tốt.")
    saved(page)
    boxes(other).nth(1).fill(THERE + " Thêm ý.")
    expect(other.locator("[data-choose]")).to_contain_text("Vị trí tốt.")
    expect(boxes(other).first).to_have_value(HERE)
    assert texts(review)[1] == "Vị trí tốt."
    reviewer.page = other
    reviewer.picture("review-two-devices")
    other.reload()
    expect(other.locator("[data-choose]")).to_contain_text("Vị trí tốt.")
    other.get_by_role("button", name="Giữ cả hai, nối tiếp nhau").click()
    saved(other)
    assert texts(review)[1] == f"{THERE} Thêm ý.\n\nVị trí tốt."
    other.context.close()


def test_handing_in_over_another_devices_text_asks_first(writing):
    review, reviewer, address = writing
    page, other = reviewer.page, second_device(reviewer, address)
    for one in (other, page):
        one.evaluate("document.querySelector('form[data-autosave]').dataset.sent = ''")
    boxes(other).first.fill(THERE)
    saved(other)
    other.context.close()
    # Handed in before the page's own saving has noticed.
    page.route("**/save/", lambda route: route.abort())
    for box in boxes(page).all():
        box.fill(HERE)
    for mark in page.get_by_role("radiogroup").get_by_text("4", exact=True).all():
        mark.click()
    page.get_by_label("Thông qua, có chỉnh sửa").check()
    page.get_by_role("button", name="Nộp phiếu").click()
    expect(page.locator("[data-choose]")).to_contain_text(THERE)
    review.refresh_from_db()
    assert review.state == "writing"
    page.get_by_role("button", name="Lấy nội dung kia").click()
    page.unroute("**/save/")
    reviewer.press("Nộp phiếu")
    expect(page.get_by_text("Đã nộp phiếu nhận xét.")).to_be_visible()
    assert texts(review)[0] == THERE


def test_reviews_stand_side_by_side(visit: Visit, reviewed):
    reviews = list(reviewed.dossier.reviews.all())
    for review in reviews:
        ReviewRemark.objects.create(
            review=review, position=1, key="a", attachment=reviewed.dossier.attachments.first(), page=1,
            quote="khoảng cách an toàn", text="Cần nêu số liệu.",
        )  # fmt: skip
    chair = visit(reviewed.seat("chair"))
    page = chair.go(reverse("dossier", args=[reviewed.dossier.pk]))
    page.get_by_role("link", name="Đặt cạnh nhau").click()
    expect(page.get_by_text("Cần nêu số liệu.").first).to_be_visible()
    chair.picture("reviews-side-by-side")
