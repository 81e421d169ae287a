"""The reader of attachments: every kind of scan is drawn, memory stays flat, and one finds one's way in a long file."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from playwright.sync_api import Page, Response, expect

from consult.demo.files import sample_pdf
from consult.models import Attachment, Person
from tests.browser import scans
from tests.browser.conftest import Visitor
from tests.services.conftest import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]
Read = Callable[[bytes], Page]
SHADE = """([number, x, y]) => {
  const canvas = document.querySelector(`[data-number="${number}"] canvas`);
  const data = canvas.getContext("2d").getImageData(x * canvas.width, y * canvas.height, 1, 1).data;
  return Math.round((data[0] + data[1] + data[2]) / 3);
}"""
WIDER = """() => document.querySelector('[data-number="3"] canvas').width
  > document.querySelector('.reader-pages').clientWidth"""
ALIVE = "[...document.querySelectorAll('canvas')].filter((canvas) => canvas.width > 0).length"


@pytest.fixture
def reader(visit: Visit, walk) -> Visitor:
    """An officer at an attachment's page."""
    return visit(walk.office.officer)


@pytest.fixture
def read(reader: Visitor, walk) -> Read:
    """Opens a PDF that takes the place of an attachment."""
    found = walk.dossier.attachments.first()

    def open_it(content: bytes) -> Page:
        found.file.save("scan.pdf", ContentFile(content))
        Attachment.objects.filter(pk=found.pk).update(size=len(content))
        return reader.go(reverse("read_attachment", args=[found.pk]))

    return open_it


def drawn(page: Page, number: int) -> None:
    expect(page.locator(f"[data-number='{number}'][data-drawn]")).to_be_attached()


def go_to(page: Page, number: int) -> None:
    page.get_by_label("Trang", exact=True).fill(str(number))
    page.get_by_label("Trang", exact=True).press("Enter")
    drawn(page, number)


DESK = pytest.mark.parametrize("size", ["desktop"], indirect=True)
PHONE = pytest.mark.parametrize("size", ["phone"], indirect=True)
INSIDE = """(number) => {
  const [holder, text] = ["", " .reader-text span"].map((part) =>
    document.querySelector(`[data-number="${number}"]${part}`).getBoundingClientRect());
  return text.left > holder.left && text.right < holder.right && text.top > holder.top && text.bottom < holder.bottom;
}"""


@DESK
def test_every_kind_of_scan_is_drawn_and_stands_upright(read):
    kinds = scans.kinds()
    askew = {90: (0.8, 0.2), 180: (0.8, 0.8), 270: (0.2, 0.8)}
    turned = [scans.faxed(rotate=turn, text="Xa Pong Drang") for turn in askew]
    page = read(scans.pdf([*kinds.values(), *turned]))
    dark = [*[(kind, (0.2, 0.2)) for kind in kinds], *askew.items()]
    for number, (kind, (x, y)) in enumerate(dark, start=1):
        go_to(page, number)
        assert page.evaluate(SHADE, [number, x, y]) < 90, kind
        assert page.evaluate(SHADE, [number, 1 - x, 1 - y]) > 240, kind
        assert kind in kinds or page.evaluate(INSIDE, number), kind
    expect(page.locator(".reader-notice")).to_have_count(0)


@PHONE
def test_what_cannot_be_drawn_says_so_on_its_page(read, reader):
    whole, broken = scans.kinds()["jpeg"], b"no picture at all"
    pages = [
        whole,
        scans.Scan(f"/Filter/JPXDecode{scans.COLOURS}", broken),
        scans.Scan(f"/Filter/JBIG2Decode{scans.GREY}/BitsPerComponent 1/ImageMask true", broken, text="Con chu"),
        scans.Scan(f"/Filter/DCTDecode{scans.COLOURS}/BitsPerComponent 8", broken),
    ]
    page = read(scans.pdf(pages))
    for number in (2, 3, 4):
        go_to(page, number)
        notice = page.locator(f"[data-number='{number}'] .reader-notice")
        expect(notice).to_contain_text("không hiển thị được")
        assert notice.get_by_role("link").get_attribute("href").startswith("/files/")
    go_to(page, 1)
    expect(page.locator("[data-number='1'] .reader-notice")).to_have_count(0)
    go_to(page, 2)
    reader.picture("reader-not-drawn")


@PHONE
def test_five_hundred_pages_take_no_more_than_ten(read):
    page = read(scans.scanned(500))
    drawn(page, 1)
    most = 0
    for number in [*range(1, 25, 2), *range(50, 500, 90), 500]:
        go_to(page, number)
        most = max(most, page.evaluate(ALIVE))
    assert 1 <= most <= 10
    # What was scrolled past is drawn again.
    go_to(page, 1)
    assert page.evaluate(SHADE, [1, 0.2, 0.2]) < 90


@DESK
def test_the_first_page_is_there_before_the_whole_file(read, reader):
    noise = [Random(number).randbytes(700 * 700 * 3) for number in range(8)]
    how = f"{scans.COLOURS}/BitsPerComponent 8"
    content = scans.pdf([scans.packed("RGB", how, data, width=700, height=700) for data in noise])
    parts: list[Response] = []
    page = reader.page
    page.on("response", lambda answer: parts.append(answer) if answer.status == 206 else None)
    read(content)
    drawn(page, 1)
    assert 0 < sum(int(answer.headers["content-length"]) for answer in parts) < len(content) / 2
    # A part that the network loses comes when the network is back.
    reader.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.get_by_label("Trang", exact=True).fill("7")
        page.get_by_label("Trang", exact=True).press("Enter")
    reader.context.set_offline(False)
    drawn(page, 7)
    expect(page.locator(".reader-notice")).to_have_count(0)


