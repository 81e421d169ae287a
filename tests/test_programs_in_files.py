"""Programs are found wherever a PDF can keep one, and no bytes whatever end in anything but a sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, PdfObject, TextStringObject
from pypdf.generic import StreamObject as Stream

from consult import programs
from consult.files import FileFaultError, identify
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
    with refused("too_much_in_it"):
        identify(io.BytesIO(pdf(pages=5)))


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
