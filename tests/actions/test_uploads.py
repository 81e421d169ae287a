import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404
from PIL import Image
from pypdf import PdfWriter

from consult.actions.intake import draft_dossier
from consult.actions.uploads import add_file, remove_file
from consult.files import FileFaultError, identify
from consult.models import Attachment
from tests.refusals import refused


def pdf_bytes(password: str = "", pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def zip_bytes(**files: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return stream.getvalue()


def office_bytes(part: str, **more: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<x/>")
        for name, text in more.items():
            archive.writestr(name.replace("__", "/") + ".bin", text)
    return stream.getvalue()


def image_bytes(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf_bytes(), "pdf"),
        (office_bytes("word/document.xml"), "docx"),
        (office_bytes("xl/workbook.xml"), "xlsx"),
        (image_bytes("JPEG"), "jpeg"),
        (image_bytes("PNG"), "png"),
        (b"AC1032\x00\x00 drawing", "dwg"),
        (b"  0\nSECTION\n  2\nHEADER\n", "dxf"),
        (b"999\ncomment\n0\nSECTION\n", "dxf"),
        (zip_bytes(a_dot_txt="x"), "zip"),
    ],
)
def test_a_file_is_known_by_its_content(content, kind):
    assert identify(io.BytesIO(content)).kind == kind


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "rỗng"),
        (b"\n\n \0", "rỗng"),
        (pdf_bytes("secret"), "mật khẩu"),
        (pdf_bytes()[:60], "hỏng"),
        (pdf_bytes(pages=0), "không có trang"),
        (image_bytes("PNG")[:40], "hỏng"),
        (b"PK\x03\x04 not an archive", "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "DOCX"),
        (office_bytes("word/document.xml", word__vbaProject="macro"), "macro"),
        (b"MZ\x90\x00 program", "Không nhận ra"),
        (b"<html><script>alert(1)</script>", "Không nhận ra"),
    ],
)
def test_a_file_that_cannot_be_taken_gets_a_sentence(content, sentence):
    with pytest.raises(FileFaultError) as fault:
        identify(io.BytesIO(content))
    assert sentence in str(fault.value.reason)


@pytest.fixture
def draft(office):
    return draft_dossier(
        procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Dự án"
    )


def add(draft, content: bytes, name: str = "tệp.pdf", item: str = "request", by=None, replaces=None) -> Attachment:
    upload = ContentFile(content, name)
    return add_file(dossier_id=draft.pk, item_code=item, upload=upload, by=by or draft.submitter, replaces=replaces)


def test_versions_of_an_attachment_are_all_kept(draft):
    first = add(draft, pdf_bytes())
    second = add(draft, pdf_bytes(pages=2), replaces=first.pk)
    assert [(one.file_number, one.version) for one in (first, second)] == [(1, 1), (1, 2)]
    assert default_storage.exists(first.file.name)
    assert first.sha256 != second.sha256


def test_a_name_is_made_safe_and_gets_the_suffix_of_its_content(draft):
    attachment = add(draft, pdf_bytes(), "C:\\x\\Bản đồ\u202e.docx")
    assert attachment.name == "Bản đồ.docx.pdf"
    assert Path(attachment.file.name).parent.as_posix() == f"dossiers/{draft.pk}/request"


def test_an_archive_is_listed_and_not_unpacked(draft):
    attachment = add(draft, zip_bytes(a__b_dot_txt="x"), "bản vẽ.zip", "drawings")
    assert attachment.listing == ["a/b.txt"]


def test_a_kind_that_the_item_does_not_take_is_refused(draft):
    with pytest.raises(FileFaultError, match="ZIP"):
        add(draft, zip_bytes(a_dot_txt="x"), "x.zip", "request")


def test_limits_hold_for_a_file_and_for_the_dossier(draft, settings):
    settings.UPLOAD_FILE_LIMIT = 10
    with pytest.raises(FileFaultError):
        add(draft, pdf_bytes())
    settings.UPLOAD_FILE_LIMIT = 10**6
    settings.UPLOAD_DOSSIER_LIMIT = len(pdf_bytes()) + 10
    add(draft, pdf_bytes())
    with pytest.raises(FileFaultError, match="Tổng dung lượng"):
        add(draft, pdf_bytes())


class BrokenFile(ContentFile):
    """Ends in the middle, as when the disk is full."""

    def chunks(self, chunk_size=None):
        yield self.read(10)
        raise OSError("no space left")


def test_a_broken_upload_leaves_neither_row_nor_file(draft):
    upload = BrokenFile(pdf_bytes(pages=3), "tệp.pdf")
    with pytest.raises(FileFaultError, match="chọn lại sau ít phút"):
        add_file(dossier_id=draft.pk, item_code="request", upload=upload, by=draft.submitter)
    assert Attachment.objects.count() == 0
    sha256 = hashlib.sha256(pdf_bytes(pages=3)).hexdigest()
    assert not default_storage.exists(f"dossiers/{draft.pk}/request/1-{sha256[:16]}.pdf")


def test_a_strange_item_or_person_is_refused(draft, office):
    with refused("no_such_item"):
        add(draft, pdf_bytes(), item="unknown")
    with pytest.raises(Http404):
        add(draft, pdf_bytes(), by=office.department_person)


def test_files_of_a_submitted_dossier_stay(walk):
    attachment = walk.dossier.attachments.first()
    with refused("not_now"):
        add(walk.dossier, pdf_bytes())
    with refused("not_now"):
        remove_file(dossier_id=walk.dossier.pk, attachment_id=attachment.pk, by=walk.office.investor_person)