def test_one_finds_ones_way_by_number_size_and_word(read, reader):
    texts = ["khoang xanh", "", "Khoang xanh an toan", "an toan"]
    page = read(scans.pdf([scans.packed("L", f"{scans.GREY}/BitsPerComponent 8", text=text) for text in texts]))
    drawn(page, 1)
    expect(page.locator("[data-page-count]")).to_have_text("4")
    go_to(page, 4)
    page.get_by_role("button", name="Trang trước").click()
    expect(page.get_by_label("Trang", exact=True)).to_have_value("3")
    page.get_by_role("button", name="Phóng to").click()
    expect(page.locator("[data-zoom]")).to_have_text("125 %")
    page.locator(".reader-pages").focus()
    page.keyboard.press("+")
    expect(page.locator("[data-zoom]")).to_have_text("150 %")
    until(lambda: page.evaluate(WIDER), 20)
    reader.picture("reader-larger")
    page.keyboard.press("0")
    expect(page.locator("[data-zoom]")).to_have_text("100 %")
    go_to(page, 1)
    box = page.get_by_label("Tìm trong văn bản")
    box.fill("KHOẢNG XANH")
    box.press("Enter")
    said = page.locator("[data-search-said]")
    expect(said).to_contain_text("1/2")
    expect(said).to_contain_text("bản quét")
    expect(page.locator("[data-number='1'] .reader-hit-now")).to_have_count(1)
    box.press("Enter")
    expect(said).to_contain_text("2/2")
    expect(page.locator("[data-number='3'] .reader-hit-now")).to_be_in_viewport()
    reader.picture("reader-search")
    box.press("Shift+Enter")
    expect(said).to_contain_text("1/2")
    box.fill("không có")
    box.press("Enter")
    expect(said).to_have_text("Không tìm thấy.")


@DESK
def test_vietnamese_is_found_with_and_without_accents(read):
    page = read(sample_pdf("Khoảng cách an toàn đến nhà dân").read())
    drawn(page, 1)
    box = page.get_by_label("Tìm trong văn bản")
    for words in ("an toàn đến", "AN TOAN DEN"):
        box.fill(words)
        box.press("Enter")
        expect(page.locator(".reader-hit-now").first).to_be_in_viewport()
        expect(page.locator("[data-search-said]")).to_contain_text("1/")


@PHONE
def test_two_fingers_enlarge_a_scan_that_has_no_text_to_search(read, reader):
    page = read(scans.pdf([scans.kinds()["jpeg"]] * 3))
    drawn(page, 1)
    # No letter of a scan is found, and it says why.
    box = page.get_by_label("Tìm trong văn bản")
    box.fill("an toàn")
    box.press("Enter")
    expect(page.locator("[data-search-said]")).to_contain_text("không có chữ")
    fingers = reader.context.new_cdp_session(page)
    frame = page.locator(".reader-pages").bounding_box()
    middle, height = frame["x"] + frame["width"] / 2, frame["y"] + 100

    def touch(kind: str, apart: float) -> None:
        points = [{"x": middle - apart, "y": height, "id": 0}, {"x": middle + apart, "y": height, "id": 1}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points if apart else []})

    touch("touchStart", 40)
    for apart, said in ((60, "150 %"), (80, "200 %")):
        touch("touchMove", apart)
        expect(page.locator("[data-zoom]")).to_have_text(said)
    touch("touchEnd", 0)
    assert page.evaluate("window.visualViewport.scale") == 1


@DESK
def test_a_browser_that_cannot_read_pdfjs_says_so_and_offers_the_file(read, reader):
    reader.context.route("**/pdfjs/pdf.min*.mjs", lambda route: route.fulfill(
        body="class A { static { not a script", content_type="text/javascript"))  # fmt: skip
    page = read(scans.pdf([scans.kinds()["jpeg"]]))
    expect(page.get_by_role("alert")).to_contain_text("quá cũ")
    expect(page.get_by_role("alert").get_by_role("link")).to_be_visible()


@DESK
def test_where_what_reads_pdfs_does_not_come_the_file_is_offered(read, reader):
    reader.context.route("**/reader/opened*.js", lambda route: route.abort())
    page = read(scans.pdf([scans.kinds()["jpeg"]]))
    expect(page.locator("[data-refused=failed]").get_by_role("link")).to_be_visible()


@PHONE
def test_too_old_a_browser_is_told_in_both_languages(visit: Visit, office):
    visitor = visit(office.officer)
    visitor.go("/")
    expect(visitor.page.locator("#old-browser")).to_be_hidden()
    visitor.page.add_init_script("CSS.supports = () => false")
    visitor.go("/")
    expect(visitor.page.locator("#old-browser")).to_contain_text("quá cũ")
    expect(visitor.page.locator("#old-browser")).to_contain_text("too old")
    visitor.picture("old-browser")
