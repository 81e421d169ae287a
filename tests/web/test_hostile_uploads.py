"""Files made to do harm: each is refused with a clear sentence, or kept so that it harms nobody."""

from __future__ import annotations

import io
import os
import shutil
import stat
import struct
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from consult.actions import virus
from consult.actions.intake import draft_dossier
from consult.models import Attachment
from tests.servers import silent_server
from tests.test_programs_in_files import pdf
from tools.processes import free_port, listening

pytestmark = pytest.mark.django_db

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<script>alert(1)</script>"


def action(kind: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/JS"): TextStringObject("app.alert(1)")})


def opens_with(kind: str) -> Callable[[PdfWriter], None]:
    return lambda writer: writer.root_object.__setitem__(NameObject("/OpenAction"), action(kind))


def mark_with_launch(writer: PdfWriter) -> None:
    mark = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4),
            NameObject("/A"): action("/Launch"),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([mark])


def named_script(writer: PdfWriter) -> None:
    scripts = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), action("/JavaScript")])})
    names = DictionaryObject({NameObject("/JavaScript"): scripts})
    writer.root_object[NameObject("/Names")] = names


def page_with_script(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action("/JavaScript")})


def archive(files: dict[str, bytes], *, link: str = "", compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as made:
        for name, content in files.items():
            made.writestr(name, content)
        if link:
            entry = zipfile.ZipInfo(link)
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            made.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def office_file(part: str, **more: bytes) -> bytes:
    return archive(
        {"[Content_Types].xml": b"<Types/>", part: b"<x/>", **{k.replace("__", "/"): v for k, v in more.items()}}
    )


def lying_sizes() -> bytes:
    """An archive whose directory declares five gibibytes for an entry of a few bytes."""
    content = archive({"a.txt": b"x"}, compression=zipfile.ZIP_STORED)
    place = content.index(b"PK\x01\x02")
    return content[: place + 24] + struct.pack("<I", 0xFFFFFFFE) + content[place + 28 :]


def overlapping() -> bytes:
    """An archive whose entries all point at the same bytes."""
    content = archive({"a.bin": os.urandom(5000)}, compression=zipfile.ZIP_STORED)
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    directory = content[start:end]
    tail = bytearray(content[end:])
    struct.pack_into("<HHI", tail, 8, 50, 50, len(directory) * 50)
    return content[:start] + directory * 50 + bytes(tail)


def wide_picture() -> bytes:
    stream = io.BytesIO()
    Image.new("1", (30_000, 10)).save(stream, "PNG")
    return stream.getvalue()


REFUSED = {
    "HTML as PDF": ("a.pdf", b"<!DOCTYPE html>" + SCRIPT, "Không nhận ra"),
    "SVG as PDF": ("a.pdf", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "Không nhận ra"),
    "HTML before a PDF": ("a.pdf", b"<html>" + SCRIPT + pdf(), "đứng trước"),
    "script before a PDF": ("a.pdf", b"#!/bin/sh\nrm -rf /\n" + pdf(), "đứng trước"),
    "a PDF that opens with a script": ("a.pdf", pdf(opens_with("/JavaScript")), "chương trình"),
    "a PDF that starts a program": ("a.pdf", pdf(opens_with("/Launch")), "chương trình"),
    "a PDF with named scripts": ("a.pdf", pdf(named_script), "chương trình"),
    "a PDF with a mark that starts a program": ("a.pdf", pdf(mark_with_launch), "chương trình"),
    "a PDF with a page that runs a script": ("a.pdf", pdf(page_with_script), "chương trình"),
    "a truncated PDF": ("a.pdf", pdf()[:200], "hỏng"),
    "nothing but the first line of a PDF": ("a.pdf", b"%PDF-1.7\n", "hỏng"),
    "an empty file": ("a.pdf", b"", "rỗng"),
    "noughts": ("a.pdf", b"\0" * 5000, "rỗng"),
    "a program": ("a.pdf", b"MZ\x90\0" + b"x" * 500, "Không nhận ra"),
    "an archive that writes elsewhere": ("a.zip", archive({"../../etc/passwd": b"x"}), "ngoài thư mục"),
    "one with Windows paths": ("a.zip", archive({"C:\\Windows\\a.txt": b"x"}), "ngoài thư mục"),
    "one with a link": ("a.zip", archive({"a.txt": b"x"}, link="b"), "ngoài thư mục"),
    "an archive that swells": ("a.zip", archive({"a.bin": b"\0" * 300_000_000}), "quá lớn"),
    "one that declares gibibytes": ("a.zip", lying_sizes(), "quá lớn"),
    "one whose entries overlap": ("a.zip", overlapping(), "quá lớn"),
    "one with twenty thousand entries": ("a.zip", archive({f"{n}.txt": b"" for n in range(20_000)}), "quá lớn"),
    "one with a program": ("a.zip", archive({"thu/hoadon.pdf.exe": b"MZ"}), "chương trình"),
    "a damaged archive": ("a.zip", archive({"a.txt": b"x" * 500})[:60], "hỏng"),
    "macros in Word": ("a.docx", office_file("word/document.xml", **{"word__vbaProject.bin": b"x"}), "macro"),
    "macros in Excel": ("a.xlsx", office_file("xl/workbook.xml", **{"xl__macrosheets__sheet1.xml": b"x"}), "macro"),
    "a picture of thirty thousand pixels": ("a.png", wide_picture(), "điểm ảnh"),
    "the virus that is none": ("a.pdf", EICAR, "Không nhận ra"),
}  # fmt: skip


@pytest.fixture
def draft(office):
    return draft_dossier(
        procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Thử tệp độc hại"
    )


@pytest.fixture
def send(draft, as_person, office):
    client = as_person(office.investor_person)

    def upload(name: str, content: bytes, item: str = "other"):
        file = SimpleUploadedFile("x", content)
        file._name = name  # what a hostile program sends, not what a browser would
        return client.post(reverse("upload", args=[draft.pk, item]), {"file": file}, headers={"HX-Request": "true"})

    return upload


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_do_harm_is_refused_with_a_sentence(send, draft, what):
    name, content, words = REFUSED[what]
    answer = send(name, content)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert words in body, body
    assert SCRIPT.decode() not in body
    assert draft.attachments.count() == 0
    folder = f"dossiers/{draft.pk}/other"
    assert not default_storage.exists(folder) or default_storage.listdir(folder)[1] == []


# Kept, since they are what they say; harmless, since nobody's browser runs what is in them.
KEPT = {
    "an archive after a PDF": ("a.pdf", pdf() + archive({"a.html": SCRIPT}), "application/pdf"),
    "HTML after a PDF": ("a.pdf", pdf() + b"<html>" + SCRIPT, "application/pdf"),
    "HTML in a picture": ("a.png", b"", "image/png"),
    "an archive with HTML": ("a.zip", archive({"a.html": SCRIPT}), "application/zip"),
    "a PDF called HTML": ("a.html", pdf(), "application/pdf"),
}


@pytest.mark.parametrize("what", KEPT)
def test_what_is_kept_is_served_so_that_nothing_in_it_runs(send, draft, as_person, office, what):
    name, content, media_type = KEPT[what]
    if media_type == "image/png":
        stream = io.BytesIO()
        Image.new("RGB", (4, 4)).save(stream, "PNG")
        content = stream.getvalue() + SCRIPT
    assert send(name, content).status_code == 200
    kept = draft.attachments.get()
    for query in ("", "?inline"):
        answer = as_person(office.investor_person).get(reverse("attachment", args=[kept.pk]) + query)
        assert answer["Content-Type"] == media_type
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert not kept.name.endswith(".html")
        assert b"".join(answer) == content
    inline = as_person(office.investor_person).get(reverse("attachment", args=[kept.pk]) + "?inline")
    assert inline["Content-Disposition"].startswith("attachment") == (media_type == "application/zip")


NAMES = {
    "../../../etc/passwd.pdf": "passwd.pdf",
    "C:\\Windows\\hồ sơ.pdf": "hồ sơ.pdf",
    "/etc/cron.d/a.pdf": "a.pdf",
    "bản\x00\x1b[31m kê\r\n.pdf": "bản[31m kê.pdf",
    "\u202efdp.exe.pdf": "fdp.exe.pdf",
    "ho\u0302\u0300 so\u031b.pdf": "hồ sơ.pdf",
    "a" * 300 + ".pdf": None,
    "<img src=x onerror=alert(1)>.pdf": None,
    "....pdf": None,
}


@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name)[:30])
def test_names_are_made_fit_to_show_and_never_become_paths(send, draft, name):
    content = pdf()
    answer = send(name, content)
    assert answer.status_code == 200
    kept = draft.attachments.get()
    if NAMES[name]:
        assert kept.name == NAMES[name]
    assert len(kept.name) <= 150
    assert not set(kept.name) & set('/\\<>:"|?*\0\n\r\u202e')
    assert kept.name.endswith(".pdf")
    path = Path(str(kept.file.name))
    assert path.parts[:2] == ("dossiers", str(draft.pk))
    assert path.name.isascii()
    assert "<img" not in answer.content.decode()


