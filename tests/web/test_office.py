"""What an office keeps: heading, grounds, signers, wording with its preview, rates, keys; and the registers' pages."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from consult import clock
from consult.actions.registers import reserve_number
from consult.demo import certificates
from consult.documents import parts
from consult.models import (
    DocumentWording,
    Expert,
    IncomingLetter,
    LegalGround,
    Organisation,
    Person,
    Rate,
    RegisterEntry,
    Seal,
    Signatory,
    SigningKey,
)


@pytest.fixture
def clerk(office, as_person):
    return as_person(office.clerk)


def text_of(answer) -> str:
    return answer.content.decode()


# ---------------------------------------------------------------- heading, grounds, signers, rates


def heading(**changed):
    return {"superior": "UBND tỉnh", "name": "Liên hiệp Hội tỉnh Mới", "symbol": "LHM", "place": "Nơi mới", **changed}


def test_the_heading_is_kept_and_goes_on_new_documents(office, clerk, new_walk):
    assert clerk.post(reverse("office"), heading()).status_code == 302
    union = Organisation.objects.get(pk=office.union.pk)
    assert (union.symbol, union.place) == ("LHM", "Nơi mới")
    refused = clerk.post(reverse("office"), heading(symbol="L/H"))
    assert refused.status_code == 422
    assert "gạch chéo" in text_of(refused)
    assert "L/H" in text_of(refused)


def rows(prefix_rows, initial):
    data = {"form-TOTAL_FORMS": len(prefix_rows), "form-INITIAL_FORMS": initial}
    for number, row in enumerate(prefix_rows):
        data |= {f"form-{number}-{name}": value for name, value in row.items()}
    return data


def test_grounds_are_added_ended_and_removed(office, clerk):
    LegalGround.objects.filter(union=office.union, position__gt=2).delete()
    first, second = LegalGround.objects.filter(union=office.union)
    kept = [
        {"id": first.pk, "text": first.text, "position": 1, "valid_to": "2026-12-31"},
        {"id": second.pk, "text": second.text, "position": 2, "DELETE": "on"},
        {"text": "Căn cứ Quyết định số 28/2016/QĐ-UBND.", "position": 3, "valid_from": "2016-07-01"},
    ]
    assert clerk.post(reverse("office_grounds"), rows(kept, 2)).status_code == 302
    assert list(LegalGround.objects.values_list("text", flat=True)) == [
        first.text, "Căn cứ Quyết định số 28/2016/QĐ-UBND",
    ]  # fmt: skip
    wrong = clerk.post(
        reverse("office_grounds"),
        rows([{"text": "Theo luật", "position": 1}, {"text": "Căn cứ A", "position": 2, "valid_from": "2026-02-01",
                                                     "valid_to": "2026-01-01"}], 0),
    )  # fmt: skip
    assert wrong.status_code == 422
    assert "bắt đầu bằng chữ" in text_of(wrong)
    assert "không thể trước ngày đầu" in text_of(wrong)


def png(mode="RGBA") -> SimpleUploadedFile:
    stream = BytesIO()
    Image.new(mode, (200, 80), (0, 0, 150, 0)[: len(mode)]).save(stream, format="PNG")
    return SimpleUploadedFile("ky.png", stream.getvalue(), content_type="image/png")


def test_a_signer_needs_to_say_for_whom(office, clerk):
    new = {"person": office.clerk.pk, "authority": "TUQ", "title": "Chánh Văn phòng"}
    wrong = clerk.post(reverse("office_signers"), rows([new], 0))
    assert wrong.status_code == 422
    assert "ký thay ai" in text_of(wrong)
    assert "Chánh Văn phòng" in text_of(wrong)
    data = rows([{**new, "principal": "Chủ tịch"}], 0)
    assert clerk.post(reverse("office_signers"), {**data, "form-0-picture": png()}).status_code == 302
    made = Signatory.objects.get(person=office.clerk)
    assert made.lines == ["TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]
    with made.picture.open("rb") as stream:
        assert stream.read(8) == b"\x89PNG\r\n\x1a\n"


def test_a_leader_is_no_signer_by_order(office, clerk):
    kept = Signatory.objects.filter(union=office.union)
    leader = kept.get(person=office.leader)
    by_order = {
        "id": leader.pk,
        "person": office.leader.pk,
        "authority": "TL",
        "principal": "Chủ tịch",
        "title": "Chánh",
    }
    wrong = clerk.post(reverse("office_signers"), rows([by_order], 1))
    assert wrong.status_code == 422
    assert list(wrong.context["rows"].forms[0].errors) == ["authority"]
    assert kept.get(person=office.leader).authority == ""
    # Whoever decides nothing may sign by order.
    new = {"person": office.clerk.pk, "authority": "TL", "principal": "Chủ tịch", "title": "Chánh Văn phòng"}
    assert clerk.post(reverse("office_signers"), rows([new], 0)).status_code == 302


def test_an_office_breaks_the_lines_of_its_name_and_changes_no_word(office, clerk):
    lines = "Liên hiệp Hội\n tỉnh Mới "
    values = {"superior": "", "name": "Liên hiệp Hội tỉnh Mới", "symbol": "LHM", "place": "Nơi mới"}
    wrong = clerk.post(reverse("office"), {**values, "heading_lines": "Liên hiệp\ntỉnh Mới"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["heading_lines"])
    assert clerk.post(reverse("office"), {**values, "heading_lines": lines}).status_code == 302
    office.union.refresh_from_db()
    assert office.union.heading_lines == "Liên hiệp Hội\ntỉnh Mới"
    assert parts.heading(office.union, None, date(2026, 1, 5))["issuer_lines"] == ["LIÊN HIỆP HỘI", "TỈNH MỚI"]


def test_degrees_stand_before_names_of_signers_only_where_an_office_wants_them(office, clerk):
    Expert.objects.create(person=office.leader, degree="TS.", keeper=office.union)
    leader = Person.objects.get(pk=office.leader.pk)
    assert parts.signature(leader, office.union)["name"] == leader.name
    values = {"name": office.union.name, "symbol": "LHH", "place": "Đắk Lắk", "degrees_before_names": "on"}
    assert clerk.post(reverse("office"), values).status_code == 302
    office.union.refresh_from_db()
    assert parts.signature(leader, office.union)["name"] == f"TS. {leader.name}"


@pytest.mark.parametrize("content", [b"GIF89a", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\nxxxx"])
def test_a_picture_is_a_png_or_nothing(office, clerk, content):
    wrong = clerk.post(reverse("keys"), {"form": "seal", "picture": SimpleUploadedFile("x.png", content)})
    assert wrong.status_code == 422
    assert "PNG" in text_of(wrong)


def test_no_picture_is_taken_on_a_disk_that_is_nearly_full(office, clerk, settings):
    settings.MIN_FREE = 2**60
    before = list(Seal.objects.values())
    refused = clerk.post(reverse("keys"), {"form": "seal", "picture": png()})
    assert refused.status_code == 422
    assert "sắp đầy" in text_of(refused)
    assert list(Seal.objects.values()) == before


def test_rates_are_kept(office, clerk):
    page = text_of(clerk.get(reverse("office_rates")))
    assert "1000000" in page
    assert clerk.post(reverse("office_rates"), {"meeting_chair": 1_200_000, "review_reviewer": ""}).status_code == 302
    assert Rate.objects.get(act="meeting", seat="chair").amount == 1_200_000
    assert Rate.objects.get(act="review").amount == 0
    assert clerk.post(reverse("office_rates"), {"meeting_chair": -5}).status_code == 422


# ---------------------------------------------------------------- wording


def test_a_wrong_placeholder_is_refused_with_its_place_marked_and_the_text_kept(office, clerk):
    address = reverse("office_wording", args=["refusal"])
    typed = "Kính gửi quý vị,\nmời {nguoi_nop} liên hệ."
    wrong = clerk.post(address, {"closing": typed, "recipients": "{proposer}"})
    assert wrong.status_code == 422
    told = text_of(wrong)
    assert "Dòng 2, ký tự 5: {nguoi_nop} không phải là chỗ điền" in told
    assert "mời <mark>{nguoi_nop}</mark> liên hệ." in told
    assert "Kính gửi quý vị," in told
    assert not DocumentWording.objects.exists()
    assert clerk.post(address, {"closing": "Liên hệ {union}.", "recipients": "{proposer}"}).status_code == 302
    assert DocumentWording.objects.get().sentences == {"closing": "Liên hệ {union}."}


def test_the_preview_shows_what_is_typed_before_it_is_kept(office, clerk):
    address = reverse("office_preview", args=["refusal"])
    shown = text_of(clerk.post(address, {"closing": "Một câu rất khác."}))
    default = text_of(clerk.post(address, {}))
    assert shown.count("data:image/png;base64,") == 1
    assert shown != default
    wrong = text_of(clerk.post(address, {"closing": "{sai}"}))
    assert "<mark>{sai}</mark>" in wrong
    assert "data:image" not in wrong
    assert not DocumentWording.objects.exists()


def test_every_document_has_a_page_of_its_wording(office, clerk):
    listed = text_of(clerk.get(reverse("office_wordings")))
    for kind in ("receipt", "review", "archive_contents", "response"):
        assert reverse("office_wording", args=[kind]) in listed
        assert clerk.get(reverse("office_wording", args=[kind])).status_code == 200
    assert clerk.get(reverse("office_wording", args=["none"])).status_code == 404


# ---------------------------------------------------------------- keys


def test_a_key_is_brought_in_shown_never_and_forgotten(office, as_person):
    client = as_person(office.leader)
    file = SimpleUploadedFile("toi.p12", certificates.demo_pkcs12("Chứng thư mới"))
    wrong = client.post(reverse("keys"), {"form": "own", "file": file, "password": "sai"})
    assert wrong.status_code == 422
    assert "Mật khẩu không mở được tệp này" in text_of(wrong)
    file.seek(0)
    client.post(reverse("keys"), {"form": "own", "file": file, "password": certificates.PASSWORD})
    page = text_of(client.get(reverse("keys")))
    assert "Chứng thư mới" in page
    assert certificates.PASSWORD not in page
    assert SigningKey.objects.get(person=office.leader).subject == "Chứng thư mới"
    client.post(reverse("drop_key", args=["own"]))
    assert not SigningKey.objects.filter(person=office.leader).exists()


def test_the_clerk_keeps_seal_and_roots(office, clerk):
    clerk.post(reverse("keys"), {"form": "seal", "picture": png()})
    assert Seal.objects.get(union=office.union).picture.size < 5_000
    other = certificates.Authority("Gốc khác")
    clerk.post(reverse("keys"), {"form": "root", "file": SimpleUploadedFile("goc.pem", other.pem)})
    assert set(office.union.trusted_roots.values_list("subject", flat=True)) == {certificates.AUTHORITY, "Gốc khác"}


def test_the_clerk_registers_a_signers_certificate_and_takes_it_out_again(office, clerk):
    content = certificates.demo_authority().issue("Chương trình ký")[0].public_bytes(Encoding.PEM)
    values = {"form": "certificate", "person": office.leader.pk}
    stranger = {**values, "person": office.investor_person.pk, "file": SimpleUploadedFile("a.pem", content)}
    assert clerk.post(reverse("keys"), stranger).status_code == 422
    clerk.post(reverse("keys"), {**values, "file": SimpleUploadedFile("a.pem", content)})
    row = office.union.signer_certificates.get()
    assert (row.person, row.subject) == (office.leader, "Chương trình ký")
    assert "Chương trình ký" in text_of(clerk.get(reverse("keys")))
    clerk.post(reverse("drop_certificate", args=[row.pk]))
    assert not office.union.signer_certificates.exists()


# ---------------------------------------------------------------- registers


def test_a_late_entry_and_its_refusal_on_the_page(office, clerk):
    today = clock.today()
    values = {"form": "late", "kind": "QĐ", "number": 1, "day": today.isoformat(), "subject": "Viết trên giấy"}
    wrong = clerk.post(reverse("registers"), {**values, "number": 3})
    assert wrong.status_code == 422
    assert "thiếu các số từ 1 đến 2" in text_of(wrong)
    assert "Viết trên giấy" in text_of(wrong)
    assert clerk.post(reverse("registers"), values).status_code == 302
    page = text_of(clerk.get(reverse("registers")))
    assert "01/QĐ-LHH" in page
    assert "số tiếp theo 02/QĐ-LHH" in page
    assert "lấy số trên giấy" in page


def test_incoming_letters_are_entered_with_their_dossier(walk, as_person):
    clerk = as_person(walk.office.clerk)
    values = {"arrived_on": clock.today().isoformat(), "sender": "Sở Tài chính", "subject": "Gửi hồ sơ"}
    wrong = clerk.post(reverse("incoming"), {**values, "dossier": "HS-KHONG-CO"})
    assert wrong.status_code == 422
    assert "Không có hồ sơ mang mã này" in text_of(wrong)
    clerk.post(reverse("incoming"), {**values, "dossier": walk.dossier.code.lower()})
    assert IncomingLetter.objects.get().dossier == walk.dossier
    assert "Sở Tài chính" in text_of(clerk.get(reverse("incoming")))


def test_registers_on_paper_and_as_a_sheet_hold_every_number(office, clerk):
    for number in range(60):
        reserve_number(union=office.union, kind="QĐ", subject=f"=1+{number}", by=office.clerk)
    entry = RegisterEntry.objects.get(number=7)
    entry.voided_at, entry.void_reason = clock.now(), "Ghi nhầm"
    entry.save()
    sheet = load_workbook(BytesIO(clerk.get(reverse("register_file", args=["out", "xlsx"])).content)).active
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[0] for row in found] == [f"{number:02d}/QĐ-LHH" for number in range(1, 61)]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.column == 3} == {"s"}
    assert found[6][9] == "Hủy: Ghi nhầm"
    # It prints: across, as wide as the paper, the head on each page; a date is a date, and no text is taken for a number.
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    above = sheet.oddHeader
    assert above.left.text == office.union.name.upper()
    assert above.right.text == f"Sổ đăng ký văn bản đi năm {clock.today().year}"
    assert "&P" in sheet.oddFooter.center.text
    assert (sheet["B2"].is_date, sheet["A2"].number_format) == (True, "@")
    document = PdfReader(BytesIO(clerk.get(reverse("register_file", args=["out", "pdf"])).content))
    text = " ".join(page.extract_text() for page in document.pages)
    assert all(f"{number:02d}/QĐ-LHH" in text for number in range(1, 61))
    cover = document.pages[0].extract_text()
    assert office.union.name.upper() in " ".join(cover.split())
    assert "từ số 01/QĐ-LHH đến số 60/QĐ-LHH" in cover
    assert document.pages[0].mediabox.width > document.pages[0].mediabox.height
    empty = clerk.get(reverse("register_file", args=["in", "pdf"]))
    assert "Chưa có văn bản" in PdfReader(BytesIO(empty.content)).pages[1].extract_text()
    assert clerk.get(reverse("register_file", args=["out", "exe"])).status_code == 404


def test_the_clerk_completes_rows_and_enters_a_number_with_a_letter_on_the_pages(office, clerk):
    entry = reserve_number(union=office.union, kind="QĐ", subject="Một", by=office.clerk)
    late = {
        "form": "late",
        "kind": "QĐ",
        "number": 1,
        "suffix": "a",
        "day": clock.today().isoformat(),
        "subject": "Hai",
    }
    assert clerk.post(reverse("registers"), late).status_code == 422
    assert clerk.post(reverse("registers"), late | {"reason": "Trên sổ giấy"}).status_code == 302
    assert clerk.post(reverse("complete_entry", args=[entry.pk]), {"copies": "0"}).status_code == 422
    sent = {"copies": "3", "passed_on": clock.today().isoformat(), "recipients": "Sở Xây dựng"}
    assert clerk.post(reverse("complete_entry", args=[entry.pk]), sent).status_code == 302
    assert clerk.get(reverse("complete_entry", args=[entry.pk])).context["form"].initial["copies"] == 3
    page = text_of(clerk.get(reverse("registers")))
    assert "01a/QĐ-LHH" in page
    assert "Sở Xây dựng" in page
    come = {"arrived_on": clock.today().isoformat(), "sender": "Sở", "subject": "Gửi"}
    assert clerk.post(reverse("incoming"), come).status_code == 302
    assert clerk.post(reverse("incoming"), come | {"suffix": "a"}).status_code == 422
    letter = IncomingLetter.objects.get()
    passed = {"handler": "Ban Tư vấn", "passed_on": clock.today().isoformat()}
    assert clerk.post(reverse("complete_letter", args=[letter.pk]), passed).status_code == 302
    assert "Ban Tư vấn" in text_of(clerk.get(reverse("incoming")))


def test_a_page_of_registers_costs_the_same_for_many_numbers(office, clerk, django_assert_max_num_queries):
    for number in range(45):
        reserve_number(union=office.union, kind="QĐ", subject=f"Số {number}", by=office.clerk)
    with django_assert_max_num_queries(20):
        clerk.get(reverse("registers"))
