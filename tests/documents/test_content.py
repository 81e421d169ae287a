"""Every kind of document with every kind of content: layout, exact text, what the file says of itself."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata

import pytest
from lxml import html as lxml_html
from pypdf import PdfReader

from consult.documents import DEFINITIONS, pdf
from consult.layout_checks import rules as layout_rules
from consult.models import DocumentKind
from consult.rules.placeholders import misplaced
from tests.documents.samples import LONG, NAME, RECIPIENTS, TITLE, content, dressed

SIZES = ("short", "ordinary", "extreme")


@pytest.fixture(scope="module")
def made() -> dict[tuple[str, str], tuple[str, bytes]]:
    """HTML and PDF of documents that were made already in this module."""
    return {}


@pytest.fixture
def make(made, office):
    def _make(kind: str, size: str) -> tuple[str, bytes]:
        if (kind, size) not in made:
            title, data = str(DocumentKind(kind).label), content(kind, office.union, size)
            made[kind, size] = (pdf.to_html(kind, title, data), pdf.render(kind, title, data).content)
        return made[kind, size]

    return _make


def bare(text: str) -> str:
    """Text without blanks."""
    return re.sub(r"\s", "", text)


def said_by_html(html: str) -> str:
    return bare(lxml_html.document_fromstring(html).body.text_content())


def letters(text: str) -> dict[str, int]:
    return {letter: text.count(letter) for letter in set(text)}


def test_the_extremes_are_extreme(office):
    assert len(TITLE.split()) == 60
    assert len(LONG["seats"]) == 15
    assert len(RECIPIENTS.splitlines()) == 40
    assert len(NAME) >= 49
    minutes = pdf.render("minutes", "x", content("minutes", office.union, "extreme"))
    assert minutes.pages >= 60


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", list(DEFINITIONS))
def test_layout_holds(make, kind, size):
    _html, document = make(kind, size)
    found = {name: faults for name, faults in layout_rules.check(io.BytesIO(document)).items() if faults}
    assert found == {}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", list(DEFINITIONS))
def test_the_text_comes_out_again_letter_by_letter_and_none_is_cut(make, kind, size, tmp_path):
    html, document = make(kind, size)
    file = tmp_path / "document.pdf"
    file.write_bytes(document)
    text = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", file, "-"], check=True, capture_output=True
    ).stdout.decode()
    assert unicodedata.is_normalized("NFC", text)
    pages = len(PdfReader(io.BytesIO(document)).pages)
    wanted = said_by_html(html) + "".join(str(number) for number in range(2, pages + 1))
    # A table's head is repeated on each of its pages.
    marks = "-" * len(lxml_html.document_fromstring(html).xpath("//ul/li"))
    got, wanted_letters = letters(bare(text)), letters(wanted + marks)
    assert {letter for letter, count in wanted_letters.items() if got.get(letter, 0) < count} == set()
    if size != "extreme":
        assert got == wanted_letters


@pytest.mark.parametrize("kind", list(DEFINITIONS))
def test_the_file_says_what_it_is(make, kind):
    _html, document = make(kind, "ordinary")
    reader = PdfReader(io.BytesIO(document))
    catalogue = reader.trailer["/Root"]
    metadata = catalogue["/Metadata"].get_object().get_data().decode()
    assert reader.metadata.title == str(DocumentKind(kind).label)
    assert reader.metadata.author
    assert catalogue["/Lang"] == "vi"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert re.search(r"pdfaid:part\W+3\b", metadata)
    assert re.search(r"pdfaid:conformance\W+U\b", metadata)
    intent = catalogue["/OutputIntents"][0].get_object()
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object().get_data()
    assert "/Encrypt" not in reader.trailer
    assert "/ID" in reader.trailer
    outline = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    letter = DEFINITIONS[kind].symbol == "" or kind == "response"
    assert outline or letter


def test_every_font_is_embedded_with_a_map_to_unicode(make):
    for kind in DEFINITIONS:
        reader = PdfReader(io.BytesIO(make(kind, "ordinary")[1]))
        fonts = [font.get_object() for page in reader.pages for font in page["/Resources"].get("/Font", {}).values()]
        assert fonts, kind
        for font in fonts:
            assert "Tinos" in font["/BaseFont"]
            assert font["/ToUnicode"].get_object().get_data()
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_nothing_in_a_document_is_active_or_fetched(make):
    for kind in DEFINITIONS:
        _html, document = make(kind, "ordinary")
        for sign in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/URI"):
            assert sign not in document, (kind, sign)


def test_the_structure_is_sound_to_another_program(make, tmp_path):
    for kind in ("council_decision", "minutes", "opinion"):
        file = tmp_path / f"{kind}.pdf"
        file.write_bytes(make(kind, "ordinary")[1])
        done = subprocess.run(["qpdf", "--check", file], capture_output=True, check=False, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("title", ["Kao", "Đrang", "trung Kao", "TAY VÀ AVA", "Pơng Ea Yông"])
def test_a_justified_line_keeps_its_margin_whatever_pairs_of_letters_stand_in_it(office, title):
    """With kerning, lines with letters such as "A" beside spaces became wider than they were measured."""
    definition = DEFINITIONS["council_decision"]
    data = dressed(definition, office.union, {**definition.sample, "title": title, "proposer": "Sở A"}, "")
    made = pdf.render("council_decision", str(definition.kind.label), data)
    assert list(layout_rules.check(io.BytesIO(made.content))["margins"]) == []


def said_in(office, kind: str, **changed) -> list[str]:
    """The paragraphs of a document."""
    page = lxml_html.document_fromstring(
        pdf.to_html(kind, kind, {**content(kind, office.union, "ordinary"), **changed})
    )
    return [" ".join(paragraph.text_content().split()) for paragraph in page.iter("p")]


@pytest.mark.parametrize("kind", list(DEFINITIONS))
def test_an_address_stands_on_a_line_of_its_own(office, kind):
    assert [line for line in said_in(office, kind) if "https://" in line and " " in line] == []


@pytest.mark.parametrize(
    ("kind", "key", "mark"),
    [
        ("refusal", "reason", "."),
        ("department_letter", "questions", "."),
        ("opinion", "conclusion", "."),
        ("minutes", "conclusion", "."),
        ("meeting_invitation", "agenda", ")"),
    ],
)
def test_what_was_typed_with_numbers_is_not_numbered_again(office, kind, key, mark):
    typed = ["1. Phù hợp thửa 7", "2. Nguồn nước"]
    assert [line.rstrip(";.") for line in said_in(office, kind, **{key: typed}) if "thửa 7" in line] == typed[:1]
    plain = ["Phù hợp thửa 7", "Nguồn nước"]
    assert [line.rstrip(";.") for line in said_in(office, kind, **{key: plain}) if "thửa 7" in line] == [
        f"1{mark} {plain[0]}"
    ]


def test_a_general_remark_is_no_part_of_the_last_item_and_ends_as_a_sentence(office):
    items = [{"title": "Bản đồ", "remark": "bản vẽ mờ."}]
    said = said_in(office, "supplement_request", items=items, reason="Nộp hai bản\nĐóng quyển.")
    first = said.index("1. Bản đồ: bản vẽ mờ.")
    assert said[first + 2 : first + 4] == ["Nộp hai bản.", "Đóng quyển."]
    assert said[first + 1].endswith(":")
    alone = said_in(office, "supplement_request", items=[], reason="Nộp hai bản")
    assert said[first + 1] not in alone
    assert "Nộp hai bản." in alone


@pytest.mark.parametrize("kind", list(DEFINITIONS))
def test_sentences_name_only_what_their_document_knows(kind):
    definition = DEFINITIONS[kind]
    for text in (*(sentence.text for sentence in definition.sentences.values()), *definition.recipients):
        assert misplaced(str(text), definition.known) == []


@pytest.mark.parametrize("kind", [kind for kind, definition in DEFINITIONS.items() if definition.sealed])
def test_what_is_signed_says_who_signs_and_has_a_place_for_it(kind):
    definition = DEFINITIONS[kind]
    assert definition.signers
    assert definition.sample["signature"]["name"]
