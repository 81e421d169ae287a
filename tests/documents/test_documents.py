"""Documents: right words, right face, right page, and nothing fetched from anywhere."""

from __future__ import annotations

import io
import unicodedata

import pytest
from pypdf import PdfReader

from consult import tasks
from consult.documents import DEFINITIONS, pdf
from consult.models import DocumentVersion

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
A4 = (595, 842)


@pytest.fixture
def documents(issued):
    tasks.work_off()
    read = {}
    for document in issued.dossier.documents.all():
        with document.versions.get().file.open("rb") as stream:
            read[document.kind] = (document, PdfReader(io.BytesIO(stream.read())))
    return read


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_every_document_carries_the_heading_the_number_and_the_date(documents):
    # Those that every dossier gets on its straight way.
    assert set(documents) >= {
        "receipt", "council_decision", "meeting_invitation", "attendance_list", "ballot", "review", "reviewer_invitation",
        "minutes", "opinion",
    }  # fmt: skip
    for document, reader in documents.values():
        text = text_of(reader)
        assert COUNTRY in text, document.kind
        assert "Độc lập - Tự do - Hạnh phúc" in text, document.kind
        assert "Đắk Lắk, ngày" in text, document.kind
        if document.entry:
            assert f"Số: {document.entry.symbol}" in text, document.kind
        assert unicodedata.is_normalized("NFC", text), document.kind


def test_pages_are_a4_with_the_projects_face_embedded(documents):
    for _document, reader in documents.values():
        for page in reader.pages:
            assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
            for reference in page["/Resources"]["/Font"].values():
                font = reference.get_object()
                assert "Tinos" in font["/BaseFont"]
                descendant = font["/DescendantFonts"][0].get_object()
                descriptor = descendant["/FontDescriptor"].get_object()
                assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_no_signature_stands_alone_on_a_page(documents):
    for kind in ("council_decision", "minutes", "opinion", "meeting_invitation"):
        _document, reader = documents[kind]
        for page in reader.pages[1:]:
            assert len(page.extract_text().split()) > 25, kind


def test_page_numbers_begin_on_the_second_page(documents):
    _document, reader = documents["council_decision"]
    lines = [page.extract_text().split("\n") for page in reader.pages]
    assert len(lines) > 1
    assert "1" not in lines[0]
    for number, page in enumerate(lines[1:], start=2):
        assert str(number) in page


def test_what_a_document_says_does_not_change_with_the_people(issued):
    document = issued.dossier.documents.get(kind="council_decision")
    chair = issued.seat("chair")
    before = pdf.to_html(document.kind, document.title, document.versions.get().data)
    chair.name = "Tên Đã Đổi"
    chair.save()
    issued.office.union.name = "Liên hiệp Hội sau sáp nhập"
    issued.office.union.save()
    assert pdf.to_html(document.kind, document.title, document.versions.get().data) == before


def test_text_of_users_is_text(new_walk):
    walk = new_walk('<img src="file:///etc/passwd"><b>Dự án</b> & "công ty"')
    document = walk.dossier.documents.get()
    html = pdf.to_html(document.kind, document.title, document.versions.get().data)
    assert "<img" not in html
    assert "&lt;img" in html
    tasks.work_off()
    with document.versions.get().file.open("rb") as stream:
        assert "file:///etc/passwd" in text_of(PdfReader(io.BytesIO(stream.read())))


def test_a_document_with_a_very_long_title_and_many_seats_stays_on_its_pages(new_walk):
    title = "Đề án phát triển bền vững " * 18
    walk = new_walk(title.strip())
    office = walk.office
    walk.do("check_completeness", office.officer, decision="accept")
    walk.do("propose_council", office.officer, seats=[*walk.seats(size=11)])
    walk.approve_council(office.leader)
    tasks.work_off()
    version = walk.dossier.documents.get(kind="council_decision").versions.get()
    with version.file.open("rb") as stream:
        text = text_of(PdfReader(io.BytesIO(stream.read())))
    assert title.split(maxsplit=1)[0] in text
    assert "11 thành viên" in text
    for seat in walk.dossier.council.seats.all():
        assert seat.person.name in text


def test_examples_hold_what_real_documents_hold(issued):
    """So that previews and the tests of layout show every field."""
    issued.do("respond", issued.office.investor_person, body="Tiếp thu.")
    issued.do("archive_dossier", issued.office.officer)
    of_all = {
        "code",
        "title",
        "kind",
        "proposer",
        "union",
        "say",
        "recipients",
        "grounds",
        "heading",
        "verify",
        "closer",
    }
    for version in DocumentVersion.objects.select_related("document"):
        kind = version.document.kind
        assert set(version.data) - of_all == set(DEFINITIONS[kind].sample) - of_all, kind
