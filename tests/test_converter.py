"""The converter: what it makes of Word files, what it fetches (nothing), and what it leaves behind (nothing)."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from consult.libraries import converter
from consult.libraries.confined import read_confined
from consult.libraries.converter import office
from consult.storage.space import tells_of_full_disk
from tests.word_files import PROPOSAL, nested_tables, reaching_out, word_file


def made_of(content: bytes, **options) -> converter.ConvertedPdf:
    return converter.convert(io.BytesIO(content), "docx", **options)


def words(pdf: bytes, tmp_path: Path) -> list[str]:
    (tmp_path / "a.pdf").write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-q", tmp_path / "a.pdf", "-"], check=True, capture_output=True)
    return told.stdout.decode().split()


def left_behind() -> list[str]:
    """Folders of runs, and processes that still work in one."""
    folders = [str(one) for one in Path(tempfile.gettempdir()).glob(f"{office.PREFIX}*")]
    running = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words_of = line.read_bytes()
        except OSError:
            continue
        if office.PREFIX.encode() in words_of:
            running.append(words_of.decode(errors="replace"))
    return [*folders, *running]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs of other tests lie elsewhere."""
    place = tmp_path / "runs"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setattr(office, "PREFIX", f"consult-converter-{tmp_path.name}-")


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and whatever was asked for there."""
    heard: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            heard.append(self.rfile.readline().decode(errors="replace"))
            self.close_connection = True

        def log_message(self, *_words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", heard
        server.shutdown()


def test_every_word_of_a_word_file_stands_in_its_pdf(tmp_path: Path):
    made = made_of(word_file())
    assert made.pages == 1
    assert words(made.content, tmp_path) == " ".join(PROPOSAL).split()
    assert left_behind() == []


@pytest.mark.parametrize("apart", [True, False])
def test_nothing_is_fetched_for_a_file_that_asks_for_it(asked, apart, tmp_path: Path):
    address, heard = asked
    made = made_of(reaching_out(address), apart=apart)
    assert "ảnh" in words(made.content, tmp_path)
    assert heard == []


def test_a_run_that_is_late_ends_with_everything_that_it_started():
    with pytest.raises(converter.ConversionRefusedError) as refusal:
        made_of(word_file(), limits=converter.Limits(seconds=0.4))
    assert refusal.value.limit == "time"
    assert left_behind() == []


@pytest.mark.parametrize(
    ("content", "limits", "limit"),
    [
        (b"PK\x03\x04 and then nothing", converter.Limits(), "fault"),
        (word_file(), converter.Limits(mebibytes=100), "fault"),
        (word_file(), converter.Limits(pdf_mebibytes=0), "fault"),
    ],
)
def test_what_cannot_be_made_within_the_limits_is_refused(content, limits, limit):
    with pytest.raises(converter.ConversionRefusedError) as refusal:
        made_of(content, limits=limits)
    assert refusal.value.limit == limit
    assert left_behind() == []


def test_tables_within_tables_are_made(tmp_path: Path):
    assert "19" in words(made_of(nested_tables(20)).content, tmp_path)


def test_a_pdf_that_is_to_be_kept_is_pdf_a():
    made = made_of(word_file(), archival=True)
    assert b"<pdfaid:part>3</pdfaid:part>" in made.content
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in made.content


def test_folders_of_killed_workers_are_removed_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    forgotten = tmp_path / "runs" / f"{office.PREFIX}forgotten"
    (forgotten / "profile").mkdir(parents=True)
    monkeypatch.setattr(office, "LEFT_BEHIND_SECONDS", -1)
    made_of(word_file())
    assert left_behind() == []


def test_without_libreoffice_it_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert not converter.is_installed()
    with pytest.raises(converter.ConverterMissingError):
        made_of(word_file())


def test_the_text_is_read_without_libreoffice():
    def read(content: bytes):
        return read_confined("consult.libraries.word_text:paragraphs", io.BytesIO(content))

    assert read(word_file()) == {"paragraphs": list(PROPOSAL), "cut": False}
    assert read(nested_tables(3))["paragraphs"] == ["Bảng 0", "Bảng 1", "Bảng 2"]
    long = read(word_file(*["Một dòng dài. " * 1000] * 40))
    assert (long["cut"], sum(map(len, long["paragraphs"]))) == (True, 400_000)


def test_the_text_of_an_open_document_keeps_its_order():
    """Spans, blanks and breaks in the order in which they stand; what was deleted is not there."""
    content = (
        '<x xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><t:tracked-changes><t:p>bỏ</t:p></t:tracked-changes>'
        "<t:h>Mục <t:span>một</t:span> và</t:h><t:p>đoạn<t:s/>hai<t:line-break/>dòng <t:span>ba</t:span>.</t:p></x>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    found = read_confined("consult.libraries.word_text:paragraphs", made)
    assert found["paragraphs"] == ["Mục một và", "đoạn hai\ndòng ba."]


def test_without_what_bounds_it_nothing_is_converted(monkeypatch, tmp_path):
    (tmp_path / "soffice").symlink_to(shutil.which("soffice"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not converter.is_installed()
    with pytest.raises(converter.ConverterMissingError):
        made_of(word_file())


def test_a_full_folder_is_no_fault_of_the_file(monkeypatch, tmp_path):
    """It waits for room, as whatever finds a full disk does."""
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho 'ERROR: Insufficient free disk space' >&2\nexit 77\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(OSError, match="Insufficient") as full:
        made_of(word_file())
    assert tells_of_full_disk(full.value)