def test_names_in_an_archive_are_shown_without_tricks(send, draft):
    assert (
        send("a.zip", archive({"\u202egpj.exe.txt": b"x", "a\x1b[31m.txt": b"y", "<b>.txt": b"z"})).status_code == 200
    )
    listing = draft.attachments.get().listing
    assert listing == ["gpj.exe.txt", "a[31m.txt", "<b>.txt"]


def test_a_file_beyond_the_limit_is_let_go_while_it_arrives(send, draft, settings):
    settings.UPLOAD_FILE_LIMIT = 1024 * 1024
    answer = send("a.pdf", pdf() + b"x" * 3_000_000)
    assert answer.status_code == 422
    assert "lớn hơn 1 MB" in answer.content.decode()
    assert draft.attachments.count() == 0


def test_five_gibibytes_declared_and_not_sent(draft, as_person, office):
    client: Client = as_person(office.investor_person)
    boundary = "x"
    body = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'.encode() + pdf()
    answer = client.generic(
        "POST", reverse("upload", args=[draft.pk, "other"]), b"", f"multipart/form-data; boundary={boundary}",
        CONTENT_LENGTH=str(5 * 1024**3), **{"wsgi.input": io.BytesIO(body)}, headers={"HX-Request": "true"},
    )  # fmt: skip
    assert answer.status_code in (400, 422)
    assert draft.attachments.count() == 0


