"""The public page: what anyone may learn of a document, and how many wrong codes one may try."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from consult import clock, tasks
from consult.commands import documents, dossiers
from consult.demo.files import sample_pdf
from consult.documents import DEFINITIONS, example, pdf
from consult.models import DocumentSignature, DocumentVersion, Dossier, Person, SigningKey
from consult.queries.verification import Signed, look_up
from consult.rules import verification

# Headers that differ between any two answers.
CHANGING = {"Set-Cookie", "Content-Security-Policy", "X-Request-ID"}


def page(code: str):
    return Client().get(reverse("verify_code", args=[code]))


def said(document) -> tuple[str, bool]:
    """What the page says of a document, and whether it says more to who holds one of its files."""
    told = page(document.code).content.decode()
    (state,) = re.findall(r'data-state="(\w+)"', told)
    return state, "data-standing=" in told


def test_a_document_is_found_by_its_code_however_it_is_typed(issued):
    document = issued.dossier.documents.get(kind="opinion")
    typed = verification.written(document.code).lower()
    answer = Client().get(reverse("verify"), {"code": f" {typed} "})
    assert answer["Location"] == reverse("verify_code", args=[document.code])
    told = page(document.code).content.decode()
    assert said(document) == ("signed", False)
    assert issued.office.leader.name in told
    assert document.entry.symbol in told
    assert issued.dossier.title in told
    # The office's own code tells a stranger nothing.
    assert issued.dossier.code not in told
    version = document.versions.get()
    with version.file.open("rb") as stream:
        assert hashlib.sha256(stream.read()).hexdigest() in told


def test_the_qr_on_the_document_leads_to_its_page(issued, settings, tmp_path):
    document = issued.dossier.documents.get(kind="opinion")
    version = document.versions.get()
    with version.file.open("rb") as stream:
        assert read_qr(stream.read(), tmp_path) == [settings.SITE_URL + reverse("verify_code", args=[document.code])]


def read_qr(content: bytes, folder: Path) -> list[str]:
    """What the QR codes of a document say, as a coarse scanner sees them: 100 dots per inch."""
    file = folder / "paper.pdf"
    file.write_bytes(content)
    subprocess.run(["pdftoppm", "-r", "100", "-png", file, folder / "page"], check=True)
    pictures = sorted(folder.glob("page-*.png"))
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", *pictures], capture_output=True, text=True, check=False
    ).stdout
    for picture in pictures:
        picture.unlink()
    return read.split()


@pytest.mark.parametrize("site", ["http://localhost:8000", "https://tuvanphanbien.lienhiephoikhkt.daklak.gov.vn"])
def test_a_coarse_scan_shows_the_qr_of_every_kind(office, settings, tmp_path, site):
    settings.SITE_URL = site
    for kind, definition in DEFINITIONS.items():
        if definition.issued:
            code, data = verification.new_code(), example(definition, office.union, clock.today())
            address = site + reverse("verify_code", args=[code])
            data["verify"] = {**data["verify"], "code": verification.written(code), "url": address}
            assert read_qr(pdf.render(kind, "x", data).content, tmp_path) == [address], kind


def test_a_confidential_dossier_keeps_its_subject(issued):
    documents.classify(dossier_id=issued.dossier.pk, by=issued.office.officer, confidential=True)
    document = issued.dossier.documents.get(kind="opinion")
    told = page(document.code).content.decode()
    assert issued.dossier.title not in told
    assert "mật" in told
    assert document.entry.symbol in told


def test_names_and_templates_of_today_do_not_reach_documents_of_old(issued):
    document = issued.dossier.documents.get(kind="opinion")
    before = page(document.code).content.decode().partition("<main")[2]
    union = issued.office.union
    union.name, union.symbol, union.place = "Liên hiệp Hội sau sáp nhập", "MOI", "Nơi khác"
    union.save()
    assert page(document.code).content.decode().partition("<main")[2] == before != ""


def test_revoked_and_replaced_documents_say_so_with_the_reason(issued):
    office = issued.office
    decision = issued.dossier.documents.get(kind="council_decision")
    opinion = issued.dossier.documents.get(kind="opinion")
    documents.revoke_document(document_id=decision.pk, by=office.clerk, reason="Sai tên thành viên")
    told = page(decision.code).content.decode()
    assert "Đã thu hồi" in told
    assert "Sai tên thành viên" in told
    documents.revoke_document(document_id=opinion.pk, by=office.clerk, reason="Sửa số", replaced_by=decision)
    told = page(opinion.code).content.decode()
    assert said(decision) == ("revoked", True)
    assert said(opinion) == ("replaced", True)
    # Said in the heading, beside "replaced by", and to who compares a file of it.
    assert told.count(decision.entry.symbol) == 3


def test_nobodys_signature_is_claimed_for_what_waits_for_a_hand(drafted):
    SigningKey.objects.all().delete()
    DocumentVersion.objects.filter(document__dossier=drafted.dossier).update(source="rendered")
    DocumentSignature.objects.all().delete()
    decision = drafted.dossier.documents.get(kind="council_decision")
    assert said(decision) == ("by_hand", True)
    documents.bring_signed_document(
        document_id=decision.pk, by=drafted.office.clerk, upload=sample_pdf("Bản quét"), source="scan"
    )
    assert said(decision) == ("signed", False)
    assert look_up(decision.code).signed == [
        Signed(drafted.office.leader.name, decision.versions.latest("version").rendered_at, on_paper=True)
    ]


def test_who_signed_and_when_is_told_as_it_was_kept(issued):
    document = issued.dossier.documents.get(kind="opinion")
    version = document.versions.get()
    names = [issued.office.leader.name, version.data["heading"]["issuer"]]
    assert [one.name for one in look_up(document.code).signed] == names
    assert {one.at for one in look_up(document.code).signed} == {version.signatures.first().signed_at}
    # A file of before its signatures were kept as rows says the same.
    version.signatures.all().delete()
    assert look_up(document.code).signed == [Signed(names[0], version.rendered_at)]


def test_head_is_answered_as_get_without_its_body(issued):
    document = issued.dossier.documents.get(kind="opinion")
    known, unknown = (
        reverse("verify_code", args=[document.code]),
        reverse("verify_code", args=[verification.new_code()]),
    )
    for address in (reverse("verify"), known, unknown, f"{reverse('verify')}?code={document.code}", known.rstrip("/")):
        got, headed = Client().get(address), Client().head(address)
        assert (headed.status_code, headed.content) == (got.status_code, b"")
        ours = {name: value for name, value in headed.headers.items() if name not in CHANGING}
        assert ours == {name: value for name, value in got.headers.items() if name not in CHANGING}


def test_of_a_confidential_document_neither_the_reason_nor_its_replacements_title_is_told(issued):
    office = issued.office
    decision = issued.dossier.documents.get(kind="council_decision")
    receipt = issued.dossier.documents.get(kind="receipt")
    type(decision).objects.filter(pk=receipt.pk).update(entry=None, title="Giấy tờ về mỏ ở Pơng Đrang")
    receipt.refresh_from_db()
    documents.revoke_document(document_id=decision.pk, by=office.clerk, reason="Lộ vị trí mỏ", replaced_by=receipt)
    told = page(decision.code).content.decode()
    assert "Lộ vị trí mỏ" in told
    assert "Giấy tờ về mỏ" in told
    Dossier.objects.filter(pk=issued.dossier.pk).update(confidential=True)
    told = page(decision.code).content.decode()
    assert "Thay thế" in told or "thay thế" in told
    for secret in ("Lộ vị trí mỏ", "Giấy tờ về mỏ", issued.dossier.title):
        assert secret not in told


def test_search_engines_keep_nothing(issued):
    code = issued.dossier.documents.get(kind="council_decision").code
    for address in (reverse("verify"), reverse("verify_code", args=[code]), reverse("account_login"), "/nowhere/"):
        assert Client().get(address)["X-Robots-Tag"] == "noindex, nofollow", address


def test_a_document_that_is_not_issued_yet_shows_no_file(drafted):
    SigningKey.objects.all().delete()
    drafted.do("approve_opinion", drafted.seat("chair"), decision="approve")
    drafted.do("sign_opinion", drafted.office.leader, decision="approve")
    drafted.issue()
    document = drafted.dossier.documents.get(kind="opinion")
    told = page(document.code).content.decode()
    assert said(document) == ("waiting", False)
    assert document.versions.get().sha256 not in told


def test_every_file_of_a_document_is_recognised(issued):
    tasks.work_off()
    document = issued.dossier.documents.exclude(code=None).get(kind="receipt")
    acts_by = Person.objects.get(pk=issued.office.clerk.pk)
    documents.make_document_again(document_id=document.pk, by=acts_by)
    tasks.work_off()
    # From the same data the same file is made; another hash stands for one that was made by another version.
    DocumentVersion.objects.filter(document=document, version=2).update(sha256="f" * 64)
    told = page(document.code).content.decode()
    hashes = list(DocumentVersion.objects.filter(document=document).values_list("sha256", flat=True))
    assert len(set(hashes)) == 2
    assert all(hash_ in told for hash_ in hashes)
    assert told.index(hashes[1]) < told.index(hashes[0])


def test_wrong_codes_are_counted_and_then_nobody_at_this_address_is_answered(issued, settings):
    document = issued.dossier.documents.get(kind="opinion")
    settings.WRONG_CODES_AT_MOST = 3
    for _ in range(5):
        assert page(document.code).status_code == 200
    wrong = [page(verification.new_code()).status_code for _ in range(5)]
    assert wrong == [404, 404, 404, 429, 429]
    assert page(document.code).status_code == 429
    elsewhere = Client(REMOTE_ADDR="10.9.8.7")
    assert elsewhere.get(reverse("verify_code", args=[document.code])).status_code == 200


@pytest.mark.parametrize("typed", ["abc", "UUUU-UUUU-UUUU-UUUU", "<script>alert(1)</script>", "🙂" * 16])
def test_what_cannot_be_a_code_is_answered_and_kept(db, typed):
    answer = Client().get(reverse("verify"), {"code": typed})
    assert answer.status_code == 404
    told = answer.content.decode()
    assert "Không có văn bản nào mang mã này" in told
    assert "<script>alert" not in told


def test_withdrawn_opinions_never_became_documents(reviewed):
    dossiers.withdraw(dossier_id=reviewed.dossier.pk, by=reviewed.office.investor_person, reason="Thôi")
    assert not reviewed.dossier.documents.filter(kind="opinion").exists()
