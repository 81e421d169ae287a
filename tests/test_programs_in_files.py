"""Programs are found wherever a PDF can keep one, and no bytes whatever end in anything but a sentence."""

from __future__ import annotations

import io
import os
import signal
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image, ImageFile
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, PdfObject, TextStringObject
from pypdf.generic import StreamObject as Stream

from consult import programs
from consult.files import FileFaultError, identify
from consult.libraries import confined, file_parsers
from consult.libraries.confined import ConfinedError, read_confined
from tests.refusals import refused

Change = Callable[[PdfWriter], None]


def pdf(change: Change | None = None, pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if change:
        change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def what(**values: PdfObject | str) -> DictionaryObject:
    """A dictionary; a text that begins with "/" is a name."""
    found = DictionaryObject()
    for name, value in values.items():
        plain = isinstance(value, str) and not isinstance(value, PdfObject)
        kept = (NameObject if str(value).startswith("/") else TextStringObject)(value) if plain else value
        found[NameObject(f"/{name}")] = kept
    return found


def script() -> DictionaryObject:
    return what(S="/JavaScript", JS="app.alert(1)")


def going(then: PdfObject | None = None) -> DictionaryObject:
    found = what(S="/GoTo", D=ArrayObject([NumberObject(0), NameObject("/Fit")]))
    if then is not None:
        found[NameObject("/Next")] = then
    return found


def of_root(name: str, value: Callable[[PdfWriter], PdfObject]) -> Change:
    return lambda writer: writer.root_object.__setitem__(NameObject(f"/{name}"), value(writer))


def of_page(value: Callable[[], DictionaryObject], number: int = 0) -> Change:
    def change(writer: PdfWriter) -> None:
        mark = what(Type="/Annot", Subtype="/Link", Rect=ArrayObject([NumberObject(0)] * 4), A=value())
        writer.pages[number][NameObject("/Annots")] = ArrayObject([writer._add_object(mark)])

    return change


def name_by_reference(writer: PdfWriter) -> PdfObject:
    return what(S=writer._add_object(NameObject("/JavaScript")), X="app.alert(1)")


def field_with_parent(writer: PdfWriter) -> PdfObject:
    parent = what(T="a", AA=what(K=script()))
    child = what(T="b", Subtype="/Widget", Parent=writer._add_object(parent))
    return what(Fields=ArrayObject([writer._add_object(child)]))


def bookmark(writer: PdfWriter) -> PdfObject:
    return what(First=writer._add_object(what(Title="a", A=script())))


def xfa(writer: PdfWriter) -> PdfObject:
    stream = Stream()
    stream.set_data(b"<xdp:xdp><script>1</script></xdp:xdp>")
    return what(XFA=writer._add_object(stream))


def late_page(writer: PdfWriter) -> None:
    writer.pages[500][NameObject("/AA")] = what(O=script())


def brought(name: str, content: bytes) -> Change:
    def change(writer: PdfWriter) -> None:
        writer.add_attachment(name, content)

    return change


WITH_PROGRAMS: dict[str, bytes] = {
    "a script after going to a page": pdf(of_root("OpenAction", lambda _: going(script()))),
    "one of several that follow": pdf(of_root("OpenAction", lambda _: going(ArrayObject([going(), script()])))),
    "a script behind a link": pdf(of_page(lambda: going(script()))),
    "an action named elsewhere": pdf(of_root("OpenAction", name_by_reference)),
    "a script without its action": pdf(of_root("OpenAction", lambda _: what(JS="app.alert(1)"))),
    "a form field's parent": pdf(of_root("AcroForm", field_with_parent)),
    "a bookmark": pdf(of_root("Outlines", bookmark)),
    "XFA": pdf(of_root("AcroForm", xfa)),
    "page 501": pdf(late_page, pages=501),
    "a program by name": pdf(brought("setup.exe", b"x")),
    "a program by a name with a dot behind": pdf(brought("setup.EXE. ", b"x")),
    "a program by content": pdf(brought("anh.png", b"MZ\x90\0")),
    "a form that is sent away": pdf(of_page(lambda: what(S="/SubmitForm", F="http://example.org"))),
}


@pytest.mark.parametrize("place", WITH_PROGRAMS)
def test_a_program_is_found_wherever_it_hangs(place):
    with refused("program"):
        identify(io.BytesIO(WITH_PROGRAMS[place]))


HARMLESS = {
    "going to a page": pdf(of_root("OpenAction", lambda _: going())),
    "a link": pdf(of_page(lambda: what(S="/URI", URI="https://example.org/"))),
    "a table brought along": pdf(brought("du-toan.xml", b"<x/>")),
    "a font called JS": pdf(of_root("Fonts", lambda _: what(JS=what(Type="/Font")))),
}


@pytest.mark.parametrize("which", HARMLESS)
def test_what_runs_nothing_is_taken(which):
    assert identify(io.BytesIO(HARMLESS[which])).kind == "pdf"


def test_a_pdf_with_too_much_in_it_is_given_back(monkeypatch):
    monkeypatch.setattr(programs, "MOST_OBJECTS", 3)
    assert file_parsers.pdf(io.BytesIO(pdf(pages=5))) == {"fault": "too_much_in_it"}


@pytest.mark.parametrize(
    ("does", "reason"), [("endless", "time"), ("greedy", "memory"), ("falling", "time"), ("writing", "fault")]
)
def test_what_a_file_does_to_its_reader_ends_there(does, reason):
    """And the next file is read as if nothing had been."""
    with pytest.raises(ConfinedError) as told:
        read_confined(f"tests.harmful_readers:{does}", io.BytesIO(b"x"), seconds=1)
    assert told.value.reason == reason
    assert identify(io.BytesIO(SMALL["pdf"])).kind == "pdf"


def test_a_reader_that_was_killed_is_started_again():
    identify(io.BytesIO(SMALL["pdf"]))
    process = confined._server.process
    assert process is not None
    process.kill()
    process.wait()
    assert identify(io.BytesIO(SMALL["pdf"])).kind == "pdf"


def test_a_reader_that_hangs_is_ended_and_another_one_started():
    identify(io.BytesIO(SMALL["pdf"]))
    process, line = confined._server.process, confined._server.line
    assert process is not None
    assert line is not None
    line.settimeout(0.5)
    process.send_signal(signal.SIGSTOP)
    assert identify(io.BytesIO(SMALL["pdf"])).kind == "pdf"
    assert process.returncode is not None


def test_a_reader_knows_no_secret_and_a_forked_process_begins_its_own(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "MARKERSECRET")
    confined._begin_anew()
    assert read_confined("tests.harmful_readers:environment", io.BytesIO(b"x")) == ["LANG", "PATH"]
    child = os.fork()
    if child == 0:
        os._exit(0 if identify(io.BytesIO(SMALL["pdf"])).kind == "pdf" else 1)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_half_a_picture_is_damaged_whatever_other_libraries_allow(monkeypatch, kind):
    """A library that makes documents lets half pictures through, for all of its process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    stream = io.BytesIO()
    Image.effect_noise((300, 300), 90).convert("RGB").save(stream, kind)
    whole = stream.getvalue()
    assert identify(io.BytesIO(whole)).kind == kind.lower()
    with refused("damaged"):
        identify(io.BytesIO(whole[: len(whole) // 2]))


def test_a_file_on_the_disk_is_whole_after_it_was_read(tmp_path):
    """The reader's place in the file is its own."""
    content = SMALL["pdf"] + os.urandom(300_000)
    (tmp_path / "large.pdf").write_bytes(content)
    with (tmp_path / "large.pdf").open("rb") as stream:
        stream.read(10)
        identify(stream)
        assert stream.read() == content


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, kind)
    return stream.getvalue()


def archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("a.txt", b"abc")
        made.writestr("b/c.txt", b"def")
    return stream.getvalue()


SMALL = {"pdf": pdf(), "png": picture("PNG"), "jpeg": picture("JPEG"), "zip": archive()}


def test_a_picture_without_its_content_is_damaged():
    whole = SMALL["png"]
    head, end = whole[:33], whole[-12:]
    with refused("damaged"):
        identify(io.BytesIO(head + end))


@pytest.mark.parametrize("kind", SMALL)
@hypothesis_settings(max_examples=150)
@given(data=st.data())
def test_whatever_the_bytes_the_answer_is_a_kind_or_a_fault_of_the_file(kind, data):
    content = bytearray(SMALL[kind])
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        how = data.draw(st.sampled_from(["change", "cut", "leave out", "put in"]))
        if how == "change":
            content[place] = data.draw(st.integers(0, 255))
        elif how == "cut":
            del content[max(place, 1) :]
        elif how == "leave out":
            del content[place + 1 : place + 1 + data.draw(st.integers(0, 40))]
        else:
            content[place:place] = data.draw(st.binary(max_size=8))
    with suppress(FileFaultError):
        identify(io.BytesIO(bytes(content)))