def test_the_store_failing_is_said_and_keeps_nothing(send, draft, monkeypatch, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": "/proc/nowhere"}},
    }
    # It is away, not full: of a full one something else is said.
    settings.MIN_FREE = 0
    answer = send("a.pdf", pdf())
    assert answer.status_code == 422
    assert "chọn lại sau ít phút" in answer.content.decode()
    assert Attachment.objects.count() == 0


# ---------------------------------------------------------------- a real clamd with one signature of its own
@pytest.fixture(scope="module")
def clamd(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "signatures").mkdir()
    (folder / "signatures" / "own.ndb").write_text(f"Eicar-Signature:0:*:{EICAR.hex()}\n")
    port = free_port()
    (folder / "clamd.conf").write_text(
        f"DatabaseDirectory {folder}/signatures\nTCPSocket {port}\nTCPAddr 127.0.0.1\nForeground yes\n"
        f"LogFile {folder}/log\nUser {'root' if os.geteuid() == 0 else os.environ.get('USER', 'nobody')}\n"
    )
    program = shutil.which("clamd") or "/usr/sbin/clamd"
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen([program, "-c", str(folder / "clamd.conf")], stdout=out, stderr=out)
    deadline = time.monotonic() + 60
    while not listening(port):
        assert process.poll() is None, (folder / "out").read_text()
        assert time.monotonic() < deadline, "clamd did not start"
    yield f"127.0.0.1:{port}"
    process.terminate()
    process.wait()


def test_clamd_refuses_a_virus_in_a_true_pdf_and_lets_others_pass(send, draft, settings, clamd):
    settings.CLAMD_ADDRESS = clamd
    answer = send("a.pdf", pdf() + EICAR)
    assert answer.status_code == 422
    assert "Eicar-Signature" in answer.content.decode()
    assert draft.attachments.count() == 0
    assert send("a.pdf", pdf()).status_code == 200
    assert draft.attachments.get().size == len(pdf())


def test_a_clamd_that_says_nothing_holds_an_upload_up_for_a_bounded_time(send, draft, settings, monkeypatch):
    monkeypatch.setattr(virus, "SECONDS", 0.3)
    with silent_server() as port:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{port}"
        assert send("a.pdf", pdf()).status_code == 422
    assert draft.attachments.count() == 0


def test_without_an_answer_from_clamd_nothing_passes_unsearched(send, draft, settings):
    settings.CLAMD_ADDRESS = f"127.0.0.1:{free_port()}"
    answer = send("a.pdf", pdf())
    assert answer.status_code == 422
    assert "virus" in answer.content.decode().lower()
    assert draft.attachments.count() == 0
