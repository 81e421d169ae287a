"""The public page: what anyone may learn of a paper, and how many wrong codes one may try."""

from __future__ import annotations

import hashlib
import subprocess

import pytest
from django.test import Client
from django.urls import reverse

from consult.commands import documents, dossiers
from consult.documents.pictures import page_pictures
from consult.models import DocumentVersion, Dossier, Person, SigningKey
from consult.rules import verification


def page(code: str):
    return Client().get(reverse("verify_code", args=[code]))


def test_a_paper_is_found_by_its_code_however_it_is_typed(issued):
    document = issued.dossier.documents.get(kind="opinion")
    typed = verification.written(document.code).lower()
    answer = Client().get(reverse("verify"), {"code": f" {typed} "})
    assert answer["Location"] == reverse("verify_code", args=[document.code])
    told = page(document.code).content.decode()
    assert "Đã ban hành, còn hiệu lực" in told
    assert document.entry.symbol in told
    assert issued.dossier.title in told
    version = document.versions.get()
    with version.file.open("rb") as stream:
        assert hashlib.sha256(stream.read()).hexdigest() in told


def test_the_qr_on_the_paper_leads_to_its_page(issued, settings, tmp_path):
    document = issued.dossier.documents.get(kind="opinion")
    version = document.versions.get()
    with version.file.open("rb") as stream:
        pictures = list(page_pictures(stream.read(), dpi=150))
    picture = tmp_path / "page.png"
    picture.write_bytes(pictures[-1])
    read = subprocess.run(["zbarimg", "--quiet", "--raw", picture], capture_output=True, text=True, check=True).stdout
    assert read.strip() == settings.SITE_URL + reverse("verify_code", args=[document.code])


def test_a_confidential_dossier_keeps_its_subject(issued):
    documents.classify(dossier_id=issued.dossier.pk, by=issued.office.officer, confidential=True)
    document = issued.dossier.documents.get(kind="opinion")
    told = page(document.code).content.decode()
    assert issued.dossier.title not in told
    assert "mật" in told
    assert document.entry.symbol in told


def test_names_and_templates_of_today_do_not_reach_papers_of_old(issued):
    document = issued.dossier.documents.get(kind="opinion")
    before = page(document.code).content.decode().partition("<main")[2]
    union = issued.office.union
    union.name, union.symbol, union.place = "Liên hiệp Hội sau sáp nhập", "MOI", "Nơi khác"
    union.save()
    assert page(document.code).content.decode().partition("<main")[2] == before != ""


def test_revoked_and_replaced_papers_say_so_with_the_reason(issued):
    office = issued.office
    decision = issued.dossier.documents.get(kind="council_decision")
    opinion = issued.dossier.documents.get(kind="opinion")
    documents.revoke_paper(document_id=decision.pk, by=office.clerk, reason="Sai tên thành viên")
    told = page(decision.code).content.decode()
    assert "Đã thu hồi" in told
    assert "Sai tên thành viên" in told
    documents.revoke_paper(document_id=opinion.pk, by=office.clerk, reason="Sửa số", replaced_by=decision)
    told = page(opinion.code).content.decode()
    assert "Đã được thay thế" in told
    assert decision.entry.symbol in told


def test_of_a_confidential_paper_neither_the_reason_nor_its_replacements_title_is_told(issued):
    office = issued.office
    decision = issued.dossier.documents.get(kind="council_decision")
    receipt = issued.dossier.documents.get(kind="receipt")
    type(decision).objects.filter(pk=receipt.pk).update(entry=None, title="Giấy tờ về mỏ ở Pơng Đrang")
    receipt.refresh_from_db()
    documents.revoke_paper(document_id=decision.pk, by=office.clerk, reason="Lộ vị trí mỏ", replaced_by=receipt)
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


def test_a_paper_that_is_not_issued_yet_shows_no_file(drafted):
    SigningKey.objects.all().delete()
    drafted.do("approve_opinion", drafted.seat("chair"), decision="approve")
    drafted.do("sign_opinion", drafted.office.leader, decision="approve")
    drafted.issue()
    document = drafted.dossier.documents.get(kind="opinion")
    told = page(document.code).content.decode()
    assert "Chưa ban hành" in told
    assert document.versions.get().sha256 not in told


def test_every_file_of_a_paper_is_recognised(issued):
    document = issued.dossier.documents.get(kind="opinion")
    acts_by = Person.objects.get(pk=issued.office.clerk.pk)
    documents.make_paper_again(document_id=document.pk, by=acts_by)
    from consult import tasks  # noqa: PLC0415

    tasks.work_off()
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


def test_withdrawn_opinions_never_became_papers(reviewed):
    dossiers.withdraw(dossier_id=reviewed.dossier.pk, by=reviewed.office.investor_person, reason="Thôi")
    assert not reviewed.dossier.documents.filter(kind="opinion").exists()
