"""What an office keeps: heading, grounds, signers, wording with its preview, rates, keys; and the registers' pages."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from consult import clock
from consult.actions.registers import reserve_number
from consult.demo import certificates
from consult.models import (
    IncomingPaper,
    LegalGround,
    Organisation,
    PaperText,
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


def test_the_heading_is_kept_and_goes_on_new_papers(office, clerk, new_walk):
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
    assert not PaperText.objects.exists()
    assert clerk.post(address, {"closing": "Liên hệ {union}.", "recipients": "{proposer}"}).status_code == 302
    assert PaperText.objects.get().sentences == {"closing": "Liên hệ {union}."}


def test_the_preview_shows_what_is_typed_before_it_is_kept(office, clerk):
    address = reverse("office_preview", args=["refusal"])
    shown = text_of(clerk.post(address, {"closing": "Một câu rất khác."}))
    default = text_of(clerk.post(address, {}))
    assert shown.count("data:image/png;base64,") == 1
    assert shown != default
    wrong = text_of(clerk.post(address, {"closing": "{sai}"}))
    assert "<mark>{sai}</mark>" in wrong
    assert "data:image" not in wrong
    assert not PaperText.objects.exists()


def test_every_paper_has_a_page_of_its_wording(office, clerk):
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


def test_incoming_papers_are_entered_with_their_dossier(walk, as_person):
    clerk = as_person(walk.office.clerk)
    values = {"arrived_on": clock.today().isoformat(), "sender": "Sở Tài chính", "subject": "Gửi hồ sơ"}
    wrong = clerk.post(reverse("incoming"), {**values, "dossier": "HS-KHONG-CO"})
    assert wrong.status_code == 422
    assert "Không có hồ sơ mang mã này" in text_of(wrong)
    clerk.post(reverse("incoming"), {**values, "dossier": walk.dossier.code.lower()})
    assert IncomingPaper.objects.get().dossier == walk.dossier
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
    assert found[6][4] == "Hủy: Ghi nhầm"
    paper = PdfReader(BytesIO(clerk.get(reverse("register_file", args=["out", "pdf"])).content))
    text = " ".join(page.extract_text() for page in paper.pages)
    assert all(f"{number:02d}/QĐ-LHH" in text for number in range(1, 61))
    assert paper.pages[0].mediabox.width > paper.pages[0].mediabox.height
    empty = clerk.get(reverse("register_file", args=["in", "pdf"]))
    assert "Chưa có văn bản" in PdfReader(BytesIO(empty.content)).pages[0].extract_text()
    assert clerk.get(reverse("register_file", args=["out", "exe"])).status_code == 404


def test_a_page_of_registers_costs_the_same_for_many_numbers(office, clerk, django_assert_max_num_queries):
    for number in range(45):
        reserve_number(union=office.union, kind="QĐ", subject=f"Số {number}", by=office.clerk)
    with django_assert_max_num_queries(20):
        clerk.get(reverse("registers"))
