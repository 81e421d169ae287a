"""From an empty database, by pages alone, to the issued opinion on a dossier of a kind that the office made for itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from playwright.sync_api import expect

from consult.actions.setting_up import make_code
from consult.demo.dossiers import settle_inline
from consult.demo.files import attachment
from consult.demo.office import Office
from consult.demo.walk import Walk
from consult.models import Dossier, Organisation, Person, Procedure
from tests.browser.conftest import Visitor, Window, fill, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ALONE, WORD = "an@lhh.example", "Mật-khẩu-rất-dài-7"
KIND = "Đề án chuyển đổi đất lúa"
PROPOSER = "thu@congty.example"
RICE, MAP, RISK = "Có chuyển đất lúa không?", "Bản đồ hiện trạng sử dụng đất lúa", "Mức độ rủi ro"


def test_an_empty_database_comes_to_an_opinion_of_a_kind_of_its_own(window: Window, tmp_path: Path) -> None:
    office = window()
    set_up(office)
    make_kind(office)
    enter_experts(office, tmp_path)
    proposer = let_in(window, office, tmp_path)
    submit(proposer, tmp_path)
    walk = to_reviews()
    write_review(window, walk)
    issue(office, walk)


def set_up(office: Visitor) -> None:
    """An office of one: the same person leads, handles dossiers, numbers, and runs Consult."""
    page = office.go("/")
    fill(office, code=make_code())
    page.keyboard.press("Enter")
    page.locator("[name=province]").select_option("Đắk Lắk")
    for _page in ("letterhead", "numbers"):
        office.press("Tiếp")
    office.press("Tiếp")
    fill(office, people__0__name="Nguyễn Thị An", people__0__email=ALONE)
    for role in ("leader", "officer", "clerk", "administrator"):
        page.locator(f"[name=people-0-roles][value={role}]").check()
    for _page in ("work", "mail", "check"):
        office.press("Tiếp")
    office.press("Thiết lập văn phòng")
    fill(office, password1=WORD, password2=WORD)
    page.keyboard.press("Enter")
    expect(page.locator("[data-item=heading]")).to_be_visible()


def make_kind(office: Visitor) -> None:
    page = office.go(reverse("new_kind"))
    fill(office, name=KIND)
    page.locator("[name=consultations][value=critique]").check()
    page.locator("[name=submitters][value=investor]").check()
    page.locator("[name=source]").select_option("empty")
    office.picture("new-kind")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(re.compile(r"/office/procedures/\d+/$"))
    version = Procedure.objects.get(kind__name=KIND, in_force_from=None)
    part(office, version, "council", least="3", least_reviewers="1", least_reviews="1", most="5")
    # What the proposer is asked decides over an attachment, what a reviewer answers over another question.
    lines(office, version, "questions", {RICE: {"kind": "yes_no"}})
    lines(office, version, "checklist", {"Tờ trình": {}, MAP: {"asked_if": f"{RICE} – Có"}})
    lines(
        office,
        version,
        "review-form",
        {RISK: {"kind": "choice", "options": "Thấp\nCao"}, "Biện pháp": {"kind": "text"}},
    )
    lines(office, version, "review-form", {RISK: {}, "Biện pháp": {"asked_if": f"{RISK} – Cao"}})
    page = office.go(reverse("office_procedure", args=[version.pk]))
    office.picture("own-procedure")
    page.locator("form[action$='/begin/'] button").click()
    page.wait_for_load_state()
    version.refresh_from_db()
    assert version.is_in_force()


def part(office: Visitor, version: Procedure, name: str, **values: str) -> None:
    page = office.go(reverse("procedure_part", args=[version.pk, name]))
    fill(office, **values)
    save(office, version)
    expect(page.locator(f"#part-{name}")).to_be_visible()


def lines(office: Visitor, version: Procedure, name: str, wanted: dict[str, dict[str, str]]) -> None:
    """Type these lines, each with its title, kind, options, and the answer after which it is asked for."""
    page = office.go(reverse("procedure_part", args=[version.pk, name]))
    rows = page.locator("form[data-ordered] [data-rows] > [data-row]")
    for place, (title, said) in enumerate(wanted.items()):
        if rows.count() == place:
            page.locator("button[value=add]").click()
            page.wait_for_load_state()
        row = rows.nth(place)
        row.locator("input[name$=-title]").fill(title)
        if "kind" in said:
            row.locator("select[name$=-kind]").select_option(said["kind"])
        if "options" in said:
            row.locator("textarea[name$=-options]").fill(said["options"])
        if "asked_if" in said:
            row.locator("details summary").last.click()
            row.get_by_label(said["asked_if"], exact=True).check()
    office.picture(f"own-{name}")
    save(office, version)


def save(office: Visitor, version: Procedure) -> None:
    office.page.locator("main form .btn-primary[type=submit]").last.click()
    office.page.wait_for_url("**" + reverse("office_procedure", args=[version.pk]))


def enter_experts(office: Visitor, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Họ và tên", "Học hàm, học vị", "Email", "Đơn vị công tác"])
    for number, name in enumerate(["Phạm Thử", "Lê Văn Kiểm", "Y Thử Niê", "Hoàng Thị Xem"]):
        book.active.append([name, "TS.", f"cg{number}@vien.example", f"Viện số {number}"])
    path = tmp_path / "chuyên gia.xlsx"
    book.save(path)
    page = office.go(reverse("read_experts"))
    page.locator("input[type=file]").set_input_files(path)
    page.locator("main form .btn-primary[type=submit]").click()
    page.wait_for_load_state()
    office.picture("own-experts")
    page.locator("button[name=apply]").click()
    page.wait_for_load_state()
    assert Person.objects.filter(email__endswith="@vien.example").count() == 4


def let_in(window: Window, office: Visitor, tmp_path: Path) -> Visitor:
    """An investor that nobody knows asks for access with its letter; the office agrees."""
    stranger = window()
    page = stranger.go(reverse("ask_access"))
    fill(stranger, body_name="Công ty TNHH Thử", asker="Đinh Thử", email=PROPOSER, phone="0905 000 333")
    page.locator("[name=kind]").select_option("investor")
    letter = tmp_path / "công văn.pdf"
    letter.write_bytes(attachment(Procedure.objects.first().rules.checklist[0], "Đất lúa", "Công ty").read())
    page.locator("input[type=file]").set_input_files(letter)
    page.locator("main form .btn-primary[type=submit]").click()
    page.wait_for_load_state()
    page = office.go(reverse("access_requests"))
    page.get_by_text("Công ty TNHH Thử").first.click()
    page.wait_for_load_state()
    page.locator("button[value=accept]").click()
    page.wait_for_load_state()
    return signed_in(window, Person.objects.get(email=PROPOSER))


def signed_in(window: Window, person: Person) -> Visitor:
    """A window of theirs; signing in is tested elsewhere."""
    client = Client()
    client.force_login(person)
    visitor = window()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    visitor.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": visitor.base}])
    return visitor


def submit(proposer: Visitor, tmp_path: Path) -> None:
    page = proposer.go("/dossiers/new/")
    page.get_by_text(KIND).first.click()
    proposer.press("Tiếp")
    fill(proposer, title="Chuyển 12 ha đất lúa xã Thử", location="Xã Thử", summary="Làm khu dân cư.")
    page.locator("[name^=answer_][value=no]").check()
    proposer.press("Lưu và tiếp tục")
    rules = Procedure.objects.get(kind__name=KIND).rules
    expect(page.get_by_text(MAP)).to_have_count(0)
    page.get_by_role("link", name="Quay lại").click()
    page.locator("[name^=answer_][value=yes]").check()
    proposer.press("Lưu và tiếp tục")
    for item in rules.checklist:
        path = tmp_path / f"{item.code}.pdf"
        path.write_bytes(attachment(item, "Đất lúa", "Công ty").read())
        row = page.locator(f"#item-{item.code}")
        row.locator("input[type=file]").set_input_files(path)
        expect(row.get_by_role("link", name=path.name, exact=True).first).to_be_visible()
    proposer.picture("own-attachments")
    page.get_by_role("link", name="Kiểm tra và nộp").click()
    proposer.press("Nộp hồ sơ")
    expect(page.get_by_text("Đã nộp. Mã hồ sơ là")).to_be_visible()


def to_reviews() -> Walk:
    """What other journeys show in the browser: completeness, council, invitations."""
    union = Organisation.objects.get(kind="union")
    alone, proposer = Person.objects.get(email=ALONE), Person.objects.get(email=PROPOSER)
    procedure = Procedure.objects.get(kind__name=KIND)
    experts = list(Person.objects.filter(email__endswith="@vien.example").order_by("email"))
    body = proposer.memberships.get().organisation
    office = Office(
        union, body, body, procedure, procedure, alone, alone, alone, alone, alone, proposer, proposer, experts
    )
    walk = Walk(office, settle_inline)
    walk.dossier = Dossier.objects.get()
    walk.settle(walk.dossier)
    walk.do("check_completeness", alone, decision="accept")
    kinds = ("chair", "reviewer", "reviewer", "member")
    walk.do("propose_council", alone, seats=[*zip(experts, kinds, strict=True), (alone, "secretary")])
    walk.approve_council(alone)
    walk.accept_all()
    return walk


def write_review(window: Window, walk: Walk) -> None:
    reviewer, other = (review.seat.person for review in walk.open_reviews())
    visitor = signed_in(window, reviewer)
    page = visitor.work("Viết phiếu nhận xét")
    measures = page.locator("#review-form textarea").first
    expect(measures).to_be_hidden()
    page.get_by_role("radiogroup", name=RISK).get_by_text("Cao", exact=True).click()
    expect(measures).to_be_visible()
    measures.fill("Hoàn trả diện tích đất lúa.")
    until(page, "document.querySelector('[data-status]').textContent.includes('Đã lưu')")
    page.get_by_label("Thông qua, có chỉnh sửa").check()
    visitor.picture("own-review")
    visitor.press("Nộp phiếu")
    expect(page.get_by_text("Đã nộp phiếu nhận xét.")).to_be_visible()
    walk.review(other)


def issue(office: Visitor, walk: Walk) -> None:
    walk.call_meeting()
    walk.hold_meeting()
    walk.draft()
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    office.work("Ký văn bản")
    office.press("Ký văn bản")
    office.work("Cấp số, ban hành văn bản")
    office.press("Cấp số và ban hành")
    walk.settle(walk.dossier)
    page = office.go(reverse("dossier", args=[walk.dossier.pk]))
    expect(page.locator("#documents").get_by_role("link", name="Báo cáo kết quả").first).to_be_visible()
    office.picture("own-issued")
    opinion = walk.dossier.documents.get(kind="opinion")
    assert opinion.entry.number == 1
    assert opinion.versions.latest("pk").sha256
