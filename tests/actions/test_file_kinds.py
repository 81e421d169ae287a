"""Files as Word Online, LibreOffice, scanners and phones make them; what is refused is told the step that helps."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile

import docx
import pytest
from django.core.files.base import ContentFile
from openpyxl import Workbook
from PIL import Image
from pillow_heif import from_pillow
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from consult.actions.intake import draft_dossier
from consult.actions.uploads import add_file, wrong_kind
from consult.files import FileFaultError, identify

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def saved(thing) -> bytes:
    stream = io.BytesIO()
    thing.save(stream)
    return stream.getvalue()


def renamed(content: bytes, old: str, new: str) -> bytes:
    """An office file whose main part lies elsewhere, as other programs name it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename in ("[Content_Types].xml", "_rels/.rels"):
                data = data.replace(old.encode(), new.encode())
            target.writestr(entry.filename.replace(old, new), data)
    return made.getvalue()


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, data in files.items():
            target.writestr(name, data)
    return made.getvalue()


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(stream, kind)
    return stream.getvalue()


def phone_picture() -> bytes:
    return saved(from_pillow(Image.new("RGB", (60, 40), "blue")))


def pdf_with(script: str = "", user: str | None = None, owner: str | None = None) -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(200, 200)
    if script:
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        )
        page[NameObject("/AA")] = DictionaryObject({NameObject("/F"): action})
    if owner is not None:
        writer.encrypt(user or "", owner, algorithm="AES-256")
    writer.write(stream)
    return stream.getvalue()


GOOD = {
    "Word Online": (renamed(saved(docx.Document()), "word/document.xml", "word/document2.xml"), "docx"),
    "Excel elsewhere": (renamed(saved(Workbook()), "xl/workbook.xml", "xl/workbook2.xml"), "xlsx"),
    "LibreOffice": (zipped(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"}), "odt"),
    "TIFF": (picture("TIFF"), "tiff"),
    "WEBP": (picture("WEBP"), "webp"),
    "iPhone": (phone_picture(), "heic"),
    "owner's password": (pdf_with(owner="bi-mat"), "pdf"),
    "a number's format": (pdf_with('AFNumber_Format(0, 0, 0, 0, "", true);'), "pdf"),
    "a sum": (pdf_with('AFSimple_Calculate("SUM", new Array ("a", "b"));'), "pdf"),
}
BAD = {
    "a user's password": (pdf_with(user="mo", owner="bi-mat"), "pdf_locked"),
    "a script that asks the net": (pdf_with('app.launchURL("http://x.test");'), "program"),
    "a format and more": (pdf_with('AFNumber_Format(0, 0, 0, 0, "", true); app.alert("x");'), "program"),
    "Word 97": (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "old_doc"),
    "Excel 97": (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "old_xls"),
    "Word with a password": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "old_locked"),
    "RAR": (b"Rar!\x1a\x07\x01\0" + b"x" * 90, "rar"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"x" * 90, "7z"),
    "RTF": (b"{\\rtf1\\ansi x}", "rtf"),
    "macros of LibreOffice": (
        zipped(mimetype=b"application/vnd.oasis.opendocument.text", **{"Basic/Standard/Module1.xml": b"<x/>"}), "macros",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_known_for_what_it_is(name):
    content, kind = GOOD[name]
    assert identify(io.BytesIO(content)).kind == kind


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_taken_is_told_apart(name):
    content, code = BAD[name]
    with pytest.raises(FileFaultError) as refused:
        identify(io.BytesIO(content))
    assert refused.value.code == code


NAMES = [
    "Bản vẽ mặt bằng.pdf",
    "Thuyết minh thiết kế cơ sở.docx",
    "Hồ sơ đất đai huyện Krông Búk.pdf",
    "Dự toán công trình.xlsx",
]


def archive_of(names: list[bytes]) -> bytes:
    """A ZIP whose names are these bytes, with nothing said of their encoding."""
    marks = [chr(97 + number) * len(name) for number, name in enumerate(names)]
    content = zipped(**dict.fromkeys(marks, b"x"))
    for mark, name in zip(marks, names, strict=True):
        content = content.replace(mark.encode(), name)
    return content


@pytest.mark.parametrize("how", ["utf-8", "utf-8, decomposed", "cp1258"])
def test_names_in_an_archive_read_as_they_were_meant(how):
    names = [unicodedata.normalize("NFC" if how == "utf-8" else "NFD", name) for name in NAMES]
    raw = [name.encode(how.split(",")[0], "replace") for name in names]
    assert identify(io.BytesIO(archive_of(raw))).listing == NAMES


def test_what_a_file_manager_put_in_is_not_listed():
    content = zipped(**{"a.pdf": b"x", "__MACOSX/._a.pdf": b"x", "b/.DS_Store": b"x", "Thumbs.db": b"x"})
    assert identify(io.BytesIO(content)).listing == ["a.pdf"]


@pytest.mark.django_db
def test_a_phones_picture_can_be_seen_and_its_own_file_stays(office):
    dossier = draft_dossier(procedure=office.investment, proposer=office.investor, by=office.investor_person)
    item = next(one for one in office.investment.rules.checklist if "jpeg" in one.types)
    upload = ContentFile(phone_picture(), name="IMG_0001.HEIC")
    shown = add_file(dossier_id=dossier.pk, item_code=item.code, upload=upload, by=office.investor_person)
    kept = dossier.attachments.order_by("version")
    assert [(one.media_type, bool(re.fullmatch(r"IMG_0001\.\w+", one.name))) for one in kept] == [
        ("image/heic", True), ("image/jpeg", True),
    ]  # fmt: skip
    assert kept[1] == shown
    with Image.open(shown.file.open()) as seen:
        assert (seen.format, seen.size) == ("JPEG", (60, 40))
    assert kept[0].file.open().read() == phone_picture()


@pytest.mark.parametrize(("pages", "fault"), [(10_000, ""), (10_001, "too_many_pages")])
def test_a_pdf_that_no_browser_shows_to_its_end_is_refused(pages, fault):
    kids = " ".join(f"{number} 0 R" for number in range(3, pages + 3))
    objects = [
        "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj",
        f"2 0 obj <</Type/Pages/Count {pages}/Kids[{kids}]>> endobj",
    ]
    objects += [
        f"{number} 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>> endobj" for number in range(3, pages + 3)
    ]
    content, places = b"%PDF-1.7\n", []
    for one in objects:
        places.append(len(content))
        content += one.encode() + b"\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer <</Root 1 0 R/Size {len(places) + 1}>>\n"
    content += f"{end}startxref\n{len(content)}\n%%EOF".encode()
    try:
        assert identify(io.BytesIO(content)).pages == pages
        found = ""
    except FileFaultError as refused:
        found = refused.code
    assert found == fault


@pytest.mark.parametrize(
    ("kind", "kinds", "helped"), [("tiff", ["pdf", "jpeg"], True), ("tiff", ["jpeg"], False), ("dwg", ["pdf"], False)]
)
def test_what_its_program_can_print_is_told_the_way(kind, kinds, helped):
    refused = wrong_kind(kind, kinds)
    assert refused.code == "wrong_kind"
    assert kind.upper() in str(refused.reason)
    # One names the kinds that are taken, the other the step that leads to one of them.
    assert ("PDF" in str(refused.reason)) == ("pdf" in kinds)
    assert (", ".join(kinds).upper() in str(refused.reason)) != helped
