"""DOCX of every document: real styles, the same text, opened by LibreOffice without complaint."""

from __future__ import annotations

import io
import re

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from consult.documents import DEFINITIONS, pdf, word, word_styles
from tests.documents.samples import content
from tests.documents.test_content import said_by_html
from tests.documents.words import converted

SIZES = ("short", "ordinary", "extreme")
# LibreOffice writes the hyphen before an item as one of these.
DOTS = re.compile(r"[\s•◦▪\ufeff]|\.{50,}")


def made(office, kind: str, size: str) -> bytes:
    return word.render(kind, kind, content(kind, office.union, size))


def test_libreoffice_opens_every_document_and_reads_the_same_text(office, tmp_path):
    names = [f"{kind}-{size}" for kind in DEFINITIONS for size in SIZES]
    files, htmls = {}, {}
    for name in names:
        kind, _hyphen, size = name.rpartition("-")
        files[name] = made(office, kind, size)
        htmls[name] = pdf.to_html(kind, kind, content(kind, office.union, size))
    told = converted(files, "txt:Text (encoded):UTF8", tmp_path)
    for name, html in htmls.items():
        assert DOTS.sub("", told[name].decode()) == DOTS.sub("", said_by_html(html)), name


def paragraphs(document, style: str):
    """Paragraphs of a style anywhere, those in tables among them."""
    name = document.styles[style].style_id
    for element in document.element.body.iter(qn("w:p")):
        properties = element.find(qn("w:pPr"))
        chosen = properties.find(qn("w:pStyle")) if properties is not None else None
        if chosen is not None and chosen.get(qn("w:val")) == name:
            yield "".join(node.text or "" for node in element.iter(qn("w:t")))


def test_heading_and_signature_stand_in_styles_of_their_own(office):
    document = docx.Document(io.BytesIO(made(office, "council_decision", "ordinary")))
    found = {style: list(paragraphs(document, style)) for style in word_styles.LOOKS}
    assert found[word_styles.COUNTRY] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert found[word_styles.MOTTO] == ["Độc lập - Tự do - Hạnh phúc"]
    assert found[word_styles.NUMBER] == ["Số: 05/QĐ-LHH"]
    assert found[word_styles.KIND] == ["QUYẾT ĐỊNH"]
    assert found[word_styles.SIGN_TITLE] == ["CHỦ\u00a0TỊCH"]
    assert found[word_styles.SIGN_NAME] == ["Nguyễn\u00a0Văn\u00a0Mẫu"]
    assert found[word_styles.RECIPIENTS_HEAD] == ["Nơi nhận:"]
    assert len(found[word_styles.GROUND]) == 6
    assert found[word_styles.RECIPIENTS][-1] == "- Lưu: VT, TVPB."


def test_styles_keep_the_rules_of_layout(office):
    document = docx.Document(io.BytesIO(made(office, "opinion", "ordinary")))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(margin.mm) for margin in margins] == [30, 15, 20, 20]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    country = document.styles[word_styles.COUNTRY]
    assert (country.font.size, country.font.bold, country.font.name) == (Pt(12), True, "Times New Roman")
    body = document.styles[word_styles.BODY].paragraph_format
    assert body.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert round(body.first_line_indent.mm, 1) == 12.7
    heading = list(paragraphs(document, word_styles.HEADINGS["h3"]))
    assert heading == ["1. Sự phù hợp với quy hoạch", "2. Những điểm cần hoàn thiện"]
    assert len(list(paragraphs(document, word_styles.BULLET))) == 2
    assert document.core_properties.language == "vi-VN"


def test_each_numbered_list_begins_at_one(office):
    data = {
        **content("opinion", office.union, "ordinary"),
        "body": "<ol><li>Một</li><li>Hai</li></ol><p>Và</p><ol><li>Lại một</li></ol>",
    }
    document = docx.Document(io.BytesIO(word.render("opinion", "x", data)))
    numbers = [
        element.find(qn("w:pPr")).find(qn("w:numPr")).find(qn("w:numId")).get(qn("w:val"))
        for element in document.element.body.iter(qn("w:p"))
        if element.find(qn("w:pPr")) is not None and element.find(qn("w:pPr")).find(qn("w:numPr")) is not None
    ]
    assert len(numbers) == 3
    assert numbers[0] == numbers[1] != numbers[2]
